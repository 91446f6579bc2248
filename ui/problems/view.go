package problems

import (
	"fmt"
	"strings"
	"time"

	"segtap/capture/problems"
	"segtap/mapping/verdict"
	"segtap/ui/draw"
	"segtap/ui/keymap"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
	"segtap/ui/widget/table"
)

// margin is how many cells stand before the first column: cursor, sign, and the spaces
// beside them.
const margin = 4

// rooms are the heights of the parts of the screen, in lines.
type rooms struct{ hint, table, detail int }

// detailLines is how many lines the selected row's block has at most.
const detailLines = 14

// rooms shares h lines out: one for what is not known yet, the table with its heading, and
// the block under it, which is one line where there are few.
func (s *Screen) rooms(h int) rooms {
	var r rooms
	if s.hint() != "" && h >= 4 {
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

// rows is how many problems the table shows.
func (r rooms) rows() int {
	if r.table > 2 {
		return r.table - 1 // the heading
	}
	return max(r.table, 1)
}

// layout says where the columns stand.
func (s *Screen) layout() table.Layout {
	trend := s.axis.Spans
	code, event := 14, 8 // where there is room, whole names are worth more than what they mean
	if s.w >= 80 {
		code, event = 24, 20
	}
	return table.Fit(s.w-margin-1, s.theme.Ellipsis,
		table.Column{ID: string(byCode), Title: "CODE", Rank: 1, Least: min(s.fits.code, code), Most: s.fits.code},
		table.Column{ID: string(byEvent), Title: "EVENT", Rank: 2, Least: min(s.fits.event, event), Most: s.fits.event},
		table.Column{ID: string(byEntries), Title: "ENTRIES", Rank: 0, Least: 8, Most: 8, Right: true},
		table.Column{ID: string(byLast), Title: "LAST", Rank: 3, Least: 8, Most: 8},
		table.Column{ID: "trend", Title: "TREND", Rank: 5, Least: min(max(trend, 6), 12), Most: min(max(trend, 6), 64)},
		table.Column{ID: "what", Title: "WHAT", Rank: 4, Least: 24, Most: max(s.fits.what, 24)},
	)
}

// fits is how wide the longest texts of the rows are, in cells.
type fits struct{ code, event, what int }

// measure looks what the columns have to have room for.
func measure(groups []problems.Group) fits {
	const enough = 40
	f := fits{code: len("CODE") + 1, event: len("EVENT") + 1}
	for i := range groups {
		info := groups[i].Code.Info()
		f.code, f.what = max(f.code, sanitize.Width(info.Name)), max(f.what, sanitize.Width(info.What))
		if f.event < enough {
			f.event = min(max(f.event, sanitize.Width(nameOf(&groups[i]))), enough)
		}
	}
	return f
}

// nameOf is how the table shows the event name of a row.
func nameOf(g *problems.Group) string {
	if g.Event == "" {
		return eventName(&g.Key)
	}
	return sanitize.Visible(g.Event)
}

// View draws the table, and under it all that is known of the selected row.
func (s *Screen) View() []string {
	if len(s.groups) == 0 {
		return s.nothing()
	}
	rooms := s.rooms(s.h)
	var lines []string
	if rooms.hint > 0 {
		lines = append(lines, " "+s.theme.Warned.Text(s.theme.Warn)+" "+styled.Fit(s.hint(), max(s.w-3, 1), s.theme.Ellipsis))
	}
	layout := s.layout()
	if rooms.table > 2 {
		heading := strings.Repeat(" ", margin) + layout.Heading(string(s.sorted), s.theme.Down)
		lines = append(lines, s.theme.Dim.Text(sanitize.Cut(heading, s.w)))
	}
	from, to := s.list.Window()
	above := len(lines)
	for i := from; i < to && len(lines) < rooms.hint+rooms.table; i++ {
		lines = append(lines, s.rowView(&s.groups[i], &layout, i == s.list.Cursor()))
	}
	draw.Scrollable(s.theme, lines[above:], s.w, from, to, len(s.groups))
	lines = styled.Fill(lines, rooms.hint+rooms.table)
	if g, ok := s.selected(); ok {
		lines = append(lines, s.detailView(&g, rooms.detail)...)
	}
	return lines[:min(len(lines), s.h)]
}

// hint says what has to be known of the numbers; empty for nothing.
func (s *Screen) hint() string {
	var parts []string
	if s.open > 0 {
		parts = append(parts, s.openText())
	}
	if n := s.counts.Evicted; n > 0 {
		parts = append(parts, "counted are the "+count.Of(s.counts.Entries, "entry")+" that are listed; "+count.Number(n)+" older not listed any more")
	}
	return strings.Join(parts, "; ")
}

// openText says of how many entries the problems are not counted.
func (s *Screen) openText() string {
	if s.counts.Stale > 0 || s.counts.Loading < 1 {
		return "what is wrong with " + count.Of(s.open, "entry") + " is not known yet: they are being judged"
	}
	return "what is wrong with " + count.Of(s.open, "entry") + " is not known: they cannot be read, or are too many different ones"
}

// nothing says why there is nothing in the list.
func (s *Screen) nothing() []string {
	text := "No problems: nothing has been captured yet."
	switch {
	case s.words.Text() != "" && s.all > 0:
		text = "No problem has these words; " + s.opt.Keys.Of("back") + " clears them."
	case s.open > 0:
		text = s.openText()
	case s.counts.Entries == 0 && s.counts.Cleared > 0:
		text = "No problems: the list was cleared, and nothing has come since. " + s.opt.Keys.Of("unclear") + " on the screen " + s.opt.Keys.Screen(keymap.Events) + " lists " + count.Of(s.counts.Cleared, "entry") + " again."
	case s.counts.Entries > 0:
		text = "No problems: nothing is wrong with any of " + count.Of(s.counts.Entries, "entry") + "."
	}
	lines := []string{""}
	for _, part := range styled.Wrap(text, max(s.w-4, 10)) {
		lines = append(lines, "  "+s.theme.Dim.Text(part))
	}
	return styled.Fill(lines, s.h)
}

// eventName is how a row names its events.
func eventName(k *problems.Key) string {
	switch {
	case k.Others:
		return "(other names)"
	case k.Event == "":
		return "(no name)"
	}
	return k.Event
}

func (s *Screen) rowView(g *problems.Group, layout *table.Layout, selected bool) string {
	t := s.theme
	glyph, paint := draw.Severity(t, g.Severity())
	trend := draw.Sparkline(t, draw.Fold(s.trends[g.Key], layout.Width("trend")))
	last := draw.Clock(time.UnixMicro(g.Last), s.opt.Now())
	if g.Sought {
		last = t.Ellipsis
	}
	cells := []table.Cell{
		{Text: g.Code.String()},
		{Text: nameOf(g)},
		{Text: count.Number(g.Entries())},
		{Text: last},
		{Text: trend},
		{Text: g.Code.Info().What},
	}
	if selected {
		return t.Row(t.Key.Text(t.Cursor)+" "+paint.Text(glyph)+" "+layout.Row(cells...), s.w, true)
	}
	if g.Severity() == verdict.Info {
		return t.Dim.Text(sanitize.Cut("  "+glyph+" "+layout.Row(cells...), s.w))
	}
	return "  " + paint.Text(glyph) + " " + sanitize.Cut(layout.Row(cells...), max(s.w-margin, 1))
}

// detailView is what stands under the table in h lines.
func (s *Screen) detailView(g *problems.Group, h int) []string {
	info := g.Code.Info()
	switch h {
	case 0:
		return nil
	case 1:
		return []string{s.theme.Dim.Text(" " + styled.Fit(strings.TrimSpace(s.fix+" "+info.What+" "+info.Fix), max(s.w-1, 1), s.theme.Ellipsis))}
	}
	return styled.Head(s.about(g), h, " "+s.theme.Ellipsis)
}

// about is all that is known of a row, what matters most first.
func (s *Screen) about(g *problems.Group) []string {
	info := g.Code.Info()
	title := info.Name + "  " + sanitize.Visible(eventName(&g.Key))
	lines := []string{draw.Title(s.theme, sanitize.Cut(title, max(s.w-8, 1)), s.w, false)}
	add := func(name, text string) {
		for i, part := range styled.Wrap(sanitize.Escape(text), max(s.w-17, 10)) {
			if i > 0 {
				name = ""
			}
			lines = append(lines, " "+s.theme.Dim.Text(sanitize.Pad(name, 13))+" "+part)
		}
	}
	add("means", info.What)
	add("then", info.Why)
	add("to fix", strings.TrimSpace(s.fix+" "+info.Fix))
	add("entries", s.entriesText(g))
	axis := s.axis.Fit(max(s.w-17, 1))
	if trend := draw.Sparkline(s.theme, draw.Fold(s.trends[g.Key], axis.Spans)); trend != "" {
		add("trend", draw.Times(s.theme, axis, s.opt.Now()))
		lines = append(lines, strings.Repeat(" ", 15)+sanitize.Cut(trend, max(s.w-15, 1)))
	}
	add("source", info.Source)
	return lines
}

// entriesText says how many entries have the problem, how bad it is in them, and which are
// the first and the last.
func (s *Screen) entriesText(g *problems.Group) string {
	var parts []string
	for _, of := range []struct {
		n        int
		severity verdict.Severity
	}{{g.Errors, verdict.Error}, {g.Warnings, verdict.Warning}, {g.Infos, verdict.Info}} {
		if of.n > 0 {
			parts = append(parts, fmt.Sprintf("%s in %s", of.severity, count.Number(of.n)))
		}
	}
	text := count.Of(g.Entries(), "entry")
	if len(parts) > 1 {
		text += ": " + strings.Join(parts, ", ")
	}
	if e := &s.ends; e.of.Key == g.Key && e.first.ID != 0 {
		now := s.opt.Now()
		text += "; the first is " + draw.ID(s.theme, e.first.ID) + " of " + draw.DateAndClock(e.first.At, now)
		if e.last.ID != e.first.ID {
			text += ", the last " + draw.ID(s.theme, e.last.ID) + " of " + draw.DateAndClock(e.last.At, now)
		}
	}
	return text
}
