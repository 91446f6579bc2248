package source

// Link is a part of a chain of members and calls: its name, and its arguments if it is a
// call.
type Link struct {
	Name string
	At   int
	Args int // the opening parenthesis, 0: no call
	Body int // the brace of a function behind it, 0: none
}

// Chain reads names, members and calls that hang together.
func (f *Source) Chain(s Span) ([]Link, bool) {
	var links []Link
	for i := s.From; i < s.To; {
		t := f.Tokens[i]
		switch {
		case f.Separator(i):
			i++
		case t.Kind == Word && (len(links) == 0 || f.Separator(i-1) || f.At(i-1).Is(">")):
			links = append(links, Link{Name: Identifier(t), At: i})
			i++
		case t.Is("(") && len(links) > 0 && links[len(links)-1].Args == 0 && t.Match > 0:
			links[len(links)-1].Args = i
			i = f.Next(i, s.To)
		case t.Is("[") && len(links) > 0 && f.Inside(i).To == f.Inside(i).From+1 && f.At(i+1).Kind == Text:
			name, _ := f.Decode(f.At(i + 1).Text)
			links = append(links, Link{Name: name, At: i + 1})
			i = f.Next(i, s.To)
		case t.In("!", "!!"):
			i++
		case f.TypeArguments(i, s.To) > i:
			i = f.TypeArguments(i, s.To)
		case f.Bodies && t.Is("{") && len(links) > 0 && links[len(links)-1].Body == 0 && t.Match > 0:
			links[len(links)-1].Body = i
			i = f.Next(i, s.To)
		default:
			return links, false
		}
	}
	return links, len(links) > 0
}

// TypeArguments returns where the arguments of a type end that begin at i, or i if there
// are none.
func (f *Source) TypeArguments(i, to int) int {
	if !f.Generic || !f.At(i).Is("<") || f.At(i-1).Kind != Word && !f.Separator(i-1) {
		return i
	}
	depth := 0
	for j := i; j < min(to, i+40); j++ {
		switch t := f.Tokens[j]; {
		case t.Is("<"):
			depth++
		case t.Is(">"):
			if depth--; depth == 0 {
				if f.Separator(i-1) || j+1 == to || f.At(j+1).In("(", "{") || f.Separator(j+1) {
					return j + 1
				}
				return i
			}
		case t.Kind == Word, t.In(",", ".", "?", "[", "]", "*", ":", "&"):
		default:
			return i
		}
	}
	return i
}
