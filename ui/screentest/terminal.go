package screentest

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Terminal is a program running in a terminal of its own. Its methods may be called from any goroutine.
type Terminal struct {
	cmd  *exec.Cmd
	file *os.File

	mu          sync.Mutex
	changed     *sync.Cond // something was written to the screen, or the program has ended
	em          *vt.Emulator
	written     time.Time // when it last was
	title       string
	cursorShown bool
	ended       bool
	exitErr     error
	done        chan struct{} // closed when everything is over
}

// lightGround is what terminals with a light background put into the environment.
const lightGround = "COLORFGBG=0;15"

// Start runs cmd in a terminal of this size with TERM=xterm-256color, unless cmd.Env sets another. The caller must call
// [Terminal.Close]. The terminal is dark, unless cmd.Env has COLORFGBG=0;15.
func Start(cmd *exec.Cmd, width, height int) (*Terminal, error) {
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append([]string{"TERM=xterm-256color"}, cmd.Env...)
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)})
	if err != nil {
		return nil, fmt.Errorf("start %s in a terminal: %w", cmd.Path, err)
	}
	t := &Terminal{cmd: cmd, file: file, em: vt.NewEmulator(width, height), cursorShown: true, done: make(chan struct{})}
	t.changed = sync.NewCond(&t.mu)
	t.em.SetDefaultBackgroundColor(darkGround())
	if slices.Contains(cmd.Env, lightGround) {
		t.em.SetDefaultBackgroundColor(color.White)
	}
	t.em.SetCallbacks(vt.Callbacks{ // they are called while it is written to
		Title:            func(title string) { t.title = title },
		CursorVisibility: func(shown bool) { t.cursorShown = shown },
	})
	answers := make(chan struct{})
	go func() {
		_, _ = io.Copy(file, t.em) // what the emulator answers
		_, _ = io.Copy(io.Discard, t.em)
		close(answers)
	}()
	go func() {
		t.show()
		err := cmd.Wait()
		t.mu.Lock()
		t.ended, t.exitErr = true, err
		t.changed.Broadcast()
		t.mu.Unlock()
		hangUp(t.em)
		<-answers
		close(t.done)
	}()
	return t, nil
}

// chunk is something that the program has written.
type chunk struct {
	at    time.Time
	bytes []byte
}

// show writes to the emulator what the program writes, until it ends. It is read beside that, as a terminal does that has
// a buffer: the program does not wait for the emulator, which takes longer than the program did.
func (t *Terminal) show() {
	chunks := make(chan chunk, 1<<10)
	go func() {
		defer close(chunks)
		for {
			buf := make([]byte, 4<<10) // more than a pseudo-terminal gives at once
			n, err := t.file.Read(buf)
			if n > 0 {
				chunks <- chunk{time.Now(), buf[:n]}
			}
			if err != nil {
				return
			}
		}
	}()
	for c := range chunks {
		t.mu.Lock()
		t.written = c.at
		_, _ = t.em.Write(c.bytes)
		t.changed.Broadcast()
		t.mu.Unlock()
	}
}

// Type sends text as if typed.
func (t *Terminal) Type(text string) error {
	var err error
	clusters(text, func(name string) {
		if err == nil {
			err = t.Press(name)
		}
	})
	return err
}

// Press presses keys by their names. After "esc" wait for what it does before the next key: a terminal sends a key with
// alt as escape and that key.
func (t *Terminal) Press(names ...string) error {
	for _, name := range names {
		seq, err := Bytes(name)
		if err != nil {
			return err
		}
		if err := t.Send(seq); err != nil {
			return err
		}
	}
	return nil
}

// Paste pastes text between the brackets of a bracketed paste.
func (t *Terminal) Paste(text string) error {
	return t.Send("\x1b[200~" + strings.ReplaceAll(text, "\n", "\r") + "\x1b[201~")
}

// Click presses and releases the left mouse button at column x and line y, both from zero.
func (t *Terminal) Click(x, y int) error {
	return t.Send(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1))
}

// Send sends bytes to the program as the terminal would.
func (t *Terminal) Send(bytes string) error {
	if _, err := io.WriteString(t.file, bytes); err != nil {
		return fmt.Errorf("send %q to the program: %w", bytes, err)
	}
	return nil
}

// Signal sends the program a signal.
func (t *Terminal) Signal(sig os.Signal) error { return t.cmd.Process.Signal(sig) }

// HangUp tells the program, and what it runs in this terminal, that the terminal has gone.
func (t *Terminal) HangUp() error {
	return exec.Command("kill", "-HUP", "--", "-"+strconv.Itoa(t.cmd.Process.Pid)).Run()
}

// Resize changes the size of the terminal and tells the program.
func (t *Terminal) Resize(width, height int) error {
	t.mu.Lock()
	t.em.Resize(width, height)
	t.mu.Unlock()
	if err := pty.Setsize(t.file, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		return fmt.Errorf("resize the terminal: %w", err)
	}
	return nil
}

// Text returns the screen as plain text: all its lines without trailing spaces.
func (t *Terminal) Text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return text(t.em)
}

// Written returns when the last of what the program wrote to the screen arrived, before the emulator made cells of it.
func (t *Terminal) Written() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.written
}

// WaitFor waits until the screen shows want. When it does not within timeout, or the program ends before, the error holds
// the screen.
func (t *Terminal) WaitFor(want string, timeout time.Duration) error {
	err := t.WaitUntil(func(screen string) bool { return strings.Contains(screen, want) }, timeout)
	if err != nil {
		return fmt.Errorf("waiting for %q: %w", want, err)
	}
	return nil
}

// WaitUntil waits until ok says so of the screen, which it looks at whenever the program has written to it. When it does
// not within timeout, or the program ends before, the error holds the screen.
func (t *Terminal) WaitUntil(ok func(screen string) bool, timeout time.Duration) error {
	return t.wait(func() bool { return ok(text(t.em)) }, timeout)
}

// WaitForPicture waits until ok says so of the picture of the screen; see [Terminal.WaitUntil].
func (t *Terminal) WaitForPicture(ok func(picture string) bool, timeout time.Duration) error {
	return t.wait(func() bool { return ok(t.picture()) }, timeout)
}

// wait waits until ok says so, which it is asked whenever the screen has changed.
func (t *Terminal) wait(ok func() bool, timeout time.Duration) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	late := false
	timer := time.AfterFunc(timeout, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		late = true
		t.changed.Broadcast()
	})
	defer timer.Stop()
	for {
		switch {
		case ok():
			return nil
		case t.ended:
			return fmt.Errorf("the program has ended (%v); its last screen:\n%s", t.cmd.ProcessState, text(t.em))
		case late:
			return fmt.Errorf("not within %v; the screen is:\n%s", timeout, text(t.em))
		}
		t.changed.Wait()
	}
}

// WaitExit waits until the program ends and returns its exit code, -1 when a signal ended it.
func (t *Terminal) WaitExit(timeout time.Duration) (int, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-t.done:
	case <-timer.C:
		return 0, fmt.Errorf("the program has not ended within %v; the screen is:\n%s", timeout, t.Text())
	}
	var exit *exec.ExitError
	if t.exitErr != nil && !errors.As(t.exitErr, &exit) {
		return 0, fmt.Errorf("the program: %w", t.exitErr)
	}
	return t.cmd.ProcessState.ExitCode(), nil
}

// Close kills the program and what it has started, if they still run, and frees the terminal. It may be called more than once.
func (t *Terminal) Close() error {
	kill(t.cmd.Process) // already ended is fine
	<-t.done
	if err := t.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("close the terminal: %w", err)
	}
	return nil
}
