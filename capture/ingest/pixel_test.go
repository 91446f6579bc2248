package ingest_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"segtap/capture/ingest"
	"segtap/mapping/verdict"
)

func TestAPixelIsAMessage(t *testing.T) {
	const message = `{"writeKey":"WK","userId":"u_42","event":"Email Opened","properties":{"subject":"Ünïcode?>","campaign":"a/b"}}`
	const dotted = `writeKey=WK&userId=u_42&event=Email+Opened&properties.subject=%C3%9Cn%C3%AFcode%3F%3E&properties.campaign=a/b`
	for name, query := range map[string]string{
		"base64":                          "data=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(message))),
		"base64 without padding":          "data=" + url.QueryEscape(base64.RawStdEncoding.EncodeToString([]byte(message))),
		"base64 for URLs":                 "data=" + base64.URLEncoding.EncodeToString([]byte(message)),
		"base64 for URLs without padding": "data=" + base64.RawURLEncoding.EncodeToString([]byte(message)),
		"base64 as it is":                 "data=" + base64.StdEncoding.EncodeToString([]byte(message)),
		"base64 after other members":      "v=1&data=" + base64.RawURLEncoding.EncodeToString([]byte(message)),
		"names with dots":                 dotted,
		"names with dots and empty pairs": "&" + dotted + "&&",
	} {
		t.Run(name, func(t *testing.T) {
			address, store := endpoint(t)
			status, header, body := send(t, "GET", address+"/v1/pixel/track?"+query, "")
			if status != 200 || header.Get("Content-Type") != "image/gif" || !strings.HasPrefix(body, "GIF89a\x01\x00\x01\x00") {
				t.Fatalf("answered %d %s %q", status, header.Get("Content-Type"), body)
			}
			got := only(t, store)
			if string(got.Record.Body) != message || got.Entry.Type != "track" || got.WriteKey != "WK" {
				t.Errorf("type %q, write key %q, body\n%s\nwant\n%s", got.Entry.Type, got.WriteKey, got.Record.Body, message)
			}
			if got.Record.Query != query || got.Record.Method != "GET" {
				t.Errorf("%s, query %q", got.Record.Method, got.Record.Query)
			}
		})
	}
}

func TestEveryTypeHasItsPixel(t *testing.T) {
	for _, typ := range []string{"track", "identify", "page", "screen", "group", "alias"} {
		for _, path := range []string{"/v1/pixel/" + typ, "/pixel/" + typ, "//v1/pixel//" + typ + "/"} {
			address, store := endpoint(t)
			if status, _, _ := send(t, "GET", address+path+"?userId=u", ""); status != 200 {
				t.Errorf("%s: answered %d", path, status)
			}
			if got := only(t, store); got.Entry.Type != typ || got.Record.Path != path {
				t.Errorf("%s: type %q, path %q", path, got.Entry.Type, got.Record.Path)
			}
		}
	}
}

func TestAPixelIsAnsweredWhateverIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		query, body string
	}{
		"nothing":                    {"", `{}`},
		"no base64":                  {"data=%7Bx", `{x`},
		"no JSON":                    {"data=aGVsbG8", `hello`},
		"data that is empty":         {"data=", ``},
		"escapes that are none":      {"event=100%&userId=%zz", `{"event":"100%","userId":"%zz"}`},
		"no value":                   {"event", `{"event":""}`},
		"a name twice":               {"event=a&event=b", `{"event":"a","event":"b"}`},
		"a text and an object":       {"a=1&a.b=2&a.c=3", `{"a":"1","a":{"b":"2","c":"3"}}`},
		"dots without names":         {"a.=1&.b=2&.=3&a..c=4", `{"a.":"1",".b":"2",".":"3","a":{".c":"4"}}`},
		"bytes that are no UTF-8":    {"event=%ff", "{\"event\":\"\uFFFD\"}"},
		"characters of control":      {"event=%00%0a%1b", `{"event":"\u0000\n\u001b"}`},
		"names nested without end":   {strings.Repeat("a.", 40) + "b=1", strings.Repeat(`{"a":`, 32) + `{"` + strings.Repeat("a.", 8) + `b":"1"}` + strings.Repeat(`}`, 32)},
		"members of the same object": {"a.b.c=1&x=2&a.b.d=3", `{"a":{"b":{"c":"1","d":"3"}},"x":"2"}`},
	} {
		t.Run(name, func(t *testing.T) {
			address, store := endpointWith(t, ingest.Options{Strict: true})
			status, header, _ := send(t, "GET", address+"/v1/pixel/track?"+c.query, "")
			if status != 200 || header.Get("Content-Type") != "image/gif" {
				t.Fatalf("answered %d %s", status, header.Get("Content-Type"))
			}
			if got := only(t, store); string(got.Record.Body) != c.body {
				t.Errorf("body %q, want %q", got.Record.Body, c.body)
			}
		})
	}
}

func TestAPixelThatIsNoJSONIsShownAsSuch(t *testing.T) {
	address, store := endpoint(t)
	send(t, "GET", address+"/v1/pixel/track?data=aGVsbG8", "")
	if got := only(t, store); got.Entry.Verdict.Headline != verdict.Rejected || got.Record.Problem != "invalid_json" {
		t.Errorf("%s, problem %q", got.Entry.Verdict.Headline, got.Record.Problem)
	}
}

func TestAPixelTakesGETOnly(t *testing.T) {
	address, store := endpoint(t)
	for method, want := range map[string]int{"HEAD": 200, "OPTIONS": 204, "POST": 405, "DELETE": 405} {
		status, header, _ := send(t, method, address+"/v1/pixel/track?userId=u", "")
		if status != want || status != 200 && header.Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: answered %d, allows %q", method, status, header.Get("Allow"))
		}
	}
	if n := store.Counts().Entries; n != 0 {
		t.Errorf("%d are listed", n)
	}
}

func TestTheImageIsOne(t *testing.T) {
	address, _ := endpoint(t)
	_, header, body := send(t, "GET", address+"/v1/pixel/page", "")
	if got := http.DetectContentType([]byte(body)); got != "image/gif" || len(body) != 43 || header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s, %d bytes, cache %q", got, len(body), header.Get("Cache-Control"))
	}
}
