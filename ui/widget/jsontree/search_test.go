package jsontree

import (
	"strings"
	"testing"
)

func TestSearch(t *testing.T) {
	raw := `{"Name":"shop","caf\u00e9":1,"list":[{"name":"x"},"Caf\u00e9 name"],"rename":2}`
	tests := []struct {
		text string
		want []string // where the cursor stops, in order
	}{
		{"name", []string{"/Name", "/list/0/name", "/list/1", "/rename"}},
		{"NAME", []string{"/Name", "/list/0/name", "/list/1", "/rename"}},
		{"É", []string{"/café", "/list/1"}},
		{`\u00E9`, []string{"/café", "/list/1"}},
		{`"shop"`, []string{"/Name"}},
		{"2", []string{"/rename"}},
		{"nothing", nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			tree := New([]byte(raw))
			tree.FoldAll()
			tree.Search(tt.text)
			if _, n := tree.Found(); n != len(tt.want) {
				t.Fatalf("%d found, want %d", n, len(tt.want))
			}
			for round := range 2 { // around the end it begins anew
				for i, want := range tt.want {
					if at, _ := tree.Found(); tree.Pointer() != want || at != i+1 {
						t.Errorf("round %d: at %q, number %d, want %q, number %d", round, tree.Pointer(), at, want, i+1)
					}
					tree.SearchGo(1)
				}
			}
			if len(tt.want) == 0 {
				return
			}
			tree.Home()
			if tree.SearchGo(-1); tree.Pointer() != tt.want[len(tt.want)-1] {
				t.Errorf("before the first is %q", tree.Pointer())
			}
			tree.Home()
			if tree.SearchGo(1); tree.Pointer() != tt.want[0] {
				t.Errorf("behind the start is %q", tree.Pointer())
			}
		})
	}
}

// Each letter looks again from where the search began, and what it has unfolded on its way is folded again.
func TestASearchLeavesNoTraceOnItsWay(t *testing.T) {
	tree := New([]byte(`{"a":{"rest":1},"b":{"read":2},"c":{"row":3}}`))
	tree.FoldAll()
	for _, text := range []string{"r", "re", "rea"} {
		tree.Search(text)
	}
	tree.Search("")
	if tree.Pointer() != "/b/read" {
		t.Errorf("the cursor is at %q", tree.Pointer())
	}
	got := strings.Join(tree.View(40, 8, Options{}), "\n")
	for _, want := range []string{`"a": {…}`, `"read": 2`, `"c": {…}`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestWhatMatchesIsColoured(t *testing.T) {
	opt := Options{Styles: Styles{Match: "<", MatchOver: ">", Name: "N", String: "S", Cursor: "C", Flat: true}}
	for _, test := range []struct{ raw, text, want string }{
		{`{"Name":"x","a":"rename it"}`, "name", "N\"\x1b[m<Name\x1b[mN\"\x1b[mN: \x1b[mS\"x\"\x1b[mS,\x1b[m\n    N\"a\"\x1b[mN: \x1b[mS\"re\x1b[m<name\x1b[mS it\"\x1b[m"},
		{`{"a":"Caf\u00e9 \u00e9"}`, "é", "<\"Caf\\u00e9 \\u00e9\"\x1b[m"},                // as it reads: nobody knows where it is written
		{`{"a":"e` + "e\u0301" + `f"}`, "e", "S\"\x1b[m<e\x1b[m<e\u0301\x1b[mSf\"\x1b[m"}, // clusters stay whole
		{`{"a":"完了 ok"}`, "了 O", "S\"完\x1b[m<了 o\x1b[mSk\"\x1b[m"},
	} {
		tree := New([]byte(test.raw))
		view := func() string { return strings.Join(tree.View(60, 4, opt), "\n") }
		tree.Search(test.text)
		if got := view(); !strings.Contains(got, test.want) {
			t.Errorf("%q in %s:\n%q, want\n%q", test.text, test.raw, got, test.want)
		}
		opt.Cursor, opt.Focused = true, true // which is on the first that was found
		if got := view(); !strings.Contains(got, "C>") {
			t.Errorf("%q in %s: in the line of the cursor nothing is coloured: %q", test.text, test.raw, got)
		}
		opt.Cursor = false
		tree.Search("")
		if got := view(); strings.ContainsAny(got, "<>") {
			t.Errorf("still coloured: %q", got)
		}
		tree.Colour([]string{"nowhere", test.text})
		if got := view(); !strings.Contains(got, test.want) {
			t.Errorf("the word is not coloured: %q", got)
		}
	}
}
