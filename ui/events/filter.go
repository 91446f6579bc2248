package events

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/events/detail"
	"segtap/ui/events/listing"
	"segtap/ui/filter"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
)

// Typing reports whether the filter, or what is searched for in the JSON, is being typed:
// then it gets the keys.
func (s *Screen) Typing() bool { return s.filter.Open() || s.detail.Search().Typing() }

// Line returns the line in which the filter is typed.
func (s *Screen) Line() *filter.Line { return &s.filter }

// FilterView draws the line while it is typed in, and gives its cursor.
func (s *Screen) FilterView(w int) (string, *tea.Cursor) {
	if s.detail.Search().Typing() {
		return s.detail.Search().View(w)
	}
	return s.filter.View(foundView(s.theme, s.list.Asked()), w)
}

// foundView says how the search stands; nothing while there is none.
func foundView(t *theme.Theme, asked listing.Asked) string {
	if asked.Filter == nil {
		return ""
	}
	state := count.Number(asked.Found) + " match "
	if !asked.Done {
		state = "searching " + t.Ellipsis + " " + state
	}
	return state
}

// Type takes keys while the filter is typed: the list narrows as it goes.
func (s *Screen) Type(msg tea.Msg) tea.Cmd {
	if s.detail.Search().Typing() {
		return s.detail.Search().Type(msg)
	}
	press, cmd := s.filter.Type(msg)
	switch press {
	case filter.Changed:
		return tea.Batch(cmd, s.setFilter(s.filter.Text()))
	case filter.Up, filter.Down:
		by := map[bool]int{true: -1, false: 1}[press == filter.Up]
		return s.move(func() { s.list.Move(by) }, func(b detail.Body) { b.Move(by) })
	case filter.Nothing:
	}
	return cmd
}

// setFilter starts a new search; the one before ends. An empty text shows everything
// again and keeps the selected entry selected. A text that is no filter leaves what is
// shown as it is.
func (s *Screen) setFilter(text string) tea.Cmd {
	switch wanted, ok := s.filter.Filter(text); {
	case !ok:
		return nil
	case wanted == nil:
		s.list.Clear()
		return s.Look()
	default:
		return s.list.Search(wanted)
	}
}
