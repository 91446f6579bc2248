package sdktest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// paths are the routes that analytics.js has for the messages of
// testdata/node/page.mjs, one request for each.
var paths = []string{"/v1/i", "/v1/t", "/v1/p", "/v1/s", "/v1/g", "/v1/a"}

func TestAnalyticsJS(t *testing.T) {
	const oneByOne, batching = "", `deliveryStrategy: { strategy: 'batching', config: { size: 6, timeout: 60000 } }`
	for _, load := range []struct {
		name     string
		page     string // the name of the page's host
		endpoint string // the name of the capture endpoint's host
		delivery string // a further setting; empty for the snippet as it stands
		paths    []string
	}{
		{"the same host, another port", "127.0.0.1", "127.0.0.1", oneByOne, paths},
		{"another host", "localhost", "127.0.0.1", oneByOne, paths},
		{"with credentials", "127.0.0.1", "localhost", `deliveryStrategy: { config: { credentials: 'include' } }`, paths},
		{"batches", "127.0.0.1", "127.0.0.1", batching, []string{"/v1/b"}},
		{"batches to another host", "127.0.0.1", "localhost", batching, []string{"/v1/b"}},
	} {
		t.Run(load.name, func(t *testing.T) {
			e := listen(t)
			lines := linesFor(t, "analytics.js", named(load.endpoint, e.url))
			if load.delivery != "" {
				lines = replaced(t, lines, "protocol: 'http'", "protocol: 'http', "+load.delivery)
			}
			page := serve(t, shop(t, lines, "visit", len(load.paths)))
			if said := chromium(t, named(load.page, page.url)); len(said) > 0 {
				t.Errorf("the page's console says\n%s", strings.Join(said, "\n"))
			}
			// A browser asks before each POST, since it carries a write key.
			requests := []string{"GET /v1/projects/WRITE_KEY/settings"}
			for _, path := range load.paths {
				requests = append(requests, "OPTIONS "+path, "POST "+path)
			}
			if got := e.came(); !slices.Equal(got, requests) {
				t.Errorf("the browser sent %q\nwant %q", got, requests)
			}
			v := page.visitor(t)
			if v.UserID != "u_42" || v.AnonymousID == "" {
				t.Errorf("analytics.js takes the visitor for %+v", v)
			}
			e.check(t, fromShop(named(load.page, page.url), load.paths, v))
		})
	}
}

// fromShop gives what analytics.js sends from the shop at a URL.
func fromShop(url string, paths []string, v visitor) []arrival {
	path := func(i int) string { return paths[min(i, len(paths)-1)] }
	const (
		head    = `{"timestamp":…,"integrations":{"Segment.io":true},`
		library = `"context":{"library":{"name":"analytics.js","version":"npm:next-1.84.3"}},"messageId":…,`
	)
	tail := `"anonymousId":"` + v.AnonymousID + `","writeKey":"WRITE_KEY",`
	if len(paths) > 1 {
		tail += `"sentAt":…,` // which a batch has once, beside its messages
	}
	tail += `"_metadata":…}`
	user := `"userId":"u_42",`
	return []arrival{
		{"identify||u_42", path(0), head + `"type":"identify",` + user + `"traits":{"plan":"pro"},` + library + tail},
		{"track|Order Completed|u_42", path(1), head + `"event":"Order Completed","type":"track",` +
			`"properties":{"revenue":59.9,"coupon":"<5 & more>"},` + library + user + tail},
		{"page|Cart|u_42", path(2), head + `"type":"page","properties":{"path":"/","referrer":"","search":"","title":"Shop",` +
			`"url":"` + url + `/","items":3,"category":"Shop","name":"Cart"},"category":"Shop","name":"Cart",` + library + user + tail},
		{"screen|Home|u_42", path(3), head + `"type":"screen","properties":{},"name":"Home",` + library + user + tail},
		{"group||u_42", path(4), head + `"type":"group","traits":{"name":"Acme"},"groupId":"g_1",` + library + user + tail},
		// analytics.js puts the identified user in the place of alias's own.
		{"alias||u_42", path(5), head + user + `"type":"alias","previousId":"u_42",` + library + tail},
	}
}

// TestTheConsoleTellsOfCORS keeps the other tests honest: where the rules for
// other origins are broken, the console is not empty.
func TestTheConsoleTellsOfCORS(t *testing.T) {
	e := listen(t)
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"success":true}`))
	}))
	t.Cleanup(bare.Close)
	send := `const send = (url) => fetch(url + '/v1/t', {
		method: 'POST', headers: { authorization: 'Basic V0s6' }, body: '{"userId":"u_1","event":"Seen"}',
	}).catch(() => {})
	`
	page := serve(t, send+fmt.Sprintf("send('%s').then(() => send('%s')).then(() => console.info('%s'))", e.url, bare.URL, pageDone))
	said := chromium(t, page.url)
	if len(said) != 1 || !strings.Contains(said[0], bare.URL) || !strings.Contains(said[0], "blocked by CORS policy") {
		t.Errorf("the console says %q, want one line on %s", said, bare.URL)
	}
	if n := e.store.Counts().Entries; n != 1 {
		t.Errorf("%d entries arrived, want 1", n)
	}
}

// shop gives the script of a page that has its SDK from npm, set up with the
// snippet's lines, does with it what a function of page.mjs does, and waits for
// the answers to so many requests.
func shop(t *testing.T, lines, does string, requests int) string {
	t.Helper()
	return string(runNode(t, fmt.Sprintf(`
		%s
		import { %s as use } from './page.mjs'
		use(analytics, %d)
			.catch((problem) => console.error(String(problem)))
			.finally(() => console.info('%s'))
	`, lines, does, requests, pageDone), "bundle.mjs"))
}

// site serves one page with a script, and takes what the page reports.
type site struct {
	url    string
	report chan []byte
}

func serve(t *testing.T, script string) *site {
	t.Helper()
	s := &site{report: make(chan []byte, 1)}
	srv := httptest.NewServer(pageOf(s, func() string { return script }))
	t.Cleanup(srv.Close)
	s.url = srv.URL
	return s
}

// pageOf shows the page of a site.
func pageOf(s *site, script func() string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><title>Shop</title><link rel="icon" href="data:,"><script src="/app.js"></script>`))
	})
	mux.HandleFunc("GET /app.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write([]byte(script()))
	})
	mux.HandleFunc("POST /report", func(_ http.ResponseWriter, r *http.Request) {
		report, err := io.ReadAll(r.Body)
		if err == nil {
			s.report <- report
		}
	})
	return mux
}

// named gives a URL on 127.0.0.1 with another name of that host.
func named(host, url string) string { return strings.Replace(url, "127.0.0.1", host, 1) }

// visitor is who analytics.js says the visitor of the page is.
type visitor struct {
	AnonymousID string `json:"anonymousId"`
	UserID      string `json:"userId"`
}

// visitor gives what the page reported before it was done.
func (s *site) visitor(t *testing.T) visitor {
	t.Helper()
	select {
	case report := <-s.report:
		var v visitor
		if err := json.Unmarshal(report, &v); err != nil {
			t.Fatalf("the page reported %q: %v", report, err)
		}
		return v
	default:
		t.Fatal("the page reported nothing")
		return visitor{}
	}
}
