package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
	"segtap/mapping/origin"
	"segtap/ui/keymap"
	"segtap/ui/metrics/names"
	"segtap/ui/outside"
)

// rereading keeps what events and names are checked against up to date.
type rereading struct{ *Model }

// board returns what has the table of names over a source; nil where neither plans nor code were given.
func (m rereading) board(of *source) *names.Board {
	if !m.names.Given() {
		return nil
	}
	return names.New(of.store, m.names.Read)
}

// named has the tables of names made anew; because of what, where files have changed, else empty.
func (m rereading) named(because string) tea.Cmd {
	var cmds []tea.Cmd
	for _, s := range m.all {
		if s.board != nil {
			cmds = append(cmds, s.board.Refresh(because))
		}
	}
	return tea.Batch(append(cmds, m.look())...)
}

// takeTable takes a table of names, and says in what it is another one than before.
func (m rereading) takeTable(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	for _, s := range m.all {
		if s.board == nil {
			continue
		}
		told, mine := s.board.Update(msg)
		if !mine {
			continue
		}
		cmds := []tea.Cmd{s.board.Refresh("")}
		if s == m.source {
			cmds = append(cmds, m.look())
		}
		if told != "" && s == m.live() {
			cmds = append(cmds, m.notices.Say(told))
		}
		return tea.Batch(cmds...), true
	}
	return nil, false
}

// summary says what becomes of the names of plans and code, and whether a person should look; empty where none are
// known.
func (m rereading) summary() (text string, wrong bool) {
	s := m.live()
	if s.board == nil || s.board.Table() == nil {
		return "", false
	}
	text, wrong = s.board.Summary()
	return text + "; " + m.keys.Screen(keymap.Metrics) + " shows them", wrong
}

// unreadable says what of plans, code and metrics could not be read when it changed.
func (m rereading) unreadable() string {
	var parts []string
	for _, broken := range []string{m.names.Broken(), m.metrics.Broken()} {
		if broken != "" {
			parts = append(parts, "what was read before is shown: "+broken)
		}
	}
	return strings.Join(parts, "; ")
}

// readAgain reads the metrics again, and the names of plans and code; or ends a reading.
func (m rereading) readAgain() tea.Cmd {
	switch {
	case m.metrics.Reading() || m.names.Reading():
		return m.stopReading()
	case m.metrics.NoSource() != "":
		return m.names.Reload()
	}
	return tea.Batch(m.names.Reload(), m.metrics.Reload())
}

// stopReading ends what is being read.
func (m rereading) stopReading() tea.Cmd {
	m.names.Stop()
	if m.metrics.Reading() {
		return m.metrics.Reload() // which ends it
	}
	return nil
}

// nothingToRead says why nothing can be read again.
func (m rereading) nothingToRead() string {
	if m.names.Given() {
		return ""
	}
	return m.metrics.NoSource()
}

// noOutside says why nothing can be opened in an editor outside.
func (o *opener) noOutside() string {
	if len(o.opt.Editor) == 0 {
		return "neither $VISUAL nor $EDITOR is set, and there is no vi"
	}
	return ""
}

// openPlace opens a place of a plan or of code in $VISUAL or $EDITOR.
func (o *opener) openPlace(at origin.Place) tea.Cmd {
	cmd, err := outside.At(o.opt.Editor, at.File, at.Line, o.opt.Terminal)
	if err != nil {
		return o.notices.Wrong(o.opt.Editor[0] + ": " + err.Error())
	}
	return tea.Exec(cmd, func(err error) tea.Msg { return leftPlaceMsg{o.opt.Editor[0], err} })
}

// leftPlaceMsg says that an editor that a place was opened in has ended.
type leftPlaceMsg struct {
	editor string
	err    error
}

// takeLeftPlace says what went wrong in an editor.
func (m rereading) takeLeftPlace(msg leftPlaceMsg) tea.Cmd {
	if msg.err != nil {
		return m.notices.Wrong(msg.editor + ": " + msg.err.Error())
	}
	return nil
}

// setJudge has everything judged anew, the open entry and the open draft at once; because of what, where files have
// changed.
func (m *Model) setJudge(judge *mapping.Judge, because string) tea.Cmd {
	for _, s := range m.all {
		s.store.SetJudge(judge)
	}
	if draft := draftOf(m.dialog); draft != nil {
		draft.Judge()
	}
	return rereading{m}.named(because)
}
