package replays

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// Click selects what is under the mouse, at a place in the screen's own room, or sorts by
// the column whose heading it is.
func (s *Screen) Click(x, y int) tea.Cmd {
	b := s.boxes()
	switch {
	case y == 0 && b.list.Contains(x, y) && len(s.rows) > 0:
		l := s.layout()
		if id, ok := l.At(x - margin); ok && slices.Contains(orders[:], order(id)) {
			return s.sortBy(order(id))
		}
	case b.list.Contains(x, y) && y <= len(s.rows):
		s.place.ClickAt(y - 1)
	}
	return s.settle()
}

// Wheel scrolls what is under the mouse, upwards by less than none.
func (s *Screen) Wheel(x, y, lines int) tea.Cmd {
	if b := s.boxes(); b.attempt.Contains(x, y) {
		s.below.scroll(lines)
		return nil
	}
	s.place.Wheel(lines)
	return s.settle()
}

// DoubleClick goes to the entry of the attempt under the mouse.
func (s *Screen) DoubleClick(_, y int) tea.Cmd {
	if y < 1 || y > len(s.rows) || s.noEntry() != "" {
		return nil
	}
	return s.opt.Show(s.entry())
}
