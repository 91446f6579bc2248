package ingest

import (
	"context"
	"crypto/tls"
	"errors"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"segtap/capture/routes"
)

const (
	maxHeader  = 64 << 10 // bytes of a request's line and header fields
	maxStreams = 250      // requests at one time on one HTTP/2 connection
)

// ServeOptions are how [Serve] serves. The zero ServeOptions serve HTTP
// without TLS, log nothing, and take the limits that are said here: they keep
// clients that are slow or gone from holding the endpoint up for the others.
type ServeOptions struct {
	// TLS serves HTTPS with HTTP/1.1 and HTTP/2; nil serves HTTP.
	TLS *tls.Config
	// Logs takes the errors of single connections, one line each, with control
	// characters escaped; nil takes none.
	Logs *log.Logger
	// Unmatched is told of clients that speak TLS where HTTP is served, or HTTP
	// where TLS is, and of those that do not trust the certificate: nothing of
	// theirs reaches a route. Nil is not told.
	Unmatched func(routes.Unmatched)
	// Header is how long a client may take for the header of a request: 10 s.
	Header time.Duration
	// Read is how long it may take for the whole of a request: 60 s.
	Read time.Duration
	// Write is how long an answer may take: 60 s. A delay made by a fault does
	// not count.
	Write time.Duration
	// Idle is how long a connection may wait for its next request: 5 min.
	Idle time.Duration
	// Close is how long requests under way have at the end: 2 s.
	Close time.Duration
}

// Serve answers on ln until ctx ends, then lets the requests under way finish.
// It closes ln. The error says why it ended before ctx did.
func Serve(ctx context.Context, ln net.Listener, handler http.Handler, opts ServeOptions) error {
	if opts.Unmatched == nil {
		opts.Unmatched = func(routes.Unmatched) {}
	}
	srv := &http.Server{
		Handler:           handler,
		TLSConfig:         opts.TLS,
		ReadHeaderTimeout: or(opts.Header, 10*time.Second),
		ReadTimeout:       or(opts.Read, time.Minute),
		WriteTimeout:      or(opts.Write, time.Minute),
		IdleTimeout:       or(opts.Idle, 5*time.Minute),
		MaxHeaderBytes:    maxHeader,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ErrorLog:          log.New(lines{opts.Logs, opts.Unmatched}, "", 0),
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), or(opts.Close, 2*time.Second))
		defer cancel()
		if srv.Shutdown(end) != nil {
			_ = srv.Close()
		}
	})
	var err error
	ln = sniffer{ln, opts.TLS != nil, opts.Unmatched}
	if opts.TLS != nil {
		err = srv.ServeTLS(ln, "", "")
	} else {
		err = srv.Serve(ln)
	}
	if !stop() {
		<-ended
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// or gives a duration, or what stands for zero.
func or(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// lines writes what the server logs as one line each that cannot move the
// cursor or pretend to be another line: the text quotes what clients send.
type lines struct {
	logs      *log.Logger
	unmatched func(routes.Unmatched)
}

func (l lines) Write(p []byte) (int, error) {
	if untrusted(p) {
		l.unmatched(routes.Unmatched{Kind: routes.Untrusted})
	}
	if l.logs != nil {
		quoted := strconv.QuoteToGraphic(strings.TrimRight(string(p), "\n"))
		l.logs.Print(quoted[1 : len(quoted)-1])
	}
	return len(p), nil
}
