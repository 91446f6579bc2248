package source

import "bytes"

// OneOfList is why a name is not known that a loop declares.
const OneOfList = "one of a list"

// Statement returns the arguments that stand without parentheses from i on.
func (f *Source) Statement(i int) Span {
	s := Between(i, i)
	for s.To < len(f.Tokens) {
		t := f.Tokens[s.To]
		if t.Kind == Closing || t.In(";", "if", "unless", "while", "until", "rescue", "do", "and", "or", "then", "end") {
			break
		}
		if t.Line && (s.To == i || !f.At(s.To-1).In(",", ":", "=>")) {
			break
		}
		if s.To == i && t.Kind != Word && t.Kind != Text && !t.In("**", "*") && (t.Kind != Opening || t.Is("{")) {
			break
		}
		s.To = f.Next(s.To, len(f.Tokens))
	}
	return s
}

// HandedOn returns the arguments that a method at i is called with by call, apply or bind,
// and where they end.
func (f *Source) HandedOn(i int) (args Span, end int, ok bool) {
	for f.At(i+1).In("]", "!") {
		i++
	}
	open := i + 3
	by := f.At(i + 2)
	if !f.Separator(i+1) || !by.In("call", "apply", "bind") || !f.At(open).Is("(") || f.At(open).Match < 0 {
		return args, 0, false
	}
	end = f.Next(open, len(f.Tokens))
	inside := f.Inside(open)
	if by.Is("bind") {
		return f.Inside(end), f.Next(end, len(f.Tokens)), f.At(end).Is("(") && f.At(end).Match >= 0 && len(f.Split(inside, ",")) == 1
	}
	given := f.Split(inside, ",")
	switch {
	case len(given) == 0:
		return inside, end, true
	case by.Is("apply") && len(given) == 2 && f.At(given[1].From).Is("["):
		return f.Inside(given[1].From), end, true
	case by.Is("apply"):
		return Between(inside.To, inside.To), end, true
	}
	return Between(min(given[0].To+1, inside.To), inside.To), end, true
}

// Arguments returns the parenthesis with which the arguments of a method at i begin.
func (f *Source) Arguments(i int) int {
	i++
	for f.At(i).In("]", "!") {
		i++
	}
	if f.At(i).Is("?.") {
		i++
	}
	if f.At(i).Is("<") {
		// The arguments of a type.
		for end := i + 20; i < end && !f.At(i).Is("("); i++ {
			if f.At(i).In(";", ")", "=", "&&") {
				return -1
			}
		}
	}
	if !f.At(i).Is("(") || f.At(i).Match < 0 {
		return -1
	}
	return i
}

// DeclaredIn returns what the head of a loop in parentheses declares.
func (f *Source) DeclaredIn(s Span) (Span, string) {
	for i := s.From; i < s.To; i = f.Next(i, s.To) {
		switch t := f.Tokens[i]; {
		case t.Is("as"):
			return Between(i+1, s.To), OneOfList
		case t.In("of", "in", ":"):
			return Between(s.From, i), OneOfList
		case t.In("=", ";"):
			return Between(s.From, i), "changed by a loop"
		}
	}
	return Between(s.From, s.From), ""
}

// Braces returns the block in braces around a token.
func (f *Source) Braces(i int) int32 {
	b := f.At(i).Block
	for range maxSteps {
		if b < 0 || f.Tokens[b].Is("{") {
			break
		}
		b = f.Tokens[b].Block
	}
	return b
}

// Header returns the block behind the header that i is in.
func (f *Source) Header(i int, block int32) int32 {
	for j := i + 1; j < len(f.Tokens) && !f.Tokens[j].Line; j = f.Next(j, len(f.Tokens)) {
		if f.Tokens[j].Is("{") {
			block = int32(j)
		}
	}
	return block
}

// Shorten keeps a piece of a file that is told to a person short, and on one line.
func Shorten(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if r < ' ' {
			runes[i] = ' '
		}
	}
	if len(runes) > 40 {
		runes = append(runes[:40], '…')
	}
	return string(runes)
}

// Lines returns a text whose lines end with \n, where they did with \r alone.
func Lines(text []byte) []byte {
	ended := text
	for i := 0; ; i++ {
		next := bytes.IndexByte(text[i:], '\r')
		if next < 0 {
			return ended
		}
		if i += next; i+1 < len(text) && text[i+1] == '\n' {
			continue
		}
		if &ended[0] == &text[0] {
			ended = bytes.Clone(text)
		}
		ended[i] = '\n'
	}
}

// AllText says whether there are nothing but texts, which some languages join.
func (f *Source) AllText(s Span) bool {
	for i := s.From; i < s.To; i++ {
		if f.Tokens[i].Kind != Text {
			return false
		}
	}
	return true
}
