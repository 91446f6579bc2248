package source

// Link is a part of a chain of members and calls: its name, and its arguments if it is a
// call.
type Link struct {
	Name string
	At   int
	Args int // the opening parenthesis, 0: no call
}

// Chain reads names, members and calls that hang together.
func (f *Source) Chain(s Span) ([]Link, bool) {
	var links []Link
	for i := s.From; i < s.To; {
		t := f.Tokens[i]
		switch {
		case f.Separator(i):
			i++
		case t.Kind == Word && (len(links) == 0 || f.Separator(i-1)):
			links = append(links, Link{Name: Identifier(t), At: i})
			i++
		case t.Is("(") && len(links) > 0 && links[len(links)-1].Args == 0 && t.Match > 0:
			links[len(links)-1].Args = i
			i = f.Next(i, s.To)
		case t.Is("[") && len(links) > 0 && f.Inside(i).To == f.Inside(i).From+1 && f.At(i+1).Kind == Text:
			name, _ := f.Decode(f.At(i + 1).Text)
			links = append(links, Link{Name: name, At: i + 1})
			i = f.Next(i, s.To)
		case t.Is("!"):
			i++
		default:
			return links, false
		}
	}
	return links, len(links) > 0
}
