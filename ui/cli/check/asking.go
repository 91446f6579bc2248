package check

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"segtap/capture/control"
	"segtap/capture/control/client"
	"segtap/mapping/expectation"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/report"
)

// Asking says which segtap is asked, where one that runs holds what comes against the
// expectations.
type Asking struct {
	url, after   string
	wait, settle time.Duration
	keepLate     bool
}

// AddFlags adds the flags.
func (a *Asking) AddFlags(flags *pflag.FlagSet) {
	flags.DurationVar(&a.wait, "wait", 0, "how long a running segtap may wait for what is expected, at most 5m; it answers as soon as that is decided")
	flags.StringVar(&a.url, "url", "", "`address` of the running segtap that is asked (default "+capturing.DefaultURL+" with --wait)")
	flags.StringVar(&a.after, "after", "", "of what a running segtap has, only what came after this `epoch` or cursor")
	flags.DurationVar(&a.settle, "settle", 0, "how long what a further event could break has to hold, with --wait (default 250ms)")
	flags.BoolVar(&a.keepLate, "keep-late", false, "take events too that were made before the epoch of --after")
}

// askingOnly are the flags that say something to a running segtap alone, and never those
// that say something to files alone.
var (
	askingOnly = []string{"after", "settle", "keep-late"}
	filesOnly  = []string{"metrics", "ld-project", "ld-environment", "destination", "mapping", "settings", "ld-client-side-id", "ignore", "filter", "edits", "fail-on"}
)

// Asks reports whether a running segtap is to be asked, and fails where what was given does
// not go together.
func (a *Asking) Asks(flags *pflag.FlagSet, files []string, expects bool) (bool, error) {
	typed := func(name string) bool { return config.Typed(flags.Lookup(name)) }
	asks := typed("wait") || typed("url") || expects && len(files) == 0 && (a.wait > 0 || a.url != "")
	of := askingOnly
	if asks {
		of = filesOnly
	}
	i := slices.IndexFunc(of, typed)
	switch {
	case typed("after") && a.after == "":
		return false, console.Usage("give the epoch of POST /_segtap/v1/reset, or leave --after out for all events", "--after is empty: did the reset fail?")
	case asks && !expects:
		return false, console.Usage("give --expect FILE; GET /_segtap/v1/wait waits for events alone", "--wait and --url ask a running segtap what is expected of it, and nothing is")
	case asks && len(files) > 0:
		return false, console.Usage("leave the files out, or --wait and --url", "a running segtap is asked, and not %s", files[0])
	case asks && i >= 0:
		return false, console.Usage("leave it out, or give it to the segtap that runs", "--%s says nothing to a running segtap", of[i])
	case !asks && i >= 0:
		return false, console.Usage("give --wait or --url too", "--%s is for a running segtap, and none is asked", of[i])
	case asks && (a.wait < 0 || a.wait > control.MaxWait):
		return false, console.Usage("such as --wait 30s", "--wait takes a length of time up to 5m, and not %s", a.wait)
	case asks && (a.settle < 0 || a.settle > control.MaxWait):
		return false, console.Usage("such as --settle 1s", "--settle takes a length of time up to 5m, and not %s", a.settle)
	}
	if a.url == "" {
		a.url = capturing.DefaultURL
	}
	return asks, nil
}

// Ask asks a running segtap how it stands with what files expect, and fails where that is
// not met.
func (a *Asking) Ask(ctx context.Context, std console.Streams, opt Options, files config.FilesFlag) error {
	if _, err := ReadExpected(files, time.Now()); err != nil { // whose places are told as ever
		return Unchecked(std, opt, err)
	}
	answers, err := a.answers(ctx, files)
	if err != nil {
		return Unchecked(std, opt, err)
	}
	var results []expectation.Result
	var notes []string
	for _, c := range answers {
		results = append(results, c.Results...)
	}
	missing := slices.ContainsFunc(results, func(r expectation.Result) bool { return r.State == expectation.Missing })
	if missing && slices.ContainsFunc(answers, func(c client.Checked) bool { return c.Ended == "broken" }) && a.wait > 0 {
		notes = append(notes, "it did not wait any longer for what is missing, since something else is broken for good")
	}
	if late := answers[0].Late; late > 0 {
		notes = append(notes, console.Count(late, "message")+" made before the epoch began left out (--keep-late takes them too)")
	}
	r := report.Report{Results: unmetFirst(results), Messages: answers[0].Came, Root: opt.Root}
	var failure error
	if r.Messages == 0 {
		failure = console.Failed("is the SDK pointed at "+a.url+", and has it flushed?", "no message came: nothing was checked")
	} else {
		notes = append(notes, console.Count(r.Messages, "message")+" came")
	}
	return decide(std, opt.Format, &r, failure, notes)
}

// answers asks about all files at once: each has the whole of the time.
func (a *Asking) answers(ctx context.Context, files config.FilesFlag) ([]client.Checked, error) {
	asked, err := capturing.Client(a.url)
	if err != nil {
		return nil, err
	}
	defer asked.Close()
	if err := a.there(ctx, asked); err != nil {
		return nil, unanswered(err)
	}
	answers := make([]client.Checked, len(files))
	all, ctx := errgroup.WithContext(ctx)
	for i, file := range files {
		all.Go(func() error {
			text, err := file.Read(expectation.MaxText)
			if err != nil {
				return err
			}
			answers[i], err = a.check(ctx, asked, file.Path, text)
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return nil, unanswered(err)
	}
	return answers, nil
}

// check asks about one file. What holds before anything has come is asked again when
// something has, while there is time.
func (a *Asking) check(ctx context.Context, asked *client.Client, name string, text []byte) (client.Checked, error) {
	which, end := client.Which{After: a.after, KeepLate: a.keepLate}, time.Now().Add(a.wait)
	got, err := asked.Check(ctx, which, name, text, a.wait, a.settle)
	left := time.Until(end)
	if err != nil || got.Came > 0 || !got.OK || left <= 0 {
		return got, err
	}
	_, err = asked.Wait(ctx, which, 1, left)
	if said, ok := errors.AsType[*client.Error](err); ok && said.Status == http.StatusRequestTimeout {
		return got, nil
	}
	if err != nil {
		return got, err
	}
	return asked.Check(ctx, which, name, text, max(time.Until(end), 0), a.settle)
}

const (
	// startsWithin is how long a segtap that was started at the same time may take until it
	// listens.
	startsWithin = 5 * time.Second
	startsLook   = 50 * time.Millisecond
)

// there waits until somebody listens, where there is time to wait.
func (a *Asking) there(ctx context.Context, asked *client.Client) error {
	over := time.NewTimer(min(a.wait, startsWithin))
	defer over.Stop()
	for {
		_, err := asked.Health(ctx)
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return err
		}
		select {
		case <-over.C:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(startsLook):
		}
	}
}

// unanswered makes what went wrong with a call one of the program's errors.
func unanswered(err error) error {
	var said *client.Error
	switch {
	case errors.Is(err, context.Canceled):
		return console.ErrInterrupted
	case !errors.As(err, &said):
		return capturing.Unanswered(err)
	case said.Status == http.StatusUnprocessableEntity, said.Code == "invalid_cursor", said.Code == "invalid_parameter":
		return console.Usage(said.Hint, "%w", err)
	}
	return console.Cannot(said.Hint, "%w", err)
}
