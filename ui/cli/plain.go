package cli

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/google/uuid"

	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
	"segtap/ui/cli/version"
	"segtap/ui/plain"
)

// runPlain captures, tells what comes in lines, and takes commands from standard input. Feed, unless nil, sends to the
// endpoint meanwhile.
func runPlain(ctx context.Context, std console.Streams, opt screenOptions, env replay.Env, feed func(context.Context, *capturing.Endpoint)) error {
	if len(opt.files) > 0 {
		return console.Usage("`segtap --plain --file FILE` goes on with a capture file, `segtap check FILE` says what is wrong with any other", "--plain shows no files beside what is captured")
	}
	judge, err := opt.capture.Destination.Informed(ctx, std, false)
	if err != nil {
		return err
	}
	e, err := opt.capture.Open(judge)
	if errors.Is(err, journal.ErrLocked) && feed == nil {
		e, err = opt.capture.Watch(judge)
	}
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- e.Serve(ctx, log.New(std.Err, "segtap: ", 0)) }()
	if feed != nil {
		go feed(ctx, e)
	}
	env.Address = e.URL
	said := plain.Run(ctx, plain.Options{
		Store: e.Store, Address: e.URL, File: e.File, Notes: e.Notes, In: std.In, Out: std.Out,
		Prompt: term.IsTerminal(std.In.Fd()), Env: env, Target: opt.target,
		Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses),
		Now:    time.Now, NewID: uuid.NewString, Version: version.Release,
	})
	stop()
	if failed := errors.Join(<-served, said, e.Close()); failed != nil {
		return failed
	}
	if e.File != "" && !e.Watching {
		fmt.Fprintln(std.Err, "segtap: "+e.Farewell())
	}
	return nil
}
