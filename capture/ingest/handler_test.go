package ingest_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"segtap/capture/replay"
	"segtap/mapping/verdict"
)

func TestEveryRouteTakesMessages(t *testing.T) {
	routes := map[string]string{
		"t": "track", "track": "track", "i": "identify", "identify": "identify", "p": "page", "page": "page",
		"s": "screen", "screen": "screen", "g": "group", "group": "group", "a": "alias", "alias": "alias",
	}
	for route, typ := range routes {
		for _, path := range []string{"/v1/" + route, "/" + route, "/v1/" + route + "/", "//v1//" + route} {
			t.Run(path, func(t *testing.T) {
				url, store := endpoint(t)
				status, header, body := send(t, "POST", url+path, `{"userId":"u1","event":"E","name":"N"}`)
				if status != 200 || body != `{"success":true}` || header.Get("Content-Type") != "application/json" {
					t.Fatalf("answered %d %s %q", status, header.Get("Content-Type"), body)
				}
				if got := only(t, store); got.Entry.Type != typ || got.Message.Inherited[0] != "/type" {
					t.Errorf("type %q, inherited %v", got.Entry.Type, got.Message.Inherited)
				}
			})
		}
	}
}

func TestBatchesTakeWhatTheirMessagesLack(t *testing.T) {
	for _, path := range []string{"/v1/batch", "/v1/b", "/v1/import/", "//v1/batch", "/import"} {
		t.Run(path, func(t *testing.T) {
			url, store := endpoint(t)
			status, _, _ := send(t, "POST", url+path, `{"batch":[
				{"type":"track","userId":"u1","event":"First"},
				{"type":"track","userId":"u2","event":"Second","context":{"library":{"name":"own"}},"integrations":{"A":false}},
				{"type":"page","userId":"u3","context":{"ip":"1.2.3.4"}}],
				"context":{"library":{"name":"analytics-go"},"app":1.50},"integrations":{"All":true},"sentAt":"2026-08-18T12:00:00Z"}`)
			if status != 200 {
				t.Fatalf("answered %d", status)
			}
			want := []string{
				`{"type":"track","userId":"u1","event":"First","context":{"library":{"name":"analytics-go"},"app":1.50},"integrations":{"All":true}}`,
				`{"type":"track","userId":"u2","event":"Second","context":{"library":{"name":"own"},"app":1.50},"integrations":{"A":false,"All":true}}`,
				`{"type":"page","userId":"u3","context":{"ip":"1.2.3.4","library":{"name":"analytics-go"},"app":1.50},"integrations":{"All":true}}`,
			}
			for i, text := range want {
				got, err := store.Read(uint64(i) + 1)
				if err != nil {
					t.Fatal(err)
				}
				if string(got.Message.Text) != text {
					t.Errorf("message %d\n got %s\nwant %s", i, got.Message.Text, text)
				}
			}
		})
	}
}

func TestTheContentTypeDecidesNothing(t *testing.T) {
	for _, typ := range []string{"text/plain", "application/json", "application/json; charset=utf-8", "", "image/png"} {
		url, store := endpoint(t)
		if status, _, _ := send(t, "POST", url+"/v1/track", `{"userId":"u","event":"E"}`, "Content-Type", typ); status != 200 {
			t.Errorf("%q: answered %d", typ, status)
		}
		only(t, store)
	}
}

func TestEncodingsAreUndone(t *testing.T) {
	const body = `{"userId":"u1","event":"Packed"}`
	pack := func(w io.WriteCloser, buf *bytes.Buffer) string {
		_, _ = io.WriteString(w, body)
		_ = w.Close()
		return buf.String()
	}
	var gz, zl, fl, br, zs bytes.Buffer
	bare, err := flate.NewWriter(&fl, -1)
	if err != nil {
		t.Fatal(err)
	}
	zstdWriter, err := zstd.NewWriter(&zs)
	if err != nil {
		t.Fatal(err)
	}
	for name, sent := range map[string]struct{ encoding, body string }{
		"gzip":           {"gzip", pack(gzip.NewWriter(&gz), &gz)},
		"deflate (zlib)": {"deflate", pack(zlib.NewWriter(&zl), &zl)},
		"deflate (bare)": {"deflate", pack(bare, &fl)},
		"brotli":         {"br", pack(brotli.NewWriter(&br), &br)},
		"zstd":           {"zstd", pack(zstdWriter, &zs)},
		"identity":       {"identity", body},
	} {
		t.Run(name, func(t *testing.T) {
			url, store := endpoint(t)
			if status, _, text := send(t, "POST", url+"/v1/t", sent.body, "Content-Encoding", sent.encoding); status != 200 {
				t.Fatalf("answered %d %s", status, text)
			}
			if got := only(t, store); string(got.Record.Body) != body {
				t.Errorf("body %q", got.Record.Body)
			}
		})
	}
}

func TestTheWriteKeyIsFoundWhereSDKsPutIt(t *testing.T) {
	for name, c := range map[string]struct {
		path, body, auth string
	}{
		"basic":               {"/v1/track", `{"userId":"u"}`, "Basic V1JJVEU6"},
		"basic without colon": {"/v1/track", `{"userId":"u"}`, "Basic V1JJVEU="},
		"body":                {"/v1/track", `{"userId":"u","writeKey":"WRITE"}`, ""},
		"batch":               {"/v1/batch", `{"batch":[{"userId":"u"}],"writeKey":"WRITE"}`, ""},
		"first of the batch":  {"/v1/batch", `{"batch":[{"userId":"u","writeKey":"WRITE"}]}`, ""},
		"query":               {"/v1/track?writeKey=WRITE", `{"userId":"u"}`, ""},
		"bearer and body":     {"/v1/track", `{"userId":"u","writeKey":"WRITE"}`, "Bearer token"},
	} {
		t.Run(name, func(t *testing.T) {
			url, store := endpoint(t)
			send(t, "POST", url+c.path, c.body, "Authorization", c.auth)
			if got := only(t, store); got.WriteKey != "WRITE" {
				t.Errorf("write key %q", got.WriteKey)
			}
		})
	}
}

func TestWhatSegmentRefusesIsAnswered400AndCaptured(t *testing.T) {
	for name, c := range map[string]struct {
		path, body, encoding string
		code                 verdict.Code
	}{
		"not JSON":              {"/v1/track", `{"userId":`, "", verdict.InvalidJSON},
		"NaN":                   {"/v1/batch", `{"batch":[{"properties":{"revenue":NaN}}]}`, "", verdict.InvalidJSON},
		"a list":                {"/v1/batch", `[]`, "", verdict.InvalidJSON},
		"nothing":               {"/v1/track", ``, "", verdict.InvalidJSON},
		"not what it says":      {"/v1/track", `{"userId":"u"}`, "gzip", verdict.InvalidJSON},
		"an unknown encoding":   {"/v1/track", `{"userId":"u"}`, "compress", verdict.InvalidJSON},
		"a message over 32 KB":  {"/v1/track", `{"userId":"u","event":"` + strings.Repeat("x", 33<<10) + `"}`, "", verdict.MessageTooLarge},
		"a request over 500 KB": {"/v1/batch", `{"batch":[{"event":"` + strings.Repeat("x", 501<<10) + `"}]}`, "", verdict.BatchTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			url, store := endpoint(t)
			status, _, body := send(t, "POST", url+c.path, c.body, "Content-Encoding", c.encoding)
			if status != 400 {
				t.Fatalf("answered %d", status)
			}
			for _, member := range []string{`"code":"` + c.code.String() + `"`, `"message":"`, `"error":"`, `"success":false`} {
				if !strings.Contains(body, member) {
					t.Errorf("%s is not in %s", member, body)
				}
			}
			got := only(t, store)
			if string(got.Record.Body) != c.body {
				t.Errorf("kept %d bytes of %d", len(got.Record.Body), len(c.body))
			}
			if got.Entry.Verdict.Headline != verdict.Rejected {
				t.Errorf("headline %q", got.Entry.Verdict.Headline)
			}
			if d := got.Judgement.Diagnostics; len(d) == 0 || d[0].Code != c.code {
				t.Errorf("diagnostics %v, want %v", d, c.code)
			}
		})
	}
}

func TestWhatSegmentDropsIsAnswered200(t *testing.T) {
	for name, body := range map[string]string{
		"no ids": `{"event":"E"}`, "no event": `{"userId":"u"}`, "a list of properties": `{"userId":"u","event":"E","properties":[]}`,
	} {
		url, store := endpoint(t)
		if status, _, _ := send(t, "POST", url+"/v1/track", body); status != 200 {
			t.Errorf("%s: answered %d", name, status)
		}
		if got := only(t, store); got.Entry.Verdict.Headline != verdict.DroppedBySegment {
			t.Errorf("%s: %s", name, got.Entry.Verdict.Headline)
		}
	}
	url, store := endpoint(t)
	if status, _, _ := send(t, "POST", url+"/v1/batch", `{"batch":[]}`); status != 200 {
		t.Errorf("empty batch: answered %d", status)
	}
	if got := only(t, store); got.Judgement.Diagnostics[0].Code != verdict.EmptyBatch {
		t.Errorf("empty batch: %v", got.Judgement.Diagnostics)
	}
}

func TestABrowserMaySendFromAnyPage(t *testing.T) {
	url, store := endpoint(t)
	status, header, _ := send(t, "OPTIONS", url+"/v1/t", "", "Origin", "https://shop.example.com",
		"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type,x-retry-count",
		"Access-Control-Request-Private-Network", "true")
	if status != 204 {
		t.Errorf("preflight answered %d", status)
	}
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin":          "https://shop.example.com",
		"Access-Control-Allow-Headers":         "authorization,content-type,x-retry-count",
		"Access-Control-Allow-Credentials":     "true",
		"Access-Control-Allow-Private-Network": "true",
		"Access-Control-Allow-Methods":         "POST",
		"Access-Control-Max-Age":               "600",
	} {
		if header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, header.Get(name), want)
		}
	}
	if n := store.Counts().Entries; n != 0 {
		t.Errorf("the preflight is listed")
	}
}

func TestEveryPathHasAPreflight(t *testing.T) {
	url, _ := endpoint(t)
	for _, path := range []string{"/v1/t", "/v1/batch", "/v1/m", "/v1/pixel/track", "/v1/projects/WK/settings", "/token", "/nowhere", "/"} {
		status, header, _ := send(t, "OPTIONS", url+path, "", "Origin", "null", "Access-Control-Request-Method", "POST")
		if status != 204 || header.Get("Access-Control-Allow-Origin") != "null" || !strings.Contains(header.Get("Vary"), "Origin") {
			t.Errorf("%s: answered %d %v", path, status, header)
		}
		if status, header, _ := send(t, "OPTIONS", url+path, "", "Origin", "null"); status != 204 || header.Get("Access-Control-Allow-Origin") != "null" {
			t.Errorf("%s, no preflight: answered %d %v", path, status, header)
		}
	}
}

func TestAPageCanReadEveryAnswer(t *testing.T) {
	url, _ := endpoint(t)
	const page = "https://shop.example.com"
	for want, requests := range map[int][]string{
		200: {"POST /v1/t", "POST /v1/m", "GET /v1/projects/WK/settings", "GET /v1/pixel/page", "HEAD /v1/t", "POST /token"},
		400: {"POST /v1/t {", "POST /v1/batch NaN"},
		404: {"POST /v1/nowhere", "GET /analytics.js/v1/WK/analytics.min.js"},
		405: {"GET /v1/t", "PUT /v1/t", "DELETE /v1/pixel/page", "POST /v1/projects/WK/settings", "GET /token"},
	} {
		for _, request := range requests {
			method, path, _ := strings.Cut(request, " ")
			path, body, _ := strings.Cut(path, " ")
			if body == "" {
				body = `{"userId":"u","event":"E"}`
			}
			status, header, _ := send(t, method, url+path, body, "Origin", page)
			if status != want {
				t.Errorf("%s: answered %d, want %d", request, status, want)
			}
			for name, value := range map[string]string{
				"Access-Control-Allow-Origin": page, "Access-Control-Allow-Credentials": "true",
				"Access-Control-Expose-Headers": "Retry-After, X-Ratelimit-Reset", "Vary": "Origin",
			} {
				if header.Get(name) != value {
					t.Errorf("%s: %s is %q, want %q", request, name, header.Get(name), value)
				}
			}
		}
	}
}

func TestOtherRequestsAreAnsweredAndNotListed(t *testing.T) {
	url, store := endpoint(t)
	for _, c := range []struct {
		method, path string
		status       int
		has          string
	}{
		{"POST", "/v1/m", 200, `{"success":true}`},
		{"POST", "/m/", 200, `{"success":true}`},
		{"POST", "/token", 200, `{"access_token":"segtap","token_type":"Bearer","expires_in":86400,`},
		{"POST", "/v1/token/", 200, `"access_token":`},
		{"GET", "/token", 405, `"code":"method_not_allowed"`},
		{"GET", "/analytics.js/v1/WK/analytics.min.js", 404, "cdnURL"},
		{"GET", "/analytics.js/v1/WK/analytics.min.js", 404, "analytics._cdn"},
		{"HEAD", "/v1/track", 200, ""},
		{"HEAD", "/v1/batch", 200, ""},
		{"HEAD", "/v1/projects/WK/settings", 200, ""},
		{"HEAD", "/token", 200, ""},
		{"HEAD", "/nowhere", 404, ""},
		{"POST", "/v1/v1/track", 404, ""},
		{"POST", "/v1/pixel", 404, ""},
		{"POST", "/v1/pixel/t", 404, ""},
		{"POST", "/v1/track/x", 404, ""},
		{"GET", "/v1/projects/WK/settings", 200, `"apiKey":"WK"`},
		{"GET", "/projects/a%22b/settings", 200, `"apiKey":"a\"b"`},
		{"GET", "/v1/track", 405, `"code":"method_not_allowed"`},
		{"POST", "/v1/nothing", 404, `"code":"not_found"`},
		{"POST", "/v1/track/../../etc/passwd", 404, `"code":"not_found"`},
		{"OPTIONS", "/v1/track", 204, ""},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			status, _, body := send(t, c.method, url+c.path, "{}")
			if status != c.status || !strings.Contains(body, c.has) {
				t.Errorf("answered %d %s", status, body)
			}
		})
	}
	if n := store.Counts().Entries; n != 0 {
		t.Errorf("%d are listed", n)
	}
}

func TestTheSettingsKeepSDKsHere(t *testing.T) {
	url, _ := endpoint(t)
	_, _, body := send(t, "GET", url+"/v1/projects/WK/settings", "")
	host := strings.TrimPrefix(url, "http://")
	want := fmt.Sprintf(`{"integrations":{"Segment.io":{"apiKey":"WK","apiHost":"%s/v1","protocol":"http"}},"plan":{},"metrics":{"sampleRate":0}}`, host)
	if body != want {
		t.Errorf("got %s\nwant %s", body, want)
	}
}

func TestTheSettingsKeepHTTPSBehindAProxy(t *testing.T) {
	url, _ := endpoint(t)
	for proto, want := range map[string]string{"https": "https", "http": "http", `https","x":"`: "http"} {
		if _, _, body := send(t, "GET", url+"/v1/projects/WK/settings", "", "X-Forwarded-Proto", proto); !strings.Contains(body, `"protocol":"`+want+`"}}`) {
			t.Errorf("%s: %s", proto, body)
		}
	}
}

func TestTheTokenComesWithADate(t *testing.T) {
	// SDKs take the skew of their clock from it.
	url, _ := endpoint(t)
	_, header, _ := send(t, "POST", url+"/token", "grant_type=client_credentials&client_assertion=x", "Content-Type", "application/x-www-form-urlencoded")
	if _, err := http.ParseTime(header.Get("Date")); err != nil || header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v, %v", err, header)
	}
}

// Only what segtap itself says of where a message comes from is believed: who
// could send the header otherwise could pass for a replay, which is not passed
// on, is no retry and is not counted.
func TestAReplayKnowsItsParent(t *testing.T) {
	url, store := endpoint(t)
	_, another := endpoint(t)
	page := []string{
		"Origin", "https://shop.example", "Referer", "https://shop.example/", "Sec-Fetch-Mode", "cors",
		"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "empty", "Content-Type", "text/plain;charset=UTF-8",
	}
	sealed, ofAnother := store.Lineage(1), another.Lineage(1)
	for i, c := range []struct {
		name, lineage string
		more          []string
		want          uint64
	}{
		{"nothing", "", nil, 0},
		{"a replay from here", sealed, nil, 1},
		{"an id alone", "1", nil, 0},
		{"a web page", "1", page, 0},
		{"a web page that makes a seal up", "1.00000000000000000000000000000000", page, 0},
		{"the seal of another run", ofAnother, nil, 0},
		{"the seal of another entry", strings.Replace(sealed, "1.", "2.", 1), nil, 0},
		{"a part of the seal", sealed[:len(sealed)-1], nil, 0},
		{"an empty seal", "1.", nil, 0},
		{"the seal with an id spelled otherwise", "0" + sealed, nil, 1},
		{"an id too large", "99999999999999999999", nil, 0},
		{"no id", "x.y", nil, 0},
		{"a replay of what is not listed any more", store.Lineage(77), nil, 77},
	} {
		send(t, "POST", url+"/v1/track", `{"userId":"u","event":"E"}`, append(c.more, replay.ParentHeader, c.lineage)...)
		if e, ok := store.At(i); !ok || e.Parent != c.want {
			t.Errorf("%s: parent %d, want %d", c.name, e.Parent, c.want)
		}
	}
}
