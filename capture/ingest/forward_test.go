package ingest_test

import (
	"net/http"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/replay"
)

func TestWhatIsKeptIsPassedOnAsItCame(t *testing.T) {
	var got []string
	opts := ingest.Options{
		Forward: func(r *http.Request, body []byte, _ uint64) {
			got = append(got, r.Method+" "+r.RequestURI+" "+r.Header.Get("Content-Encoding")+" "+string(body))
		},
	}
	for _, c := range []struct {
		name, method, path, body, want string
		header                         []string
		faults                         string
	}{
		{name: "a message", method: "POST", path: "//v1/track/?a=b", body: oneTrack, want: "POST //v1/track/?a=b  " + oneTrack},
		{name: "a packed one", method: "POST", path: "/v1/t", body: "\x1f\x8bnot gzip", header: []string{"Content-Encoding", "gzip"}, want: "POST /v1/t gzip \x1f\x8bnot gzip"},
		{name: "what is not JSON", method: "POST", path: "/v1/t", body: "{", want: "POST /v1/t  {"},
		{name: "a pixel", method: "GET", path: "/v1/pixel/page?name=N", want: "GET /v1/pixel/page?name=N  "},
		{name: "telemetry", method: "POST", path: "/v1/m", body: `{"series":[]}`, want: `POST /v1/m  {"series":[]}`},
		{name: "settings", method: "GET", path: "/v1/projects/WK/settings"},
		{name: "a token", method: "POST", path: "/token"},
		{name: "an unknown path", method: "POST", path: "/v1/other", body: "{}"},
		{name: "a replay", method: "POST", path: "/v1/track", body: oneTrack, header: []string{replay.ParentHeader, "#1"}},
		{name: "what only says it is a replay", method: "POST", path: "/v1/track", body: oneTrack, header: []string{replay.ParentHeader, "1"}, want: "POST /v1/track  " + oneTrack},
		{name: "more than is read", method: "POST", path: "/v1/track", body: strings.Repeat(" ", ingest.MaxBody+1)},
		{name: "what a fault answers", method: "POST", path: "/v1/track", body: oneTrack, faults: "503"},
		{name: "what a fault delays", method: "POST", path: "/v1/track", body: oneTrack, faults: "delay:1ns", want: "POST /v1/track  " + oneTrack},
	} {
		t.Run(c.name, func(t *testing.T) {
			got = nil
			opts.Faults = faults(t, c.faults)
			url, store := endpointWith(t, opts)
			if _, err := store.Add([]byte(oneTrack), capture.Edited, 0, noon); err != nil { // #1
				t.Fatal(err)
			}
			if n := len(c.header); n > 0 && c.header[n-1] == "#1" {
				c.header[n-1] = store.Lineage(1)
			}
			send(t, c.method, url+c.path, c.body, c.header...)
			if c.want == "" && got != nil || c.want != "" && (len(got) != 1 || got[0] != c.want) {
				t.Errorf("passed on %.200q, want %q", got, c.want)
			}
		})
	}
}
