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
	Method  string
	URL     string
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

// attempt begins the record of a request.
func (r Request) attempt(now time.Time) Attempt {
	a := Attempt{
		Target: r.Target, Kind: r.Kind, EntryID: r.EntryID, DryRun: r.DryRun,
		Method: r.Method, URL: r.URL, RequestHeader: slices.Clone(r.Header), At: now,
	}
	a.RequestBody, a.RequestBodyTruncated = capped(r.Body, r.credentials)
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
	)
	switch {
	case errors.Is(ctx.Err(), context.Canceled) || errors.Is(err, context.Canceled):
		return Canceled
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
