#!/usr/bin/env bash
# Behind a redirect, three SDKs lose their events and call them delivered
#
# Packages: @segment/analytics-node 3.1.0 (npm), github.com/segmentio/analytics-go/v3 v3.3.0,
#           github.com/launchdarkly/go-server-sdk/v7 v7.14.6, on 2026-11-30
# Expected: a 301 or 302, as a load balancer answers to http:// where it wants https://, is an error,
#           or the events are posted again to the place it names.
# Seen:     the HTTP client beneath makes a GET without a body of it, and if that is answered 200,
#           the callbacks tell of success, and FlushAndWait that all was sent. No warning or error
#           is logged. With a 307 or 308 the events arrive.
# Meets it: who gives an SDK the http:// address of an endpoint, or one with a slash too many, that
#           a load balancer or reverse proxy mends by a redirect: no event arrives, and no program says so.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-30 @segment/analytics-node@3.1.0
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/launchdarkly/go-server-sdk/v7@v7.14.6 github.com/segmentio/analytics-go/v3@v3.3.0 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
	"github.com/launchdarkly/go-sdk-common/v3/ldlog"
	"github.com/launchdarkly/go-sdk-common/v3/ldvalue"
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-server-sdk/v7/interfaces"
	"github.com/launchdarkly/go-server-sdk/v7/ldcomponents"
	"github.com/segmentio/analytics-go/v3"
)

type told chan string

func (t told) Success(analytics.Message)            { t <- "success" }
func (t told) Failure(_ analytics.Message, e error) { t <- e.Error() }
func (told) Logf(string, ...any)                    {}
func (told) Errorf(f string, a ...any)              { fmt.Printf("analytics-go, log: "+f+"\n", a...) }

func main() {
	var loggers ldlog.Loggers
	loggers.SetBaseLogger(log.New(os.Stdout, "go-server-sdk, log: ", 0))
	loggers.SetMinLevel(ldlog.Warn)
	for _, code := range []int{http.StatusMovedPermanently, http.StatusTemporaryRedirect} {
		arrived := make(chan string, 10)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if !strings.HasPrefix(r.URL.Path, "/there/") {
				http.Redirect(w, r, "/there"+r.URL.Path, code)
				return
			}
			arrived <- fmt.Sprintf("%s with the event: %v", r.Method, strings.Contains(string(body), "Order Completed"))
		}))

		said, err := exec.Command("node", "run.mjs", server.URL).CombinedOutput()
		check(err)
		fmt.Printf("%d, analytics-node: %s, callback: %s", code, <-arrived, said)

		callback := make(told, 1)
		segment, err := analytics.NewWithConfig("WK", analytics.Config{Endpoint: server.URL, BatchSize: 1, Callback: callback, Logger: callback})
		check(err)
		check(segment.Enqueue(analytics.Track{UserId: "u_42", Event: "Order Completed"}))
		fmt.Printf("%d, analytics-go: %s, callback: %s\n", code, <-arrived, <-callback)
		check(segment.Close())

		client, err := ld.MakeCustomClient("sdk-key", ld.Config{
			DataSource: ldcomponents.ExternalUpdatesOnly(), DiagnosticOptOut: true,
			Logging:          ldcomponents.Logging().Loggers(loggers),
			ServiceEndpoints: interfaces.ServiceEndpoints{Streaming: server.URL, Polling: server.URL, Events: server.URL},
		}, 0)
		check(err)
		check(client.TrackMetric("Order Completed", ldcontext.New("u_42"), 99.84, ldvalue.Null()))
		flushed := client.FlushAndWait(10 * time.Second)
		fmt.Printf("%d, go-server-sdk: %s, FlushAndWait: %v\n", code, <-arrived, flushed)
		check(client.Close())
		server.Close()
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO
cat >run.mjs <<'JS'
import { Analytics } from '@segment/analytics-node'

const segment = new Analytics({ writeKey: 'WK', host: process.argv[2], flushAt: 1 })
segment.on('error', (error) => console.log(error.code))
segment.track({ userId: 'u_42', event: 'Order Completed' }, (error) => console.log(error ? 'error' : 'success'))
await segment.closeAndFlush()
JS

cat >want <<'WANT'
301, analytics-node: GET with the event: false, callback: success
301, analytics-go: GET with the event: false, callback: success
301, go-server-sdk: GET with the event: false, FlushAndWait: true
307, analytics-node: POST with the event: true, callback: success
307, analytics-go: POST with the event: true, callback: success
307, go-server-sdk: POST with the event: true, FlushAndWait: true
WANT
timeout 300 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
