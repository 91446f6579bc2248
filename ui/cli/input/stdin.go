package input

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"segtap/capture/formats"
	"segtap/capture/journal/stream/login"
	"segtap/ui/cli/console"
)

// Open opens a file, the records that a stream has now, or standard input for -, which ctx ends. Somebody who
// is to type it is told so.
func Open(ctx context.Context, std console.Streams, name string) (io.ReadCloser, error) {
	if name == "-" {
		if term.IsTerminal(std.In.Fd()) {
			console.Say(std, []string{"reading standard input: one message a line, ctrl+d ends"})
		}
		return io.NopCloser(&untilEnded{ctx: ctx, in: std.In, buf: make([]byte, 256<<10), read: make(chan read, 1)}), nil
	}
	if login.IsAddress(name) {
		return openStream(ctx, name)
	}
	f, err := openFile(ctx, name)
	if errors.Is(err, console.ErrInterrupted) {
		return nil, err
	}
	if err != nil {
		return nil, console.Cannot("give files that can be read, or - for standard input", "%w", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, console.Cannot("give the files in it", "%s is a directory", name)
	} else if err == nil && !info.Mode().IsRegular() {
		return struct {
			io.Reader
			io.Closer
		}{&untilEnded{ctx: ctx, in: f, buf: make([]byte, 256<<10), read: make(chan read, 1)}, f}, nil
	}
	return f, nil
}

// openFile opens a file, until ctx ends: a pipe waits for somebody who writes into it.
func openFile(ctx context.Context, name string) (*os.File, error) {
	type opened struct {
		f   *os.File
		err error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := os.Open(name)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		return o.f, o.err
	case <-ctx.Done():
		return nil, console.ErrInterrupted
	}
}

// untilEnded reads from an input that may wait for ever, as a terminal does,
// and ends with ErrInterrupted when its context does. A read that then still
// waits is left behind with its own buffer, for the end of the program.
type untilEnded struct {
	ctx  context.Context
	in   io.Reader
	buf  []byte
	read chan read
}

// read is what a read gave.
type read struct {
	n   int
	err error
}

func (u *untilEnded) Read(p []byte) (int, error) {
	if u.ctx.Err() != nil {
		return 0, console.ErrInterrupted
	}
	buf := u.buf[:min(len(p), len(u.buf))]
	go func() {
		n, err := u.in.Read(buf)
		u.read <- read{n, err}
	}()
	select {
	case r := <-u.read:
		return copy(p, buf[:r.n]), r.err
	case <-u.ctx.Done():
		return 0, console.ErrInterrupted
	}
}

// Shown is how what is opened is called where people see it: the address of one write key of a
// stream does not tell the key.
func Shown(name string) string { return login.Shown(name) }

// List names several.
func List(names []string) string {
	shown := make([]string, len(names))
	for i, name := range names {
		shown[i] = Shown(name)
	}
	return strings.Join(shown, ", ")
}

// WayOut is what can be given, where something else was.
const WayOut = "give one message a line, a batch body or a capture file"

// Instead is what can be given instead of files in which there is no message.
func Instead(names []string) string {
	key := false
	for _, name := range names {
		to, err := login.Parse(name)
		if err != nil {
			return WayOut
		}
		key = key || to.Key != ""
	}
	if key {
		return "the stream has no messages of that write key: is it the one that the SDK is given?"
	}
	return "the stream has no messages: is it the one that `segtap serve --journal` writes?"
}

// MadeHere says that messages were left out that [formats.Made] tells of, and how to have
// them.
func MadeHere(n int) string {
	return "left out " + console.Count(n, "message") + " that no app has sent: edits and replays (--edits takes them too)"
}

// Damaged says that lines of a capture file were passed over that are no whole records.
func Damaged(n int) string {
	return "passed over what cannot be read of a capture file: " + console.Count(n, "line")
}

// Place names a line of a file, or of standard input for -.
func Place(name string, line int) string {
	if name == "-" {
		name = "standard input"
	}
	return fmt.Sprintf("%s:%d", name, line)
}

// Refused says that what stands in a line of a file, or of standard input, is no message.
func Refused(name string, line int, why error) error {
	foreign := new(formats.Foreign)
	errors.As(why, &foreign)
	return console.Cannot(cmp.Or(foreign.Out, WayOut), "%s: %w", Place(name, line), why)
}

// Unreadable says that a file, or standard input, cannot be read to its end, unless the
// error is one that says all.
func Unreadable(name string, err error) error {
	if errors.As(err, new(interface{ Hint() string })) { // it says so already
		return err
	}
	if name == "-" {
		name = "standard input"
	}
	foreign := new(formats.Foreign)
	switch {
	case errors.As(err, &foreign):
		return console.Cannot(cmp.Or(foreign.Out, WayOut), "%s: %w", name, err)
	case errors.Is(err, formats.ErrLater):
		return console.Cannot("update segtap, or give what an older one captured", "cannot read %s: %w", name, err)
	case errors.Is(err, formats.ErrLongLine), errors.Is(err, formats.ErrLongValue):
		return console.Cannot("give one message a line, as jq -c '.[]' writes the items of an array", "cannot read %s: %w", name, err)
	}
	return console.Cannot("", "cannot read %s: %w", name, err)
}
