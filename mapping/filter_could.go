package mapping

import (
	"slices"

	"segtap/mapping/kit"
)

// could answers a filter for an event that has whatever properties it asks for:
// true, or unseen with the condition that cannot be seen of any event.
func (c *condition) could(e *Event) (truth, *condition) { return c.couldBe(e, false) }

// couldBe is could, of the negation where turned is true.
func (c *condition) couldBe(e *Event, turned bool) (truth, *condition) {
	turned = turned != c.Negate
	switch {
	case c.Type == "eventProperty":
		if c.Op == "exists" || slices.ContainsFunc(c.values, func(v kit.Value) bool { return c.compare(v) != isUnseen }) {
			return isTrue, c
		}
		return isUnseen, c
	case c.Type != "group":
		if c.test(e) == isUnseen {
			return isUnseen, c
		}
		return isTrue, c
	case c.Op != "and" && c.Op != "or" || len(c.group) == 0:
		return isUnseen, c
	}
	total, by := isTrue, c
	for i, member := range c.group {
		t, decides := member.couldBe(e, turned)
		if all := (c.Op == "and") != turned; i == 0 || all && t < total || !all && t > total {
			total, by = t, decides
		}
	}
	return total, by
}
