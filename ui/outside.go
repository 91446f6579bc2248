package ui

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// outside is a copy of a message in $VISUAL or $EDITOR.
type outside struct {
	parent uint64
	came   []byte // the message that it is a copy of
	draft  []byte // as it was given to the editor
	path   string
}

// draftedMsg says that the draft has been written, or why not.
type draftedMsg struct {
	outside
	err error
}

// editedMsg says that the editor outside has ended, and what it left.
type editedMsg struct {
	outside
	text []byte
	err  error
}

// editOutside opens a copy of the message in $VISUAL or $EDITOR. Capture goes
// on meanwhile.
func (m *Model) editOutside() tea.Cmd {
	came := m.detail.got.Message.Text
	o := outside{parent: m.detail.id, came: came, draft: slices.Concat(jsondoc.Indent(came), []byte{'\n'})}
	return func() tea.Msg {
		var err error
		o.path, err = o.write()
		return draftedMsg{o, err}
	}
}

// write puts the draft where only this user can read it. The name ends in
// .json, so that editors know what it is.
func (o *outside) write() (string, error) {
	f, err := os.CreateTemp("", fmt.Sprintf("segtap-%d-*.json", o.parent))
	if err != nil {
		return "", err
	}
	_, err = f.Write(o.draft)
	return f.Name(), errors.Join(err, f.Close())
}

// takeDrafted runs the editor.
func (m *Model) takeDrafted(msg draftedMsg) tea.Cmd {
	if msg.err != nil {
		m.say("cannot write the draft: " + msg.err.Error())
		return m.forgetNotice()
	}
	o, editor := msg.outside, m.opt.Editor
	args := append(editor[1:len(editor):len(editor)], o.path)
	cmd := exec.Command(editor[0], args...)
	if m.opt.Terminal != nil {
		cmd.Stdin = m.opt.Terminal
	}
	return tea.ExecProcess(cmd, func(err error) tea.Msg {
		text, failed := os.ReadFile(o.path)
		return editedMsg{o, text, errors.Join(err, failed)}
	})
}

// takeEdited looks at what the editor left. Unchanged, nothing happens;
// changed, it becomes an entry; not JSON, it goes on in the editor here, at
// the error. The file goes once its text is somewhere else.
func (m *Model) takeEdited(msg editedMsg) tea.Cmd {
	if msg.err != nil {
		m.say(fmt.Sprintf("%s: %v; the draft is %s", m.opt.Editor[0], msg.err, msg.path))
		return m.forgetNotice()
	}
	text := bytes.TrimSpace(msg.text)
	if bytes.Equal(text, bytes.TrimSpace(msg.draft)) {
		m.say("no change: nothing was kept")
		return tea.Batch(removeFile(msg.path), m.forgetNotice())
	}
	if mapping.ParseMessage(text).Syntax != nil {
		return tea.Batch(removeFile(msg.path), m.openEditor(msg.parent, msg.came, text, ""))
	}
	store, now := m.opt.Store, m.opt.Now()
	return func() tea.Msg {
		id, err := store.Add(compact(string(text), msg.came), capture.Edited, msg.parent, now)
		if err != nil {
			return keptMsg{nil, 0, fmt.Errorf("%w; the draft is %s", err, msg.path)}
		}
		_ = os.Remove(msg.path)
		return keptMsg{nil, id, nil}
	}
}

func removeFile(path string) tea.Cmd {
	return func() tea.Msg {
		_ = os.Remove(path)
		return nil
	}
}
