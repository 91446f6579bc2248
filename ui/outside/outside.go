package outside

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/regular"
)

// Drafts are the files that editors outside have been given. They hold people's
// events: none is left when the program ends, however it does.
type Drafts struct {
	mu     sync.Mutex
	dirs   []string // one for each, so that what an editor leaves beside it goes too
	closed bool
}

// Write puts a draft where only this user can read it. The name ends in .json,
// so that editors know what it is.
func (d *Drafts) Write(name string, draft []byte) (string, error) {
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

// Take returns what has become of a draft, and removes its file.
func (d *Drafts) Take(path string) ([]byte, error) {
	text, err := regular.File{Path: path}.Read(maxDraft)
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := filepath.Dir(path)
	d.dirs = slices.DeleteFunc(d.dirs, func(open string) bool { return open == dir })
	return text, errors.Join(err, os.RemoveAll(dir))
}

// Close removes what is left of the drafts. It is for when the program has ended.
func (d *Drafts) Close() error {
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

// editing is an editor that has the terminal. Bubble Tea stops the clock of its
// screen on the side when it gives the terminal away: if it got it back sooner, it
// would never draw again.
type editing struct{ *exec.Cmd }

// Command returns what runs an editor with its arguments on a file, for tea.Exec. Terminal
// is what it reads keys from; nil for whatever Bubble Tea reads. The error says that there
// is no such editor.
func Command(editor []string, path string, terminal *os.File) (tea.ExecCommand, error) {
	cmd := exec.Command(editor[0], append(editor[1:len(editor):len(editor)], path)...)
	if terminal != nil {
		cmd.Stdin = terminal
	}
	return &editing{cmd}, cmd.Err
}

// Run runs the editor, and gives the terminal back no sooner than after a frame.
func (e *editing) Run() error {
	err := e.Cmd.Run()
	const frame = 33 * time.Millisecond
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
