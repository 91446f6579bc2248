package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/spf13/cobra"

	"segtap/mapping/query"
)

func serveCommand(io streams) *cobra.Command {
	var opt captureOptions
	var wanted string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "capture without a screen; one JSON line an event on standard output",
		Long: `serve captures as the screen does and prints one JSON line for each message, in
the order they came: what came, what it becomes, the verdict and the
diagnostics. A line is printed after its message has been kept. A message that an
SDK sends again is no message of its own: each further try is the line of its
event again, with the number of the try and what it was answered.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := parseFilter(wanted)
			if err != nil {
				return err
			}
			return runServe(cmd.Context(), io, opt, f, nil)
		},
	}
	opt.addFlags(cmd.Flags())
	cmd.Flags().StringVar(&wanted, "filter", "", "print only the events that this `filter` wants, such as is:error or event:order*")
	return cmd
}

// runServe captures until ctx ends, and prints the events that are wanted; all for
// nil. Feed, unless nil, sends to the endpoint meanwhile.
func runServe(ctx context.Context, std streams, opt captureOptions, wanted *query.Filter, feed func(context.Context, *endpoint)) error {
	// Asked before the first event can come: what is printed stays as it is.
	judge, err := opt.destination.informed(ctx, std, false)
	if err != nil {
		return err
	}
	e, err := opt.open(judge)
	if err != nil {
		return err
	}
	say(std, e.notes)
	if e.file != "" {
		fmt.Fprintln(std.err, "segtap: capture file "+e.file)
	}
	fmt.Fprintln(std.err, "segtap: listening on "+e.url)
	counts := e.store.Counts()
	next := counts.First + counts.Entries
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var failed error // of serving
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		failed = e.serve(ctx, log.New(std.err, "segtap: ", 0))
	}()
	if feed != nil {
		go feed(ctx, e)
	}
	p := printer{tries: e.store.TryCount(), store: e.store, wanted: wanted, file: e.file, next: next, out: bufio.NewWriter(std.out), errs: std.err}
	unprinted := p.follow(ended)
	stop()
	<-ended
	return errors.Join(failed, unprinted, e.close())
}

// parseFilter reads --filter; nil for none.
func parseFilter(text string) (*query.Filter, error) {
	if text == "" {
		return nil, nil
	}
	f, err := query.Parse(text, time.Now())
	var mistake *query.Error
	if errors.As(err, &mistake) {
		return nil, usage(mistake.Hint, "--filter: column %d: %s", mistake.Column, mistake.Problem)
	}
	return f, err
}
