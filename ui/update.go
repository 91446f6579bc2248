package ui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
)

const (
	// frame is how long the screen waits after a change before it looks, so that
	// a burst of events is one redraw.
	frame = 33 * time.Millisecond
	// rushFrame is how long while so much arrives that the list is another one
	// at each look: nobody reads that, and drawing it takes time from capturing.
	rushFrame = 100 * time.Millisecond
)

// The messages that commands bring back.
type (
	changedMsg struct{}               // the store has something new
	tickMsg    struct{ at time.Time } // a notice may have to go
	loadedMsg  struct {               // an entry has been read
		id  uint64
		got *capture.Captured
		err error
	}
)

// Update routes a message to whom it concerns.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.opt.Now()
	cmd := m.route(msg)
	if lines := m.toSay().height(); lines != m.saying {
		m.saying = lines // and there is another room for everything else
		m.resize()
	}
	return m, cmd
}

func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.resize()
		return nil
	case changedMsg:
		before := m.notice
		m.refresh()
		cmd := tea.Batch(m.waitForChange(), m.loadSelected(), m.reviewMatches(), m.extendMatches())
		if m.notice != before {
			cmd = tea.Batch(cmd, m.forgetNotice())
		}
		return cmd
	case loadedMsg:
		return m.detail.take(m, msg)
	case markedMsg:
		return m.takeMarked(msg)
	case foundMsg:
		return m.takeFound(msg)
	case reviewedMsg:
		return m.takeReviewed(msg)
	case triedMsg:
		msg.of.last = &msg.p
		return msg.of.waitForTry()
	case waitedMsg:
		if msg.of.step == sending {
			return msg.of.waitASecond()
		}
		return nil
	case sentMsg:
		return m.takeSent(msg)
	case draftedMsg:
		return m.takeDrafted(msg)
	case editedMsg:
		return m.takeEdited(msg)
	case keptMsg:
		return m.takeKept(msg)
	case copiedMsg:
		m.say(msg.text)
		return m.forgetNotice()
	case reloadToldMsg:
		msg.of.last = msg.text
		return msg.of.waitForTold()
	case reloadedMsg:
		return m.takeReloaded(msg)
	case askTerminalMsg:
		return m.takeUncopied(msg)
	case tickMsg:
		return nil
	}
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "alt+esc" {
		return m.escapeTwice()
	}
	switch {
	case m.dialog != nil:
		return m.dialog.update(m, msg)
	case m.filter.open:
		return m.filter.update(m, msg)
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.notice = notice{} // it has been read
		return m.press(msg.String())
	case tea.MouseClickMsg:
		return m.click(msg.Mouse())
	case tea.MouseWheelMsg:
		return m.wheel(msg.Mouse())
	}
	return nil
}

// escapeTwice does what esc does, twice: a terminal sends two that follow each
// other fast as one key. The second is not for what a dialog covered that the
// first has closed.
func (m *Model) escapeTwice() tea.Cmd {
	covered := m.dialog != nil
	first := m.route(tea.KeyPressMsg{Code: tea.KeyEscape})
	if covered && m.dialog == nil {
		return first
	}
	return tea.Batch(first, m.route(tea.KeyPressMsg{Code: tea.KeyEscape}))
}

// press does what a key is for, or says why it cannot.
func (m *Model) press(key string) tea.Cmd {
	var elsewhere *action
	for i := range m.actions {
		a := &m.actions[i]
		if !slices.Contains(a.keys, key) {
			continue
		}
		if a.isOn(m.screen) {
			return m.perform(a)
		}
		elsewhere = a
	}
	if elsewhere != nil {
		return m.perform(elsewhere)
	}
	return nil
}

func (m *Model) perform(a *action) tea.Cmd {
	if !a.isOn(m.screen) {
		m.say(a.keys[0] + ": " + notHere(a))
		return m.forgetNotice()
	}
	if reason := m.whyNot(a); reason != "" {
		m.say(a.keys[0] + ": " + reason)
		return m.forgetNotice()
	}
	return a.do(m)
}

// whyNot says why an action cannot be done now; empty when it can.
func (m *Model) whyNot(a *action) string {
	switch {
	case m.counts.WriterGone && a.group == groupChange:
		return "nothing is kept here; start segtap again to capture into this file"
	case m.opt.Watching && a.group == groupChange:
		return "another segtap writes this file: do it there"
	case a.off != nil:
		return a.off(m)
	}
	return ""
}

// notHere says on which screen an action can be done.
func notHere(a *action) string {
	for s, name := range screenNames {
		if a.isOn(screen(s)) {
			return fmt.Sprintf("only on the screen %s (%d)", name, s+1)
		}
	}
	return ""
}

// waitForChange waits until the store has something new, then a frame longer,
// so that the screen is drawn once for many events.
func (m *Model) waitForChange() tea.Cmd {
	changed, pause := m.opt.Store.Changed(), frame
	if m.rush {
		pause = rushFrame
	}
	return func() tea.Msg {
		<-changed
		time.Sleep(pause)
		return changedMsg{}
	}
}

// refresh looks at the store: how many entries there are, and where the list
// stands among them.
func (m *Model) refresh() {
	before := m.counts
	m.counts = m.opt.Store.Counts()
	m.rush = m.counts.First+m.counts.Entries-before.First-before.Entries > m.list.Height()
	if stray := m.counts.LastUnmatched; m.counts.Unmatched > before.Unmatched {
		m.say(fmt.Sprintf("%s came: %s", stray, stray.Hint()))
	}
	if m.counts.Damaged > before.Damaged {
		m.say(plural(m.counts.Damaged, "place") + " of the capture file cannot be read and was passed over; the file still has it")
	}
	m.total = m.counts.Entries
	if m.paused {
		upTo, _ := m.opt.Store.Index(m.heldAt + 1)
		m.total = upTo - m.counts.First
	}
	if m.counts.First != before.First {
		m.keepPlace()
	}
	if m.screen == screenMetrics {
		m.metrics.refresh(m.opt.Store)
	}
	m.resize()
}

// keepPlace keeps the selected entry selected, and where it is on the screen,
// when the places of the entries have changed: the oldest have gone, or those of
// the capture file have come in front of them.
func (m *Model) keepPlace() {
	if m.matches != nil {
		m.list.Shift(m.matches.forget(m.opt.Store, m.counts.Oldest))
		if m.renewal != nil {
			m.renewal.forget(m.opt.Store, m.counts.Oldest)
		}
		return
	}
	if place, _ := m.opt.Store.Index(m.detail.id); m.detail.id != 0 && !m.list.Following() {
		m.list.Shift(m.list.Cursor() + m.counts.First - place)
	}
}

// resize fits the list into the screen as it is now.
func (m *Model) resize() {
	m.list.SetCount(m.listed())
	l := m.layout()
	m.metrics.list.SetHeight(m.metrics.rooms(l.body.h).rows())
	if rows := l.list.h; rows > 0 {
		if rows > 2 {
			rows-- // the heading
		}
		m.list.SetHeight(rows)
	}
}

// listed is how many entries the list shows.
func (m *Model) listed() int {
	if m.matches != nil {
		return m.shownMatches()
	}
	return m.total
}

// entryAt gives the entry in a row of the list.
func (m *Model) entryAt(i int) (capture.Entry, bool) {
	if m.matches != nil {
		if i < 0 || i >= len(m.matches.ids) {
			return capture.Entry{}, false
		}
		return m.opt.Store.Entry(m.matches.ids[i])
	}
	return m.opt.Store.At(m.counts.First + i)
}
