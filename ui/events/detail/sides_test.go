package detail

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTheJSONIsDividedByWhatEachSideNeeds(t *testing.T) {
	for name, c := range map[string]struct {
		cells          int
		message, event side
		want           int // cells of the message
	}{
		"both have enough":              {64, side{30, 20}, side{32, 20}, 32},
		"the message needs more":        {64, side{37, 20}, side{25, 20}, 39},
		"as much as the event leaves":   {64, side{39, 20}, side{25, 20}, 39},
		"the event needs more":          {64, side{25, 20}, side{37, 20}, 25},
		"the event, and there is room":  {64, side{22, 20}, side{33, 20}, 28},
		"the message is cut anyway":     {64, side{90, 36}, side{27, 20}, 36},
		"the event is cut anyway":       {64, side{27, 20}, side{90, 20}, 27},
		"both are cut":                  {64, side{90, 30}, side{90, 30}, 32},
		"what matters of the message":   {64, side{90, 40}, side{90, 20}, 40},
		"what matters of the event":     {64, side{90, 20}, side{90, 40}, 24},
		"of both: the event goes first": {64, side{90, 50}, side{90, 40}, 24},
		"a line without end":            {64, side{900, 900}, side{900, 900}, 20},
	} {
		if got := (&sides{c.message, c.event}).divide(c.cells); got != c.want {
			t.Errorf("%s: %d of %d cells, not %d", name, got, c.cells, c.want)
		}
	}
}

// What matters of the event is never cut while there is room, and no side is cut while the other has cells that are blank.
func TestNoSideIsCutBesideBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) side {
			all := rapid.IntRange(3, 120).Draw(t, name)
			return side{all, rapid.IntRange(3, all).Draw(t, name+" kept")}
		}
		s, cells := sides{draw("message"), draw("event")}, rapid.IntRange(SideBySide-1, 240).Draw(t, "cells")
		left := s.divide(cells)
		right := cells - left
		if left < leastSide || right < leastSide {
			t.Fatalf("%d and %d cells", left, right)
		}
		if s.event.kept > right && left > leastSide {
			t.Fatalf("the event has %d cells, and what matters in it takes %d", right, s.event.kept)
		}
		if s.message.all > left && right > max(s.event.all+sideStep-1, leastSide, (cells+1)/2) {
			t.Fatalf("the message has %d of %d cells, and the event %d of %d", left, s.message.all, right, s.event.all)
		}
		if s.event.all > right && left > max(s.message.all+sideStep-1, leastSide, cells/2) && left > s.message.kept {
			t.Fatalf("the event has %d of %d cells, and the message %d of %d", right, s.event.all, left, s.message.all)
		}
	})
}
