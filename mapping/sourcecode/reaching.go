package sourcecode

import "segtap/mapping/sourcecode/source"

// reaching returns what a name may stand for at a token: what it is surely given on the
// way there takes the place of all that it was given before.
func (f *names) reaching(d *declaration, at int) *declaration {
	if d.why != "" || len(d.values) < 2 {
		return d
	}
	from := -1
	for i, s := range d.values {
		if s.To <= at && f.surely(s, at) {
			from = i
		}
	}
	if from < 0 {
		return d
	}
	to := len(d.values)
	for to > from+1 && d.values[to-1].From > at && f.Braces(d.values[from].From-1) == f.Braces(at) {
		to--
	}
	return &declaration{values: d.values[from:to], entry: d.entry}
}

// surely says whether an assignment is made whenever a token behind it is reached: it
// stands in a block around the token, in the same function, under no condition of its own.
func (f *names) surely(s source.Span, at int) bool {
	before := f.At(s.From - 3)
	if before.In("else", ":", "&&", "||", "?", "then", "and", "or") {
		return false
	}
	if before.Is(")") && source.Has(f.Control, f.At(int(before.Match)-1).Text) {
		return false
	}
	for i := s.From; i < s.To; i = f.Next(i, s.To) {
		if f.Tokens[i].In("if", "unless", "while", "until") {
			return false
		}
	}
	block := f.At(s.From - 1).Block
	b := f.At(at).Block
	for range maxScopes {
		if b == block {
			return true
		}
		if b < 0 || f.functionBlocks[b] {
			return false
		}
		b = f.Tokens[b].Block
	}
	return false
}
