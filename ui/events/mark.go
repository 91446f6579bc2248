package events

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/draw"
	"segtap/ui/theme"
)

// markedMsg says what came of putting a mark on an entry.
type markedMsg struct {
	id  uint64
	on  bool
	err error
}

func (msg markedMsg) text(t *theme.Theme) string {
	switch {
	case msg.err != nil:
		return "not marked: " + msg.err.Error()
	case msg.on:
		return draw.ID(t, msg.id) + " is marked: it stays when older entries go; is:marked finds it"
	}
	return draw.ID(t, msg.id) + " is not marked any more"
}

// mark puts a mark on the selected entry, or takes it off.
func (s *Screen) mark() tea.Cmd {
	store, now, entry := s.opt.Store, s.opt.Now(), s.list.Selected()
	return func() tea.Msg {
		return markedMsg{entry.ID, !entry.Marked, store.Mark(entry.ID, !entry.Marked, now)}
	}
}
