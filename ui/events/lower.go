package events

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/ui/draw"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// lowerPane is what stands under the JSON panes: how the entry came, where it was sent,
// its problems, and what its metrics make of it. It is rendered once for an entry, a
// selected problem and a width.
type lowerPane struct {
	got        *capture.Captured
	problem, w int
	lines      []string
	rendered   int // how often, for the test that holds it to once an arrival
}

// lowerLines renders it, unless that has been done.
func (s *Screen) lowerLines(w int) []string {
	d := &s.detail
	p := &d.lower
	if d.got == nil {
		return nil
	}
	if p.got != d.got || p.problem != d.problem || p.w != w {
		p.got, p.problem, p.w = d.got, d.problem, w
		p.rendered++
		p.lines = slices.Concat(s.cameBlock(w), s.sentBlock(w),
			draw.Problems(s.theme, d.problems(), d.problem, w, true), draw.Metrics(s.theme, &d.got.Judgement, w))
	}
	return p.lines
}

// cameBlock says how the entry came, when its sender was answered anything but
// 200 or sent it more than once: otherwise there is nothing to say.
func (s *Screen) cameBlock(w int) []string {
	rec, e := &s.detail.got.Record, &s.detail.got.Entry
	if rec.Kind != journal.Request || rec.Status == http.StatusOK && e.Retries == 0 {
		return nil
	}
	line := " answered " + s.answered(rec.Status)
	if e.Retries > 0 {
		line += " at first, and sent again " + count.Of(e.Retries, "time")
	}
	if last := s.detail.got.LastStatus; last != 0 {
		line += ", at last " + s.answered(last)
	}
	line += s.theme.Dim.Text("  " + sanitize.Escape(strings.TrimSpace(rec.Method+" "+rec.Path+"  "+rec.Library)))
	return []string{draw.Title(s.theme, "Came", w, false), styled.Fit(line, w, s.theme.Ellipsis)}
}

// answered is the status that a sender was answered with, with its sign.
func (s *Screen) answered(status int) string {
	if status == http.StatusOK {
		return s.theme.Good.Text(s.theme.OK + " 200")
	}
	return s.theme.Bad.Text(s.theme.Err + " " + strconv.Itoa(status))
}

// sentBlock lists where the entry was sent from here and what came of it, the
// latest first.
func (s *Screen) sentBlock(w int) []string {
	attempts := s.detail.got.Attempts
	if len(attempts) == 0 {
		return nil
	}
	lines := []string{draw.Title(s.theme, "Sent from here", w, false)}
	for i := len(attempts) - 1; i >= 0; i-- {
		a := &attempts[i]
		line := fmt.Sprintf(" %s %s  %s  %s", draw.Attempt(s.theme, a), a.At.Local().Format("15:04:05"), sanitize.Escape(a.Target), sanitize.Escape(a.URL))
		lines = append(lines, styled.Fit(line, w, s.theme.Ellipsis))
		if len(lines) == maxSent+1 && i > 0 {
			return append(lines, s.theme.Dim.Text(fmt.Sprintf("   and %d before", i)))
		}
	}
	return lines
}

// maxSent is how many attempts are listed.
const maxSent = 3
