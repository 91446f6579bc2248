package ui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
	"segtap/ui"
	"segtap/ui/reading"
)

// Where what is known of a row has no room, it can be scrolled to its end; where it stands comes before what is wrong.
func TestTheDetailOfANameIsScrolled(t *testing.T) {
	s := shopSources()
	for i := range 12 {
		s.from.Code.Names = append(s.from.Code.Names, inCode("Order Complete", fmt.Sprintf("src/page%d.ts", i), 20+i))
	}
	d := newDesk(t, 80, 24, withNames(t, s))
	d.Press("2")
	d.sees("J scroll")
	d.sees("lines 1-")
	if text := d.Text(); strings.Index(text, "in code       src/checkout.ts:14:3") > strings.Index(text, "metric_near_miss") {
		t.Errorf("where the name stands comes behind what is wrong with it:\n%s", text)
	}
	d.lacks("src/page11.ts")
	for range 40 {
		d.Press("J")
		d.CheckBounds()
	}
	d.sees("src/page11.ts:31:3 (TypeScript)")
	end := d.Text()
	d.Press("K")
	if d.Text() == end {
		t.Error("K after more J than there are lines does nothing")
	}
	d.Press("shift+down")
	if d.Text() != end {
		t.Error("shift+down does not what J does")
	}
	d.Press("down", "up") // another row begins at its beginning
	d.sees("lines 1-")
	d.Resize(80, 12)
	d.Press("J")
	d.sees("J: the terminal is too low to show more of it")
	d.Resize(200, 60)
	d.CheckBounds()
	d.Press("end", "J")
	d.sees("J: all that is known of it is shown")
}

// Before any event, the footer has the key that opens the place, and the one that shows the events says why it cannot.
func TestTheFooterOfANameBeforeAnyEvent(t *testing.T) {
	for _, w := range []int{80, 120} {
		s := shopSources()
		d := newDesk(t, w, 24, func(o *ui.Options) {
			withNames(t, s)(o)
			o.Editor = []string{"true"}
		})
		d.Press("2", "down")
		if w == 80 {
			d.sees(" E open street.ts:3 ")
			d.lacks("its events")
		} else {
			d.sees("(enter its events) E open src/street.ts:3 ")
		}
		d.Press("enter")
		d.sees("enter: none of its events has come yet")
		d.post("track", `{"userId":"u","event":"Zebra Crossed"}`)
		d.sees(" enter its events ")
		d.Press("enter")
		d.sees("Zebra Crossed")
		d.sees("▶1 Events")
	}
}

// Every call whose name could not be read is a row behind all others, with its place.
func TestEachCallThatCouldNotBeReadIsARow(t *testing.T) {
	s := shopSources()
	s.from.Code.Unread = append(s.from.Code.Unread,
		origin.Unread{Place: origin.Place{File: "api/signup.py", Line: 8, Column: 44}, By: "Python", Why: "its name is a parameter"})
	copied := ""
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		withNames(t, s)(o)
		o.Editor = []string{"true"}
		o.Clipboard = func(text string) error { copied = text; return nil }
	})
	d.Press("2")
	d.sees("2 calls in code could not be read: the last rows, G goes there")
	d.sees("? src/any.ts:9  call that could not be read: its name is made while the program runs")
	for _, sort := range []string{"name", "times seen", "last seen", "need"} {
		d.Press("s", "G")
		d.sees("sorted by " + sort)
		d.sees("▌ ? api/signup.py:8:44  call that could not be read: its name is a parameter")
	}
	d.sees("E open api/signup.py:8")
	d.sees("in code       api/signup.py:8:44 (Python)")
	d.Press("enter")
	d.sees("enter: the name of this call could not be read")
	d.Press("y", "1")
	if copied != "api/signup.py:8:44" {
		t.Errorf("copied %q", copied)
	}
	d.Press("/")
	d.Type("signup.py")
	d.sees("1 of 9 rows")
	d.Press("esc", "x")
	d.sees("2 calls in code could not be read: x shows all rows")
	d.lacks("api/signup.py")
	d.Resize(40, 10)
	d.Press("x", "G")
	d.CheckBounds()
}

// That metrics cannot be read any more stays on the screen that is open, until they can be.
func TestMetricsThatHaveGoneStayOnTheOpenScreen(t *testing.T) {
	known, gone := storefront(t), error(nil)
	read := func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) { return known, nil, gone }
	s := shopSources()
	d := newDesk(t, 80, 24, func(o *ui.Options) {
		withNames(t, s)(o)
		o.Changed = s.wait
		o.Judge = func(string) (*mapping.Judge, error) { return mapping.NewJudge(o.Store.Judge().Engine()), nil }
		o.MetricsFiles, o.Catalogue = read, read
	})
	d.Press("2")
	gone = hinted{errors.New("open metrics.yaml: no such file or directory")}
	const stays = "! what was read before is shown: open metrics.yaml: no such file"
	s.follow(d, reading.Change{Metrics: []string{"metrics.yaml"}})
	d.sees("the metrics that were read")
	d.lacks("does not accept the token")
	d.Press("down")
	d.sees(stays)
	gone = nil
	s.follow(d, reading.Change{Metrics: []string{"metrics.yaml"}})
	d.lacks("what was read before is shown")
	gone = hinted{errors.New("open metrics.yaml: no such file or directory")}
	d.Press("ctrl+r")
	d.sees("does not accept the token")
	d.Press("up")
	d.sees(stays)
	gone = context.Canceled
	d.Press("ctrl+r", "up")
	d.sees(stays)
}
