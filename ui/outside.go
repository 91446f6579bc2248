package ui

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/ui/dialog"
	"segtap/ui/outside"
)

// copyOutside is a copy of a message in $VISUAL or $EDITOR.
type copyOutside struct {
	parent uint64
	came   []byte // the message that it is a copy of
	draft  []byte // as it was given to the editor
	path   string
}

// draftedMsg says that the draft has been written, or why not.
type draftedMsg struct {
	copyOutside
	err error
}

// editedMsg says that the editor outside has ended, and what it left.
type editedMsg struct {
	copyOutside
	text []byte
	err  error
}

func (m *Model) noEditor() string {
	if reason := m.events.NoMessage(); reason != "" {
		return reason
	}
	if len(m.opt.Editor) == 0 {
		return "neither $VISUAL nor $EDITOR is set"
	}
	return ""
}

// editOutside opens a copy of the message in $VISUAL or $EDITOR. Capture goes on
// meanwhile.
func (m *Model) editOutside() tea.Cmd {
	got, _ := m.events.Opened()
	came := got.Message.Text
	o := copyOutside{parent: got.Entry.ID, came: came, draft: slices.Concat(jsondoc.Indent(came), []byte{'\n'})}
	return func() tea.Msg {
		var err error
		o.path, err = m.drafts.Write(fmt.Sprintf("segtap-%d.json", o.parent), o.draft)
		return draftedMsg{o, err}
	}
}

// takeDrafted runs the editor, unless something else has been opened meanwhile.
func (m *Model) takeDrafted(msg draftedMsg) tea.Cmd {
	if msg.err != nil {
		return m.notices.Say("cannot write the draft: " + msg.err.Error())
	}
	o, drafts := msg.copyOutside, &m.drafts
	if m.dialog != nil {
		return func() tea.Msg {
			_, _ = drafts.Take(o.path)
			return nil
		}
	}
	ended := func(err error) tea.Msg {
		text, failed := drafts.Take(o.path)
		return editedMsg{o, text, errors.Join(err, failed)}
	}
	cmd, err := outside.Command(m.opt.Editor, o.path, m.opt.Terminal)
	if err != nil { // it is not there: no need to leave the screen
		return func() tea.Msg { return ended(err) }
	}
	return tea.Exec(cmd, ended)
}

// takeEdited looks at what the editor left. Unchanged, nothing happens; changed, it
// becomes an entry. What cannot become one, since it is not JSON, the editor failed or
// there is no room to keep it, goes on in the editor here.
func (m *Model) takeEdited(msg editedMsg) tea.Cmd {
	text := bytes.TrimSpace(msg.text)
	unchanged := bytes.Equal(text, bytes.TrimSpace(msg.draft))
	switch {
	case msg.err != nil && (unchanged || len(text) == 0):
		return m.notices.Say(fmt.Sprintf("%s: %v: nothing was kept", m.opt.Editor[0], msg.err))
	case unchanged:
		return m.notices.Say("no change: nothing was kept")
	case len(text) == 0:
		return m.notices.Say("the draft was left empty: nothing was kept")
	}
	draft := dialog.Draft{Parent: msg.parent, Came: msg.came, Text: text}
	if msg.err != nil {
		draft.Err = fmt.Errorf("%s: %w", m.opt.Editor[0], msg.err)
	}
	d := dialog.NewEdit(m.dialogOptions(), draft)
	m.dialog = d
	if msg.err != nil || mapping.ParseMessage(text).Syntax != nil {
		return nil
	}
	return d.Keep()
}
