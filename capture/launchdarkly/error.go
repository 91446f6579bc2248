package launchdarkly

import (
	"strings"

	"segtap/mapping/prose"
)

// Error is why something could not be had from LaunchDarkly: what was asked,
// what came instead, and the way out. It never holds the token.
type Error struct {
	// Op says what was asked, as in `read the metrics of project "storefront"`.
	Op string
	// Status is that of LaunchDarkly's last answer; 0: there was none, or the
	// fault is not in its status.
	Status int
	// Code and Message are LaunchDarkly's own, as they came; may be empty.
	Code, Message string
	// Problem is what went wrong, in words that are safe to print.
	Problem string
	// Hint is what to do about it, safe to print; may be empty.
	Hint string
	// Err is the cause, such as [context.Canceled]; nil: none.
	Err error
}

// Error returns all of it in one line, what came from outside escaped as %q does.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("cannot " + e.Op + ": " + e.Problem)
	if e.Code != "" || e.Message != "" {
		b.WriteString(" (" + strings.TrimSpace(prose.Outside(e.Code)+" "+prose.Escaped(e.Message)) + ")")
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
