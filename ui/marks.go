package ui

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
func (m *Model) mark() tea.Cmd {
	entry, ok := m.opt.Store.Entry(m.detail.id)
	if !ok {
		return nil
	}
	store, now := m.opt.Store, m.opt.Now()
	return func() tea.Msg {
		return markedMsg{entry.ID, !entry.Marked, store.Mark(entry.ID, !entry.Marked, now)}
	}
}

func (m *Model) takeMarked(msg markedMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		m.say("not marked: " + msg.err.Error())
	case msg.on:
		m.say(fmt.Sprintf("#%d is marked: it stays when older entries go; is:marked finds it", msg.id))
	default:
		m.say(fmt.Sprintf("#%d is not marked any more", msg.id))
	}
	return m.forgetNotice()
}
