package ui_test

import (
	"fmt"
	"testing"

	"segtap/capture"
	"segtap/ui"
)

// kin puts an order into the store, an edit of it, and two replays of it.
func (d *desk) kin() {
	d.t.Helper()
	d.post("track", badOrder)
	for i, origin := range []capture.Origin{capture.Edited, capture.Replayed, capture.Replayed} {
		if _, err := d.store.Add(fmt.Appendf(nil, `{"type":"track","userId":"u","event":"Child %d"}`, i+1), origin, 1, noon); err != nil {
			d.t.Fatal(err)
		}
	}
	d.arrive()
}

// From an entry P goes to what was made of it, one after another, and p goes back.
func TestParentAndChildrenAreAKeyApart(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.kin()
	d.sees("Child 3 ↻ of #1")
	d.sees("Child 1 ✎ of #1")
	d.Press("p")
	d.sees("#1  Order Completed")
	d.sees("3 children: press P to go there")
	d.sees("↻ #4 ")
	d.Press("p")
	d.sees("p: #1 was made of no other entry")
	for _, child := range []string{"#2 ✎ of #1  Child 1", "#3 ↻ of #1  Child 2", "#4 ↻ of #1  Child 3", "#2 ✎ of #1  Child 1"} {
		d.Press("P")
		d.sees(child)
	}
	d.Press("P", "p", "P") // the one behind that which was come from
	d.sees("#4 ↻ of #1  Child 3")
	d.Press("p", "P")
	d.sees("#2 ✎ of #1  Child 1")
}

// A filter stays in force where it wants the entry that is gone to, and is given up with a
// word where it does not.
func TestGoingToAParentGivesUpAFilterOnlyWhereItMust(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.kin()
	d.Press("/")
	d.Type("parent:1")
	d.Press("enter")
	d.sees("3 of 4")
	d.Press("home", "P")
	d.sees("#3 ↻ of #1  Child 2")
	d.sees("filter: parent:1")
	d.Press("p")
	d.sees("#1  Order Completed")
	d.sees("the filter is off: it does not want #1")
	d.lacks("filter: parent:1")
}

// A list that is too narrow for a name and where it comes from says both all the same.
func TestLineageFitsWhereverANameDoes(t *testing.T) {
	for _, c := range []struct {
		w     int
		ascii bool
		sees  string
	}{{120, false, "Child 3 ↻ of #1"}, {40, false, "Child 3 ↻ of #1"}, {16, false, "Child 3 ↻#1"}, {16, true, "Child 3 r#1"}, {120, true, "Child 1 e of #1"}} {
		d := newDesk(t, c.w, 20, func(o *ui.Options) { o.ASCII = c.ascii })
		d.kin()
		d.sees(c.sees)
		d.CheckBounds()
	}
}

// All marks are taken off by one key, those of entries that a filter hides too.
func TestAllMarksAreTakenOff(t *testing.T) {
	d := newDesk(t, 120, 30, nil)
	d.shop()
	d.Press("M")
	d.sees("M: nothing is marked")
	d.Press("m", "up", "up", "m")
	d.Type("/is:marked")
	d.Press("enter")
	d.sees("2 of 4")
	d.Press("M")
	d.sees("2 marks taken off")
	d.arrive()
	d.sees("0 of 4")
}
