package expectation

import "segtap/mapping/prose"

// orderCheck expects events in an order: the first of each filter before the first of the
// next.
type orderCheck struct {
	*expected
	came   int   // of how many filters the first event has come, in order
	broken *Miss // the event that came too early
	early  int   // the filter that it is of
	near   nearness
}

func newOrderCheck(x *expected) *orderCheck {
	return &orderCheck{expected: x, near: newNearness(x.order[0])}
}

func (c *orderCheck) add(ev *Event) {
	if c.broken != nil {
		return
	}
	next := c.came
	if next == len(c.order) {
		return
	}
	for i := next; i < len(c.order); i++ {
		switch {
		case !ev.fits(c.order[i]):
		case i == next:
			c.came++
		default:
			c.early, c.broken = i, ev.miss("came before the first event for "+titleOf(c.order[next].String()))
			if c.came > next { // one event cannot come before itself
				c.broken.What = "is the first event for " + titleOf(c.order[next].String()) + " as well"
			}
			return
		}
	}
	switch {
	case c.came == next:
		c.near.consider(ev)
	case c.came < len(c.order):
		c.near = newNearness(c.order[c.came])
	}
}

func (c *orderCheck) outlook() Outlook {
	switch {
	case c.broken != nil:
		return Lost
	case c.came < len(c.order):
		return Open
	}
	return Settled
}

func (c *orderCheck) result(s *seen) Result {
	r := Result{Name: c.name, Line: c.line, Column: c.column, Expected: "in this order: " + c.list()}
	if r.Name == "" {
		r.Name = "order of " + c.list()
	}
	switch {
	case c.broken != nil:
		r.State, r.Nearest = Broken, c.broken
		r.Came = "one for " + titleOf(c.order[c.early].String()) + " too early"
		return r
	case c.came == 0:
		r.State, r.Came, r.Nearest = Missing, s.none(), c.near.best
		return r
	case c.came < len(c.order):
		r.State, r.Nearest = Missing, c.near.best
		r.Came = "as far as " + titleOf(c.order[c.came-1].String()) + "; none for " + titleOf(c.order[c.came].String())
		return r
	}
	r.State, r.Came = Met, "in this order"
	return r
}

// list lists the filters.
func (c *orderCheck) list() string {
	texts := make([]string, len(c.order))
	for i, f := range c.order {
		texts[i] = titleOf(f.String())
	}
	return prose.ListedWithin(texts, ", then ", "then", 1<<10)
}
