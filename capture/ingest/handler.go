package ingest

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/cors"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"segtap/capture/ingest/tally"
	"segtap/capture/resend"
	"segtap/capture/routes"
	"segtap/capture/store"
)

// Options are what a handler needs to know besides its store. The zero Options
// answer as Segment does.
type Options struct {
	// Now is the clock that stamps requests; nil stands for [time.Now].
	Now func() time.Time
	// Strict answers 400 to what Segment would answer 200 and then drop.
	Strict bool
	// Faults are the faults to make; nil for none. They may be switched while
	// the handler serves.
	Faults *Faults
	// Wait returns after a duration, or with the context's error before; nil
	// stands for the clock of the machine.
	Wait func(context.Context, time.Duration) error
	// Stall is how long an upload may make no progress, or wait for room, before
	// it is answered 408: 10 s.
	Stall time.Duration
	// Forward is called with each request that was kept, and with its body as
	// it came over the wire, its encoding not undone; entry is the first entry
	// that was made of it, 0 for none. It must return at once, and must not keep
	// r or body. Nil forwards nothing.
	//
	// It is not called for a request that a fault answers or drops, since the
	// SDK sends that again; for one that segtap sent to itself, which would
	// count a replay for real; and for a body larger than [MaxBody], of which
	// only the start is known.
	Forward func(r *http.Request, body []byte, entry uint64)
	// Tally counts how requests are answered; nil counts none.
	Tally *tally.Tally
}

// handler answers the routes of the Tracking API.
type handler struct {
	store   *store.Store
	opts    Options
	intakes sync.Pool // *intake
	work    budget
	refused *rate.Limiter // of bytes
}

// New returns the handler that writes what it receives to the store and answers,
// CORS included.
func New(store *store.Store, opts Options) http.Handler {
	return crossOrigin().Handler(newHandler(store, opts))
}

func newHandler(store *store.Store, opts Options) *handler {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Wait == nil {
		opts.Wait = resend.WallClock().Wait
	}
	opts.Stall = or(opts.Stall, stallTime)
	h := &handler{store: store, opts: opts, work: newBudget(), refused: newRefused()}
	room, usual, large := semaphore.NewWeighted(maxArriving), make(slots, maxUsual), make(slots, maxLarge)
	h.intakes.New = func() any { return &intake{room: room, patience: opts.Stall, usual: usual, large: large} }
	return h
}

// crossOrigin lets any page send here: analytics.js since 1.84 sends an
// Authorization header, which a browser asks about first and which the
// wildcard does not cover, and a page may be set to send credentials, which
// forbids the wildcard. Nothing that these routes answer is worth reading.
func crossOrigin() *cors.Cors {
	return cors.New(cors.Options{
		AllowOriginFunc: func(string) bool { return true },
		// Every method, so that a page can read why one is refused.
		AllowedMethods: []string{
			http.MethodGet, http.MethodPost, http.MethodOptions, http.MethodHead,
			http.MethodPut, http.MethodPatch, http.MethodDelete,
		},
		AllowedHeaders:      []string{"*"},
		ExposedHeaders:      []string{"Retry-After", "X-RateLimit-Reset"},
		MaxAge:              600,
		AllowCredentials:    true,
		AllowPrivateNetwork: true,
	})
}

// quiet tells whether a method is no mistake on a route for messages.
func quiet(route routes.Route, method string) bool {
	switch method {
	case http.MethodOptions, http.MethodHead:
		return true
	case http.MethodGet:
		return route.Pixel
	case http.MethodPost:
		return !route.Pixel
	}
	return false
}

// ServeHTTP answers one request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := h.opts.Tally.Begin()
	said := h.respond(w, r)
	h.opts.Tally.Answered(said, began)
	if said.Status == 0 {
		panic(http.ErrAbortHandler) // closes the connection, and logs nothing
	}
}

// respond answers a request, and says what it was answered with.
func (h *handler) respond(w http.ResponseWriter, r *http.Request) tally.Answer {
	// The path is matched as it came, escapes and all: so it stands in the
	// capture file, from which the route is found again.
	path := r.URL.EscapedPath()
	route, ok := routes.Match(path)
	unmatched := routes.Unmatched{Method: r.Method, Path: path}
	if ok && !route.Telemetry && !quiet(route, r.Method) {
		h.store.NoteUnmatched(unmatched)
	}
	switch {
	case !ok:
		said, here := other(w, r, unmatched)
		if !here && byAnSDK(r, path) {
			h.store.NoteUnmatched(unmatched)
		}
		return said
	case route.Pixel:
		if said, permitted := permit(w, r, http.MethodGet); !permitted {
			return said
		}
		return h.pixel(w, r, route)
	}
	switch said, permitted := permit(w, r, http.MethodPost); {
	case !permitted:
		return said
	case route.Telemetry:
		return h.telemetry(w, r)
	}
	return h.message(w, r, route)
}

// byAnSDK tells whether a request for what is not here is likely to be an SDK's:
// a message, or the settings and scripts that SDKs ask for before they send one,
// of which each has its own. It is not what people, browsers and monitors ask
// for by themselves.
func byAnSDK(r *http.Request, path string) bool {
	switch {
	case r.Method == http.MethodPost:
		return true
	case r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Mode") == "navigate":
		return false
	}
	path = strings.Trim(path, "/")
	first, _, _ := strings.Cut(path, "/")
	return !slices.Contains(unasked, first) && !strings.HasPrefix(path, "apple-touch-icon")
}

// unasked is what a browser looks for wherever it is, and what a monitor does to
// see whether somebody is there, the address itself among it.
var unasked = []string{
	"", "favicon.ico", "robots.txt", ".well-known",
	"health", "healthz", "healthcheck", "live", "livez", "ready", "readyz", "ping", "status", "metrics",
}

// giveBack makes an intake ready for the next body.
func (h *handler) giveBack(in *intake) {
	if in.reset() {
		h.intakes.Put(in)
	}
}
