package events

import (
	"github.com/dustin/go-humanize/english"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/ui/events/detail"
	"segtap/ui/widget/count"
)

// clear takes all entries from the list but marked ones.
func (s *Screen) clear() tea.Cmd {
	if err := s.opt.Store.Clear(); err != nil {
		return s.opt.Notices.Say("not cleared: " + err.Error())
	}
	s.opt.Guest.Did("clear")
	s.detail.SetFocus(detail.List)
	look := s.Look()
	said := "cleared " + count.Of(s.list.Counts().Cleared, "entry") + ": " + s.opt.Keys.Of("unclear") + " lists them again"
	if n := s.list.Counts().Entries; n > 0 {
		said += "; " + count.Of(n, "marked entry") + " " + english.PluralWord(n, "stays", "stay")
	}
	if s.list.Paused() {
		return tea.Batch(look, s.opt.Notices.Say(said))
	}
	return tea.Batch(s.list.Follow(), look, s.opt.Notices.Say(said))
}

// unclear lists again what was cleared.
func (s *Screen) unclear() tea.Cmd {
	n := s.list.Counts().Cleared
	if err := s.opt.Store.Unclear(); err != nil {
		return s.opt.Notices.Say("not listed again: " + err.Error())
	}
	s.opt.Guest.Did("unclear")
	return tea.Batch(s.Look(), s.opt.Notices.Say("listed again: "+count.Of(n, "entry")))
}

// noClear says why the list cannot be cleared; empty when it can.
func noClear(c store.Counts) string {
	switch {
	case c.Loading < 1:
		return "what was captured is still being read"
	case c.Entries == 0:
		return "the list is empty"
	}
	return ""
}

// noUnclear says why nothing can be listed again; empty when something can.
func noUnclear(c store.Counts) string {
	if c.Cleared == 0 {
		return "nothing has been cleared"
	}
	return ""
}
