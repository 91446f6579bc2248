package sourcecode

import (
	"slices"
	"strings"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

// within says whether what stands at i without a receiver, or behind this, is called on a
// client: in a block that has one as this, or in a function that is added to its type.
func (f *clients) within(i int) bool {
	if len(f.Filling) == 0 {
		return false
	}
	if f.extends(i) {
		return true
	}
	b := f.At(i).Block
	for range maxScopes {
		if b < 0 {
			return false
		}
		if links := f.filled(int(b)); len(links) > 0 {
			if f.isClient(links) {
				return true
			}
			if slices.ContainsFunc(links, func(l source.Link) bool { return f.foreign[l.Name] || f.Others().MatchString(l.Name) }) {
				return false
			}
		}
		if f.Tokens[b].Is("{") && f.extends(int(b)) {
			return true
		}
		b = f.Tokens[b].Block
	}
	return false
}

// filled returns the chain of what a block has as this.
func (f *clients) filled(open int) []source.Link {
	if !f.At(open).Is("{") {
		return nil
	}
	before := f.At(open - 1)
	if before.Is(")") && before.Match > 0 && f.At(int(before.Match)-1).In(f.Filling...) && !f.Separator(int(before.Match)-2) {
		links, _ := f.Chain(f.bare(f.Inside(int(before.Match))))
		return links
	}
	if before.In(f.Filling...) && f.Separator(open-2) {
		return f.receiver(open - 2)
	}
	return nil
}

// extends says whether the statement around i begins a function that is added to the type
// of a client.
func (f *clients) extends(i int) bool {
	for j := f.LineStart(i); j < i; j++ {
		if f.Tokens[j].In(f.Functions...) {
			return f.Separator(j+2) && f.typesClient(f.At(j+1))
		}
	}
	return false
}

// handed says whether a name at i is what a block is given of a client: by that name, or
// as it.
func (f *clients) handed(i int) bool {
	if len(f.Handing) == 0 || f.At(i).Kind != source.Word {
		return false
	}
	name := source.Identifier(f.At(i))
	b := f.At(i).Block
	for range maxScopes {
		if b < 0 {
			return false
		}
		open := int(b)
		b = f.Tokens[open].Block
		if !f.At(open).Is("{") || f.At(open-1).Kind != source.Word || !f.Separator(open-2) {
			continue
		}
		given := "it"
		if f.At(open + 2).Is("->") {
			given = source.Identifier(f.At(open + 1))
		}
		if given == name {
			return f.At(open-1).In(f.Handing...) && f.isClient(f.receiver(open-2))
		}
	}
	return false
}

// inText counts the calls in the code within a text, which are not read.
func (f *calls) inText(t source.Token) {
	if !strings.Contains(t.Text, "rack") {
		return
	}
	for _, hole := range f.Holes(t.Text) {
		tokens := f.Lex(hole.Code)
		for i, m := range tokens {
			if m.Kind != source.Word || i+1 >= len(tokens) || !tokens[i+1].Is("(") || !source.Has(f.Methods(), m.Text) {
				continue
			}
			var on []source.Link
			for j := i - 1; j > 0 && tokens[j].Is(".") && tokens[j-1].Kind == source.Word; j -= 2 {
				on = append([]source.Link{{Name: tokens[j-1].Text, At: len(f.Tokens)}}, on...)
			}
			if i > 0 && tokens[i-1].Is(".") && f.isClient(on) || (i == 0 || !tokens[i-1].Is(".")) && f.bound[m.Text] {
				f.found.Unread = append(f.found.Unread, origin.Unread{
					Place: f.Place(t.At + hole.At + m.At), By: f.Name, Why: "it stands within a text",
				})
			}
		}
	}
}
