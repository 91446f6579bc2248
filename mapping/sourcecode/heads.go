package sourcecode

import (
	"segtap/mapping/sourcecode/source"
)

// heads makes the names unknown that loops, catch and functions without names declare for
// what is behind them.
func (f *names) heads() {
	for i := range f.Tokens {
		switch t := f.Tokens[i]; {
		case t.Kind == source.Word && source.Has(f.Functions, t.Text) && f.At(i+2).Is("("):
			// In a class it is a method, which is not called by its name alone.
			if b := f.block(i); !f.memberBlocks[b] && f.scopes[scope{b, source.Identifier(f.At(i + 1))}] == nil {
				f.unknown(b, source.Identifier(f.At(i+1)), "a function")
			}
		case t.In("catch", "for", "foreach"):
			f.head(i)
		case t.Is("as") && f.Indented && f.At(f.LineStart(i)).In("except", "with", "async"):
			f.unknown(f.block(i+1), source.Identifier(f.At(i+1)), "what a block is given")
		case t.Is("->") && f.Language.Bodies, t.Is("in") && f.Closures:
			f.closure(i)
		case t.Is("|") && f.At(i-1).Is("{"):
			for j := i + 1; j < i+maxSteps && j < len(f.Tokens) && !f.Tokens[j].Is("|"); j++ {
				f.unknown(f.Tokens[i].Block, source.Identifier(f.Tokens[j]), "a parameter")
			}
		}
	}
}

// maxSteps is how far the end of a head is looked for.
const maxSteps = 40

// head reads what stands behind for or catch at i.
func (f *names) head(i int) {
	open := i + 1
	if f.At(open).Is("await") {
		open++
	}
	if f.Indented || !f.At(open).Is("(") {
		f.loop(i)
		return
	}
	if f.At(open).Match < 0 {
		return
	}
	declared, why := f.Inside(open), "what was caught"
	if !f.At(i).Is("catch") {
		declared, why = f.DeclaredIn(declared)
	}
	body := int(f.At(open).Match) + 1
	for j := declared.From; j < declared.To; j++ {
		name := source.Identifier(f.Tokens[j])
		switch {
		case name == "" || f.Tokens[j].In(f.Declaring...) || f.Separator(j-1):
			continue
		case len(f.Declaring) == 0:
			f.unknown(f.block(i), name, why)
			continue
		case f.At(body).Is("{"):
			f.unknown(int32(body), name, why)
		default:
			f.arrows = append(f.arrows, arrow{source.Between(j, j+1), f.Expression(body), why})
		}
		f.unknown(int32(open), name, why)
	}
}

// loop reads a loop over a list whose head has no parentheses, which may be that of a
// comprehension.
func (f *names) loop(i int) {
	in := i + 1
	for in < i+maxSteps && !f.At(in).Is("in") {
		if f.At(in).In("{", ";", "=", ":=") {
			return
		}
		in++
	}
	block := f.block(i)
	if b := f.At(i).Block; b >= 0 && f.Tokens[b].In("(", "[") {
		block = b
	} else if len(f.Declaring) > 0 {
		block = f.Header(i, block)
	}
	for j := i + 1; j < in && j < len(f.Tokens); j++ {
		f.unknown(block, source.Identifier(f.Tokens[j]), source.OneOfList)
	}
}

// closure reads the parameters between the brace that a function begins with and i.
func (f *names) closure(i int) {
	b := f.Tokens[i].Block
	if b < 0 || !f.Tokens[b].Is("{") || i-int(b) > maxSteps {
		return
	}
	if before := f.At(int(b) - 1); before.Is("when") || before.Is(")") && f.At(int(before.Match)-1).Is("when") {
		return
	}
	for j := int(b) + 1; j < i; j++ {
		if t := f.Tokens[j]; t.Kind != source.Word && !t.In("(", ")", ",", ":", "?", ".", "<", ">") || t.Is("for") {
			return
		}
	}
	for j := int(b) + 1; j < i; j++ {
		f.unknown(b, source.Identifier(f.Tokens[j]), "a parameter")
	}
}
