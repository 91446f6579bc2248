package detail

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/ui/draw"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// lowerPane is what stands under the JSON panes: how the entry came, where it was sent,
// its problems, and what its metrics make of it. It is rendered once for an entry, a
// selected problem and a width.
type lowerPane struct {
	got        *store.Captured
	problem, w int
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
	if p.got != d.got || p.problem != d.problem || p.w != w || !p.family.equal(d.family) {
		p.got, p.problem, p.w, p.family = d.got, d.problem, w, d.family
		p.rendered++
		children := maxChildren
		if len(d.problems()) > 0 { // which need the room more
			children = 1
		}
		p.lines = slices.Concat(d.cameBlock(w), d.sentBlock(w), d.childrenBlock(w, children),
			draw.Problems(d.theme, d.problems(), d.problem, w, true), draw.Metrics(d.theme, &d.got.Judgement, w))
	}
	return p.lines
}

// cameBlock says how the entry came, when its sender was answered anything but
// 200 or sent it more than once: otherwise there is nothing to say.
func (d *Detail) cameBlock(w int) []string {
	rec, e := &d.got.Record, &d.got.Entry
	if rec.Kind != journal.Request || (rec.Status == http.StatusOK || rec.Status == 0) && e.Retries == 0 {
		return nil
	}
	line := " answered " + d.answered(rec.Status)
	if e.Retries > 0 {
		line += " at first, and sent again " + count.Of(e.Retries, "time")
	}
	if last := d.got.LastStatus; last != 0 {
		line += ", at last " + d.answered(last)
	}
	line += d.theme.Dim.Text("  " + sanitize.Escape(strings.TrimSpace(rec.Method+" "+rec.Path+"  "+rec.Library)))
	return []string{draw.Title(d.theme, "Came", w, false), styled.Fit(line, w, d.theme.Ellipsis)}
}

// answered is the status that a sender was answered with, with its sign.
func (d *Detail) answered(status int) string {
	if status == 0 { // the file that was opened does not say
		return d.theme.Dim.Text(d.theme.Dash)
	}
	if status == http.StatusOK {
		return d.theme.Good.Text(d.theme.OK + " 200")
	}
	return d.theme.Bad.Text(d.theme.Err + " " + strconv.Itoa(status))
}

// sentBlock lists where the entry was sent from here and what came of it, the
// latest first.
func (d *Detail) sentBlock(w int) []string {
	attempts := d.got.Attempts
	if len(attempts) == 0 {
		return nil
	}
	lines := []string{draw.Title(d.theme, "Sent from here", w, false)}
	for i := len(attempts) - 1; i >= 0; i-- {
		a := &attempts[i]
		line := fmt.Sprintf(" %s %s  %s  %s", draw.Attempt(d.theme, a), a.At.Local().Format("15:04:05"), sanitize.Escape(a.Target), sanitize.Escape(a.URL))
		lines = append(lines, styled.Fit(line, w, d.theme.Ellipsis))
		if len(lines) == maxSent+1 && i > 0 {
			return append(lines, d.theme.Dim.Text(fmt.Sprintf("   and %d before", i)))
		}
	}
	return lines
}

// maxSent is how many attempts are listed.
const maxSent = 3
