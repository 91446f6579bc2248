package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/spf13/cobra"

	"segtap/capture"
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

func runServe(ctx context.Context, io streams, opt captureOptions, feed func(context.Context, *endpoint)) error {
	judge, err := opt.destination.judge()
	if err != nil {
		return err
	}
	e, err := opt.open(judge)
	if err != nil {
		return err
	}
	for _, note := range e.notes {
		fmt.Fprintln(io.err, "segtap: "+note)
	}
	if e.file != "" {
		fmt.Fprintln(io.err, "segtap: capture file "+e.file)
	}
	fmt.Fprintln(io.err, "segtap: listening on "+e.url)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	next := e.store.Counts().Entries
	served := make(chan error, 1)
	go func() { served <- e.serve(ctx, log.New(io.err, "segtap: ", 0)) }()
	if feed != nil {
		go feed(ctx, e)
	}
	out := bufio.NewWriter(io.out)
	failed := printEvents(ctx, e.store, next, out)
	stop()
	return errors.Join(<-served, failed)
}

// printEvents prints the entries from place next of the list on, as they come,
// until ctx ends.
func printEvents(ctx context.Context, store *capture.Store, next int, out *bufio.Writer) error {
	var line []byte
	reader := store.NewReader()
	for {
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
