#!/usr/bin/env bash
# analytics-go sends a refused batch ten times, and a failed one at Close once
#
# Package:  github.com/segmentio/analytics-go/v3 v3.3.0, on 2026-11-29
# Expected: a 400 is final, as it is for Segment's other SDKs; a 503 is tried
#           again, until Close has it delivered.
# Seen:     a 400 is tried ten times. A single 503, answered to the flush that
#           Close makes, is tried once: the batch is dropped, and Close returns
#           nil; only the log and the callback are told.
# Meets it: programs that enqueue and close (jobs, lambdas, command line tools)
#           behind a proxy that fails now and then; and who debugs a bad message
#           and sees it ten times.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/segmentio/analytics-go/v3@v3.3.0 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"github.com/segmentio/analytics-go/v3"
)

type outcome chan string

func (o outcome) Success(analytics.Message)            { o <- "delivered" }
func (o outcome) Failure(_ analytics.Message, _ error) { o <- "dropped" }

type quiet struct{}

func (quiet) Logf(string, ...any)   {}
func (quiet) Errorf(string, ...any) {}

// run enqueues one event, answers its requests, and closes the client at once or when the event has its outcome.
func run(name string, closeAtOnce bool, answer func(n int32) int) {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(answer(requests.Add(1)))
	}))
	defer server.Close()
	config := analytics.Config{
		Endpoint: server.URL, BatchSize: 1, Logger: quiet{},
		RetryAfter: func(int) time.Duration { return 10 * time.Millisecond },
	}
	if closeAtOnce {
		config.BatchSize = 2 // so that Close has something to flush
	}
	done := make(outcome, 1)
	config.Callback = done
	client, err := analytics.NewWithConfig("WK", config)
	if err != nil {
		panic(err)
	}
	if err := client.Enqueue(analytics.Track{UserId: "u_42", Event: "Order Completed"}); err != nil {
		panic(err)
	}
	if closeAtOnce {
		fmt.Printf("%s: Close %v, ", name, client.Close())
	} else {
		fmt.Printf("%s: ", name)
	}
	fmt.Printf("%s after %d requests\n", <-done, requests.Load())
}

func main() {
	once503 := func(n int32) int {
		if n == 1 {
			return http.StatusServiceUnavailable
		}
		return http.StatusOK
	}
	run("400 always", false, func(int32) int { return http.StatusBadRequest })
	run("503 once, running", false, once503)
	run("503 once, closing", true, once503)
}
GO

cat >want <<'WANT'
400 always: dropped after 10 requests
503 once, running: delivered after 2 requests
503 once, closing: Close <nil>, dropped after 1 requests
WANT
timeout 120 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
