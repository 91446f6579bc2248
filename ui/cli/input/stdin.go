package input

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/charmbracelet/x/term"

	"segtap/ui/cli/console"
)

// Open opens a file, or standard input for -, which ctx ends. Somebody who
// is to type it is told so.
func Open(ctx context.Context, std console.Streams, name string) (io.ReadCloser, error) {
	if name == "-" {
		if term.IsTerminal(std.In.Fd()) {
			console.Say(std, []string{"reading standard input: one message a line, ctrl+d ends"})
		}
		return io.NopCloser(&untilEnded{ctx: ctx, in: std.In, buf: make([]byte, chunkSize), read: make(chan read, 1)}), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, console.Cannot("give files that can be read, or - for standard input", "%w", err)
	}
	return f, nil
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

// Unreadable says that a file, or standard input, cannot be read to its end.
func Unreadable(name string, err error) error {
	if errors.Is(err, console.ErrInterrupted) {
		return err
	}
	if name == "-" {
		name = "standard input"
	}
	switch {
	case errors.Is(err, errLater):
		return console.Cannot("update segtap, or give what an older one captured", "cannot read %s: %w", name, err)
	case errors.Is(err, errLongLine), errors.Is(err, errLongValue):
		return console.Cannot("give one message a line, as jq -c '.[]' writes the items of an array", "cannot read %s: %w", name, err)
	}
	return console.Cannot("", "cannot read %s: %w", name, err)
}
