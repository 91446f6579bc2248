package columns

import (
	"fmt"
	"slices"
	"time"

	"segtap/capture"
	"segtap/ui/theme"
)

// Needs is how many cells the texts of the rows that were looked at take at most, by column.
// It never becomes less, so that nothing jumps to and fro while rows are scrolled.
type Needs [count]int

// measured are the columns whose texts differ in length.
var measured = [...]Column{Event, User, Value, Why, Metric, Source}

// Look takes in what rows show; unread as in [Shown].
func (n *Needs) Look(t *theme.Theme, now time.Time, unread bool, rows []capture.Entry) {
	r := row{Table: &Table{theme: t, now: now, unread: unread}, ink: t.On(false, false)}
	for i := range rows {
		r.e = &rows[i]
		for _, c := range measured {
			if n[c] >= specs[c].most {
				continue
			}
			room := specs[c].most
			if c == Why {
				room = 0 // the metric, without the experiment, which is there where there is room
			}
			text, _ := r.content(placed{c, room})
			n[c] = min(max(n[c], width(text)), specs[c].most)
		}
	}
}

// placed is a column with its width.
type placed struct {
	Column
	w int
}

// Shown is what the widths depend on besides the room there is.
type Shown struct {
	Columns  []Column
	Highest  uint64 // number of the newest entry
	OtherDay bool   // entries are shown that did not arrive today
	Metrics  bool   // there are metrics that entries may feed
	Unread   bool   // there are others that were not read
	Needs    Needs
}

// margin is the sign of the selected row, and a space.
const margin = 2

// cells are how wide a column is here: at least, as wide as it mostly needs to be, and as
// wide as its texts are.
func (s *Shown) cells(c Column) (least, wants, whole int) {
	w := &specs[c]
	switch c {
	case Number:
		n := max(len(fmt.Sprintf("#%d", s.Highest)), w.least)
		return n, n, n
	case Time:
		if s.OtherDay {
			return w.least, w.enough, len("Jan _2 15:04:05")
		}
		return w.least, w.enough, w.most
	case Verdict:
		return w.least, w.least, w.most
	}
	whole = max(s.Needs[c], len(w.heading))
	wants = min(whole, w.enough)
	return min(wants, w.least), wants, whole
}

// steps says that a column has its least width or all of its most: nothing between tells
// more.
func (c Column) steps() bool { return c == Verdict || c == Time }

// fixed says that a column has no use for cells that nobody needs.
func (c Column) fixed() bool { return c.steps() || c == Number }

// fits reports whether columns have room to tell something, the first of two as much as is
// left for it. One that is extra leaves the others what they mostly need.
func (s *Shown) fits(of []Column, room int) bool {
	last := of[len(of)-1]
	sum := len(of) - 1
	for i, c := range of {
		least, wants, whole := s.cells(c)
		switch {
		case i == 0 && len(of) == 2:
			least = 1
		case c == Verdict && (last == Metric || last == Source):
			least = whole // its word says more than they do
		case last.extra():
			least = wants
		}
		sum += least
	}
	return sum <= room
}

// fit returns the columns that fit into w cells, in their order, as wide as they can be.
func (s *Shown) fit(w int) []placed {
	room := w - margin
	if room < 1 {
		return nil
	}
	var shown []Column
	for _, c := range importance { // in this order they get room
		if slices.Contains(s.Columns, c) && (c != Metric || s.Metrics || len(s.Columns) == 1) {
			if len(shown) > 0 && !s.fits(append(shown, c), room) {
				break
			}
			shown = append(shown, c)
		}
	}
	widths := s.share(shown, room-(len(shown)-1))
	var fits []placed
	for _, c := range s.Columns {
		if slices.Contains(shown, c) {
			fits = append(fits, placed{c, widths[c]})
		}
	}
	return fits
}

// Fitting returns the columns that w cells have room for.
func (s *Shown) Fitting(w int) []Column {
	var of []Column
	for _, p := range s.fit(w) {
		of = append(of, p.Column)
	}
	return of
}

// share divides cells between columns, which are in the order of their importance: to each
// the least, then what it mostly needs, then all that its texts take; then why has room for
// the experiment, and what nobody needs stands at the end of the row.
func (s *Shown) share(of []Column, left int) (widths [count]int) {
	for _, c := range of {
		widths[c], _, _ = s.cells(c)
		left -= widths[c]
	}
	if left < 0 {
		widths[of[0]], left = widths[of[0]]+left, 0
	}
	grow := func(c Column, to int) {
		more := max(to-widths[c], 0)
		if more > left && c.steps() {
			return
		}
		more = min(more, left)
		widths[c] += more
		left -= more
	}
	for _, c := range of {
		_, wants, _ := s.cells(c)
		grow(c, wants)
	}
	for _, c := range of {
		_, _, whole := s.cells(c)
		grow(c, whole)
	}
	if slices.Contains(of, Why) {
		grow(Why, specs[Why].most)
	}
	if c, ok := s.rest(of); ok {
		widths[c] += left
	}
	return widths
}

// rest returns the column that has the cells that nobody needs: the last in the row, or the
// most important, where the last has its text at the right.
func (s *Shown) rest(of []Column) (Column, bool) {
	for i := len(s.Columns) - 1; i >= 0; i-- {
		c := s.Columns[i]
		if !slices.Contains(of, c) {
			continue
		}
		if c.fixed() || c == Value {
			break
		}
		return c, true
	}
	for _, c := range of {
		if !c.fixed() {
			return c, true
		}
	}
	return 0, false
}
