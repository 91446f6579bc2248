package ui

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/regular"
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

// drafts are the files that editors outside have been given. They hold people's
// events: none is left when the program ends, however it does.
type drafts struct {
	mu     sync.Mutex
	dirs   []string // one for each, so that what an editor leaves beside it goes too
	closed bool
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
		o.path, err = m.drafts.write(fmt.Sprintf("segtap-%d.json", o.parent), o.draft)
		return draftedMsg{o, err}
	}
}

// write puts a draft where only this user can read it. The name ends in .json,
// so that editors know what it is.
func (d *drafts) write(name string, draft []byte) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return "", os.ErrClosed
	}
	dir, err := os.MkdirTemp("", "segtap-draft-")
	if err != nil {
		return "", err
	}
	d.dirs = append(d.dirs, dir)
	path := filepath.Join(dir, name)
	return path, os.WriteFile(path, draft, 0o600)
}

// maxDraft is how many bytes of a draft are read: what the endpoint keeps of a body.
const maxDraft = 8 << 20

// take gives what has become of a draft, and removes its file.
func (d *drafts) take(path string) ([]byte, error) {
	text, err := regular.File{Path: path}.Read(maxDraft)
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := filepath.Dir(path)
	d.dirs = slices.DeleteFunc(d.dirs, func(open string) bool { return open == dir })
	return text, errors.Join(err, os.RemoveAll(dir))
}

// Close removes what is left of drafts that an editor outside was given. It is for
// when the program has ended.
func (m *Model) Close() error {
	d := &m.drafts
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	var err error
	for _, dir := range d.dirs {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	d.dirs = nil
	return err
}

// takeDrafted runs the editor, unless something else has been opened meanwhile.
func (m *Model) takeDrafted(msg draftedMsg) tea.Cmd {
	if msg.err != nil {
		m.say("cannot write the draft: " + msg.err.Error())
		return m.forgetNotice()
	}
	o, editor, drafts := msg.outside, m.opt.Editor, &m.drafts
	if m.dialog != nil {
		return func() tea.Msg {
			_, _ = drafts.take(o.path)
			return nil
		}
	}
	args := append(editor[1:len(editor):len(editor)], o.path)
	cmd := exec.Command(editor[0], args...)
	if m.opt.Terminal != nil {
		cmd.Stdin = m.opt.Terminal
	}
	ended := func(err error) tea.Msg {
		text, failed := drafts.take(o.path)
		return editedMsg{o, text, errors.Join(err, failed)}
	}
	if cmd.Err != nil { // it is not there: no need to leave the screen
		return func() tea.Msg { return ended(cmd.Err) }
	}
	return tea.Exec(&editing{cmd}, ended)
}

// editing is an editor that has the terminal. Bubble Tea stops the clock of its
// screen on the side when it gives the terminal away: if it got it back sooner, it
// would never draw again.
type editing struct{ *exec.Cmd }

// Run runs the editor, and gives the terminal back no sooner than after a frame.
func (e *editing) Run() error {
	err := e.Cmd.Run()
	time.Sleep(frame)
	return err
}

// SetStdin leaves it the terminal that it has, if it has one.
func (e *editing) SetStdin(r io.Reader) {
	if e.Stdin == nil {
		e.Stdin = r
	}
}

func (e *editing) SetStdout(w io.Writer) { e.Stdout = w }
func (e *editing) SetStderr(w io.Writer) { e.Stderr = w }

// takeEdited looks at what the editor left. Unchanged, nothing happens; changed,
// it becomes an entry. What cannot become one, since it is not JSON, the editor
// failed or there is no room to keep it, goes on in the editor here.
func (m *Model) takeEdited(msg editedMsg) tea.Cmd {
	text := bytes.TrimSpace(msg.text)
	unchanged := bytes.Equal(text, bytes.TrimSpace(msg.draft))
	switch {
	case msg.err != nil && (unchanged || len(text) == 0):
		m.say(fmt.Sprintf("%s: %v: nothing was kept", m.opt.Editor[0], msg.err))
		return m.forgetNotice()
	case unchanged:
		m.say("no change: nothing was kept")
		return m.forgetNotice()
	case len(text) == 0:
		m.say("the draft was left empty: nothing was kept")
		return m.forgetNotice()
	}
	d := m.openEditor(msg.parent, msg.came, text, "")
	switch {
	case msg.err != nil:
		d.err = fmt.Errorf("%s: %w", m.opt.Editor[0], msg.err)
		return nil
	case mapping.ParseMessage(text).Syntax != nil:
		return nil
	}
	return d.keep(m)
}
