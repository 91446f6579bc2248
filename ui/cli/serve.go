package cli

import (
	"bufio"
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"segtap/mapping/query"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
	"segtap/ui/cli/logging"
	"segtap/ui/cli/sshd"
	"segtap/ui/widget/sanitize"
)

func serveCommand(io console.Streams) *cobra.Command {
	var opt serveOptions
	var logs logging.Options
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
			var err error
			if opt.wanted, err = parseFilter(wanted); err != nil {
				return err
			}
			if opt.quiet && opt.wanted != nil {
				return console.Usage("give one of them", "--quiet prints no event, and --filter says which")
			}
			if io.Log, err = logs.Logger(io.Err); err != nil {
				return err
			}
			return logs.Ended(runServe(cmd.Context(), io, opt, nil), io.Log, io.Out)
		},
	}
	opt.capture.AddFlags(cmd.Flags())
	opt.screens.AddFlags(cmd.Flags())
	logs.AddFlags(cmd.Flags())
	cmd.Flags().StringVar(&wanted, "filter", "", "print only the events that this `filter` wants, such as is:error or event:order*")
	cmd.Flags().BoolVar(&opt.quiet, "quiet", false, "print no events: for a serve of which screens, the automation API or its capture are read, and whose output is a log that is kept")
	return cmd
}

// serveOptions are the flags of serve.
type serveOptions struct {
	capture capturing.Options
	screens sshd.Options
	wanted  *query.Filter // nil for all
	quiet   bool
}

// runServe captures until ctx ends, and prints the events that are wanted. Feed, unless nil, sends to the endpoint meanwhile. What happens is told to std.Log.
func runServe(ctx context.Context, std console.Streams, opt serveOptions, feed func(context.Context, *capturing.Endpoint)) error {
	// Asked before the first event can come: what is printed stays as it is.
	judge, err := opt.capture.Destination.Informed(ctx, std, false)
	if err != nil {
		return err
	}
	if err := opt.capture.Sources.Say(ctx, std, judge); err != nil {
		return err
	}
	e, err := opt.capture.Open(ctx, judge)
	if err != nil {
		return err
	}
	shown, err := opt.screens.Open(std, &opt.capture, judge, e)
	if err != nil {
		return errors.Join(err, e.Close())
	}
	console.Say(std, e.Notes)
	if e.File != "" {
		std.Log.Info(e.Kind()+" "+e.File, logging.Beside(e.Field(), e.File))
	}
	counts := e.Store.Counts()
	if before := counts.Entries + counts.Evicted + counts.Cleared; before > 0 {
		of := console.Count(before, "event")
		if counts.Loading < 1 { // all are not listed yet
			of = "events"
		}
		text := sanitize.Escape(e.File) + " has " + of
		if e.Stream {
			text += "; what comes is added to them, from here and from others"
		} else {
			text += " of earlier runs; what comes is added to them, and check reads all"
		}
		console.Say(std, []string{text})
	}
	std.Log.Info("listening on "+e.URL, logging.Beside("url", e.URL))
	next := counts.First + counts.Entries
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var failed error // of serving
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		failed = e.Serve(ctx, std.Log)
	}()
	if feed != nil {
		go feed(ctx, e)
	}
	unshown := make(chan error, 1)
	go func() { unshown <- shown.Serve(ctx) }()
	p := printer{tries: e.Store.TryCount(), store: e.Store, wanted: opt.wanted, quiet: opt.quiet, file: e.File, field: e.Field(), next: next, out: bufio.NewWriter(std.Out), log: std.Log}
	unprinted := p.follow(ended)
	stop()
	<-ended
	return errors.Join(failed, unprinted, <-unshown, e.Close())
}

// parseFilter reads --filter; nil for none.
func parseFilter(text string) (*query.Filter, error) {
	if text == "" {
		return nil, nil
	}
	f, err := query.Parse(text, time.Now())
	var mistake *query.Error
	if errors.As(err, &mistake) {
		return nil, console.Usage(mistake.Hint, "--filter: column %d: %s", mistake.Column, mistake.Problem)
	}
	return f, err
}
