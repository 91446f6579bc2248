package agent

import (
	"context"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// progressEvery is how often an agent's program hears that a call goes on: some give up
// on one of which they have heard nothing for a minute.
const progressEvery = 5 * time.Second

// progress tells the agent's program, where it wants to know, that a call goes on, until
// stop is called. The whole is how long it may take.
func (c call) progress(ctx context.Context, whole time.Duration, what string) (stop func()) {
	token := c.Params.GetProgressToken()
	if token == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for began := time.Now(); ; {
			p := &mcp.ProgressNotificationParams{ProgressToken: token, Message: what, Progress: time.Since(began).Seconds(), Total: whole.Seconds()}
			if c.Session.NotifyProgress(ctx, p) != nil {
				return // it has gone
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() { cancel(); <-ended }
}
