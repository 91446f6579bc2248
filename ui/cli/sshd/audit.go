package sshd

import (
	"context"
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

	mu sync.Mutex
	of map[string]*quota // by the key that has logged in; by nothing for all who have not
}

// quota is of the lines that somebody can cause as often as they like: what one does is told whatever the others do.
type quota struct {
	limit   *rate.Limiter
	skipped int
}

func newAudit(log *slog.Logger) *audit { return &audit{log: log, of: make(map[string]*quota)} }

// accepted tells of a key that has logged in, and refused of somebody who was not let in, or of what somebody was refused
// who had been; without a key it was a stranger. Of many, some are counted only.
func (a *audit) accepted(remote net.Addr, key string, args ...any) {
	a.line(slog.LevelInfo, "ssh accepted", key, append([]any{"remote", remote.String(), "key", key}, args...))
}

func (a *audit) refused(remote net.Addr, key, why string, args ...any) {
	all := []any{"remote", remote.String(), "why", why}
	if key != "" {
		all = append(all, "key", key)
	}
	a.line(slog.LevelWarn, "ssh refused", key, append(all, args...))
}

// line writes a line of somebody, unless there are too many.
func (a *audit) line(level slog.Level, msg, key string, args []any) {
	a.mu.Lock()
	of := a.of[key]
	if of == nil {
		of = &quota{limit: rate.NewLimiter(5, 50)}
		a.of[key] = of
	}
	if !of.limit.Allow() {
		of.skipped++
		a.mu.Unlock()
		return
	}
	if of.skipped > 0 {
		args = append(args, "untold", of.skipped)
	}
	of.skipped = 0
	a.mu.Unlock()
	a.log.Log(context.Background(), level, msg, args...)
}

// fault tells of a panic that was caught, in one line.
func (a *audit) fault(of string, caught any, args ...any) {
	a.log.Error("ssh fault", append(args, "of", of, "panic", fmt.Sprint(caught), "stack", string(debug.Stack()))...)
}

// told cuts a text of a client to what a line has room for.
func told(text string) string { return sanitize.CutTail(sanitize.Escape(text), 64, "…") }
