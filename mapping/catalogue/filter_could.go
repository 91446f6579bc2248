package catalogue

import (
	"slices"

	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
)

// Could answers a filter for an event that has whatever properties it asks for:
// true, or unseen with the condition that cannot be seen of any event.
func (c *Condition) Could(e *destination.Event) (Truth, *Condition) { return c.couldBe(e, false) }

// couldBe is Could, of the negation where turned is true.
func (c *Condition) couldBe(e *destination.Event, turned bool) (Truth, *Condition) {
	turned = turned != c.Negate
	switch {
	case c.Type == "eventProperty":
		if c.Op == "exists" || slices.ContainsFunc(c.values, func(v kit.Value) bool { return c.compare(v) != Unseen }) {
			return True, c
		}
		return Unseen, c
	case c.Type != "group":
		if c.test(e) == Unseen {
			return Unseen, c
		}
		return True, c
	case c.Op != "and" && c.Op != "or" || len(c.group) == 0:
		return Unseen, c
	}
	total, by := True, c
	for i, member := range c.group {
		t, decides := member.couldBe(e, turned)
		if all := (c.Op == "and") != turned; i == 0 || all && t < total || !all && t > total {
			total, by = t, decides
		}
	}
	return total, by
}
