package plan

import (
	"context"
	"sync"
	"time"

	"segtap/capture/resend"
)

// gate lets so many requests be under way at one time, and none for as long as the
// receiver has asked for.
type gate struct {
	clock resend.Clock
	most  int

	mu      sync.Mutex
	allowed int // at one time, at present
	running int
	until   time.Time // nothing goes out before
	held    time.Duration
	opened  chan struct{} // closed when a request has ended
}

func newGate(clock resend.Clock, most int) *gate {
	most = max(most, 1)
	return &gate{clock: clock, most: most, allowed: most, opened: make(chan struct{})}
}

// enter waits until a request may begin.
func (g *gate) enter(ctx context.Context) error {
	for {
		if err := g.pass(ctx); err != nil {
			return err
		}
		g.mu.Lock()
		if g.running < g.allowed && !g.clock.Now().Before(g.until) {
			g.running++
			g.mu.Unlock()
			return nil
		}
		opened := g.opened
		full := g.running >= g.allowed
		g.mu.Unlock()
		if !full {
			continue
		}
		select {
		case <-opened:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// leave says that a request has ended.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	g.wake()
}

func (g *gate) wake() {
	close(g.opened)
	g.opened = make(chan struct{})
}

// pass waits as long as nothing may go out.
func (g *gate) pass(ctx context.Context) error {
	for {
		wait := g.holding()
		if wait == 0 {
			return ctx.Err()
		}
		if err := g.clock.Wait(ctx, wait); err != nil {
			return err
		}
	}
}

// holding returns for how long nothing may go out yet.
func (g *gate) holding() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return max(g.until.Sub(g.clock.Now()), 0)
}

// slow holds everything for as long as the receiver asked for, or for as long as it did
// last where it does not say, and goes on one by one.
func (g *gate) slow(wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait > 0 {
		g.held = wait
	}
	g.allowed = 1
	if until := g.clock.Now().Add(g.held); until.After(g.until) {
		g.until = until
	}
}

// well says that a request was taken: one more may be under way.
func (g *gate) well() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.allowed < g.most {
		g.allowed++
		g.wake()
	}
}
