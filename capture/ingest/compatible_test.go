package ingest_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/store"
)

// What RudderStack's and Jitsu's SDKs send is Segment's messages, elsewhere
// (@rudderstack/analytics-js 3.34.1, @jitsu/js 1.11.0).
func TestCompatibleRoutesTakeMessages(t *testing.T) {
	const track = `{"type":"track","userId":"u1","event":"E"}`
	for path, body := range map[string]string{
		"/beacon/v1/batch?writeKey=WRITE": `{"batch":[` + track + `],"sentAt":"2026-08-18T12:00:00Z"}`,
		"/api/s/track":                    track,
		"/api/s/s2s/track":                `{"userId":"u1","event":"E","writeKey":"WRITE:***"}`,
	} {
		t.Run(path, func(t *testing.T) {
			url, store := endpoint(t)
			status, _, answer := send(t, "POST", url+path, body, "X-Write-Key", "WRITE:SECRET")
			if status != 200 || answer != `{"success":true}` {
				t.Fatalf("answered %d %s", status, answer)
			}
			if got := only(t, store); got.Entry.Type != "track" || got.Entry.Name != "E" || got.WriteKey != "WRITE" {
				t.Errorf("%s %q, write key %q", got.Entry.Type, got.Entry.Name, got.WriteKey)
			}
		})
	}
}

// The secret of Jitsu's write key reaches neither the list nor the capture file.
func TestTheSecretOfAWriteKeyIsNotKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "capture.ndjson")
	file, err := file.Open(path, file.Options{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(newJudge(t), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(ingest.New(store, ingest.Options{}))
	defer srv.Close()
	const body = `{"userId":"u1","event":"E","writeKey":"WRITE:***"}`
	for _, path := range []string{"/api/s/track", "/api/s/s2s/track"} {
		if status, _, _ := send(t, "POST", srv.URL+path, body, "X-Write-Key", "WRITE:SECRET"); status != 200 {
			t.Fatalf("answered %d", status)
		}
	}
	if got, err := store.Read(1); err != nil || got.WriteKey != "WRITE" {
		t.Errorf("write key %q, %v", got.WriteKey, err)
	}
	kept, err := os.ReadFile(path)
	if err != nil || bytes.Contains(kept, []byte("SECRET")) || !bytes.Contains(kept, []byte(`"write_key":"WRITE"`)) {
		t.Errorf("%v, in the capture file:\n%s", err, kept)
	}
}

func TestTheSourceConfigTurnsRudderStackOn(t *testing.T) {
	url, store := endpoint(t)
	const want = `{"source":{"id":"segtap","name":"segtap","writeKey":"WRITE","enabled":true,"workspaceId":"segtap",` +
		`"config":{"statsCollection":{"errors":{"enabled":false},"metrics":{"enabled":false}}},"destinations":[]}}`
	for _, path := range []string{"/sourceConfig/?p=npm&writeKey=WRITE", "/sourceConfig", "/v1/sourceConfig/"} {
		status, header, body := send(t, "GET", url+path, "", "Authorization", "Basic V1JJVEU6", "Origin", "https://shop.example.com")
		if status != 200 || body != want || header.Get("Access-Control-Allow-Origin") == "" {
			t.Errorf("%s: answered %d %v\n%s", path, status, header, body)
		}
	}
	if status, _, _ := send(t, "GET", url+"/sourceConfig/?writeKey="+strings.Repeat("W", 300), ""); status != 404 {
		t.Errorf("a long write key: answered %d", status)
	}
	if status, header, _ := send(t, "POST", url+"/sourceConfig/", "{}"); status != 405 || header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("POST: answered %d %v", status, header)
	}
	if c := store.Counts(); c.Entries != 0 || c.Unmatched != 0 {
		t.Errorf("%d entries, %d unmatched", c.Entries, c.Unmatched)
	}
}

// What an SDK asks for in vain is as visible as what it sends in vain: nobody
// else says that it waits for it.
func TestUnmatchedRequests(t *testing.T) {
	url, store := endpoint(t)
	for _, c := range []struct{ request, header, hint string }{
		{"POST /v1/nothing", "", "no such route"},
		{"POST /sdk/batch", "", "no such route"},
		{"GET /v1/v1/projects/WK/settings", "", "adds /v1 itself"},
		{"GET /settings/WK.json", "", "nothing is there"},
		{"GET /3.34.1/modern/plugins/rsa-plugins.js", "", "nothing is there"},
		{"GET /next-integrations/integrations/vendor/commons.js", "no-cors", "nothing is there"},
		{"GET /analytics.js/v1/WK/analytics.min.js", "no-cors", "analytics._cdn"},
		{"GET /v1/track", "", "with POST"},
		{"POST /v1/pixel/track", "", "with GET"},
		{"GET /api/s/track", "", "with POST"},
	} {
		before := store.Counts().Unmatched
		method, path, _ := strings.Cut(c.request, " ")
		send(t, method, url+path, "", "Sec-Fetch-Mode", c.header)
		after := store.Counts()
		if after.Unmatched != before+1 || after.LastUnmatched.String() != strings.ReplaceAll(c.request, "WK", "WRITE_KEY") || !strings.Contains(after.LastUnmatched.Hint(), c.hint) {
			t.Errorf("%s: %d more, the last %s: %s", c.request, after.Unmatched-before, after.LastUnmatched, after.LastUnmatched.Hint())
		}
	}
}

// What people, browsers and monitors look for is not counted as unmatched.
func TestWhatIsNotNoticed(t *testing.T) {
	url, store := endpoint(t)
	for _, c := range []struct{ request, header string }{
		{"GET /", ""},
		{"GET /favicon.ico", "no-cors"},
		{"GET /apple-touch-icon-precomposed.png", ""},
		{"GET /.well-known/appspecific/com.chrome.devtools.json", ""},
		{"GET /robots.txt", ""},
		{"GET /healthz", ""},
		{"GET /shop/cart", "navigate"},
		{"HEAD /nowhere", ""},
		{"OPTIONS /nowhere", ""},
		{"OPTIONS /v1/track", ""},
		{"GET /v1/projects/WK/settings", ""},
		{"GET /sourceConfig/", ""},
		{"GET /v1/pixel/track?data=", ""},
		{"POST /v1/m", ""},
	} {
		method, path, _ := strings.Cut(c.request, " ")
		send(t, method, url+path, "", "Sec-Fetch-Mode", c.header)
		if got := store.Counts(); got.Unmatched != 0 {
			t.Fatalf("%s counts: %s", c.request, got.LastUnmatched)
		}
	}
}
