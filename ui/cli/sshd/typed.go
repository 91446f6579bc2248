package sshd

import (
	"context"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/dustin/go-humanize"
)

// The bounds of what is typed. Bubble Tea keeps a paste until its end has come, and what may be the beginning of a key until
// the rest has: who never sends that would fill the memory.
const (
	maxPaste = 1 << 20   // bytes
	maxRush  = 256 << 10 // bytes a second that are no paste: thousands of keys
)

// typed is what comes from the keyboard of a client.
type typed struct {
	from  io.Reader
	alive func()           // something was typed
	over  func(why string) // nothing more will come

	matched int // bytes of a bracket of a paste
	ends    bool
	pasting bool
	pasted  int
	rush    int
	since   time.Time
}

// events gives a program what is typed, until nothing more comes. Bubble Tea's own reading of a keyboard waits for ever for
// the program to take a key that has come as it ended, and keeps all of it in memory.
func (t *typed) events(program *tea.Program, env uv.Environ) {
	came, ended := make(chan uv.Event), make(chan struct{})
	go func() {
		defer close(ended)
		for event := range came {
			program.Send(event) // which passes over it when the program has ended
		}
	}()
	_ = uv.NewTerminalReader(t, env.Getenv("TERM")).StreamEvents(context.Background(), came) // t says why it ends
	close(came)
	<-ended
}

// silence is a keyboard on which nothing is typed. Without one, Bubble Tea asks the terminal nothing.
type silence struct{ until context.Context }

// Read waits for the end.
func (s silence) Read([]byte) (int, error) {
	<-s.until.Done()
	return 0, io.EOF
}

// Read reads what is typed.
func (t *typed) Read(b []byte) (int, error) {
	n, err := t.from.Read(b)
	if n > 0 {
		t.alive()
	}
	if err != nil {
		t.over("the client has gone")
		return n, err
	}
	if why := t.count(b[:n], time.Now()); why != "" {
		t.over(why)
		return 0, io.EOF
	}
	return n, nil
}

// count says why what has come is too much; empty when it is not.
func (t *typed) count(b []byte, now time.Time) string {
	if now.Sub(t.since) > time.Second {
		t.since, t.rush = now, 0
	}
	for _, c := range b {
		if t.pasting {
			t.pasted++
		} else {
			t.rush++
		}
		t.bracket(c)
	}
	switch {
	case t.pasted > maxPaste:
		return fmt.Sprintf("a paste has %s at most over SSH", humanize.IBytes(maxPaste))
	case t.rush > maxRush:
		return "more came than anybody types"
	}
	return ""
}

// bracket follows the brackets of a paste: ESC [ 2 0 0 ~ and ESC [ 2 0 1 ~.
func (t *typed) bracket(c byte) {
	const begin = "\x1b[20"
	switch {
	case c == begin[0]:
		t.matched = 1
	case t.matched > 0 && t.matched < len(begin) && c == begin[t.matched]:
		t.matched++
	case t.matched == len(begin) && (c == '0' || c == '1'):
		t.matched, t.ends = t.matched+1, c == '1'
	case t.matched == len(begin)+1 && c == '~':
		if t.matched, t.pasting = 0, !t.ends; t.pasting {
			t.pasted = 0
		}
	default:
		t.matched = 0
	}
}
