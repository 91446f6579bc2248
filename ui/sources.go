package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog"
	"segtap/ui/filter"
	"segtap/ui/guest"
	"segtap/ui/keymap"
	"segtap/ui/notice"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
)

// sources are all that the screen can show entries of.
type sources struct {
	theme    *theme.Theme
	notices  *notice.Box
	keys     *keymap.Keys
	watching bool // nothing can be kept
	guest    *guest.Guest
	bringing pasting   // pastes whose messages are being brought into the capture
	stopped  string    // why nothing listens any more; empty while something does
	all      []*source // what is captured here first
	*source            // the one that is shown
}

// live returns what is captured here.
func (s *sources) live() *source { return s.all[0] }

// beside returns the number of the source so many places behind the one that is shown.
func (s *sources) beside(by int) int {
	for i, of := range s.all {
		if of == s.source {
			return (i + by + len(s.all)) % len(s.all)
		}
	}
	return 0
}

// unkept says why nothing can be kept in what is captured here; watching says that it is
// another segtap that captures.
func (s *sources) unkept(watching bool) string {
	switch {
	case s.guest.Unwriting() != "":
		return s.guest.Unwriting()
	case s.opened != nil && watching:
		return "nothing can be brought into what another segtap captures: start this one with a file of its own"
	case s.live().counts.WriterGone:
		return "nothing is kept here; start segtap again to capture into this file"
	case watching:
		return "another segtap writes this file: do it there"
	}
	return ""
}

// offers says whether unfinished drafts can be gone on with here.
func (s *sources) offers() bool { return !s.watching && s.guest.Unwriting() == "" }

// one says why no other source can be shown.
func (s *sources) one() string {
	if len(s.all) == 1 {
		return "nothing else is open: segtap FILE" + s.theme.Ellipsis + " opens files"
	}
	return ""
}

// choose asks which source to show.
func (s *sources) choose() (dialog.Dialog, tea.Cmd) {
	rows := make([]dialog.Source, len(s.all))
	for i, of := range s.all {
		rows[i] = dialog.Source{Name: "what is captured here", State: count.Of(of.came(), "event"), Shown: of == s.source}
		if of.opened != nil {
			rows[i].Name, rows[i].State = of.opened.label(), of.state()+", opened, read only"
		} else if fresh := of.fresh(s.source); fresh > 0 {
			rows[i].State += ", " + count.Number(fresh) + " new"
		}
	}
	return dialog.NewSources(s.theme, rows), nil
}

// lookAt looks at a source, and says what came that a person has to know of. The screens
// of one that is not shown stay as they are.
func (s *sources) lookAt(of *source, open keymap.Screen) tea.Cmd {
	var cmd tea.Cmd
	before := of.counts
	if of == s.source {
		cmd = of.events.Look()
		of.counts = of.events.List().Counts()
		if open != keymap.Events { // which is up to date whatever is open: the counts are its
			cmd = tea.Batch(cmd, of.screens[open].Look())
		}
	} else {
		of.counts = of.store.Counts()
		if before.Loading < 1 { // what a capture file had before is not new
			of.known = of.came()
		}
	}
	if of == s.live() && before.Loading < 1 && of.counts.Loading == 1 && s.offers() {
		cmd = tea.Batch(cmd, s.offer(of.store))
	}
	if of.opened != nil && of.opened.Notes != nil && !of.noted && of.counts.Loading == 1 {
		of.noted = true
		for _, note := range of.opened.Notes() {
			cmd = tea.Batch(cmd, s.notices.Say(of.opened.Name+": "+note))
		}
	}
	s.notices.Failing(s.failing())
	if last := of.counts.LastUnmatched; of.counts.Unmatched > before.Unmatched {
		cmd = tea.Batch(cmd, s.notices.Wrong(fmt.Sprintf("%s came: %s", last, last.Hint())))
	}
	if of.counts.Damaged > before.Damaged {
		cmd = tea.Batch(cmd, s.notices.Say(count.Of(of.counts.Damaged, "place")+" of "+of.name()+" cannot be read and was passed over; "+of.keeper()+" still has it"))
	}
	return cmd
}

// failing says what goes wrong now: that nothing can be kept comes first.
func (s *sources) failing() string {
	if s.stopped != "" && s.live().counts.Trouble == "" && s.live().counts.Failure == "" {
		return s.theme.Err + " nothing listens any more, so nothing is captured: " + s.stopped + "; start segtap again"
	}
	if wrong := s.guest.Failing(s.wrong()); wrong != "" {
		return s.theme.Err + " " + wrong
	}
	return ""
}

// wrong says what goes wrong with keeping, or else with reading.
func (s *sources) wrong() string {
	if trouble := s.live().counts.Trouble; trouble != "" {
		return trouble
	}
	if failure := s.live().counts.Failure; failure != "" {
		return failure + " (senders get 503)"
	}
	for _, of := range s.all {
		switch unread := of.counts.Unread; {
		case unread == "":
		case of.opened != nil:
			return of.opened.Name + " " + unread
		default:
			return unread
		}
	}
	return ""
}

// typist is a screen in which a filter can be typed, or what is searched for.
type typist interface {
	screen
	Typing() bool
	Type(msg tea.Msg) tea.Cmd
	FilterView(w int) (string, *tea.Cursor)
}

// completed is one whose filter is completed by a list under it.
type completed interface{ Line() *filter.Line }

// lineOf returns the line of a screen whose filter is completed; nil for another.
func lineOf(t typist) *filter.Line {
	if c, ok := t.(completed); ok {
		return c.Line()
	}
	return nil
}

// typing returns the open screen while something is typed in it; else nil.
func (s *sources) typing(open keymap.Screen) typist {
	if t, ok := s.screens[open].(typist); ok && t.Typing() {
		return t
	}
	return nil
}

// visitor goes to entries from the other screens.
type visitor struct{ *Model }

// show shows an entry among the events.
func (v visitor) show(id uint64) tea.Cmd {
	v.open = keymap.Events
	return tea.Batch(v.events.Select(id), v.look())
}

// leave goes back to the events.
func (v visitor) leave() tea.Cmd { return v.openScreen(keymap.Events) }

// filter shows the entries that a filter wants.
func (v visitor) filter(filter string) tea.Cmd {
	v.open = keymap.Events
	return v.events.Show(filter)
}

// replay shows an entry, and has it sent again as soon as it has been read.
func (v visitor) replay(id uint64) tea.Cmd {
	cmd := v.show(id)
	v.next = next{entry: id, binding: "replay"}
	return cmd
}

// stoppedMsg says that nothing listens any more.
type stoppedMsg struct{ err error }

// waitForStop waits until nothing listens any more.
func waitForStop(stopped func() error) tea.Cmd {
	if stopped == nil {
		return nil
	}
	return func() tea.Msg {
		if err := stopped(); err != nil {
			return stoppedMsg{err}
		}
		return nil
	}
}
