package detail

import (
	"fmt"
	"slices"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/verdict"
	"segtap/ui/draw"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// lowerPane is what stands under the JSON panes: how the entry came, where it was sent, its problems, and what its metrics
// make of it. It is rendered once for an entry, a selected problem and a width.
type lowerPane struct {
	rendering rendering
	family    family
	tellings  [draw.Teaching + 1][]lowerLine // those that were asked for
	rendered  int                            // how often, for the test that holds it to once an arrival

	telling draw.Telling // how much is told in the room that there is
	h       int          // lines that it has
	top     int          // the first of them that is in sight
	seek    bool         // another problem is selected, which has to be in sight
}

// rendering is what its lines depend on.
type rendering struct {
	got        *store.Captured
	problem, w int
	all, key   bool // of [Came]
	look       theme.Look
}

// lowerLine is a line of it.
type lowerLine struct {
	text    string
	title   string // of the part that it is in
	heads   bool   // it is that title
	starts  bool   // a sentence begins here
	problem int    // which diagnostic it tells of; -1 for none
}

// render has anew what depends on something that has changed.
func (p *lowerPane) render(d *Detail, w int) {
	now := rendering{d.got, d.problem, w, d.came.all, d.came.key, d.theme.Look}
	if p.rendering == now && p.family.equal(d.family) {
		return
	}
	if before := p.rendering.got; before == nil || d.got == nil || before.Entry.ID != d.got.Entry.ID {
		p.top = 0
	}
	p.seek = p.seek || p.top == 0 && p.rendering.got != d.got || p.rendering.problem != d.problem
	p.rendering, p.family = now, d.family
	clear(p.tellings[:])
	p.rendered++
}

// tell gives the lines that tell so much.
func (p *lowerPane) tell(d *Detail, telling draw.Telling) []lowerLine {
	if d.got == nil {
		return nil
	}
	if p.tellings[telling] == nil {
		p.tellings[telling] = linesOf(paragraphs(d, telling, p.rendering.w))
	}
	return p.tellings[telling]
}

// paragraphs are all that stands there.
func paragraphs(d *Detail, telling draw.Telling, w int) []draw.Paragraph {
	t, whole := d.theme, telling >= draw.Whole
	sent, children := maxSent, maxChildren
	if len(d.problems()) > 0 && !whole { // which need the room more
		children = 1
	}
	if whole {
		sent = len(d.got.Attempts)
	}
	came := d.came.block(d.got, w, whole)
	first, last := came, []draw.Paragraph(nil)
	if !d.came.all && !d.came.notable(d.got) { // it is the least that people look for
		first, last = last, first
	}
	var gates []draw.Paragraph
	if telling == draw.Teaching && d.got.Entry.Verdict.Headline != verdict.NotForDestination {
		gates = draw.Answers(t, &d.got.Judgement, w)
	}
	return slices.Concat(first, sentBlock(t, d.got.Attempts, sent, w), d.family.block(t, d.keys.Of("child"), children, w),
		draw.Problems(t, d.problems(), d.problem, w, d.keys.Of("fix"), telling), draw.Metrics(t, &d.got.Judgement, w), gates, last)
}

func linesOf(all []draw.Paragraph) []lowerLine {
	lines, title := []lowerLine{}, ""
	for i := range all {
		p := &all[i]
		if p.Title != "" {
			title = p.Title
		}
		for k, text := range p.Lines {
			lines = append(lines, lowerLine{text, title, p.Title != "", k == 0, p.Problem})
		}
	}
	return lines
}

// sentBlock lists where the entry was sent from here and what came of it, the latest
// first, at most so many.
func sentBlock(t *theme.Theme, attempts []replay.Attempt, most, w int) []draw.Paragraph {
	var lines []string
	for i := len(attempts) - 1; i >= 0; i-- {
		a := &attempts[i]
		line := fmt.Sprintf(" %s %s  %s  %s", draw.Attempt(t, a), a.At.Local().Format("15:04:05"), sanitize.Escape(a.Target), sanitize.Escape(a.URL))
		lines = append(lines, styled.Fit(line, w, t.Ellipsis))
		if len(lines) == most && i > 0 {
			lines = append(lines, t.Dim.Text(fmt.Sprintf("   and %d before", i)))
			break
		}
	}
	return draw.Section(t, "Sent from here", w, lines)
}

// maxSent is how many attempts are listed where there is little room.
const maxSent = 3

// fill gives it so many lines, and chooses how much is told in them.
func (p *lowerPane) fill(telling draw.Telling, h int) {
	p.telling, p.h = telling, h
	p.top = min(p.top, p.last())
	if p.seek && h > 0 {
		p.seek = false
		p.show(p.rendering.problem)
	}
}

func (p *lowerPane) lines() []lowerLine { return p.tellings[p.telling] }

// longer reports whether there is more than is in sight.
func (p *lowerPane) longer() bool { return len(p.lines()) > p.h || p.telling != draw.Teaching }

// last is the furthest that it can be scrolled: to where the end is in sight.
func (p *lowerPane) last() int {
	lines := p.lines()
	last := max(len(lines)-max(p.room(), 1), 0)
	for at := last; at < len(lines); at++ {
		if lines[at].starts {
			return at
		}
	}
	return last // in a sentence that is higher than the room
}

// start gives the first line of the sentence that a line is in, no further down than it takes to see the end.
func (p *lowerPane) start(at int) int {
	at = max(min(at, p.last()), 0)
	for at > 0 && !p.lines()[at].starts {
		at--
	}
	return at
}

// room is how many lines are left when one is scrolled: the title of the part stays in sight.
func (p *lowerPane) room() int {
	if p.h > 2 && len(p.lines()) > p.h {
		return p.h - 1
	}
	return p.h
}

// Move scrolls by sentences; by lines in one that is higher than the room.
func (p *lowerPane) Move(by int) {
	for ; by > 0 && p.top < p.last(); by-- {
		_, upTo := p.window()
		end := p.top + 1
		for end < len(p.lines()) && !p.lines()[end].starts {
			end++
		}
		if p.top++; upTo >= end {
			p.top = min(end, p.last())
		}
	}
	for ; by < 0 && p.top > 0; by++ {
		p.top = p.start(p.top - 1)
	}
}

// Page scrolls by what is in sight.
func (p *lowerPane) Page(by int) { p.top = p.start(p.top + by*max(p.room()-1, 1)) }

// Home goes to the first line.
func (p *lowerPane) Home() { p.top = 0 }

// End goes to the last line.
func (p *lowerPane) End() { p.top = p.start(len(p.lines())) }

// Collapse does nothing: there is nothing to fold.
func (p *lowerPane) Collapse() bool { return false }

// Expand does nothing: there is nothing to unfold.
func (p *lowerPane) Expand() bool { return false }

// show scrolls to what is told of a problem, unless that is in sight.
func (p *lowerPane) show(problem int) {
	first, last := -1, -1
	for i, l := range p.lines() {
		if l.problem == problem && problem >= 0 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return
	}
	from, upTo := p.window()
	if first < from || first >= upTo || last >= upTo && p.h > 2 {
		p.top = p.start(first)
	}
}

// window are the lines in sight, from the first (inclusive) to upTo (exclusive): whole sentences, if one fits.
func (p *lowerPane) window() (from, upTo int) {
	lines, h := p.lines(), p.h
	if len(lines) <= h {
		return 0, len(lines)
	}
	from = min(p.top, len(lines))
	if p.sticks() {
		h--
	}
	upTo = min(from+h, len(lines))
	if upTo == len(lines) {
		return from, upTo
	}
	switch {
	case p.h == 1 && lines[from].heads: // a title alone tells nothing
		return from + 1, from + 2
	case p.h <= 2:
		return from, upTo
	}
	upTo-- // for how much follows
	for whole := upTo; whole > from; whole-- {
		if lines[whole].starts && !lines[whole-1].heads {
			return from, whole
		}
	}
	return from, upTo
}

// sticks reports whether the title of the first part in sight has a line of its own above the others.
func (p *lowerPane) sticks() bool {
	lines := p.lines()
	return p.h > 2 && p.top > 0 && p.top < len(lines) && !lines[p.top].heads
}

// view draws it. Focused says that keys go to it, tab is the key by which they do.
func (p *lowerPane) view(t *theme.Theme, tab string, w int, focused bool) []string {
	lines := p.lines()
	from, upTo := p.window()
	var shown []string
	if len(lines) > p.h && p.sticks() {
		shown = append(shown, draw.Title(t, lines[from].title, w, focused))
	}
	for i := from; i < upTo; i++ {
		text := lines[i].text
		if focused && len(shown) == 0 && lines[i].heads {
			text = draw.Title(t, lines[i].title, w, true)
		}
		shown = append(shown, text)
	}
	if n := len(lines) - upTo; n > 0 && len(shown) < p.h {
		more := fmt.Sprintf("   %s %d more lines: %s goes there", t.Ellipsis, n, tab)
		if focused {
			more = fmt.Sprintf("   %s %d more lines", t.Ellipsis, n)
		}
		shown = append(shown, t.Dim.Text(sanitize.Cut(more, w)))
	}
	return draw.Scrollable(t, styled.Fill(shown, p.h), w, from, upTo, len(lines))
}

// problemAt returns the problem that is told of in a line of the pane; -1 for none.
func (p *lowerPane) problemAt(y int) int {
	from, upTo := p.window()
	if len(p.lines()) > p.h && p.sticks() {
		y--
	}
	if y < 0 || from+y >= upTo {
		return -1
	}
	return p.lines()[from+y].problem
}
