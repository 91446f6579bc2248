package launchdarkly

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// coverage is how much of a list its pages give, whatever files they are in and
// in whatever order.
type coverage struct {
	pages   int
	given   int      // how many different things there are
	total   int      // the largest that was said; 0: none was
	linked  bool     // a page did not say a total, so that its links count
	begins  bool     // the page without one before it is there
	ends    bool     // the page without one behind it is there
	filters []string // that the pages were asked for with
}

func (c *coverage) add(p page, prev string) {
	c.pages++
	c.total = max(c.total, p.total)
	c.linked = c.linked || p.total < 0
	c.begins = c.begins || prev == ""
	c.ends = c.ends || p.next == ""
	_, params, _ := strings.Cut(p.self, "?")
	q, _ := url.ParseQuery(params) // what of it can be read
	if f := q.Get("filter"); f != "" {
		c.filters = append(c.filters, f)
	}
	if f := q.Get("lifecycleState"); f != "" && !strings.Contains(f, "active") {
		c.filters = append(c.filters, "lifecycleState "+f)
	}
}

// join adds the pages of another file. What is given is not added: things may
// stand in both.
func (c *coverage) join(other *coverage) {
	c.pages += other.pages
	c.total = max(c.total, other.total)
	c.linked = c.linked || other.linked
	c.begins = c.begins || other.begins
	c.ends = c.ends || other.ends
	c.filters = append(c.filters, other.filters...)
}

// whole tells whether no page of the list is missing, as far as can be told.
func (c *coverage) whole() bool {
	return c.given >= c.total && (!c.linked || c.begins && c.ends)
}

// complete tells whether all that runs of the list is given.
func (c *coverage) complete() bool {
	return c.pages > 0 && c.whole() && !slices.ContainsFunc(c.filters, leavesOut)
}

// leavesOut reports whether pages that were asked for with a filter lack
// experiments that run: status:running leaves out only what does not.
func leavesOut(filter string) bool { return filter != "status:running" }

// tell says what of a list is missing.
func (c *coverage) tell(what string) []string {
	var warnings []string
	switch {
	case c.whole():
	case c.total > c.given:
		warnings = append(warnings, fmt.Sprintf("it has %d of %d %s, so that those it lacks will be called unknown; read the other pages as well", c.given, c.total, what))
	default:
		warnings = append(warnings, fmt.Sprintf("it has %d %s, and LaunchDarkly has more on other pages, which will be called unknown; read these as well", c.given, what))
	}
	for _, f := range c.filters {
		if what != "experiments" || leavesOut(f) {
			warnings = append(warnings, fmt.Sprintf("its %s were asked for with the filter %q, so that others are missing", what, shortened(f)))
		}
	}
	return warnings
}
