package ingest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// within bounds what a test waits for that ought to come at once.
const within = 20 * time.Second

func newJudge(t testing.TB) *mapping.Judge {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapping.NewJudge(engine)
}

func newStore(t testing.TB) *store.Store {
	t.Helper()
	store, err := store.New(newJudge(t), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// endpoint is a capture endpoint on a real port, with its store.
func endpoint(t *testing.T) (string, *store.Store) {
	t.Helper()
	return endpointWith(t, ingest.Options{})
}

func endpointWith(t *testing.T, opts ingest.Options) (string, *store.Store) {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	store := newStore(t)
	srv := httptest.NewServer(ingest.New(store, opts))
	t.Cleanup(srv.Close)
	return srv.URL, store
}

// request is a request as the handler gives it to the store.
func request(path string, body []byte) *store.Request {
	route, _ := routes.Match(path)
	return &store.Request{
		At: noon, Method: "POST", Path: path, Remote: "127.0.0.1:5", WriteKey: "WK",
		Intake: message.TakeIn(route.Posted(body, noon)), Status: 200,
	}
}

// send does one request and gives the status, the header and the body.
func send(t *testing.T, method, url, body string, header ...string) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(text)
}

// only gives the one entry of a store.
func only(t *testing.T, store *store.Store) *store.Captured {
	t.Helper()
	if n := store.Counts().Entries; n != 1 {
		t.Fatalf("there are %d entries, want 1", n)
	}
	entry, _ := store.At(0)
	got, err := store.Read(entry.ID)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
