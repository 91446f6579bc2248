package replay

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Failure is why an attempt has no answer, or not all of it.
type Failure string

// The failures. The empty one is none.
const (
	NotApproved Failure = "not_approved"       // beyond loopback, and nobody said yes
	Unsendable  Failure = "unsendable"         // no HTTP request can be made of it
	Canceled    Failure = "canceled"           // stopped from here
	TimedOut    Failure = "timeout"            // no answer in time
	Refused     Failure = "connection_refused" // nothing listens there
	NoSuchHost  Failure = "no_such_host"       // the name has no address
	Unreachable Failure = "unreachable"        // no connection could be made, for another reason
	Certificate Failure = "certificate"        // the host cannot prove who it is
	NotTLS      Failure = "not_tls"            // https was asked of a server that speaks http
	Closed      Failure = "connection_closed"  // the connection broke before the answer was whole
	OtherError  Failure = "error"
)

// Attempt is what came of sending a request. It holds no secret.
type Attempt struct {
	Target  string
	Kind    Kind
	EntryID uint64 // the entry that was sent; 0 for none
	DryRun  bool   // nothing was sent
	// ID tells what is sent apart; it is the payload id where the target takes one. Plan
	// is the id of the plan, and empty for what was sent by itself. Both are empty for
	// what was passed on.
	ID, Plan string
	// Begun says that it is about to be sent: what came of it stands in a later attempt
	// of the same ID. Where there is none, nobody knows whether it was taken.
	Begun bool
	// Sends are the entries that one request takes, where they are several.
	Sends  []Send
	Method string
	URL    string
	// RequestHeader is as in [Request], secrets masked.
	RequestHeader []Field
	// RequestBody is the body before compression, secrets masked, at most
	// [MaxResponseBody] bytes of it.
	RequestBody          []byte
	RequestBodyTruncated bool

	At       time.Time     // when it began
	Duration time.Duration // of the last try, until the answer was read
	Tries    int           // how often it was sent; 0 when it was not

	Status int // of the last answer; 0 when none came
	// ResponseHeader is sorted by name. HeaderTruncated says that it is not all
	// that came: see [MaxResponseHeader].
	ResponseHeader  []Field
	HeaderTruncated bool
	// ResponseBody is the beginning of the answer, at most [MaxResponseBody]
	// bytes. A secret that the other side repeats is masked.
	ResponseBody []byte
	Truncated    bool // ResponseBody is not all of it

	Failure Failure
	// Err is the failure in the words of the system; empty when there is none.
	Err string
}

// Send is one entry of a request, and the one that was made of it to be sent; 0 where
// none was.
type Send struct{ Entry, Child uint64 }

// Outcome is what an attempt comes to for who counts.
type Outcome uint8

// The outcomes.
const (
	NotSent  Outcome = iota // nothing left the machine
	Taken                   // answered 200 to 299
	Declined                // answered otherwise
	Unsure                  // sent, and no answer came: it may have been taken
)

// String returns the outcome as results spell it.
func (o Outcome) String() string {
	return [...]string{NotSent: "not sent", Taken: "taken", Declined: "refused", Unsure: "unknown"}[o]
}

// Outcome returns what the attempt comes to. Where an earlier try was answered and a
// later one was not, nobody knows what became of that.
func (a Attempt) Outcome() Outcome {
	switch {
	case a.DryRun:
		return NotSent
	case a.Begun:
		return Unsure
	case a.Status/100 == 2:
		return Taken
	case a.Status != 0:
		return Declined
	case a.Tries == 0, a.Tries == 1 && a.Failure.BeforeSending():
		return NotSent
	}
	return Unsure
}

// BeforeSending reports whether a failure comes before anything is sent.
func (f Failure) BeforeSending() bool {
	switch f {
	case NotApproved, Unsendable, Refused, NoSuchHost, Unreachable, Certificate, NotTLS:
		return true
	}
	return false
}

// Attempt begins the record of sending a request, before it is sent.
func (r Request) Attempt(now time.Time) Attempt {
	a := Attempt{
		Target: r.Target, Kind: r.Kind, EntryID: r.EntryID, DryRun: r.DryRun,
		Method: r.Method, URL: r.URL, RequestHeader: slices.Clone(r.Header), At: now,
	}
	a.RequestBody, a.RequestBodyTruncated = capped(r.Body, r.credentials)
	return a
}

// Begun returns the record that a request is about to be sent. What goes out stands in
// the one of what comes of it.
func (r Request) Begun(now time.Time) Attempt {
	a := r.Attempt(now)
	a.Begun, a.RequestHeader, a.RequestBody, a.RequestBodyTruncated = true, nil, nil, false
	return a
}

// keep takes the body of an answer.
func (a *Attempt) keep(body []byte, credentials []credential) {
	a.ResponseBody, a.Truncated = capped(body, credentials)
}

// capped gives the beginning of a body with its secrets masked, and whether
// that is less than all of it.
func capped(body []byte, credentials []credential) (kept []byte, truncated bool) {
	if len(body) <= MaxResponseBody {
		return []byte(redact(string(body), credentials)), false
	}
	return []byte(redactCut(string(body[:MaxResponseBody]), credentials)), true
}

// responseFields gives the fields of an answer, sorted by name, and whether some
// are missing or cut. Where there are too many bytes, the shortest stay: what
// says something of the answer is short.
func responseFields(header http.Header, credentials []credential) (fields []Field, truncated bool) {
	for name, values := range header {
		for _, value := range values {
			fields = append(fields, Field{name, value})
		}
	}
	slices.SortFunc(fields, func(x, y Field) int {
		return cmp.Or(len(x.Name)+len(x.Value)-len(y.Name)-len(y.Value), strings.Compare(x.Name, y.Name), strings.Compare(x.Value, y.Value))
	})
	room := MaxResponseHeader
	for i := range fields {
		f := &fields[i]
		if i == MaxResponseFields || len(f.Name) > room {
			fields, truncated = fields[:i], true
			break
		}
		room -= len(f.Name)
		if len(f.Value) > room {
			f.Value, truncated = redactCut(f.Value[:room], credentials), true
			fields = fields[:i+1]
			break
		}
		room -= len(f.Value)
		f.Value = redact(f.Value, credentials)
	}
	slices.SortStableFunc(fields, func(x, y Field) int { return strings.Compare(x.Name, y.Name) })
	return slices.Clip(fields), truncated
}

// notTried takes the error that kept a try from going out.
func (a *Attempt) notTried(ctx context.Context, err error) {
	if a.Failure = FailureOf(ctx, err); a.Failure != Canceled {
		a.Failure, a.Err = Unsendable, err.Error()
		return
	}
	a.Err = "stopped before it was sent"
	if a.Tries > 0 {
		a.Err = "stopped before the next try"
	}
}

// fail takes the error of a try.
func (a *Attempt) fail(ctx context.Context, r Request, err error) {
	a.Failure = FailureOf(ctx, err)
	// url.Error repeats the method and the URL, which the attempt has.
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	a.Err = redact(err.Error(), r.credentials)
}

// FailureOf sorts an error of net/http that a request with the context ctx ended
// with.
func FailureOf(ctx context.Context, err error) Failure {
	var (
		timeout     net.Error
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		connection  *net.OpError
	)
	switch {
	case errors.Is(ctx.Err(), context.Canceled) || errors.Is(err, context.Canceled):
		return Canceled
	case errors.As(err, &connection) && connection.Op == "dial" && !errors.As(err, &dns) && !errors.Is(err, syscall.ECONNREFUSED):
		return Unreachable
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return TimedOut
	case errors.As(err, &certificate):
		return Certificate
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return NotTLS
	case errors.As(err, &dns):
		return NoSuchHost
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Closed
	}
	return OtherError
}
