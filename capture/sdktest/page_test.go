package sdktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"segtap/capture/control"
	"segtap/capture/ingest"
)

// asked notes what was asked of the automation API, and how that was answered.
type asked struct {
	http.ResponseWriter

	mu    *sync.Mutex
	noted *[]string
	what  string
}

func (a *asked) WriteHeader(status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	*a.noted = append(*a.noted, fmt.Sprintf("%s %d", a.what, status))
	for name := range a.Header() {
		if strings.HasPrefix(name, "Access-Control-") {
			*a.noted = append(*a.noted, name)
		}
	}
	a.ResponseWriter.WriteHeader(status)
}

// withAPI serves an endpoint with the automation API before it, and at / a page. It
// gives the address, and what the API was asked.
func withAPI(t *testing.T, e *endpoint, page http.Handler) (url string, answered func() []string) {
	t.Helper()
	var mu sync.Mutex
	var noted []string
	api := control.New(e.store, control.Options{Version: "test"}).Before(ingest.New(e.store, ingest.Options{}))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/" || r.URL.Path == "/app.js" || r.URL.Path == "/report":
			page.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/_segtap"):
			api.ServeHTTP(&asked{w, &mu, &noted, r.Method + " " + strings.TrimPrefix(r.URL.Path, control.Prefix)}, r)
		default:
			api.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(noted)
	}
}

// prying is a page that sends an event and then tries to read it back, in each way that a
// page has, and to have it replayed and let go.
const prying = `
const at = '%s', read = []
const call = (path, options) => fetch(at + path, options).then((res) => res.text(), () => '').then((text) => read.push(text))
const loads = (tag, path) => new Promise((done) => {
	const e = document.createElement(tag)
	e.onload = () => { read.push(tag + ' ' + path + ' loads'); done() }
	e.onerror = done
	e.src = at + path
	document.body ? document.body.append(e) : document.documentElement.append(e)
})
const api = '/_segtap/v1'
const go = async () => {
	await fetch(at + '/v1/t', { method: 'POST', body: '{"userId":"u_1","event":"SECRET"}' })
	await call(api + '/events')
	await call(api + '/events/1', { mode: 'no-cors' })
	await call(api + '/events', { credentials: 'include', headers: { authorization: 'Bearer x' } })
	await call(api + '/reset', { method: 'POST', mode: 'no-cors' })
	await call(api + '/replay', { method: 'POST', mode: 'no-cors', body: '{"id":1,"target":"here"}' })
	await call(api + '/faults', { method: 'PUT', body: '{"faults":"503"}' })
	await loads('img', api + '/events')
	await loads('script', api + '/events')
	await new Promise((done) => {
		const stream = new EventSource(at + api + '/stream')
		stream.onmessage = (e) => read.push(e.data)
		stream.onerror = () => { stream.close(); done() }
	})
}
go().catch((problem) => read.push(String(problem)))
	.then(() => fetch('/report', { method: 'POST', body: JSON.stringify(read) }))
	.finally(() => console.info('%s'))
`

// A page in a real browser sends events, and gets nothing out of the automation API: not
// from another port, not from another name of this machine, and not after its own name has
// been made to lead here.
func TestAPageGetsNothingOfTheAPI(t *testing.T) {
	for _, c := range []struct{ name, page, endpoint string }{
		{"another port", "127.0.0.1", "127.0.0.1"},
		{"another name", "localhost", "127.0.0.1"},
		{"a name that was rebound", "rebound.example", "rebound.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := listen(t)
			var script atomic.Value // a string; the server is there before the address that it needs
			from := &site{report: make(chan []byte, 1)}
			pages := pageOf(from, func() string { return script.Load().(string) })
			at, answered := withAPI(t, e, pages)
			script.Store(fmt.Sprintf(prying, named(c.endpoint, at), pageDone))
			shown := at // once rebound, the page and the API are of one origin
			if c.page != c.endpoint || c.page == "127.0.0.1" {
				srv := httptest.NewServer(pages)
				t.Cleanup(srv.Close)
				shown = srv.URL
			}
			chromium(t, named(c.page, shown), "--host-resolver-rules=MAP rebound.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1")
			if n := e.store.Counts().Entries; n != 1 {
				t.Errorf("%d events came, want 1", n)
			}
			if report := string(<-from.report); strings.Contains(report, "SECRET") || strings.Contains(report, "loads") || strings.Contains(report, "e1.") {
				t.Errorf("the page has read %s", report)
			}
			all := answered()
			for _, one := range all {
				if !strings.HasSuffix(one, " 403") {
					t.Errorf("the API answered %s", one)
				}
			}
			for _, want := range []string{"GET /events 403", "GET /events/1 403", "POST /reset 403", "POST /replay 403", "GET /stream 403"} {
				if !slices.Contains(all, want) {
					t.Errorf("the browser did not ask %s: it asked %q", want, all)
				}
			}
		})
	}
}
