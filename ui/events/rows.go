package events

import (
	"fmt"
	"slices"

	"segtap/capture"
	"segtap/ui/draw"
	"segtap/ui/events/columns"
	"segtap/ui/events/detail"
	"segtap/ui/events/listing"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// leastWithNews is how high a list is that has a line for what is new below it.
const leastWithNews = 5

// hasNews reports whether the last line of a list of h lines says what is new below it.
func hasNews(l *listing.Listing, h int) bool { return h >= leastWithNews && listing.NewBelow(l) > 0 }

// newsView says how much is new below the list, and how to get there.
func newsView(s *Screen, w int) string {
	text := fmt.Sprintf("%s %s new below", s.theme.Down, count.Number(listing.NewBelow(s.list)))
	key, does := "follow", "shows it and follows"
	if s.list.Paused() {
		text, key, does = fmt.Sprintf("%s %s new while paused", s.theme.Paused, count.Number(listing.NewBelow(s.list))), "pause", "goes on"
	}
	text += "  " + s.opt.Keys.Of(key) + " " + does
	return s.theme.OnRaised.Accent.Text(sanitize.Pad(sanitize.CutTail("  "+text, w, s.theme.Ellipsis), w))
}

// listView draws the list: a heading and the visible rows.
func listView(s *Screen, w, h int) []string {
	lines := make([]string, 0, h)
	news := hasNews(s.list, h)
	if news {
		h--
	}
	rows, selected := s.list.Rows()
	from, upTo := listing.Window(s.list)
	shown := shownColumns(s, s.opt.Columns.Now())
	table := columns.New(s.theme, s.now, shown, s.list.Words(), roomOf(s, w))
	if h > 2 {
		lines = append(lines, table.Heading())
	}
	focused, heading := s.detail.Focus() == detail.List, len(lines)
	for i := range rows {
		if len(lines) == h {
			break
		}
		lines = append(lines, table.Row(&rows[i], i == selected, focused))
	}
	draw.Scrollable(s.theme, lines[heading:], w, from, upTo, s.list.Len())
	if len(rows) == 0 && len(lines) < h {
		lines = append(lines, s.theme.Dim.Text(sanitize.Cut("  "+emptyList(s), w)))
	}
	if news {
		lines = append(styled.Fill(lines, h), newsView(s, w))
	}
	return lines
}

// shownColumns says what the widths of columns depend on now.
func shownColumns(s *Screen, of []columns.Column) columns.Shown {
	rows, _ := s.list.Rows()
	return columns.Shown{
		Columns: of, Highest: s.list.Highest(),
		Metrics:  s.judge.Catalogue() != nil,
		Unread:   unread(s),
		Needs:    s.needs,
		OtherDay: slices.ContainsFunc(rows, func(e capture.Entry) bool { return !draw.SameDay(e.At, s.now) }),
	}
}

// measure has the columns be as wide as what the visible rows show needs, or what others
// needed that were listed by the same filter.
func measure(s *Screen) {
	if by := s.list.Asked().Filter; by != s.needsBy {
		s.needs, s.needsBy = columns.Needs{}, by
	}
	rows, _ := s.list.Rows()
	s.needs.Look(s.theme, s.now, unread(s), rows)
}

// unread reports whether there are metrics that were not read.
func unread(s *Screen) bool {
	c := s.judge.Catalogue()
	return c != nil && c.MetricsPartial
}

// roomOf returns how many of w cells the columns have.
func roomOf(s *Screen, w int) int {
	if from, upTo := listing.Window(s.list); upTo-from < s.list.Len() {
		return w - 1 // for the bar
	}
	return w
}

// Fitting returns which of some columns the list of a screen has room for as it stands now,
// and whether there are metrics, without which that column has nothing to show.
func Fitting(s *Screen, of []columns.Column) (fit []columns.Column, metrics bool) {
	w := s.boxes.List.W
	if s.boxes.List.Empty() {
		w = s.w
	}
	shown := shownColumns(s, of)
	return shown.Fitting(roomOf(s, w)), shown.Metrics
}

// emptyList says why no row is shown.
func emptyList(s *Screen) string {
	if asked := s.list.Asked(); asked.Filter != nil && !asked.Done {
		return "searching " + s.theme.Ellipsis
	}
	if s.list.Total() == 0 {
		return "cleared; " + s.opt.Keys.Of("unclear") + " lists the others again"
	}
	return "no entry matches the filter; " + s.opt.Keys.Of("back") + " clears it"
}
