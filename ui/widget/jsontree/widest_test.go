package jsontree

import (
	"strings"
	"testing"
)

func TestTheWidestLine(t *testing.T) {
	const text = `{"a":1,"deep":{"value":"0123456789"},"context":{"agent":"01234567890123456789012345678901234567890123456789"},"event":"Order"}`
	tree := New([]byte(text))
	is := func(when string, all, kept int) {
		t.Helper()
		if a, k := tree.Widest(); a != all || k != kept {
			t.Errorf("%s: %d and %d columns, not %d and %d", when, a, k, all, kept)
		}
	}
	is("all of it", 67, 2)
	tree.Prefer([]string{"/event", "/nowhere"}, []string{"/context"})
	is("the context is away", 27, 20)
	tree.FoldAll()
	is("whatever is folded", 27, 20)
	tree.UnfoldAll()
	tree.Reveal("/context/agent")
	is("wherever the cursor is", 27, 20)
	tree.SetDims(map[string]string{"/event": "(from the URL)"})
	is("with a note", 36, 36)
	tree.SetMarks(map[string]Mark{"/messageIdentifierThatIsLong": {Glyph: "x"}})
	is("with a member that is missing", 44, 44)
	tree.Reveal("/context")
	tree.Collapse()
	for _, line := range tree.View(44, 20, Options{}) {
		if strings.HasSuffix(strings.TrimRight(line, " "), UnicodeGlyphs().More) {
			t.Errorf("%q is cut", line)
		}
	}
}
