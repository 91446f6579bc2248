package events

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/ui/events/listing"
)

// walk goes from a parent to its children and back.
type walk struct {
	store *store.Store
	list  *listing.Listing
	from  uint64 // the child that was left for its parent: the next one is behind it

	// as of the last settling:
	selected capture.Entry
	listed   bool   // its parent is
	next     uint64 // the child that comes next; 0 for none
}

// settle takes down where can be gone from the selected entry.
func (w *walk) settle() {
	w.selected = w.list.Selected()
	_, w.listed = w.store.Index(w.selected.Parent)
	w.next = w.child()
}

// noParent says why there is no parent to go to.
func (w *walk) noParent() string {
	switch e := &w.selected; {
	case e.ID == 0:
		return "no entry is selected"
	case e.Parent == 0:
		return fmt.Sprintf("#%d was made of no other entry", e.ID)
	case !w.listed:
		return fmt.Sprintf("#%d, which this was made of, is not listed now", e.Parent)
	}
	return ""
}

// parent leaves the selected entry for the one that it was made of.
func (w *walk) parent() uint64 {
	w.from = w.selected.ID
	return w.selected.Parent
}

// child returns the next child: the first of the selected entry, or the one behind that
// which was left; of an entry that has none, the next that was made of its parent. Behind
// the last is the first. It is 0 where there is none.
func (w *walk) child() uint64 {
	e, family := &w.selected, store.FamilyOf(w.store)
	if e.ID == 0 {
		return 0
	}
	parent, from := e.ID, w.from
	if _, all := family.Children(parent, 0, 0); all == 0 {
		parent, from = e.Parent, e.ID
	}
	place := 0
	if at, ok := family.Sibling(parent, from); ok {
		place = at + 1
	}
	next, all := family.Children(parent, place, 1)
	if len(next) == 0 && all > 0 {
		next, _ = family.Children(parent, 0, 1)
	}
	if len(next) == 0 || next[0].ID == e.ID {
		return 0
	}
	return next[0].ID
}

// noChild says why there is no child to go to.
func (w *walk) noChild() string {
	switch e := &w.selected; {
	case e.ID == 0:
		return "no entry is selected"
	case w.next != 0:
		return ""
	case e.Parent != 0:
		return fmt.Sprintf("#%d is the only entry that was made of #%d", e.ID, e.Parent)
	default:
		return fmt.Sprintf("no entry was made of #%d", e.ID)
	}
}

// NoParent says why there is no parent of the selected entry.
func (s *Screen) NoParent() string { return s.walk.noParent() }

// Parent returns the entry that the selected one was made of, and that one. There is one
// unless [Screen.NoParent] says why not.
func (s *Screen) Parent() [2]uint64 {
	return [2]uint64{s.walk.selected.Parent, s.walk.selected.ID}
}

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
