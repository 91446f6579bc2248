package ingest

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"time"
)

// Limits on clients that are slow or gone, so that they cannot hold the
// endpoint up for the others.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 60 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 5 * time.Minute
	maxHeader     = 64 << 10
	// closeWithin is how long Serve waits for requests under way at the end.
	closeWithin = 2 * time.Second
)

// Serve answers on ln until ctx ends, then lets the requests under way finish.
// It closes ln. Errors of single connections go to logs.
func Serve(ctx context.Context, ln net.Listener, handler http.Handler, logs *log.Logger) error {
	srv := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          logs,
	}
	ended := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(ended)
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
		defer cancel()
		if srv.Shutdown(end) != nil {
			_ = srv.Close()
		}
	})
	err := srv.Serve(ln)
	if errors.Is(err, http.ErrServerClosed) {
		<-ended
		return nil
	}
	return err
}
