package sshd

import (
	tea "charm.land/bubbletea/v2"
)

// guarded keeps a panic of a screen to its session, and tells it. Bubble Tea would write it to standard error, past the log.
type guarded struct {
	tea.Model
	fault func(of string, caught any)
}

// catch is deferred by whatever may panic.
func (g guarded) catch(of string) {
	if caught := recover(); caught != nil {
		g.fault(of, caught)
	}
}

// Init begins.
func (g guarded) Init() tea.Cmd {
	defer g.catch("the screen")
	return g.command(g.Model.Init())
}

// Update takes what has come.
func (g guarded) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	defer g.catch("the screen")
	_, cmd = g.Model.Update(msg) // which returns itself
	return g, g.command(cmd)
}

// View draws the screen.
func (g guarded) View() tea.View {
	defer g.catch("what is drawn")
	return g.Model.View()
}

// command has the panic of a command caught as well, and of those of which it is made.
func (g guarded) command(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer g.catch("what a screen has done")
		msg = cmd()
		if several, ok := msg.(tea.BatchMsg); ok {
			for i, one := range several {
				several[i] = g.command(one)
			}
		}
		return msg
	}
}

// fault tells of a panic, and ends the session: what it has kept is not to be trusted.
func (s *session) fault(of string, caught any) {
	s.faulty.Do(func() {
		s.of.audit.fault(of, caught, "session", s.id, "key", s.key)
		s.end("a fault of segtap's own in " + of + ": who runs it finds it in the log")
	})
}
