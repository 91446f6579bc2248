package sdktest_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/ui/snippet"
)

// runWithin bounds the run of one SDK.
const runWithin = 60 * time.Second

// endpoint is a capture endpoint on a loopback port.
type endpoint struct {
	url   string
	store *store.Store

	mu       sync.Mutex
	requests []string // method and path of each request, in the order of arrival
}

// listen starts an endpoint that lives as long as the test.
func listen(t *testing.T) *endpoint {
	t.Helper()
	return start(t, (*httptest.Server).Start)
}

// listenTLS starts one that speaks https, which Node comes to trust.
func listenTLS(t *testing.T) *endpoint {
	t.Helper()
	return start(t, func(srv *httptest.Server) {
		srv.StartTLS()
		path := filepath.Join(t.TempDir(), "ca.pem")
		block := pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}
		if err := os.WriteFile(path, pem.EncodeToMemory(&block), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("NODE_EXTRA_CA_CERTS", path)
	})
}

func start(t *testing.T, serve func(*httptest.Server)) *endpoint {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	e := &endpoint{store: store}
	srv := httptest.NewUnstartedServer(e.noting(ingest.New(store, ingest.Options{})))
	serve(srv)
	t.Cleanup(srv.Close)
	e.url = srv.URL
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the endpoint was sent %q", e.came())
		}
	})
	return e
}

// noting has each request written down before it is answered: preflights too,
// which the store never hears of.
func (e *endpoint) noting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		e.requests = append(e.requests, r.Method+" "+r.URL.Path)
		e.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

// came gives the requests so far.
func (e *endpoint) came() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.requests...)
}

// linesFor gives the lines that segtap prints for an SDK.
func linesFor(t *testing.T, name, url string) string {
	t.Helper()
	for _, s := range snippet.All() {
		if s.Name == name {
			return strings.Join(s.Fill(url), "\n")
		}
	}
	t.Fatalf("there is no snippet named %s", name)
	return ""
}

// replaced gives lines with one place of them changed, which must be there.
func replaced(t *testing.T, lines, old, new string) string {
	t.Helper()
	if strings.Count(lines, old) != 1 {
		t.Fatalf("%q is not there once in\n%s", old, lines)
	}
	return strings.Replace(lines, old, new, 1)
}

// need ends the test when something it cannot do without is missing: it is
// skipped, or fails where SEGTAP_TEST_CLIENTS asks for all SDKs.
func need(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if os.Getenv("SEGTAP_TEST_CLIENTS") == "require" {
		t.Fatal(err)
	}
	t.Skipf("%v; run capture/sdktest/install", err)
}
