package metrics

import (
	"strings"
	"time"

	"segtap/capture/coverage"
	"segtap/mapping/catalogue"
	"segtap/ui/draw"
	"segtap/ui/metrics/names"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
	"segtap/ui/widget/table"
)

// margin is how many cells stand before the first column: cursor, sign, and the spaces
// beside them.
const margin = 4

// layout says where the columns stand: what counts stays longest. Those for what does not
// count, and what only some rows have, are there when they have anything: seen is what counts, may, is lost, and the others.
func (s *Screen) layout() table.Layout {
	number := func(id, title string, rank, width int) table.Column {
		return table.Column{ID: id, Title: title, Rank: rank, Least: width, Most: width, Right: true}
	}
	text := func(id, title string, rank, least, most int) table.Column {
		return table.Column{ID: id, Title: title, Rank: rank, Least: least, Most: most}
	}
	columns := []table.Column{text(string(byName), "METRIC", 0, min(max(s.fits.name, 10), max(s.w/5, 10)), max(s.fits.name, 10))}
	if s.fits.event > 0 {
		columns = append(columns, text("event", "EVENT KEY", 5, min(max(s.fits.event, 12), 20), max(s.fits.event, 12)))
	}
	columns = append(columns, text(string(byNeed), "STATE", 2, max(s.fits.state, 7), max(s.fits.state, 7)))
	if s.fits.metrics {
		columns = append(columns, text("kind", "KIND", 8, 10, 10), text("unit", "UNIT", 10, min(max(s.fits.unit, 4), 8), min(max(s.fits.unit, 4), 40)))
	}
	if s.fits.runs > 0 {
		columns = append(columns, text("runs", "RUNS IN", 7, min(max(s.fits.runs, 7), 18), min(max(s.fits.runs, 7), 40)))
	}
	if s.fits.written > 0 {
		columns = append(columns, text("written", "WRITTEN IN", 3, max(s.fits.written, 10), max(s.fits.written, 10)))
	}
	columns = append(columns, number(string(bySeen), "SEEN", 3, s.fits.number("SEEN")))
	for _, c := range []struct {
		id, title string
		any       bool
	}{{"lost", "LOST", s.fits.lost}, {"other", "OTHER", s.fits.other}, {"may", "MAY", s.fits.may}} {
		if c.any {
			columns = append(columns, number(c.id, c.title, 4, s.fits.number(c.title)))
		}
	}
	columns = append(columns, number("counts", "COUNTS", 1, s.fits.number("COUNTS")), text(string(byLast), "LAST", 6, 8, 8), text("trend", "TREND", 9, 12, min(max(s.axis.Spans, 12), 64)))
	return table.Fit(s.w-margin-1, s.theme.Ellipsis, columns...)
}

// rooms are the heights of the parts of the screen, in lines.
type rooms struct{ hint, table, detail int }

// detailLines is how many lines the selected row's block has.
const detailLines = 13

// rooms shares h lines out: one for what is missing, the table with its
// heading, and the block under it, which is one line where there are few.
func (s *Screen) rooms(h int) rooms {
	var r rooms
	if h >= 4 {
		r.hint = min(len(s.notices), h-3)
		h -= r.hint
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
func (s *Screen) View() []string { return view{s}.lines() }

// view draws the screen.
type view struct{ *Screen }

func (s view) lines() []string {
	w, h := s.w, s.h
	if len(s.items) == 0 {
		return styled.Fill(s.noRows(w), h)
	}
	rooms := s.rooms(h)
	var lines []string
	for _, notice := range s.notices[:rooms.hint] {
		lines = append(lines, " "+s.theme.Warned.Text(s.theme.Warn)+" "+styled.Fit(notice, max(w-3, 1), s.theme.Ellipsis))
	}
	layout := s.layout()
	if rooms.table > 2 {
		heading := strings.Repeat(" ", margin) + layout.Heading(string(s.sorted), s.theme.Down)
		lines = append(lines, s.theme.Dim.Text(sanitize.Cut(heading, w)))
	}
	from, to := s.list.Window()
	above := len(lines)
	for i := from; i < to && len(lines) < rooms.hint+rooms.table; i++ {
		lines = append(lines, s.rowView(&s.items[i], &layout, i == s.list.Cursor()))
	}
	draw.Scrollable(s.theme, lines[above:], w, from, to, len(s.items))
	for len(lines) < rooms.hint+rooms.table {
		lines = append(lines, "")
	}
	if item, ok := s.selected(); ok {
		lines = append(lines, s.detailView(&item, w, rooms.detail)...)
	}
	return lines[:min(len(lines), h)]
}

// fits is what the columns have to have room for, as of the last look.
type fits struct {
	name, event int // the longest, in cells
	unit, runs  int
	state       int
	written     int  // 0 where nothing is written anywhere
	seen        int  // the longest number of events
	metrics     bool // there are any: event names alone have no kind and no unit
	// whether any is lost, in neither of the others, or may count
	lost, other, may bool
}

// measure looks what the columns have to have room for.
func measure(items []row) (f fits) {
	const enough = 40
	for i := range items {
		item := &items[i]
		if item.call != nil {
			continue
		}
		if f.name < enough && !item.isExperiment() {
			f.name = min(max(f.name, sanitize.Width(nameText(item))), enough)
		}
		if f.event < enough && !item.isExperiment() {
			f.event = min(max(f.event, sanitize.Width(eventText(item))), enough)
		}
		if item.isExperiment() {
			continue
		}
		f.metrics = f.metrics || item.metric != nil
		f.unit, f.runs = max(f.unit, sanitize.Width(unitText(item))), max(f.runs, sanitize.Width(runsText(item)))
		f.state, f.written = max(f.state, sanitize.Width(shortState(item))), max(f.written, sanitize.Width(names.Where(item.written.Row)))
		f.seen = max(f.seen, len(count.Number(item.came())))
		f.lost, f.other, f.may = f.lost || item.lost() > 0, f.other || item.others() > 0, f.may || item.tally.May > 0
	}
	return f
}

// number is how wide a column of numbers is.
func (f *fits) number(title string) int { return max(len(title), f.seen) + 1 }

// unitText lists by which units a metric counts.
func unitText(item *row) string {
	if item.metric == nil {
		return ""
	}
	return sanitize.Escape(strings.Join(item.metric.Units, ","))
}

// runsText lists the experiments that run on a metric.
func runsText(item *row) string { return sanitize.Escape(keysOf(item.running)) }

// nameText is a row's name, further in under its experiment; an event name is in quotes, so
// that it is not taken for a metric.
func nameText(item *row) string {
	switch {
	case item.metric == nil && !item.isExperiment():
		return `"` + sanitize.Visible(item.name) + `"`
	case item.experiment != nil:
		return "  " + sanitize.Visible(item.name)
	}
	return sanitize.Visible(item.name)
}

// eventText is what feeds a metric, or what an event name is near to.
func eventText(item *row) string {
	switch {
	case item.near != "":
		return "near " + sanitize.Visible(item.near)
	case item.metric != nil:
		return sanitize.Escape(strings.Join(item.keys, ", "))
	}
	return ""
}

// noRows says why there is nothing in the list, or how the screen comes to have something
// to show.
func (s view) noRows(w int) []string {
	if s.all > 0 {
		return []string{"", "  " + s.theme.Dim.Text("No row has these words; "+s.opt.Keys.Of("back")+" clears them.")}
	}
	lines := []string{"", "  " + s.theme.Title.Text("No metrics are known, and no event has been seen."), ""}
	asks := s.opt.Keys.Of("reload") + " asks LaunchDarkly, with LD_ACCESS_TOKEN and --ld-project."
	if s.opt.Guest.Off(s.opt.Keys.Find("reload")) != "" {
		asks = "Only whoever runs segtap can give them."
	}
	for _, text := range []string{
		"--metrics FILE reads metrics and experiments: what `segtap metrics pull` wrote, a page of LaunchDarkly's API, or a few lines of YAML.",
		asks,
		"Then every event says whether it counts, and this screen which metrics wait for theirs.",
	} {
		for _, part := range styled.Wrap(text, max(w-6, 10)) {
			lines = append(lines, "    "+part)
		}
	}
	return lines
}

// rowView draws a row of the table.
func (s view) rowView(item *row, layout *table.Layout, selected bool) string {
	glyph, paint, dim := s.sign(item)
	var line string
	switch {
	case item.isExperiment():
		glyph, paint = s.answerGlyph(item.answer)
		line = styled.Fit(s.experimentLine(item, max(s.w-margin, 1)), max(s.w-margin, 1), s.theme.Ellipsis)
	case item.call != nil:
		line = s.callLine(item, max(s.w-margin, 1))
	default:
		line = strings.TrimRight(layout.Row(s.cells(item)...), " ")
	}
	switch {
	case selected:
		return s.theme.Row(s.theme.Key.Text(s.theme.Cursor)+" "+paint.Text(glyph)+" "+line, s.w, true)
	case item.isExperiment() && item.answer < unfedOnly:
		return "  " + paint.Text(glyph) + " " + s.theme.Title.Text(sanitize.Cut(line, max(s.w-margin, 1)))
	case item.isExperiment() || dim && s.fits.metrics: // others weigh more
		return s.theme.Dim.Text(sanitize.Cut("  "+glyph+" "+line, s.w))
	case dim:
		return sanitize.Cut("  "+glyph+" "+line, s.w)
	}
	return "  " + paint.Text(glyph) + " " + sanitize.Cut(line, max(s.w-margin, 1))
}

// experimentLine tells of an experiment in one line: whether it is getting what it needs
// comes first.
func (s view) experimentLine(item *row, w int) string {
	line := sanitize.Visible(item.name) + "  " + sanitize.Escape(item.says)
	if about := "   (" + iterationText(item.experiment, s.day) + ")"; sanitize.Width(line+about) <= w {
		line += about
	}
	return line
}

// cells are the texts of a row, for the columns of the layout.
func (s view) cells(item *row) []table.Cell {
	cell := func(text string) table.Cell { return table.Cell{Text: sanitize.Visible(text)} } // blank where there is none
	number := func(n int) table.Cell { return table.Cell{Text: count.Number(n)} }
	kind := "" // an event name has none
	if x := item.metric; x != nil {
		kind = sanitize.Escape(x.Measures())
	}
	cells := []table.Cell{{Text: nameText(item)}}
	if s.fits.event > 0 {
		cells = append(cells, cell(eventText(item)))
	}
	cells = append(cells, cell(shortState(item)))
	if s.fits.metrics {
		cells = append(cells, cell(kind), cell(unitText(item)))
	}
	if s.fits.runs > 0 {
		cells = append(cells, cell(runsText(item)))
	}
	if s.fits.written > 0 {
		cells = append(cells, cell(names.Where(item.written.Row)))
	}
	cells = append(cells, number(item.came()))
	if s.fits.lost {
		cells = append(cells, number(item.lost()))
	}
	if s.fits.other {
		cells = append(cells, number(item.others()))
	}
	if s.fits.may {
		cells = append(cells, number(item.tally.May))
	}
	trend := draw.Sparkline(s.theme, draw.Fold(item.trend, 64))
	return append(cells, number(item.counts()), cell(s.clockOf(item.seen)), table.Cell{Text: trend})
}

func (s view) clockOf(seen coverage.Sighting) string {
	if seen.Last.IsZero() {
		return ""
	}
	return draw.Clock(seen.Last, s.opt.Now())
}

// day writes a moment, in ms since 1970, as a date.
func (s view) day(ms int64) string { return time.UnixMilli(ms).Local().Format(time.DateOnly) }

func keysOf(experiments []*catalogue.Experiment) string {
	keys := make([]string, len(experiments))
	for i, e := range experiments {
		keys[i] = e.Key
	}
	return strings.Join(keys, ", ")
}

func (s view) glyph(of state) (string, theme.Paint) {
	switch of {
	case waited, uncounted:
		return s.theme.Err, s.theme.Bad
	case missed, losing:
		return s.theme.Warn, s.theme.Warned
	case maybe, unread:
		return s.theme.Maybe, s.theme.Warned
	case counted:
		return s.theme.OK, s.theme.Good
	case seenOnly:
		return s.theme.Nowhere, s.theme.Warned
	case unseen, unusable, unmatched, unknown:
	}
	return s.theme.None, s.theme.Dim
}
