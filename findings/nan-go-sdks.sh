#!/usr/bin/env bash
# NaN as a metric value: LaunchDarkly's Go SDK sends a body that is no JSON
#
# Packages: github.com/launchdarkly/go-server-sdk/v7 v7.14.6, github.com/segmentio/analytics-go/v3 v3.3.0, on 2026-11-29
# Expected: TrackMetric and Enqueue return an error, or leave the value out.
# Seen:     TrackMetric returns nil and the payload has "metricValue":NaN or +Inf,
#           which no JSON parser takes, together with all sound events that were
#           queued. Segment's Enqueue returns nil as well, but only that one
#           event is lost: the callback and the log are told, the others arrive.
# Meets it: who divides by a count that can be 0: one such value takes up to five
#           seconds of everybody's events with it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/launchdarkly/go-server-sdk/v7@v7.14.6 github.com/segmentio/analytics-go/v3@v3.3.0 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"

	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
	"github.com/launchdarkly/go-sdk-common/v3/ldvalue"
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-server-sdk/v7/interfaces"
	"github.com/launchdarkly/go-server-sdk/v7/ldcomponents"
	"github.com/segmentio/analytics-go/v3"
)

var values = []struct {
	event string
	value float64
}{{"before", 1}, {"not a number", math.NaN()}, {"infinite", math.Inf(1)}, {"after", 2}}

type quiet struct{}

func (quiet) Logf(string, ...any)                  {}
func (quiet) Errorf(string, ...any)                {}
func (quiet) Success(analytics.Message)            {}
func (quiet) Failure(_ analytics.Message, e error) { fmt.Println("segment, callback:", e) }

func main() {
	bodies := make(chan []byte, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies <- b
		if r.URL.Path == "/bulk" {
			w.WriteHeader(http.StatusAccepted)
		}
	}))
	defer server.Close()

	client, err := ld.MakeCustomClient("sdk-key", ld.Config{
		DataSource:       ldcomponents.ExternalUpdatesOnly(),
		Logging:          ldcomponents.Logging(),
		DiagnosticOptOut: true,
		ServiceEndpoints: interfaces.ServiceEndpoints{Streaming: server.URL, Polling: server.URL, Events: server.URL},
	}, 0)
	if err != nil {
		panic(err)
	}
	for _, v := range values {
		if err := client.TrackMetric(v.event, ldcontext.New("u"), v.value, ldvalue.Null()); err != nil {
			fmt.Println("launchdarkly, TrackMetric:", err)
		}
	}
	client.Close()
	body := <-bodies
	for _, m := range regexp.MustCompile(`"key":"([^"]*)","context":.*?"metricValue":([^}]*)`).FindAllSubmatch(body, -1) {
		fmt.Printf("launchdarkly, sent: %s %s\n", m[1], m[2])
	}
	fmt.Println("launchdarkly, body is JSON:", json.Valid(body))

	segment, err := analytics.NewWithConfig("WK", analytics.Config{Endpoint: server.URL, Logger: quiet{}, Callback: quiet{}})
	if err != nil {
		panic(err)
	}
	for _, v := range values {
		if err := segment.Enqueue(analytics.Track{UserId: "u", Event: v.event, Properties: analytics.NewProperties().SetRevenue(v.value)}); err != nil {
			fmt.Println("segment, Enqueue:", err)
		}
	}
	segment.Close()
	body = <-bodies
	var sent struct{ Batch []analytics.Track }
	fmt.Println("segment, body is JSON:", json.Unmarshal(body, &sent) == nil)
	for _, t := range sent.Batch {
		fmt.Println("segment, sent:", t.Event, t.Properties["revenue"])
	}
}
GO

cat >want <<'WANT'
launchdarkly, sent: before 1
launchdarkly, sent: not a number NaN
launchdarkly, sent: infinite +Inf
launchdarkly, sent: after 2
launchdarkly, body is JSON: false
segment, callback: json: unsupported value: NaN
segment, callback: json: unsupported value: +Inf
segment, body is JSON: true
segment, sent: before 1
segment, sent: after 2
WANT
timeout 300 go run . 2>log | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
