package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/spf13/cobra"

	"segtap/capture"
	"segtap/ui/plain"
)

func serveCommand(io streams) *cobra.Command {
	var opt captureOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "capture without a screen; one JSON line an event on standard output",
		Long: `serve captures as the screen does and prints one JSON line for each message, in
the order they came: what came, what it becomes, the verdict and the
diagnostics. A line is printed after its message has been kept.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runServe(cmd.Context(), io, opt, nil)
		},
	}
	opt.addFlags(cmd.Flags())
	return cmd
}

func runServe(ctx context.Context, std streams, opt captureOptions, feed func(context.Context, *endpoint)) error {
	judge, err := opt.destination.judge()
	if err != nil {
		return err
	}
	e, err := opt.open(judge)
	if err != nil {
		return err
	}
	for _, note := range e.notes {
		fmt.Fprintln(std.err, "segtap: "+note)
	}
	if e.file != "" {
		fmt.Fprintln(std.err, "segtap: capture file "+e.file)
	}
	fmt.Fprintln(std.err, "segtap: listening on "+e.url)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	next := e.store.Counts().Entries
	served := make(chan error, 1)
	go func() { served <- e.serve(ctx, log.New(std.err, "segtap: ", 0)) }()
	if feed != nil {
		go feed(ctx, e)
	}
	out := bufio.NewWriter(std.out)
	failed := printEvents(ctx, e.store, next, out, std.err)
	stop()
	return errors.Join(<-served, failed)
}

// printEvents prints the entries from place next of the list on, as they come,
// until ctx ends. Requests that no route takes are told to errs.
func printEvents(ctx context.Context, store *capture.Store, next int, out *bufio.Writer, errs io.Writer) error {
	var line []byte
	reader, strays := store.NewReader(), 0
	for {
		if c := store.Counts(); c.Strays > strays {
			strays = c.Strays
			fmt.Fprintf(errs, "segtap: %s came: %s\n", plain.Escape(c.LastStray.Method+" "+c.LastStray.Path), c.LastStray.Hint())
		}
		entry, ok := store.At(next)
		if !ok {
			if err := out.Flush(); err != nil {
				return fmt.Errorf("cannot write to standard output: %w", err)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-store.Changed():
			}
			continue
		}
		got, err := reader.Read(entry.ID)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		line = append(appendEvent(line[:0], got), '\n')
		if _, err := out.Write(harmless(line)); err != nil {
			return fmt.Errorf("cannot write to standard output: %w", err)
		}
		next++
	}
}

// stamp is how times are written in JSON lines: UTC, milliseconds.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
