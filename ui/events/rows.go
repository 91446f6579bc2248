package events

import (
	"slices"

	"segtap/capture"
	"segtap/ui/draw"
	"segtap/ui/events/columns"
	"segtap/ui/events/detail"
	"segtap/ui/widget/sanitize"
)

// listView draws the list: a heading and the visible rows.
func listView(s *Screen, w, h int) []string {
	lines := make([]string, 0, h)
	rows, selected := s.list.Rows()
	shown := columns.Shown{
		Columns: s.opt.Columns.Now(), Highest: s.list.Highest(),
		Metrics:  s.judge.Catalogue() != nil,
		OtherDay: slices.ContainsFunc(rows, func(e capture.Entry) bool { return !draw.SameDay(e.At, s.now) }),
	}
	table := columns.New(s.theme, s.now, shown, s.list.Words(), w)
	if h > 2 {
		lines = append(lines, table.Heading())
	}
	focused := s.detail.Focus() == detail.List
	for i := range rows {
		if len(lines) == h {
			break
		}
		lines = append(lines, table.Row(&rows[i], i == selected, focused))
	}
	if len(rows) == 0 && len(lines) < h {
		lines = append(lines, s.theme.Dim.Text(sanitize.Cut("  "+emptyList(s), w)))
	}
	return lines
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
