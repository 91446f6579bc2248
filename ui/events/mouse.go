package events

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/jsontree"
)

// Click selects what is under the mouse, at a place in the screen's own room.
func (s *Screen) Click(x, y int) tea.Cmd {
	b := &s.boxes
	switch {
	case s.IsEmpty():
	case b.list.Contains(x, y):
		if b.list.H > 2 {
			y-- // the heading
		}
		s.turnTo(paneList)
		if y >= 0 && s.list.ClickAt(y) {
			return s.loadSelected()
		}
	case b.message.Contains(x, y):
		s.turnTo(paneMessage)
		s.clickTree(s.detail.message, x-b.message.X, y-b.message.Y-1)
	case b.event.Contains(x, y) && s.detail.event != nil:
		s.turnTo(paneEvent)
		s.clickTree(s.detail.event, x-b.event.X, y-b.event.Y-1)
	}
	return nil
}

func (s *Screen) clickTree(t *jsontree.Tree, x, y int) {
	if t == nil {
		return
	}
	if _, ok := t.ClickAt(x, y); ok {
		s.detail.light(s.focus)
	}
}

// Wheel scrolls what is under the mouse, upwards by less than none.
func (s *Screen) Wheel(x, y, lines int) tea.Cmd {
	b := &s.boxes
	switch {
	case b.list.Contains(x, y):
		s.list.Wheel(lines)
		return s.loadSelected()
	case b.message.Contains(x, y) && s.detail.message != nil:
		s.detail.message.Wheel(lines)
	case b.event.Contains(x, y) && s.detail.event != nil:
		s.detail.event.Wheel(lines)
	}
	return nil
}
