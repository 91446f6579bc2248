package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog"
	"segtap/ui/dialog/finding"
	"segtap/ui/events/detail"
	"segtap/ui/filter"
	"segtap/ui/keymap"
	"segtap/ui/layout"
	"segtap/ui/notice"
	"segtap/ui/status"
)

const (
	// frame is how long the screen waits after a change before it looks, so that
	// a burst of events is one redraw.
	frame = 33 * time.Millisecond
	// rushFrame is how long while so much arrives that the list is another one
	// at each look: nobody reads that, and drawing it takes time from capturing.
	rushFrame = 100 * time.Millisecond
	calmFrame = time.Second // where nothing is to move
)

// changedMsg says that the store of a source has something new.
type changedMsg struct{ of *source }

// Update routes a message to whom it concerns, and gives everything its place afterwards.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.opt.Now()
	cmd := m.route(msg)
	if m.next.entry != 0 && m.events.Detail().IsOpen(m.next.entry) {
		next := m.next
		m.next.entry = 0
		m.events.Detail().SelectAs(next.like)
		cmd = tea.Batch(cmd, m.performID(next.binding))
	}
	if draftOf(m.dialog) == nil {
		m.opt.Guest.EditsNoMore()
	}
	m.arrange()
	if kept := m.keeping.changed(); kept != nil {
		cmd = tea.Batch(cmd, kept)
	}
	return m, cmd
}

// arrange takes down what the frame shows besides the screens, and tells everything how
// much room it has.
func (m *Model) arrange() {
	m.header, m.status = m.headerNow(), m.statusNow()
	m.said = notice.Lines{}
	if m.dialog == nil { // a dialog has the screen for itself
		m.said = m.notices.Lines(m.now, m.width, m.keys.Of("back")+" puts this away; help ("+m.keys.Of("help")+") has it at its end")
	}
	body := m.layout().Body
	for _, s := range m.screens {
		s.SetSize(body.W, body.H)
	}
	if m.dialog != nil {
		m.dialog.SetSize(body.W, body.H)
	}
	if line := lineOf(m.typing(m.open)); line != nil {
		line.SetRoom(body.H)
		if m.layout().Header.Empty() {
			line.SetRoom(0)
		}
	}
	m.hinted = m.hints()
}

func (m *Model) layout() layout.Screen { return layout.Arrange(m.width, m.height, m.said.Height()) }

func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		return nil
	case tea.EnvMsg:
		return status.Ask(msg)
	case tea.ProgramStatusSupportMsg:
		m.tells = true
		return nil
	case stoppedMsg:
		m.stopped = msg.err.Error()
		return m.look()
	case tea.ColorProfileMsg, tea.BackgroundColorMsg:
		m.styling.learn(msg, m.all, m.dialog)
		return nil
	case changedMsg:
		cmd := m.lookAt(msg.of, m.open)
		if msg.of == m.source {
			cmd = tea.Batch(cmd, m.events.List().Continue())
		}
		return tea.Batch(m.waitForChange(msg.of), cmd)
	case dialog.Reply:
		return m.answered(msg.Of, msg.Take())
	case draftedMsg:
		return m.opener.takeDrafted(msg, m.dialog != nil)
	case editedMsg:
		return m.show(m.opener.takeEdited(msg))
	case resumedMsg:
		return m.show(m.opener.takeResumed(msg, m.dialog != nil))
	case leftMsg:
		return m.takeLeft(msg.left)
	case copiedMsg:
		return m.notices.Hint("copied " + msg.what + " to the clipboard")
	case uncopiedMsg:
		return tea.Batch(tea.SetClipboard(msg.text), m.notices.Say("copied "+msg.what+" through the terminal (OSC 52), if it allows that"))
	case sampledMsg:
		return m.notices.Wrong(m.keys.Of("sample") + ": " + msg.problem)
	case leftPlaceMsg:
		return rereading{m}.takeLeftPlace(msg)
	case broughtMsg:
		return m.takeBrought(msg)
	case filter.GatheredMsg:
		if msg.Take(); m.typing(m.open) != nil {
			return m.typing(m.open).Type(msg)
		}
		return nil
	case keepMsg, keptMsg:
		return m.keeping.update(msg)
	case notice.PassedMsg:
		return m.notices.Passed(msg)
	}
	if cmd, mine := m.watch.Update(msg); mine {
		return cmd
	}
	if cmd, mine := (rereading{m}).takeTable(msg); mine {
		return cmd
	}
	if cmd, mine := toScreens(m.all, msg); mine {
		return cmd
	}
	return m.input(msg)
}

// input hands what a person does to the dialog, the filter or the open screen.
func (m *Model) input(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "alt+esc" {
		return m.escapeTwice()
	}
	mouse, isMouse := msg.(tea.MouseMsg)
	if !isMouse {
		m.pointer.at = time.Time{} // what is clicked then is not clicked again
	}
	switch {
	case isMouse && m.opt.NoMouse:
		return nil
	case isMouse:
		return hand{m}.does(mouse)
	case wantsHelp(m, msg):
		return m.show(openHelp(m))
	case m.dialog != nil:
		return m.answered(m.dialog, m.dialog.Update(msg))
	case m.typing(m.open) != nil:
		return m.typing(m.open).Type(msg)
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.notices.Read()
		m.next.entry = 0
		return m.press(msg)
	case tea.PasteMsg:
		return bringer{&m.sources}.paste(msg.Content, m.unkept(m.opt.unkept()))
	}
	return nil
}

// answered does what a dialog wants done when it has taken a message.
func (m *Model) answered(of dialog.Dialog, a dialog.Answer) tea.Cmd {
	if a.Closed && m.dialog == of {
		m.dialog = nil
	} else if help, ok := m.dialog.(*finding.Help); ok && a.Closed {
		help.Over(of)
	}
	if d, ok := of.(interface{ Target() string }); ok { // one that sends
		m.opener.target = d.Target()
	}
	cmd := a.Cmd
	if a.Say != "" {
		cmd = tea.Batch(cmd, m.notices.Say(a.Say))
	}
	switch next := a.Next.(type) {
	case dialog.PerformMsg:
		return tea.Batch(cmd, m.performID(next.ID))
	case dialog.ResumeMsg:
		m.dialog = next.Dialog
	case dialog.CopyMsg:
		return tea.Batch(cmd, m.opener.copyText(next.What, next.Text))
	case dialog.KeptMsg:
		m.guest.Did("edit", "entry", next.ID)
		return tea.Batch(cmd, m.takeKept(next))
	case dialog.UnchangedMsg:
		return tea.Batch(cmd, m.takeUnchanged(next))
	case dialog.ShowEntryMsg:
		if m.opened != nil {
			cmd = tea.Batch(cmd, m.turnTo(0))
		}
		return tea.Batch(cmd, visitor{m}.show(next.ID))
	case dialog.ThemeMsg:
		m.styling.choose(next.Theme, m.all, m.dialog)
		m.keeping.chosen.Theme = kept(next, m.keeping.chosen.Theme)
	case dialog.ShowSourceMsg:
		return tea.Batch(cmd, m.turnTo(next.Number))
	}
	return cmd
}

// show puts a dialog over the screen, if there is one.
func (m *Model) show(d dialog.Dialog, cmd tea.Cmd) tea.Cmd {
	if d != nil {
		m.dialog = d
	}
	return cmd
}

// escapeTwice does what esc does, twice: a terminal sends two that follow each other fast
// as one key. The second is not for what a dialog covered that the first has closed.
func (m *Model) escapeTwice() tea.Cmd {
	covered := m.dialog != nil
	first := m.input(tea.KeyPressMsg{Code: tea.KeyEscape})
	if covered && m.dialog == nil {
		return first
	}
	return tea.Batch(first, m.input(tea.KeyPressMsg{Code: tea.KeyEscape}))
}

// press does what a key is for, or says why it cannot.
func (m *Model) press(press tea.KeyPressMsg) tea.Cmd {
	if b := m.keys.Pressed(press, m.open); b != nil {
		return m.perform(b, press.String())
	}
	return m.notices.Hint(m.keys.Unbound(press, m.open))
}

func (m *Model) performID(id string) tea.Cmd {
	if b := m.keys.Find(id); b != nil {
		return m.perform(b, m.keys.Of(id))
	}
	return nil
}

// perform does what a binding is for, by the name of a key.
func (m *Model) perform(b *keymap.Binding, key string) tea.Cmd {
	switch reason := m.whyNot(b); {
	case reason == "":
	case isSoon(m, reason):
		m.next = next{entry: detail.Reading(m.events.Detail()), binding: b.ID} // it is done when the entry has been read
		return nil
	default:
		return m.notices.Say(key + ": " + reason)
	}
	if b.ID == "back" {
		if cmd, ended := endFirst(m); ended {
			return cmd
		}
	}
	m.guest.Pressed(b)
	return m.handlers[m.open][b.ID].Do()
}

// whyNot says why a binding can do nothing now; empty when it can.
func (m *Model) whyNot(b *keymap.Binding) string {
	if !b.IsOn(m.open) {
		return m.keys.Where(b)
	}
	if reason := m.guest.Off(b); reason != "" {
		return reason
	}
	off := m.handlers[m.open][b.ID].Off
	if b.Group == keymap.GroupChange && (m.opened == nil || b.ID != "mark" && b.ID != "unmark-all") { // a mark in a file is not written
		if reason := m.unkept(m.opt.unkept()); reason != "" {
			return reason
		}
	}
	if off != nil {
		return off()
	}
	return ""
}
