package monitoring

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"segtap/capture/control/guard"
	"segtap/capture/forward"
	"segtap/capture/ingest/tally"
	"segtap/capture/journal"
	"segtap/capture/monitoring/exposition"
	"segtap/capture/monitoring/process"
	"segtap/capture/store"
)

// Options are what is watched over.
type Options struct {
	Version string // of segtap
	Store   *store.Store
	Tally   *tally.Tally
	Forward *forward.Forwarder // nil where nothing is passed on
	// Short says that there is little room left where the capture file stands; nil where that is not known.
	Short func() error
	// Ending is done when segtap ends, which it says while it finishes what is under way.
	Ending context.Context
	// Now is the clock; nil stands for [time.Now].
	Now   func() time.Time
	Guard guard.Options
}

// Monitoring answers.
type Monitoring struct {
	opts  Options
	guard *guard.Guard
	mux   http.ServeMux
	tries uint64 // that had been made before
}

// New returns what answers.
func New(opts Options) *Monitoring {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	m := &Monitoring{opts: opts, guard: guard.New(opts.Guard), tries: opts.Store.TryCount()}
	m.mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		var page exposition.Page
		m.write(&page)
		process.Write(&page)
		say(w, http.StatusOK, exposition.ContentType, string(page.Bytes()))
	})
	m.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if m.lost() {
			say(w, http.StatusServiceUnavailable, plain, "start segtap anew: "+streamGone+"\n")
			return
		}
		say(w, http.StatusOK, plain, "segtap serves\n")
	})
	m.mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := m.Ready(); err != nil {
			say(w, http.StatusServiceUnavailable, plain, "not ready: "+err.Error()+"\n")
			return
		}
		say(w, http.StatusOK, plain, "ready\n")
	})
	m.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			say(w, http.StatusMethodNotAllowed, plain, "use GET\n")
			return
		}
		say(w, http.StatusNotFound, plain, "there are /metrics, /healthz and /readyz\n")
	})
	return m
}

const plain = "text/plain; charset=utf-8"

// ServeHTTP answers one request.
func (m *Monitoring) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if no := m.guard.CheckOpen(r); no != nil {
		say(w, no.Status, plain, no.Message+"; "+no.Hint+"\n")
		return
	}
	m.mux.ServeHTTP(w, r)
}

// say answers with a text.
func say(w http.ResponseWriter, status int, contentType, text string) {
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Content-Length", strconv.Itoa(len(text)))
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// recent is for how long a request that could not be kept says that the next one cannot.
const recent = 10 * time.Second

const (
	streamGone        = "the stream is not what it was"
	streamUnreachable = "the stream cannot be reached"
)

// lost says that only to be started anew helps: the stream is not the one that was opened. A
// capture file can be put back.
func (m *Monitoring) lost() bool {
	return m.opts.Store.Counts().Shared && errors.Is(m.opts.Store.Present(), journal.ErrGone)
}

// Ready says why what comes cannot be kept; nil when it can.
func (m *Monitoring) Ready() error {
	counts, gone := m.opts.Store.Counts(), m.opts.Store.Present()
	switch {
	case m.opts.Ending != nil && m.opts.Ending.Err() != nil:
		return errors.New("segtap is ending")
	case m.lost():
		return errors.New(streamGone + ": whoever runs segtap has to start it anew")
	case gone != nil && errors.Is(gone, journal.ErrGone):
		return errors.New("the capture file has been removed, replaced or shortened")
	case counts.Trouble != "" && !counts.Troubled.IsZero(): // what is told may name others: it is for the screen
		return errors.New(streamUnreachable + " since " + counts.Troubled.Format(time.TimeOnly) + "; trying again")
	case counts.Trouble != "":
		return errors.New(streamUnreachable + "; trying again")
	case gone != nil:
		return errors.New("the " + counts.Keeper() + " cannot be reached")
	case counts.Denied != "":
		return errors.New("the user of NATS may not write the stream")
	case counts.Failure != "" && m.opts.Now().Sub(counts.Failed) < recent:
		return errors.New("the last request could not be kept")
	case m.opts.Short != nil:
		return m.opts.Short()
	}
	return nil
}
