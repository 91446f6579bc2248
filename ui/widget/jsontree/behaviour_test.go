package jsontree

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// times does something n times and reports whether it worked each time.
func times(n int, do func() bool) bool {
	ok := true
	for range n {
		ok = do() && ok
	}
	return ok
}

func TestFolding(t *testing.T) {
	const products, total = "/properties/products", "/properties/total"
	tests := []struct {
		name string
		do   func(t *Tree) bool
		want bool
		at   string // where the cursor is then
		size int    // how many lines there are then; 24 unfolded
	}{
		{"fold at the opening bracket", func(t *Tree) bool { t.Reveal(products); return t.Toggle(t.Cursor()) }, true, products, 15},
		{"fold at the closing bracket", func(t *Tree) bool { t.Reveal(products); t.Move(9); return t.Toggle(t.Cursor()) }, true, products, 15},
		{"unfold again", func(t *Tree) bool { t.Reveal(products); return times(2, func() bool { return t.Toggle(t.Cursor()) }) }, true, products, 24},
		{"nothing to fold in a scalar", func(t *Tree) bool { t.Reveal(total); return t.Toggle(t.Cursor()) }, false, total, 24},
		{"nothing to fold in an empty list", func(t *Tree) bool { t.Reveal("/properties/tags"); return t.Toggle(t.Cursor()) }, false, "/properties/tags", 24},
		{"collapse goes to the container first", func(t *Tree) bool { t.Reveal(total); return t.Collapse() }, true, "/properties", 24},
		{"then folds it", func(t *Tree) bool { t.Reveal(total); return times(2, t.Collapse) }, true, "/properties", 9},
		{"then goes on to the root", func(t *Tree) bool { t.Reveal(total); return times(3, t.Collapse) }, true, "", 9},
		{"there is nothing around the root", func(t *Tree) bool { return times(2, t.Collapse) }, false, "", 1},
		{"expand goes to the first member", func(t *Tree) bool { t.Reveal(products); return t.Expand() }, true, products + "/0", 24},
		{"expand unfolds first", func(t *Tree) bool { t.FoldAll(); t.Reveal("/context"); return t.Expand() }, true, "/context", 9},
		{"expand of a scalar", func(t *Tree) bool { t.Reveal(total); return t.Expand() }, false, total, 24},
		{"folding all takes the cursor along", func(t *Tree) bool { t.Reveal(products + "/1/id"); t.FoldAll(); return true }, true, "/properties", 7},
		{"revealing unfolds what hides", func(t *Tree) bool { t.FoldAll(); return t.Reveal(products + "/1/id") }, true, products + "/1/id", 19},
		{"revealing what is not there", func(t *Tree) bool { t.FoldAll(); return t.Reveal("/nowhere") }, false, "", 7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := New([]byte(order))
			if got := tt.do(tree); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if tree.Pointer() != tt.at || len(tree.outline.rows) != tt.size {
				t.Errorf("cursor at %q of %d lines, want %q of %d", tree.Pointer(), len(tree.outline.rows), tt.at, tt.size)
			}
		})
	}
}

func TestLineOfWhatIsFoldedAway(t *testing.T) {
	tree := New([]byte(order))
	tree.FoldAll()
	line, ok := lineOf(tree, "/properties/products/1/id")
	if !ok || tree.outline.pointer(line) != "/properties" {
		t.Errorf("line %d, %v, %q", line, ok, tree.outline.pointer(line))
	}
}

func TestMissingMembersCanBeVisited(t *testing.T) {
	tree := New([]byte(order))
	tree.SetMarks(map[string]Mark{"/properties/extra/coupon": {Glyph: "!"}, "/userId/id": {Glyph: "!"}})
	tree.FoldAll()
	if !tree.Reveal("/properties/extra/coupon") || tree.outline.rows[tree.window.cursor].part != partGhost {
		t.Errorf("cursor at %q, %+v", tree.Pointer(), tree.outline.rows[tree.window.cursor])
	}
	if tree.Collapse(); tree.Pointer() != "/properties/extra" {
		t.Errorf("collapse led to %q", tree.Pointer())
	}
	if _, ok := lineOf(tree, "/userId/id"); ok {
		t.Error("nothing can be missing in a string")
	}
	line, _ := lineOf(tree, "/userId")
	if got := tree.View(40, 40, Options{})[line]; !strings.HasPrefix(got, " !") {
		t.Errorf("the string itself is not marked: %q", got)
	}
	before := len(tree.outline.rows)
	if tree.SetMarks(nil); len(tree.outline.rows) != before-2 { // the missing member, and the bracket that made room for it
		t.Errorf("%d lines without marks, %d with", len(tree.outline.rows), before)
	}
}

func TestOfSeveralMarksTheHighestShows(t *testing.T) {
	tree := New([]byte(order))
	tree.SetMarks(map[string]Mark{
		"/properties":         {Glyph: "·", Rank: 1},
		"/properties/revenue": {Glyph: "✗", Rank: 3, Note: "no number"},
		"/properties/total":   {Glyph: "!", Rank: 2},
		"/properties/coupon":  {Glyph: "?", Rank: 0},
	})
	line, _ := lineOf(tree, "/properties")
	if got := tree.View(60, 40, Options{})[line]; !strings.HasPrefix(got, " ·") {
		t.Errorf("unfolded: %q", got)
	}
	tree.FoldAll()
	line, _ = lineOf(tree, "/properties")
	if got := tree.View(60, 40, Options{})[line]; !strings.HasPrefix(got, " ✗") || !strings.HasSuffix(got, "no number") {
		t.Errorf("folded: %q", got)
	}
}

func TestALineHigherThanTheWindowIsScrolledThrough(t *testing.T) {
	tree := New([]byte(`{"a":"` + strings.Repeat("0123456789", 10) + `","b":1}`))
	tree.SetWrapping(true)
	tree.View(22, 3, Options{})
	var seen []string
	for range 12 {
		tree.Move(1)
		for _, l := range tree.View(22, 3, Options{}) {
			seen = append(seen, strings.TrimSpace(l))
		}
	}
	text := strings.Join(seen, "")
	for _, want := range []string{`"a": "`, `",`, `"b": 1`, "}"} {
		if !strings.Contains(text, want) {
			t.Errorf("never saw %q in %q", want, seen)
		}
	}
	for range 12 {
		tree.Move(-1)
		tree.View(22, 3, Options{})
	}
	if tree.Cursor() != 0 {
		t.Errorf("never came back up: line %d", tree.Cursor())
	}
}

func TestWheelAndClick(t *testing.T) {
	for _, wrap := range []bool{false, true} {
		tree := New([]byte(order))
		tree.SetWrapping(wrap)
		tree.View(22, 6, Options{})
		first := func() string { return tree.View(22, 6, Options{})[0] }
		top := first()
		tree.Wheel(4)
		if first() == top || tree.Cursor() == 0 {
			t.Errorf("wrap %v: the wheel does not scroll: %q, cursor %d", wrap, first(), tree.Cursor())
		}
		if line, ok := tree.ClickAt(5, 2); !ok || line != tree.Cursor() {
			t.Errorf("wrap %v: click led to %d, %v", wrap, line, ok)
		}
		tree.Wheel(-100)
		if first() != top {
			t.Errorf("wrap %v: back at %q, want %q", wrap, first(), top)
		}
		tree.Wheel(100)
		lines := tree.View(22, 6, Options{})
		if strings.TrimSpace(lines[5]) != "}" {
			t.Errorf("wrap %v: the wheel stops at %q", wrap, lines)
		}
		if _, ok := tree.ClickAt(5, 6); ok {
			t.Errorf("wrap %v: clicked below the window", wrap)
		}
	}
}

func TestCopyOfTheRawTextIsKept(t *testing.T) {
	raw := []byte(`{"a":1}`)
	tree := New(raw)
	copy(raw, "XXXXXXX")
	if got := ansi.Strip(all(tree)); !strings.Contains(got, `"a": 1`) || tree.Raw() != `{"a":1}` {
		t.Errorf("shows %q", got)
	}
}
