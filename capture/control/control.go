package control

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"segtap/capture/control/guard"
	"segtap/capture/ingest"
	"segtap/capture/store"
	"segtap/capture/store/signal"
)

// Prefix is the path beneath which the API stands.
const Prefix = "/_segtap/v1"

// root is the path beneath which no SDK sends anything.
const root = "/_segtap"

// Options are what the API needs to know besides the store.
type Options struct {
	Version string          // of segtap
	File    string          // the capture file; empty when there is none
	Ending  context.Context // done when segtap ends; nil: never
	// Ready says why what comes cannot be kept, as monitoring does; nil: it always can.
	Ready func() error
	// Now is the clock; nil stands for [time.Now].
	Now func() time.Time
	// Alive is how often a stream says that it is still there, for those between it and
	// its reader that close what is silent: 15 s.
	Alive time.Duration
	// Guard says who may ask.
	Guard guard.Options
	// Faults are those of the endpoint; nil for one that makes none.
	Faults  *ingest.Faults
	Replays Replays
}

// API answers the calls of the automation API.
type API struct {
	store *store.Store
	run   string // of the store
	board *signal.Board
	opts  Options
	guard *guard.Guard
	mux   *http.ServeMux
	turns chan struct{} // of those who look at what has just come
	anew  chan struct{} // of those who look at everything once more
}

// New returns the API over a store.
func New(of *store.Store, opts Options) *API {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Alive == 0 {
		opts.Alive = 15 * time.Second
	}
	if opts.Ending == nil {
		opts.Ending = context.Background()
	}
	a := &API{
		store: of, run: store.RunOf(of), board: signal.NewBoard(of.Signal()), opts: opts, guard: guard.New(opts.Guard), mux: http.NewServeMux(),
		turns: make(chan struct{}, max(runtime.GOMAXPROCS(0)/2, 1)), anew: make(chan struct{}, max(runtime.GOMAXPROCS(0)/2, 1)),
	}
	methods := make(map[string][]string)
	for _, r := range routes() {
		a.mux.HandleFunc(r.method+" "+Prefix+r.path, func(w http.ResponseWriter, q *http.Request) {
			if err := a.serve(r, w, q); err != nil {
				a.refuse(w, err)
			}
		})
		methods[r.path] = append(methods[r.path], r.method)
	}
	for path, allowed := range methods {
		a.mux.HandleFunc(Prefix+path, func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			a.refuse(w, fail(http.StatusMethodNotAllowed, "method_not_allowed", "use "+strings.Join(allowed, " or "), "%s does not take %s", q.URL.Path, q.Method))
		})
	}
	a.mux.HandleFunc("/", a.unknown)
	return a
}

// unknown answers a call that no route takes.
func (a *API) unknown(w http.ResponseWriter, r *http.Request) {
	a.refuse(w, fail(http.StatusNotFound, "no_such_route", "GET "+Prefix+"/openapi.json lists what there is", "there is no %s", r.URL.Path))
}

// Before returns a handler that answers the calls of the API, and leaves all other
// requests to next.
func (a *API) Before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path := r.URL.Path; path == root || strings.HasPrefix(path, root+"/") {
			a.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ServeHTTP answers one call.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if no := a.guard.Check(r); no != nil {
		if no.Status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", "Bearer")
		}
		a.refuse(w, fail(no.Status, no.Code, no.Hint, "%s", no.Message))
		return
	}
	if path.Clean(r.URL.Path) != r.URL.Path {
		a.unknown(w, r) // else it would be sent elsewhere
		return
	}
	a.mux.ServeHTTP(w, r)
}

// route is one call of the API.
type route struct {
	method, path string   // the path behind Prefix, as [http.ServeMux] has it
	parameters   []string // of the query; others are refused
	answer       func(*API, http.ResponseWriter, *http.Request) error
}

// routes returns all calls, which the description of the API has, too.
func routes() []route {
	return []route{
		{"GET", "/health", nil, (*API).health},
		{"GET", "/events", []string{"filter", "after", "late", "limit"}, (*API).events},
		{"GET", "/events/{id}", nil, (*API).event},
		{"GET", "/wait", []string{"filter", "after", "late", "made", "count", "timeout"}, (*API).wait},
		{"GET", "/summary", []string{"filter", "after", "late", "made"}, (*API).summary},
		{"GET", "/stream", []string{"filter", "after", "late"}, (*API).stream},
		{"POST", "/reset", nil, (*API).reset},
		{"POST", "/map", nil, (*API).mapped},
		{"GET", "/names", []string{"name"}, (*API).names},
		{"POST", "/replay", nil, (*API).replay},
		{"GET", "/faults", nil, (*API).faults},
		{"PUT", "/faults", nil, (*API).setFaults},
		{"GET", "/openapi.json", nil, (*API).openapi},
		{"POST", "/check", []string{"after", "late", "made", "wait", "settle", "name"}, (*API).check},
	}
}

// serve answers one call of a route, unless it has parameters that the route does not know:
// a filter that is misspelt would want everything.
func (a *API) serve(to route, w http.ResponseWriter, r *http.Request) error {
	given, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return fail(http.StatusBadRequest, "invalid_query", "parameters stand with a & between them, and what is no letter or digit is escaped, such as filter=is%3Aerror", "the query of the address cannot be read: %v", err)
	}
	for name, values := range given {
		switch {
		case !slices.Contains(to.parameters, name):
			known := "it takes none"
			if len(to.parameters) > 0 {
				known = "it takes " + strings.Join(to.parameters, ", ")
			}
			return fail(http.StatusBadRequest, "unknown_parameter", known, "%s has no parameter %q", r.URL.Path, name)
		case len(values) > 1:
			return fail(http.StatusBadRequest, "repeated_parameter", "give it once", "%s stands there %d times", name, len(values))
		case values[0] == "" && name != "after" && name != "name": // see cursor; an event may have no name
			return fail(http.StatusBadRequest, "empty_parameter", "give it a value, or leave it out", "%s is empty", name)
		}
	}
	return to.answer(a, w, r)
}

// lasting prepares for an answer that may take longer than others may. The context ends
// when the caller goes and when segtap ends.
func (a *API) lasting(w http.ResponseWriter, r *http.Request) (context.Context, func()) {
	// Else the server ends what takes more than a minute, and takes a caller that sends
	// nothing for one that has gone. A server without limits has none to take off.
	c := http.NewResponseController(w)
	_, _ = c.SetReadDeadline(time.Time{}), c.SetWriteDeadline(time.Time{})
	ctx, cancel := context.WithCancel(r.Context())
	stop := context.AfterFunc(a.opts.Ending, cancel)
	return ctx, func() { stop(); cancel() }
}
