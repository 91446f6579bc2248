package metrics

import (
	"strings"
	"time"

	"segtap/capture/coverage"
	"segtap/mapping/catalogue"
	"segtap/ui/draw"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// columns are the widths of the table's columns, in cells; 0 leaves one
// out.
type columns struct{ name, event, state, kind, unit, runs, seen, lost, counts, may, last int }

// fitColumns fits the columns into a width: what counts stays longest.
// Columns for what is lost and what may count are there when anything is.
func fitColumns(w int, lost, may bool) columns {
	var c columns
	room := w - 4 // cursor, glyph and the spaces beside them
	take := func(width, least int) int {
		if room-width-1 < least {
			return 0
		}
		room -= width + 1
		return width
	}
	c.counts = take(6, 14)
	if lost {
		c.lost = take(5, 32)
	}
	if may {
		c.may = take(5, 32)
	}
	c.seen = take(6, 32)
	c.state = take(15, 32)
	c.last = take(8, 40)
	c.runs = take(18, 40)
	c.kind = take(10, 40)
	c.unit = take(8, 40)
	if spare := room - 60; c.runs > 0 && spare > 0 {
		c.runs += take(spare/2, 40)
	}
	if room >= 24 {
		c.event = room / 2
		room -= c.event + 1
	}
	c.name = max(room, 1)
	return c
}

// rooms are the heights of the parts of the screen, in lines.
type rooms struct{ hint, table, detail int }

// detailLines is how many lines the selected row's block has.
const detailLines = 13

// rooms shares h lines out: one for what is missing, the table with its
// heading, and the block under it, which is one line where there are few.
func (s *Screen) rooms(h int) rooms {
	var r rooms
	if s.hint != "" && h >= 4 {
		r.hint, h = 1, h-1
	}
	switch {
	case h >= 15:
		r.detail = min(detailLines, h/2)
	case h >= 5:
		r.detail = 1
	}
	r.table = h - r.detail
	return r
}

// rows is how many metrics the table shows.
func (r rooms) rows() int {
	if r.table > 2 {
		return r.table - 1 // the heading
	}
	return max(r.table, 1)
}

// View draws the table, and under it all that is known of the selected
// row.
func (s *Screen) View() []string {
	w, h := s.w, s.h
	if len(s.items) == 0 {
		return s.noMetrics(w)
	}
	rooms := s.rooms(h)
	var lines []string
	if rooms.hint > 0 {
		lines = append(lines, " "+s.theme.Warned.Text(s.theme.Warn)+" "+styled.Fit(s.hint, max(w-3, 1), s.theme.Ellipsis))
	}
	c := fitColumns(w, s.has(func(i *row) bool { return i.seen.Lost > 0 }), s.has(func(i *row) bool { return i.tally.May > 0 }))
	if rooms.table > 2 {
		lines = append(lines, s.theme.Dim.Text(sanitize.Cut(heading(c), w)))
	}
	from, to := s.list.Window()
	for i := from; i < to && len(lines) < rooms.hint+rooms.table; i++ {
		lines = append(lines, s.rowView(&s.items[i], c, w, i == s.list.Cursor()))
	}
	for len(lines) < rooms.hint+rooms.table {
		lines = append(lines, "")
	}
	if item, ok := s.selected(); ok {
		lines = append(lines, s.detailView(&item, w, rooms.detail)...)
	}
	return lines[:min(len(lines), h)]
}

// has reports whether anything is true of one of the rows.
func (s *Screen) has(is func(*row) bool) bool {
	for i := range s.items {
		if is(&s.items[i]) {
			return true
		}
	}
	return false
}

// noMetrics says how the screen comes to have something to show.
func (s *Screen) noMetrics(w int) []string {
	lines := []string{"", "  " + s.theme.Title.Text("No metrics are known, and no event has been seen."), ""}
	for _, text := range []string{
		"--metrics FILE reads metrics and experiments: what `segtap metrics pull` wrote, a page of LaunchDarkly's API, or a few lines of YAML.",
		"ctrl+r asks LaunchDarkly, with LD_ACCESS_TOKEN and --ld-project.",
		"Then every event says whether it counts, and this screen which metrics wait for theirs.",
	} {
		for _, part := range styled.Wrap(text, max(w-6, 10)) {
			lines = append(lines, "    "+part)
		}
	}
	return lines
}

func heading(c columns) string {
	line := "    " + sanitize.Pad("METRIC", c.name)
	for _, col := range []struct {
		title  string
		width  int
		number bool
	}{
		{"EVENT KEY", c.event, false},
		{"STATE", c.state, false},
		{"KIND", c.kind, false},
		{"UNIT", c.unit, false},
		{"RUNS IN", c.runs, false},
		{"SEEN", c.seen, true},
		{"LOST", c.lost, true},
		{"MAY", c.may, true},
		{"COUNTS", c.counts, true},
		{"LAST", c.last, false},
	} {
		switch {
		case col.width == 0:
		case col.number:
			line += " " + sanitize.PadLeft(col.title, col.width)
		default:
			line += " " + sanitize.Pad(col.title, col.width)
		}
	}
	return line
}

// rowView draws a metric, or an event name that no metric has.
func (s *Screen) rowView(item *row, c columns, w int, selected bool) string {
	glyph, paint := s.glyph(item.state)
	cell := func(text string, width int) string {
		if width == 0 {
			return ""
		}
		return " " + sanitize.Pad(sanitize.Cut(draw.OrDash(s.theme, text), width), width)
	}
	number := func(n, width int) string {
		if width == 0 {
			return ""
		}
		return " " + sanitize.PadLeft(count.Number(n), width)
	}
	event, kind, units := "", "", ""
	if item.near != "" {
		event = "near " + sanitize.Visible(item.near)
	}
	if x := item.metric; x != nil {
		event, kind, units = strings.Join(item.keys, ", "), x.Measures(), strings.Join(x.Units, ",")
	}
	line := sanitize.Pad(sanitize.Cut(sanitize.Visible(item.name), c.name), c.name) +
		cell(event, c.event) + cell(shortState(item), c.state) + cell(kind, c.kind) + cell(units, c.unit) + cell(keysOf(item.running), c.runs) +
		number(item.came(), c.seen) + number(item.seen.Lost, c.lost) + number(item.tally.May, c.may) + number(item.tally.Counts, c.counts) +
		cell(s.clockOf(item.seen), c.last)
	if selected {
		return s.theme.Selected.Text(sanitize.Pad(sanitize.Cut(s.theme.Cursor+" "+glyph+" "+line, w), w))
	}
	if item.state >= unread {
		return s.theme.Dim.Text(sanitize.Cut("  "+glyph+" "+line, w))
	}
	return "  " + paint.Text(glyph) + " " + sanitize.Cut(line, max(w-4, 1))
}

func (s *Screen) clockOf(seen coverage.Sighting) string {
	if seen.Last.IsZero() {
		return ""
	}
	return seen.Last.Local().Format(time.TimeOnly)
}

func keysOf(experiments []*catalogue.Experiment) string {
	keys := make([]string, len(experiments))
	for i, e := range experiments {
		keys[i] = e.Key
	}
	return strings.Join(keys, ", ")
}

func (s *Screen) glyph(of state) (string, theme.Paint) {
	switch of {
	case waited, uncounted:
		return s.theme.Err, s.theme.Bad
	case losing, unmatched:
		return s.theme.Warn, s.theme.Warned
	case maybe, unread:
		return s.theme.Maybe, s.theme.Warned
	case counted:
		return s.theme.OK, s.theme.Good
	case seenOnly:
		return s.theme.Nowhere, s.theme.Warned
	case unseen, unusable, unknown:
	}
	return s.theme.None, s.theme.Dim
}
