package dialog

import (
	"strings"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
	"segtap/ui/theme"
	"segtap/ui/widget/editor"
)

// fixed is what a quick fix has changed in a draft: it is shown until the draft is another
// one. The zero value is nothing.
type fixed struct {
	patch verdict.Patch
	text  string // what has changed
	made  string // the draft as the fix has made it
}

// newFixed returns what a fix has changed in a text, and has made of it.
func newFixed(before []byte, by verdict.Patch, made string) fixed {
	if len(by) == 0 {
		return fixed{}
	}
	doc, _ := jsondoc.Parse(before)
	changes := make([]string, len(by))
	for i, op := range by {
		place := prose.Dotted(op.Path)
		old := prose.Shorten(doc.Root().Lookup(op.Path).Raw())
		switch {
		case op.Op == "remove":
			changes[i] = place + ": " + old + " was taken out"
		case old != "":
			changes[i] = place + ": " + old + " became " + prose.Shorten([]byte(op.Value))
		default:
			changes[i] = place + ": " + prose.Shorten([]byte(op.Value)) + " was put in"
		}
	}
	return fixed{by, strings.Join(changes, "; "), made}
}

// stands reports whether a draft is as the fix has made it.
func (f *fixed) stands(draft string) bool { return f.text != "" && draft == f.made }

// marks are those of the places that it has changed in a draft.
func (f *fixed) marks(t *theme.Theme, draft string) []editor.Mark {
	if !f.stands(draft) {
		return nil
	}
	var marks []editor.Mark
	for _, op := range f.patch {
		if op.Op != "remove" {
			marks = append(marks, editor.Mark{Pointer: op.Path, Sign: t.Edited, Style: t.Good.On})
		}
	}
	return marks
}
