package events

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// walk is where a person has come from while going from a parent to its children and back:
// the next child is the one behind it.
type walk struct{ child uint64 }

// noParent says why there is no parent to go to.
func (s *Screen) noParent() string {
	e := s.list.Selected()
	switch {
	case e.ID == 0:
		return "no entry is selected"
	case e.Parent == 0:
		return fmt.Sprintf("#%d was made of no other entry", e.ID)
	}
	if _, ok := s.opt.Store.Index(e.Parent); !ok {
		return fmt.Sprintf("#%d, which this was made of, is not listed any more", e.Parent)
	}
	return ""
}

// toParent goes to the entry that the selected one was made of.
func (s *Screen) toParent() tea.Cmd {
	e := s.list.Selected()
	s.walk.child = e.ID
	return s.goTo(e.Parent)
}

// nextChild returns where the next child is: the first of the selected entry, or the one
// behind that which was come from; of an entry that has none, the next that was made of
// its parent. Behind the last is the first. It is 0 where there is none.
func (s *Screen) nextChild() uint64 {
	e, store := s.list.Selected(), s.opt.Store
	if e.ID == 0 {
		return 0
	}
	parent, from := e.ID, s.walk.child
	if _, all := store.Children(parent, 0, 0); all == 0 {
		parent, from = e.Parent, e.ID
	}
	place := 0
	if at, ok := store.Sibling(parent, from); ok {
		place = at + 1
	}
	next, all := store.Children(parent, place, 1)
	if len(next) == 0 && all > 0 {
		next, _ = store.Children(parent, 0, 1)
	}
	if len(next) == 0 || next[0].ID == e.ID {
		return 0
	}
	return next[0].ID
}

// noChild says why there is no child to go to.
func (s *Screen) noChild() string {
	switch e := s.list.Selected(); {
	case e.ID == 0:
		return "no entry is selected"
	case s.nextChild() != 0:
		return ""
	case e.Parent != 0:
		return fmt.Sprintf("#%d is the only entry that was made of #%d", e.ID, e.Parent)
	default:
		return fmt.Sprintf("no entry was made of #%d", e.ID)
	}
}

func (s *Screen) toChild() tea.Cmd { return s.goTo(s.nextChild()) }

// goTo selects an entry that is listed. A filter stays in force if it wants the entry.
func (s *Screen) goTo(id uint64) tea.Cmd {
	if s.list.Go(id) {
		return s.openSelected()
	}
	by := s.list.Asked().Filter
	cmd := s.Select(id)
	if by == nil {
		return cmd
	}
	return tea.Batch(cmd, s.opt.Notices.Say(fmt.Sprintf("the filter is off: it does not want #%d", id)))
}
