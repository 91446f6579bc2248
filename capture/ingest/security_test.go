package ingest_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/store"
)

func TestNothingCanBeReadBack(t *testing.T) {
	url, store := endpoint(t)
	send(t, "POST", url+"/v1/track", `{"userId":"SECRET","event":"SECRET","writeKey":"SECRET"}`)
	only(t, store)
	paths := []string{
		"/", "/v1", "/v1/", "/v1/track", "/v1/track/1", "/v1/t?id=1", "/v1/batch", "/v1/m", "/token", "/v1/pixel/track", "/v1/projects/1/settings",
		"/v1/projects", "/events", "/v1/events", "/v1/events/1", "/captured.ndjson", "/debug/pprof/", "/metrics", "/favicon.ico", "/analytics.js/v1/1/analytics.min.js",
	}
	for _, path := range paths {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"} {
			_, header, body := send(t, method, url+path, "")
			if strings.Contains(body, "SECRET") {
				t.Errorf("%s %s gives it back: %s", method, path, body)
			}
			for name, values := range header {
				if strings.Contains(strings.Join(values, ""), "SECRET") {
					t.Errorf("%s %s gives it back in %s", method, path, name)
				}
			}
		}
	}
}

func TestPathsLeadNowhereElse(t *testing.T) {
	address := serve(t, ingest.New(newStore(t), ingest.Options{}), ingest.ServeOptions{})
	for _, path := range []string{
		"/../../etc/passwd", "/v1/../../../etc/passwd", "/v1/track/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/v1/projects/../../settings",
		"/v1/projects/..%2f..%2fetc%2fpasswd/settings", "/v1/..", "/.", "//etc/passwd", "/v1/track%00", "/v1/track%2f..", "/v1%2ftrack", `/v1\track`, "/C:/windows/win.ini",
	} {
		for _, method := range []string{"GET", "POST"} {
			status, header, body := exchange(t, address, method+" "+path+" HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
			if status == 200 && !strings.Contains(body, `"Segment.io"`) || strings.Contains(body, "root:") {
				t.Errorf("%s %s: answered %d %s", method, path, status, body)
			}
			if location := header.Get("Location"); location != "" {
				t.Errorf("%s %s leads to %s", method, path, location)
			}
		}
	}
}

func TestNoRequestWritesTheHeaderOfItsAnswer(t *testing.T) {
	address := serve(t, ingest.New(newStore(t), ingest.Options{}), ingest.ServeOptions{})
	const split = "%0d%0aSet-Cookie:%20a=b"
	for _, text := range []string{
		"GET /v1/projects/WK" + split + "/settings HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /v1/pixel/track?event=E" + split + " HTTP/1.1\r\nHost: x" + split + "\r\n\r\n",
		"POST /v1/track" + split + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
		"POST /v1/track HTTP/1.1\r\nHost: x\r\nOrigin: https://a" + split + "\r\nContent-Length: 0\r\n\r\n",
		"OPTIONS /v1/track HTTP/1.1\r\nHost: x\r\nOrigin: https://a\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: a" + split + "\r\n\r\n",
		"POST /v1/track HTTP/1.1\r\nHost: x\r\nOrigin: https://a\rSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
		"POST /v1/track HTTP/1.1\r\nHost: x\r\nOrigin: https://a\n Set-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
	} {
		status, header, _ := exchange(t, address, text)
		if header.Get("Set-Cookie") != "" {
			t.Errorf("%q: answered %d %v", text, status, header)
		}
	}
}

func TestTheSettingsNameTheHostThatWasAsked(t *testing.T) {
	address := serve(t, ingest.New(newStore(t), ingest.Options{}), ingest.ServeOptions{})
	for host, want := range map[string]string{
		"my-mac.local:8910":         "my-mac.local:8910",
		"192.168.1.20:8910":         "192.168.1.20:8910",
		"10.0.2.2":                  "10.0.2.2",
		"[fe80::1]:8910":            "[fe80::1]:8910",
		"segment_mock:1":            "segment_mock:1",
		"evil.example';alert(1)//":  "",
		"a(b)":                      "",
		"user@host":                 "",
		strings.Repeat("a", 260):    "",
		strings.Repeat("a", 30_000): "",
	} {
		status, header, body := exchange(t, address, "GET /v1/projects/WK/settings HTTP/1.1\r\nHost: "+host+"\r\n\r\n")
		if want == "" {
			want = address
		}
		if status == 400 && want == address {
			continue // the server itself takes no such Host
		}
		if status != 200 || !strings.Contains(body, `"apiHost":"`+want+`/v1"`) {
			t.Errorf("%.40q: answered %d %.200s", host, status, body)
		}
		if header.Get("Content-Type") != "application/json" || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%.40q: a browser may take it for something else: %v", host, header)
		}
	}
}

func TestTheSettingsOfAHostileKeyAreJSON(t *testing.T) {
	url, _ := endpoint(t)
	for key, want := range map[string]string{
		"a%22b":        `"apiKey":"a\"b"`,
		"%3Cscript%3E": `"apiKey":"<script>"`,
		"a%0Ab%00":     `"apiKey":"a\nb\u0000"`,
		"%ff":          "\"apiKey\":\"\uFFFD\"",
	} {
		if status, _, body := send(t, "GET", url+"/v1/projects/"+key+"/settings", ""); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: answered %d %s", key, status, body)
		}
	}
	if status, _, _ := send(t, "GET", url+"/v1/projects/"+strings.Repeat("k", 257)+"/settings", ""); status != 404 {
		t.Errorf("a key of 257 bytes: answered %d", status)
	}
}

// brokenStore is a store that can keep nothing.
func brokenStore(t *testing.T) (*store.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "private", "captured.ndjson")
	file, err := file.Open(path, file.Options{Program: "test", Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(newJudge(t), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return store, path
}

func TestWhatCannotBeKeptIsNotAcknowledged(t *testing.T) {
	store, path := brokenStore(t)
	forwarded := 0
	address := serve(t, ingest.New(store, ingest.Options{
		Forward: func(*http.Request, []byte, uint64) { forwarded++ },
		Faults:  faults(t, "429"),
	}), ingest.ServeOptions{})
	for _, body := range []string{oneTrack, `{"broken":`} {
		status, header, text := send(t, "POST", "http://"+address+"/v1/track", body)
		if status != 503 || header.Get("Retry-After") != "1" || !strings.Contains(text, `"code":"not_kept"`) {
			t.Errorf("answered %d %v %s", status, header, text)
		}
		if strings.Contains(text, filepath.Dir(path)) || strings.Contains(text, "captured.ndjson") {
			t.Errorf("a page can read where the file is: %s", text)
		}
	}
	if status, header, _ := send(t, "GET", "http://"+address+"/v1/pixel/track?userId=u", ""); status != 200 || header.Get("Content-Type") != "image/gif" {
		t.Errorf("a pixel is answered %d", status)
	}
	if forwarded != 0 {
		t.Error("it was passed on")
	}
	if c := store.Counts(); c.Entries != 0 || c.Failure == "" {
		t.Errorf("counts %+v", c)
	}
	if _, err := store.Capture(request("/v1/t", []byte(oneTrack))); !errors.Is(err, journal.ErrNotKept) {
		t.Error(err)
	}
}

// onFile opens a store over a capture file.
func onFile(t *testing.T, path string) *store.Store {
	t.Helper()
	file, err := file.Open(path, file.Options{Program: "test", Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(newJudge(t), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// A body that could be read but for its encoding is not, however large it is,
// neither when it comes nor from the capture file.
func TestWhatIsInAnUnknownEncodingStaysUnread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	s := onFile(t, path)
	srv := httptest.NewServer(ingest.New(s, ingest.Options{}))
	defer srv.Close()
	message := `{"type":"track","event":"E","userId":"u","properties":{"pad":"` + strings.Repeat("x", 30_000) + `"}}`
	body := `{"batch":[` + strings.Repeat(message+",", 19) + message + `]}`
	if status, _, text := send(t, "POST", srv.URL+"/v1/batch", body, "Content-Encoding", "compress"); status != 400 || !strings.Contains(text, "invalid_json") {
		t.Fatalf("answered %d %s", status, text)
	}
	check := func(store *store.Store) {
		t.Helper()
		got := only(t, store)
		if got.Record.Problem != "invalid_json" || got.Message.Syntax == nil || store.Counts().Damaged != 0 {
			t.Errorf("problem %q, %v, %+v", got.Record.Problem, got.Message.Syntax, store.Counts())
		}
	}
	check(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := onFile(t, path)
	defer again.Close()
	check(again)
}

// What Segment takes is taken, however many values it has.
func TestManyValuesInATakenRequestAreNoMistake(t *testing.T) {
	url, store := endpoint(t)
	message := `{"type":"track","event":"E","userId":"u","properties":{"a":[` + strings.Repeat("0,", 15_000) + `0]}}`
	status, _, body := send(t, "POST", url+"/v1/batch", `{"batch":[`+strings.Repeat(message+",", 14)+message+`]}`)
	if n := store.Counts().Entries; status != 200 || n != 15 {
		t.Errorf("answered %d %s, %d entries", status, body, n)
	}
}

// TestASmallRequestCannotStandForGigabytes sends what would take minutes if
// each message were made whole.
func TestASmallRequestCannotStandForGigabytes(t *testing.T) {
	many := `{"batch":[` + strings.Repeat("0,", 100_000) + `0]}`
	lent := `{"context":{"a":"` + strings.Repeat("x", 400_000) + `"},"batch":[` + strings.Repeat(`{},`, 2000) + `{}]}`
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"a hundred thousand messages":           {many, 200, "batch_too_long"},
		"a large context for many messages":     {lent, 400, "batch_too_large"},
		"more messages than a request may have": {`{"batch":[` + strings.Repeat("0,", 300_000) + `0]}`, 400, "batch_too_large"},
		"values by the million":                 {`{"batch":[` + strings.Repeat("0,", 3_000_000) + `0]}`, 400, "batch_too_large"},
		"ten thousand good ones":                {`{"batch":[` + strings.Repeat(`{"type":"track","event":"E","userId":"u"},`, 10_000) + `{}]}`, 200, "batch_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "captured.ndjson")
			s := onFile(t, path)
			srv := httptest.NewServer(ingest.New(s, ingest.Options{}))
			if status, _, body := send(t, "POST", srv.URL+"/v1/batch", c.body); status != c.status {
				t.Fatalf("answered %d %s", status, body)
			}
			srv.Close()
			check := func(store *store.Store) {
				t.Helper()
				got := only(t, store)
				if got.Record.Problem != c.code || len(got.Record.Body) != len(c.body) || len(got.Message.Text) != len(c.body) {
					t.Errorf("problem %q, %d bytes of %d", got.Record.Problem, len(got.Record.Body), len(c.body))
				}
			}
			check(s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := onFile(t, path)
			defer again.Close()
			check(again)
		})
	}
}
