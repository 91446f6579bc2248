package sshd

import (
	"log/slog"
	"net"
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

// told cuts a text of a client to what a line has room for.
func told(text string) string { return sanitize.CutTail(sanitize.Escape(text), 64, "…") }
