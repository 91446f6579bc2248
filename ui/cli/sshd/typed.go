package sshd

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/dustin/go-humanize"
	"golang.org/x/time/rate"
)

// The bounds of what is typed. Bubble Tea keeps a paste until its end has come, and what may be the beginning of a key until
// the rest has: who never sends that would fill the memory. What is typed faster than that waits at the client.
const (
	maxPaste     = 1 << 20 // bytes that have come without a key, a paste or anything else having come of them
	bytesASecond = 64 << 10
	bytesAtOnce  = maxPaste + bytesASecond
	keysASecond  = 500 // which are more than anybody's keyboard and wheel have
	keysAtOnce   = 2000
)

// typed is what comes from the keyboard of a client.
type typed struct {
	from  io.Reader
	alive func()                           // something was typed
	over  func(why string)                 // nothing more will come
	fault func(of string, caught any)      // reading it has panicked
	read  func(io.Reader, chan<- uv.Event) // reads keys until nothing more comes
	keys  *rate.Limiter
	bytes *rate.Limiter
	until context.Context

	unread atomic.Int64 // bytes of which nothing has come yet
	cut    []byte       // the beginning of a letter, the rest of which has not come
}

// newTyped returns what somebody types at a terminal.
func newTyped(ctx context.Context, from io.Reader, term string) *typed {
	return &typed{
		from: from, alive: func() {}, over: func(string) {}, fault: func(string, any) {}, until: ctx,
		keys: rate.NewLimiter(keysASecond, keysAtOnce), bytes: rate.NewLimiter(bytesASecond, bytesAtOnce),
		read: func(from io.Reader, came chan<- uv.Event) {
			reads, stop := context.WithCancel(context.Background()) // the reader's end says when it ends, and a panic
			defer stop()
			_ = uv.NewTerminalReader(from, term).StreamEvents(reads, came) // from says why it ends
		},
	}
}

// events gives a program what is typed, until nothing more comes. Bubble Tea's own reading of a keyboard waits for ever for
// the program to take a key that has come as it ended, and keeps all of it in memory. A panic of the reader ends the session
// and no other.
func (t *typed) events(send func(tea.Msg)) {
	came, ended := make(chan uv.Event), make(chan struct{})
	go func() {
		defer close(ended)
		for event := range came {
			t.unread.Store(0)
			_ = t.keys.Wait(t.until) // which fails when the program has ended
			send(event)
		}
	}()
	defer func() {
		close(came)
		<-ended
	}()
	defer func() {
		if caught := recover(); caught != nil {
			t.fault("the keys that are typed", caught)
		}
	}()
	t.read(t, came)
}

// silence is a keyboard on which nothing is typed. Without one, Bubble Tea asks the terminal nothing.
type silence struct{ until context.Context }

// Read waits for the end.
func (s silence) Read([]byte) (int, error) {
	<-s.until.Done()
	return 0, io.EOF
}

// Read reads what is typed, but for what nobody types.
func (t *typed) Read(b []byte) (int, error) {
	if len(b) < 2*utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	for {
		before := copy(b, t.cut)
		n, err := t.from.Read(b[before:])
		if n > 0 {
			t.alive()
		}
		if err == nil {
			_ = t.bytes.WaitN(t.until, n) // which fails when nobody waits for it any more
		}
		kept, cut := letters(b[:before+n])
		t.cut = append(t.cut[:0], cut...)
		switch {
		case err != nil:
			t.over("the client has gone")
			return len(kept), err
		case t.unread.Add(int64(n)) > maxPaste:
			t.over(fmt.Sprintf("a paste has %s at most over SSH", humanize.IBytes(maxPaste)))
			return 0, io.EOF
		case len(kept) > 0:
			return len(kept), nil
		}
	}
}

// letters takes out of a text, in its place, what is no UTF-8, and the controls of 8 bits that some terminals are sent and
// nobody types: those make of the next letters something else than keys. Cut is the beginning of a letter at its end.
func letters(b []byte) (kept, cut []byte) {
	kept = b[:0]
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			if !utf8.FullRune(b) {
				return kept, b
			}
		case r >= 0x80 && r <= 0x9f:
		default:
			kept = append(kept, b[:n]...)
		}
		b = b[n:]
	}
	return kept, nil
}
