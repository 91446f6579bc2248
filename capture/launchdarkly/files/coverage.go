package files

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"segtap/capture/launchdarkly"
	"segtap/mapping/prose"
)

// coverage is how much of a list its pages give, whatever files they are in and
// in whatever order.
type coverage struct {
	pages   int
	given   int      // how many different things there are
	total   int      // the largest that was said; 0: none was
	linked  bool     // a page did not say a total, so that its links count
	begins  bool     // the page without one before it is there
	nexts   []string // the addresses of the pages behind those that are there
	selves  []string // and of those themselves
	unnamed int      // pages behind others that do not say their address
	filters []string // that the pages were asked for with
	cut     int      // how many of the things lack members that LaunchDarkly always gives
	// uncounted says that a page tells neither how many things there are nor where
	// others stand, and that it may not be all.
	uncounted bool
}

// fullPage is how many things LaunchDarkly puts on a page that does not ask for
// another number.
const fullPage = 20

func (c *coverage) page(p launchdarkly.Page, prev string) {
	c.pages++
	c.total = max(c.total, p.Total)
	c.linked = c.linked || p.Total < 0
	c.begins = c.begins || prev == ""
	if p.Next != "" {
		c.nexts = append(c.nexts, address(p.Next))
	}
	switch {
	case p.Self != "":
		c.selves = append(c.selves, address(p.Self))
	case prev != "":
		c.unnamed++
	}
	_, params, _ := strings.Cut(p.Self, "?")
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
	c.nexts = append(c.nexts, other.nexts...)
	c.selves = append(c.selves, other.selves...)
	c.unnamed += other.unnamed
	c.filters = append(c.filters, other.filters...)
	c.cut += other.cut
	c.uncounted = c.uncounted || other.uncounted
}

// whole tells whether no page of the list is missing, as far as can be told.
func (c *coverage) whole() bool {
	return c.given >= c.total && !c.uncounted && (!c.linked || c.begins && c.linksEnd())
}

// linksEnd tells whether all pages that the pages lead to are there. Of those
// that do not say which they are, each can be one.
func (c *coverage) linksEnd() bool {
	missing := map[string]bool{}
	for _, next := range c.nexts {
		if !slices.Contains(c.selves, next) {
			missing[next] = true
		}
	}
	return len(missing) <= c.unnamed
}

// address gives a link as it can be compared: by its path and what its
// parameters say, in whatever order.
func address(href string) string {
	path, params, _ := strings.Cut(href, "?")
	_, rest, found := strings.Cut(path, "/api/v2/")
	if found {
		path = rest
	}
	q, _ := url.ParseQuery(params) // what of it can be read
	if q.Get("offset") == "0" {
		q.Del("offset")
	}
	return path + "?" + q.Encode()
}

// complete tells whether all that runs of the list is given.
func (c *coverage) complete() bool {
	return c.pages > 0 && c.whole() && c.cut == 0 && !slices.ContainsFunc(c.filters, leavesOut)
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
	case c.uncounted && len(c.nexts) == 0:
		warnings = append(warnings, fmt.Sprintf("it does not say how many %s there are, as when ldcli's --fields cuts an answer, so that those it lacks will be called unknown; save the whole answer", what))
	default:
		warnings = append(warnings, fmt.Sprintf("it has %d %s, and LaunchDarkly has more on other pages, which will be called unknown; read these as well", c.given, what))
	}
	if c.cut > 0 {
		warnings = append(warnings, fmt.Sprintf("%d of its %s lack members that LaunchDarkly gives, as when ldcli's --fields cuts an answer, so that which of them run is not known; save the whole answer", c.cut, what))
	}
	for _, f := range c.filters {
		if what != "experiments" || leavesOut(f) {
			warnings = append(warnings, fmt.Sprintf("its %s were asked for with the filter %q, so that others are missing", what, prose.Abridged(f)))
		}
	}
	return warnings
}
