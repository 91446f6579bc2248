package opening

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui"
	"segtap/ui/cli/console"
)

// Files are the files that have been opened.
type Files struct {
	Opened []ui.Opened
	Notes  []string // what has to be said of them
}

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

// records are what a file holds.
type records interface {
	store.Records
	// LineOf returns the line that a place is in, from 1.
	LineOf(journal.Place) (int, error)
}

func (f *Files) open(ctx context.Context, std console.Streams, name string, judge *mapping.Judge, limits capture.Limits) error {
	records, format, err := f.read(ctx, std, name)
	if err != nil {
		return err
	}
	if name == "-" {
		name = stdin
	}
	of, err := store.Open(judge, records, limits)
	if err != nil {
		return errors.Join(console.Cannot("", "%s: %w", name, err), records.Close())
	}
	short := filepath.Base(name)
	f.Opened = append(f.Opened, ui.Opened{Name: short, Path: name, Format: format, Store: of, Place: func(got *store.Captured) string { return place(short, records, got) }})
	return nil
}

// read opens what holds the records of a file, and names its format.
func (f *Files) read(_ context.Context, _ console.Streams, name string) (records, string, error) {
	file, err := journal.Open(name, journal.Options{ReadOnly: true})
	switch {
	case err == nil:
		return file, "capture file", nil
	case errors.Is(err, journal.ErrLater):
		return nil, "", console.Cannot("update segtap, or give what an older one captured", "%w", err)
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", Missing(name)
	case !errors.Is(err, journal.ErrForeign):
		return nil, "", console.Cannot("give files that can be read, or - for standard input", "%w", err)
	}
	return nil, "", console.Cannot("", "%w", err)
}

// Missing says that there is no such file; of what reads as a command, no such command
// either.
func Missing(name string) error {
	if !strings.ContainsAny(name, `./\`) {
		return console.Usage("`segtap --help` lists the commands", "unknown command %q, and no file of that name", name)
	}
	return console.Cannot("give files that can be read, or - for standard input", "there is no file %s", name)
}

// place says where an entry stands: its file and line, and of several messages that stand
// together, which.
func place(name string, of records, got *store.Captured) string {
	text := fmt.Sprintf("%s #%d", name, got.Entry.ID)
	if line, err := of.LineOf(got.Record.Place); err == nil {
		text = fmt.Sprintf("%s:%d", name, line)
	}
	if got.Arrival.BatchMessages > 1 {
		text += fmt.Sprintf(" message %d", got.Item+1)
	}
	return text
}
