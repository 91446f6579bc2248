package jsontree

import (
	"strings"
	"testing"
)

// message is a Track call as analytics.js sends it: what matters is a small part of it.
const message = `{"type":"track","context":{"page":{"path":"/checkout"},"userAgent":"Mozilla"},"integrations":{"All":true},
"properties":{"order":{"id":7,"lines":[{"sku":"a"},{"sku":"b"}]},"coupon":{"code":"x"},"revenue":59.9},"userId":"u"}`

func TestWhatMattersIsInSightUntilAPersonFolds(t *testing.T) {
	keep, away := []string{"/properties", "/properties/revenue", "/userId"}, []string{"/context", "/integrations", "/nowhere", "/userId"}
	for _, test := range []struct {
		height int
		folded string // in the order of the lines
	}{
		{40, "context integrations"},
		{23, "context integrations"},
		{20, "context integrations order"},
		{10, "context integrations order coupon"},
		{2, "context integrations order coupon"}, // and no more: the others hold what matters
	} {
		tree := New([]byte(message))
		tree.Prefer(keep, away)
		tree.View(60, test.height, Options{})
		tree.folding.chosen = true // so that another height shows it
		var folded []string
		for _, line := range tree.View(60, 40, Options{}) {
			if name, _, ok := strings.Cut(line, `": {…}`); ok {
				folded = append(folded, strings.TrimLeft(name, ` "`))
			}
		}
		if got := strings.Join(folded, " "); got != test.folded {
			t.Errorf("%d lines: folded are %q, want %q", test.height, got, test.folded)
		}
	}
}

func TestWhatAPersonHasFoldedStays(t *testing.T) {
	tree := New([]byte(message))
	tree.Prefer([]string{"/properties"}, []string{"/context"})
	tree.View(60, 30, Options{})
	tree.Reveal("/properties/coupon")
	tree.Toggle(tree.Cursor())
	tree.Reveal("/context")
	tree.Expand()
	before := strings.Join(tree.View(60, 30, Options{}), "\n")
	tree.Prefer(nil, []string{"/context", "/properties"})
	tree.View(60, 5, Options{})
	if now := strings.Join(tree.View(60, 30, Options{}), "\n"); now != before {
		t.Errorf("was\n%s\nnow\n%s", before, now)
	}
	other := New([]byte(strings.Replace(message, "59.9", "60", 1)))
	other.Prefer(nil, []string{"/context"})
	other.FoldAs(tree)
	want := strings.Replace(before, "59.9", "60", 1)
	other.Accompany("/context")
	if now := strings.Join(other.View(60, 30, Options{}), "\n"); now != want {
		t.Errorf("another text of the same shape is\n%s\nwant\n%s", now, want)
	}
}

func TestLinkedLinesComeInSight(t *testing.T) {
	tree := New([]byte(order))
	tree.View(60, 6, Options{})
	sees := func(what string) bool {
		return strings.Contains(strings.Join(tree.View(60, 6, Options{}), "\n"), what)
	}
	tree.Accompany("/nowhere", "/properties/total", "/properties/revenue")
	if tree.Pointer() != "/properties/total" || !sees(`"total"`) || !sees(`"revenue"`) {
		t.Errorf("at %q in\n%s", tree.Pointer(), strings.Join(tree.View(60, 6, Options{}), "\n"))
	}
	tree.Accompany("/event", "/properties/extra") // further from each other than the window is high
	if tree.Pointer() != "/event" || !sees(`"event"`) {
		t.Errorf("at %q in\n%s", tree.Pointer(), strings.Join(tree.View(60, 6, Options{}), "\n"))
	}
	tree.FoldAll()
	tree.Accompany("/properties/total")
	if tree.Pointer() != "/properties" || sees(`"total"`) {
		t.Errorf("unfolded, at %q", tree.Pointer())
	}
	tree.Wheel(-100)
	tree.UnfoldAll()
	tree.View(60, 6, Options{})
	tree.Wheel(100) // what came in sight once does not hold the window
	if !sees("}") {
		t.Error("the window does not scroll away")
	}
}
