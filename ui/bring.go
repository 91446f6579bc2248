package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/ui/events/detail"
	"segtap/ui/keymap"
)

// bringing are the bindings that do something with an entry: one of an opened file is
// brought into the capture first.
var bringing = []string{"edit", "editor", "fix", "replay"}

// bringer brings entries of opened files into the capture.
type bringer struct{ *sources }

// first has what is done with an entry of an opened file be done with its copy.
func (b bringer) first(handlers keymap.Handlers) {
	for _, binding := range bringing {
		h := handlers[binding]
		h.Do = func() tea.Cmd { return b.bring(binding) }
		handlers[binding] = h
	}
}

// broughtMsg says which entry the copy of an opened one is, and what is to be done with
// it.
type broughtMsg struct {
	id   uint64
	from string
	then string         // a binding; empty for nothing
	of   *detail.Detail // the entry that it is a copy of
	said string         // of what has been brought; empty where it was there before
	err  error
}

// bring copies the selected entry of an opened file into what is captured here.
func (b bringer) bring(then string) tea.Cmd {
	of, place, live := b.events.Detail(), b.opened.Place, b.live().store
	got, _ := of.Opened()
	return func() tea.Msg {
		msg := broughtMsg{from: place(got), then: then, of: of}
		var made bool
		if msg.id, made, msg.err = store.CopiesIn(live).Bring(got, msg.from); made {
			msg.said = fmt.Sprintf("brought from %s into the capture as #%d", msg.from, msg.id)
		}
		return msg
	}
}

// takeBrought goes on with the copy in what is captured here.
func (m *Model) takeBrought(msg broughtMsg) tea.Cmd {
	if msg.err != nil {
		return m.notices.Say(fmt.Sprintf("%s was not brought into the capture: %v", msg.from, msg.err))
	}
	if m.dialog != nil {
		return nil // something else has been opened meanwhile
	}
	m.open = keymap.Events
	cmd := tea.Batch(m.turnTo(0), m.events.Select(msg.id), m.look())
	if msg.then != "" {
		m.next = next{entry: msg.id, binding: msg.then, like: msg.of}
	}
	if msg.said != "" {
		cmd = tea.Batch(cmd, m.notices.Say(msg.said))
	}
	return cmd
}

// broughtAll copies entries of an opened file into what is captured here, those that have
// not been before, and returns the copies.
func broughtAll(ctx context.Context, live *store.Store, of *source, ids []uint64) ([]uint64, error) {
	reader, copies, there := of.store.NewReader(), make([]uint64, len(ids)), store.CopiesIn(live)
	for i, id := range ids {
		got, err := reader.ReadWanted(id, nil)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if copies[i], _, err = there.Bring(got, of.opened.Place(got)); err != nil {
			return nil, err
		}
	}
	return copies, nil
}
