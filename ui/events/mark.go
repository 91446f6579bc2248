package events

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/query"
	"segtap/ui/draw"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
)

// markedMsg says what came of putting a mark on an entry.
type markedMsg struct {
	id  uint64
	on  bool
	err error
}

// text says it; in a stream even what is marked goes with its record.
func (msg markedMsg) text(t *theme.Theme, stream bool) string {
	switch {
	case msg.err != nil:
		return "not marked: " + msg.err.Error()
	case msg.on && stream:
		return draw.ID(t, msg.id) + " is marked: it stays listed until the stream lets it go; is:marked finds it"
	case msg.on:
		return draw.ID(t, msg.id) + " is marked: it stays when older entries go; is:marked finds it"
	}
	return draw.ID(t, msg.id) + " is not marked any more"
}

// mark puts a mark on the selected entry, or takes it off.
func (s *Screen) mark() tea.Cmd {
	store, who, now, entry := s.opt.Store, s.opt.Guest, s.opt.Now(), s.list.Selected()
	return func() tea.Msg {
		err := store.Mark(entry.ID, !entry.Marked, now)
		if err == nil {
			who.Did("mark", "entry", entry.ID, "on", !entry.Marked)
		}
		return markedMsg{entry.ID, !entry.Marked, err}
	}
}

// unmarkedMsg says how many marks have been taken off.
type unmarkedMsg struct {
	n   int
	err error
}

func (msg unmarkedMsg) text() string {
	said := count.Of(msg.n, "mark") + " taken off"
	if msg.err != nil {
		return said + ", the others stay: " + msg.err.Error()
	}
	return said
}

// unmarkAll takes the marks off all entries, whether they are shown or not.
func unmarkAll(s *Screen) tea.Cmd {
	marked, of, who, now := Marked(s), s.opt.Store, s.opt.Guest, s.opt.Now()
	return func() (msg tea.Msg) {
		var done unmarkedMsg
		for _, id := range marked() {
			if done.err = of.Mark(id, false, now); done.err != nil {
				break
			}
			done.n++
		}
		if done.n > 0 {
			who.Did("unmark-all", "entries", done.n)
		}
		return done
	}
}

// nothingMarked says why no mark can be taken off.
func nothingMarked(s *Screen) string {
	if s.list.Counts().Marked == 0 {
		return "nothing is marked"
	}
	return ""
}

// Marked returns what gives the numbers of all marked entries of a screen, oldest first. It is for a
// command.
func Marked(s *Screen) func() []uint64 {
	store, now := s.opt.Store, s.opt.Now()
	return func() []uint64 {
		wanted, err := query.Parse("is:marked", now)
		if err != nil {
			return nil
		}
		var all []uint64
		for search, done := store.Search(wanted), false; !done; {
			var ids []uint64
			ids, done = search.Next(context.Background())
			all = append(all, ids...)
		}
		return all
	}
}

// Shown returns what gives the numbers of all entries that a screen shows, and whether these
// are the ones that a filter wants. It is for a command.
func Shown(s *Screen) (find func() []uint64, filtered bool) {
	return s.list.Shown(), s.list.Asked().Filter != nil
}
