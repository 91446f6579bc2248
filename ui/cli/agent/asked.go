package agent

import (
	"context"
	"errors"
	"net/url"

	"segtap/capture/control/client"
	"segtap/capture/replay"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
	"segtap/ui/cli/logging"
)

// asked is the segtap that the tools ask.
type asked struct {
	*client.Client
	endpoint *capturing.Endpoint // nil where it is not this program's own
	stop     context.CancelFunc
	served   chan error // how serving has ended
}

// find returns the segtap that answers at --url, else one of this program's own.
func find(ctx context.Context, std console.Streams, opt options) (*asked, error) {
	c, err := capturing.Client(opt.url)
	if err != nil {
		return nil, err
	}
	_, err = c.Health(ctx)
	var said *client.Error
	switch {
	case err == nil:
		console.Say(std, []string{"asking the segtap at " + c.Address()})
		return &asked{Client: c}, nil
	case errors.As(err, &said):
		return nil, unasked(c, err)
	case !errors.Is(err, client.ErrNobody):
		return nil, capturing.Unanswered(err)
	}
	if at, _ := url.Parse(c.Address()); !replay.IsLoopback(at.Hostname()) {
		return nil, console.Cannot("start segtap there, or leave --url out to capture here", "%w", err)
	}
	return capture(ctx, std, opt)
}

// unasked is the error of a segtap that does not let itself be asked.
func unasked(c *client.Client, err error) error {
	var said *client.Error
	if errors.As(err, &said) {
		return console.Cannot(said.Hint, "the segtap at %s refuses to be asked: %w", c.Address(), err)
	}
	return err
}

// capture starts a segtap of this program's own.
func capture(ctx context.Context, std console.Streams, opt options) (*asked, error) {
	judge, err := opt.capture.Destination.Informed(ctx, std, false)
	if err != nil {
		return nil, err
	}
	opt.capture.Memory = opt.capture.Memory || !opt.capture.Named()
	e, err := opt.capture.Open(ctx, judge)
	if err != nil {
		return nil, err
	}
	console.Say(std, e.Notes)
	console.Say(std, []string{"no segtap answers at " + opt.url + ": mcp captures itself, listening on " + e.URL})
	if e.File != "" {
		console.Say(std, []string{e.Kind() + " " + e.File})
	}
	a := &asked{endpoint: e, served: make(chan error, 1)}
	ctx, a.stop = context.WithCancel(context.WithoutCancel(ctx)) // the last answers are given before it ends
	go func() { a.served <- e.Serve(ctx, logging.ForPeople(std.Err)) }()
	if a.Client, err = capturing.Client(e.URL); err == nil {
		_, err = a.Health(ctx)
	}
	if err != nil {
		return nil, errors.Join(unasked(a.Client, err), a.end())
	}
	return a, nil
}

// end ends a segtap of this program's own.
func (a *asked) end() error {
	if a.Client != nil {
		a.Close()
	}
	if a.endpoint == nil {
		return nil
	}
	a.stop()
	return errors.Join(<-a.served, a.endpoint.Close())
}
