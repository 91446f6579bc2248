package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/google/uuid"

	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
	"segtap/ui/cli/logging"
	"segtap/ui/cli/opening"
	"segtap/ui/cli/version"
	"segtap/ui/plain"
)

// runPlain captures, tells what comes in lines, and takes commands from standard input. Feed, unless nil, sends to the
// endpoint meanwhile.
func runPlain(ctx context.Context, std console.Streams, opt screenOptions, env replay.Env, feed func(context.Context, *capturing.Endpoint)) error {
	if slices.Contains(opt.files, "-") {
		return console.Usage("give the file by its name", "--plain takes commands from standard input, and no messages")
	}
	judge, err := opt.capture.Destination.Informed(ctx, std, false)
	if err != nil {
		return err
	}
	if err := opt.capture.Sources.Say(ctx, std, judge); err != nil {
		return err
	}
	files, err := opening.Open(ctx, std, opt.files, judge, opt.capture.Limits())
	if err != nil {
		return err
	}
	defer files.Close()
	var shown []plain.File
	for i := range files.Opened {
		f := &files.Opened[i]
		shown = append(shown, plain.File{Name: f.Name, Format: f.Format, Store: f.Store, Notes: f.Notes, Place: f.Place})
	}
	e, err := opt.capture.Open(ctx, judge)
	if err != nil && opt.capture.Watchable(err) && feed == nil {
		e, err = opt.capture.Watch(ctx, err, judge)
	}
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	stopped, served := serving(ctx, e, logging.ForPeople(std.Err))
	if feed != nil {
		go feed(ctx, e)
	}
	e.Reached(&env)
	said := plain.Run(ctx, plain.Options{
		Store: e.Store, Files: shown, Address: e.URL, File: e.File, OneKey: e.OneKey, Notes: e.Notes, In: std.In, Out: std.Out, Stopped: stopped,
		Prompt: term.IsTerminal(std.In.Fd()), Env: env, Target: opt.target,
		Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses),
		Now:    time.Now, NewID: uuid.NewString, Version: version.Release,
	})
	stop()
	if failed := errors.Join(served(), said, e.Close()); failed != nil {
		return failed
	}
	if e.File != "" && !e.Watching {
		fmt.Fprintln(std.Err, "segtap: "+e.Farewell())
	}
	return nil
}
