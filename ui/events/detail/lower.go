package detail

import (
	"fmt"
	"slices"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/ui/draw"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// lowerPane is what stands under the JSON panes: how the entry came, where it was sent,
// its problems, and what its metrics make of it. It is rendered once for an entry, a
// selected problem and a width.
type lowerPane struct {
	look       theme.Look
	got        *store.Captured
	problem, w int
	all, key   bool // of [Came]
	family     family
	lines      []string
	rendered   int // how often, for the test that holds it to once an arrival
}

// lowerLines renders it, unless that has been done.
func (d *Detail) lowerLines(w int) []string {
	p := &d.lower
	if d.got == nil {
		return nil
	}
	if p.look != d.theme.Look || p.got != d.got || p.problem != d.problem || p.w != w || p.all != d.came.all || p.key != d.came.key || !p.family.equal(d.family) {
		p.look, p.got, p.problem, p.w, p.family = d.theme.Look, d.got, d.problem, w, d.family
		p.all, p.key = d.came.all, d.came.key
		p.rendered++
		children := maxChildren
		if len(d.problems()) > 0 { // which need the room more
			children = 1
		}
		first, last := d.came.block(d.got, w), []string(nil)
		if !d.came.all && !d.came.notable(d.got) { // it is the least that people look for
			first, last = last, first
		}
		p.lines = slices.Concat(first, sentBlock(d.theme, d.got.Attempts, w), d.childrenBlock(w, children),
			draw.Problems(d.theme, d.problems(), d.problem, w, d.keys.Of("fix")), draw.Metrics(d.theme, &d.got.Judgement, w), last)
	}
	return p.lines
}

// sentBlock lists where the entry was sent from here and what came of it, the
// latest first.
func sentBlock(t *theme.Theme, attempts []replay.Attempt, w int) []string {
	if len(attempts) == 0 {
		return nil
	}
	lines := []string{draw.Title(t, "Sent from here", w, false)}
	for i := len(attempts) - 1; i >= 0; i-- {
		a := &attempts[i]
		line := fmt.Sprintf(" %s %s  %s  %s", draw.Attempt(t, a), a.At.Local().Format("15:04:05"), sanitize.Escape(a.Target), sanitize.Escape(a.URL))
		lines = append(lines, styled.Fit(line, w, t.Ellipsis))
		if len(lines) == maxSent+1 && i > 0 {
			return append(lines, t.Dim.Text(fmt.Sprintf("   and %d before", i)))
		}
	}
	return lines
}

// maxSent is how many attempts are listed.
const maxSent = 3
