package opening

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/dustin/go-humanize"

	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// spooled is what standard input held, in a file without a name.
type spooled struct {
	*os.File
	size int64
	path string // where the system keeps the name of an open file; else empty
}

// spool reads standard input to its end, which ctx ends, and says how far it has come.
func spool(ctx context.Context, std console.Streams) (spool *spooled, err error) {
	in, err := input.Open(ctx, std, "-")
	if err != nil {
		return nil, err
	}
	defer in.Close()
	file, err := os.CreateTemp("", "segtap-*")
	if err != nil {
		return nil, console.Cannot("give a directory that can be written in TMPDIR", "cannot keep standard input: %w", err)
	}
	s := &spooled{File: file}
	if runtime.GOOS == "windows" {
		s.path = file.Name()
	} else if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	told := tell(std)
	s.size, err = io.Copy(io.MultiWriter(file, told), in)
	told.end()
	if ctx.Err() != nil { // which may have ended whoever writes it first
		err = console.ErrInterrupted
	}
	if errors.Is(err, console.ErrInterrupted) {
		return nil, errors.Join(err, s.Close())
	}
	if err != nil {
		return nil, errors.Join(console.Cannot("", "cannot read standard input: %w", err), s.Close())
	}
	return s, nil
}

// Close removes the file.
func (s *spooled) Close() error {
	err := s.File.Close()
	if s.path != "" {
		err = errors.Join(err, os.Remove(s.path))
	}
	return err
}

// progress says on a terminal how much has been read, while that takes a while.
type progress struct {
	read  atomic.Uint64
	over  chan struct{} // closed to end it
	ended chan struct{} // closed when it has
}

// tellEvery is how often it is said, and after which time first.
const tellEvery = 200 * time.Millisecond

func tell(std console.Streams) *progress {
	p := &progress{over: make(chan struct{}), ended: make(chan struct{})}
	go func() {
		defer close(p.ended)
		if !term.IsTerminal(std.Err.Fd()) {
			return
		}
		ticks := time.NewTicker(tellEvery)
		defer ticks.Stop()
		for said := ""; ; {
			select {
			case <-ticks.C:
				said = "\rsegtap: reading standard input: " + humanize.Bytes(p.read.Load()) + " "
				fmt.Fprint(std.Err, said)
			case <-p.over:
				if said != "" {
					fmt.Fprintln(std.Err)
				}
				return
			}
		}
	}()
	return p
}

func (p *progress) Write(text []byte) (int, error) {
	p.read.Add(uint64(len(text)))
	return len(text), nil
}

// end ends the line. Nothing is said afterwards.
func (p *progress) end() {
	close(p.over)
	<-p.ended
}
