#!/usr/bin/env bash
# Without headers, a batch read from JetStream says of what it has sent that it is still to come
#
# Packages: github.com/nats-io/nats-server/v2 v2.15.3, github.com/nats-io/nats.go v1.55.0, on 2026-11-30
# Expected: no_hdr leaves the headers of the messages away; the end of the batch, which has
#           its headers all the same, says the same with and without it.
# Seen:     Nats-Num-Pending is what is left after the batch with headers, and without them what was
#           there before it: 5 of 5 after all 5 have come. Nats-Last-Sequence is right in both.
# Meets it: who reads a stream in batches of bare events, which are shorter, and asks until
#           nothing is pending, or shows how far it has come: zero is never said, and the end is a 404.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/nats-io/nats-server/v2@v2.15.3 github.com/nats-io/nats.go@v1.55.0 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func main() {
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true, JetStream: true, StoreDir: "js"})
	check(err)
	s.Start()
	defer s.Shutdown()
	nc, err := nats.Connect(s.ClientURL())
	check(err)
	defer nc.Close()
	js, err := jetstream.New(nc)
	check(err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err = js.CreateStream(ctx, jetstream.StreamConfig{Name: "EVENTS", Subjects: []string{"events"}, AllowDirect: true})
	check(err)
	for range 5 {
		_, err := js.Publish(ctx, "events", []byte(`{"event":"Order Completed"}`))
		check(err)
	}
	for _, batch := range []int{2, 5} {
		for _, bare := range []bool{false, true} {
			inbox := nc.NewInbox()
			answers, err := nc.SubscribeSync(inbox)
			check(err)
			check(nc.PublishRequest("$JS.API.DIRECT.GET.EVENTS", inbox, fmt.Appendf(nil, `{"seq":1,"batch":%d,"no_hdr":%t}`, batch, bare)))
			for messages := 0; ; messages++ {
				msg, err := answers.NextMsgWithContext(ctx)
				check(err)
				if msg.Header.Get("Status") == "" {
					continue
				}
				fmt.Printf("no_hdr %t: %d of 5 messages, last %s, pending %s\n",
					bare, messages, msg.Header.Get("Nats-Last-Sequence"), msg.Header.Get("Nats-Num-Pending"))
				break
			}
		}
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO

cat >want <<'WANT'
no_hdr false: 2 of 5 messages, last 2, pending 3
no_hdr true: 2 of 5 messages, last 2, pending 5
no_hdr false: 5 of 5 messages, last 5, pending 0
no_hdr true: 5 of 5 messages, last 5, pending 5
WANT
timeout 300 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
