package launchdarkly

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
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

// Error gives all of it in one line, what came from outside escaped as %q does.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("cannot " + e.Op + ": " + e.Problem)
	if e.Code != "" || e.Message != "" {
		b.WriteString(" (" + strings.TrimSpace(outside(e.Code)+" "+quoted(e.Message)) + ")")
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// outside gives a text from outside as it is where that is harmless, else
// quoted.
func outside(text string) string {
	if strconv.Quote(text) == `"`+text+`"` {
		return shortened(text)
	}
	return quoted(text)
}

// quoted gives a text from outside in quotes, control characters escaped; ""
// for none.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	return strconv.Quote(shortened(text))
}

// maxOutside is how many bytes of a text from outside an error repeats.
const maxOutside = 300

func shortened(text string) string {
	if len(text) <= maxOutside {
		return text
	}
	cut := maxOutside
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// refused makes the error for an answer that is not 200.
func (q *query) refused(host string, answer *http.Response, code, message string) *Error {
	e := &Error{
		Op: q.op, Status: answer.StatusCode, Code: code, Message: message,
		Problem: outside(host) + " answers " + strings.TrimSpace(strconv.Itoa(answer.StatusCode)+" "+http.StatusText(answer.StatusCode)),
	}
	switch status := answer.StatusCode; {
	case status == http.StatusUnauthorized:
		e.Hint = "this host does not accept the token: it may be mistyped, expired or deleted, or belong to another instance (" + otherInstances(host) + ")"
	case status == http.StatusForbidden && q.beta:
		e.Hint = "experiments are a beta resource of the API: the token needs a role that may read them (Reader is enough), and the account access to experimentation"
	case status == http.StatusForbidden:
		e.Hint = "the token needs a role that may read this; Reader is enough"
	case status == http.StatusNotFound:
		e.Hint = q.missing
	case status == http.StatusTooManyRequests:
		e.Hint = "the limit is shared by all of the account's tokens: try again in a minute"
	case status >= 500:
		e.Hint = "try again later; https://status.launchdarkly.com tells of incidents"
	case status >= 300 && status < 400:
		e.Hint = "redirects are not followed, so that the token goes nowhere else: give the base URL that it leads to"
	}
	return e
}

// otherInstances lists the instances a token may belong to instead.
func otherInstances(host string) string {
	var others []string
	for _, i := range instances {
		if !strings.HasSuffix(i.base, "//"+host) {
			others = append(others, i.name+": "+i.base)
		}
	}
	return strings.Join(others, ", ")
}
