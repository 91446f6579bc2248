package events

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// markedMsg says what came of putting a mark on an entry.
type markedMsg struct {
	id  uint64
	on  bool
	err error
}

// mark puts a mark on the selected entry, or takes it off.
func (s *Screen) mark() tea.Cmd {
	entry, ok := s.store.Entry(s.detail.id)
	if !ok {
		return nil
	}
	store, now := s.store, s.opt.Now()
	return func() tea.Msg {
		return markedMsg{entry.ID, !entry.Marked, store.Mark(entry.ID, !entry.Marked, now)}
	}
}

func (s *Screen) takeMarked(msg markedMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		return s.opt.Notices.Say("not marked: " + msg.err.Error())
	case msg.on:
		return s.opt.Notices.Say(fmt.Sprintf("#%d is marked: it stays when older entries go; is:marked finds it", msg.id))
	}
	return s.opt.Notices.Say(fmt.Sprintf("#%d is not marked any more", msg.id))
}
