package opening

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"segtap/capture"
	"segtap/capture/formats"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/journal/stream/login"
	"segtap/capture/regular"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui"
	"segtap/ui/cli/console"
)

// Files are the files that have been opened.
type Files struct{ Opened []ui.Opened }

// stdin is what standard input is called.
const stdin = "standard input"

// Open opens files, - for standard input, which ctx ends. Of each as many entries are
// listed as limits allow.
func Open(ctx context.Context, std console.Streams, names []string, judge *mapping.Judge, limits capture.Limits) (*Files, error) {
	files := new(Files)
	for _, name := range names {
		if err := files.open(ctx, std, name, judge, limits); err != nil {
			return nil, errors.Join(err, files.Close())
		}
	}
	return files, nil
}

// Close closes the files.
func (f *Files) Close() error {
	var errs []error
	for i := range f.Opened {
		errs = append(errs, f.Opened[i].Store.Close())
	}
	return errors.Join(errs...)
}

func (f *Files) open(ctx context.Context, std console.Streams, name string, judge *mapping.Judge, limits capture.Limits) error {
	opened := ui.Opened{Name: filepath.Base(name), Path: name}
	if name == "-" {
		opened.Name, opened.Path = stdin, stdin
	}
	records, err := read(ctx, std, name)
	var lineOf func(journal.Place) (int, error)
	switch of := records.(type) {
	case *file.Journal:
		opened.Format, lineOf = "capture file", (&counter{of: of}).lineOf
	case *formats.File:
		opened.Format, opened.Notes, lineOf = of.Format(), of.Notes, of.LineOf
	default:
		return err
	}
	opened.Place = func(got *store.Captured) string { return place(opened.Name, lineOf, got) }
	if opened.Store, err = store.Open(judge, records, limits); err != nil {
		return errors.Join(console.Cannot("", "%s: %w", opened.Path, err), records.Close())
	}
	f.Opened = append(f.Opened, opened)
	return nil
}

// read opens a file: a [*file.Journal], or a [*formats.File].
func read(ctx context.Context, std console.Streams, name string) (store.Records, error) {
	if name == "-" {
		in, err := spool(ctx, std)
		if err != nil {
			return nil, err
		}
		return recognised(in, in.size, stdin)
	}
	if login.IsAddress(name) {
		return nil, Missing(name)
	}
	captured, err := file.Open(name, file.Options{ReadOnly: true})
	switch {
	case err == nil:
		return captured, nil
	case errors.Is(err, journal.ErrLater):
		return nil, console.Cannot("update segtap, or give what an older one captured", "%w", err)
	case errors.Is(err, fs.ErrNotExist):
		return nil, Missing(name)
	case !errors.Is(err, file.ErrForeign):
		return nil, console.Cannot("give files that can be read, or - for standard input", "%w", err)
	}
	in, err := regular.Open(name)
	if errors.Is(err, regular.ErrNotRegular) {
		return nil, console.Cannot("give a file; `cat FILE | segtap -` reads whatever can be read", "%w", err)
	}
	if err != nil {
		return nil, console.Cannot("give files that can be read, or - for standard input", "%w", err)
	}
	info, err := in.Stat()
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return recognised(in, info.Size(), name)
}

// readable is what a file is read from.
type readable interface {
	io.ReaderAt
	io.Closer
}

// recognised returns what a file holds. It closes what holds nothing.
func recognised(in readable, size int64, name string) (store.Records, error) {
	file, err := formats.Open(in, size, name)
	if err != nil {
		hint := "segtap reads capture files, messages as JSON, batch bodies, HAR files and curl commands"
		var foreign *formats.Foreign
		if errors.As(err, &foreign) && foreign.Out != "" {
			hint = foreign.Out
		}
		return nil, errors.Join(console.Cannot(hint, "%w", err), in.Close())
	}
	return file, nil
}

// Missing says that there is no such file; of what reads as a command, no such command
// either; of the address of a stream, how that is given.
func Missing(name string) error {
	if login.IsAddress(name) {
		return console.Usage("`segtap --journal STREAM` shows it; `segtap export` makes a file of what it has", "a stream is no file that can be opened beside what is captured")
	}
	if !strings.ContainsAny(name, `./\`) {
		return console.Usage("`segtap --help` lists the commands", "unknown command %q, and no file of that name", name)
	}
	return console.Cannot("give files that can be read, or - for standard input", "there is no file %s", name)
}

// place says where an entry stands: its file and line, and of several messages that stand
// together, which.
func place(name string, lineOf func(journal.Place) (int, error), got *store.Captured) string {
	text := fmt.Sprintf("%s #%d", name, got.Entry.ID)
	if line, err := lineOf(got.Record.Place); err == nil {
		text = fmt.Sprintf("%s:%d", name, line)
	}
	if got.Arrival.BatchMessages > 1 {
		text += fmt.Sprintf(" message %d", got.Item+1)
	}
	return text
}

// counter counts the lines of a capture file. It goes on from where it was asked last:
// many entries are mostly asked for in their order.
type counter struct {
	of    *file.Journal
	mu    sync.Mutex
	at    int64 // up to which lines have been counted
	lines int   // that end before
}

// lineOf returns the line that a place is in, from 1.
func (c *counter) lineOf(place journal.Place) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if place.Offset < c.at {
		c.at, c.lines = 0, 0
	}
	n, err := c.of.CountLines(c.at, place.Offset)
	if err != nil {
		return 0, err
	}
	c.at, c.lines = place.Offset, c.lines+n
	return c.lines + 1, nil
}
