package sshd

import (
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"

	"golang.org/x/time/rate"

	"segtap/ui/widget/sanitize"
)

// audit writes who comes and goes, and what is changed.
type audit struct {
	log *slog.Logger

	mu      sync.Mutex
	limit   *rate.Limiter // of lines that anybody can cause who reaches the port
	skipped int
}

func newAudit(log *slog.Logger) *audit {
	return &audit{log: log, limit: rate.NewLimiter(5, 50)}
}

// refused tells of somebody who was not let in. Of many, some are counted only.
func (a *audit) refused(remote net.Addr, why string, args ...any) {
	a.mu.Lock()
	if !a.limit.Allow() {
		a.skipped++
		a.mu.Unlock()
		return
	}
	if a.skipped > 0 {
		args = append(args, "untold", a.skipped)
	}
	a.skipped = 0
	a.mu.Unlock()
	a.log.Warn("ssh refused", append([]any{"remote", remote.String(), "why", why}, args...)...)
}

// fault tells of a panic that was caught, in one line.
func (a *audit) fault(of string, caught any, args ...any) {
	a.log.Error("ssh fault", append(args, "of", of, "panic", fmt.Sprint(caught), "stack", string(debug.Stack()))...)
}

// told cuts a text of a client to what a line has room for.
func told(text string) string { return sanitize.CutTail(sanitize.Escape(text), 64, "…") }
