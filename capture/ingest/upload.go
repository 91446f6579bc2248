package ingest

import (
	"io"
	"net/http"
	"time"
)

// stallTime is how long a body may make no progress, and wait for room, unless
// [Options.Stall] says otherwise.
const stallTime = 10 * time.Second

// upload is the body of a request while it comes. It ends with
// os.ErrDeadlineExceeded when nothing of it has come for a while, or when the
// time of the server for the whole request is over.
type upload struct {
	body io.Reader
	conn readDeadliner
	now  func() time.Time
	// stall is how long it may make no progress.
	stall time.Duration
	end   time.Time // when the request must have come; zero: at no time
	set   time.Time // when the deadline was set
}

// readDeadliner is what net/http answers with, and a controller of what wraps that: one of
// its own for each request would be made for nothing.
type readDeadliner interface{ SetReadDeadline(at time.Time) error }

// upload gives the body of a request.
func (h *handler) upload(u *upload, w http.ResponseWriter, r *http.Request) io.Reader {
	if r.Body == http.NoBody {
		return r.Body
	}
	*u = upload{body: r.Body, now: time.Now, stall: h.opts.Stall}
	if own, ok := w.(readDeadliner); ok {
		u.conn = own
	} else {
		u.conn = http.NewResponseController(w)
	}
	if srv, ok := r.Context().Value(http.ServerContextKey).(*http.Server); ok && srv.ReadTimeout > 0 {
		u.end = u.now().Add(srv.ReadTimeout)
	}
	return u
}

// Read returns what has come, and what comes gets time again. An eighth of it more
// or less does not matter, and saves most of the calls.
func (u *upload) Read(p []byte) (int, error) {
	if now := u.now(); u.set.IsZero() || now.Sub(u.set) > u.stall/8 {
		u.set = now
		at := now.Add(u.stall)
		if !u.end.IsZero() && u.end.Before(at) {
			at = u.end
		}
		_ = u.conn.SetReadDeadline(at) // without a connection, nothing stalls
	}
	return u.body.Read(p) // at its end net/http takes the deadline off: what is waited for then is no upload
}
