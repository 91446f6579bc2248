#!/usr/bin/env bash
# A retried JetStream publish that expects a sequence is a duplicate on three replicas, and an error on one
#
# Packages: github.com/nats-io/nats-server/v2 v2.15.3, github.com/nats-io/nats.go v1.55.0, on 2026-11-30
# Expected: a publish whose answer was lost is sent again with the same Nats-Msg-Id and the same
#           Nats-Expected-Last-Sequence, and is acknowledged as a duplicate, since it is in the stream.
# Seen:     so it is on a stream of three replicas. On one of one replica the sequence is looked at
#           first: the same retry is refused with "wrong last sequence", as if somebody else had
#           been first. The message stands in the stream once in both.
# Meets it: who writes events to a stream with both headers, tests on a laptop's one node, and takes the error
#           for another writer's message: the event is made anew under another id, or told as lost.
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
	"log"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func main() {
	const nodes = 3
	var routes []*url.URL
	var ports []int
	for range nodes {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		check(err)
		port := ln.Addr().(*net.TCPAddr).Port
		check(ln.Close())
		ports = append(ports, port)
		routes = append(routes, &url.URL{Scheme: "nats-route", Host: fmt.Sprintf("127.0.0.1:%d", port)})
	}
	var first *server.Server
	for i := range nodes {
		s, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true,
			JetStream: true, StoreDir: filepath.Join("js", fmt.Sprint(i)),
			Cluster: server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: ports[i]}, Routes: routes,
		})
		check(err)
		s.Start()
		defer s.Shutdown()
		if first == nil {
			first = s
		}
	}
	nc, err := nats.Connect(first.ClientURL())
	check(err)
	defer nc.Close()
	js, err := jetstream.New(nc)
	check(err)
	for _, replicas := range []int{1, 3} {
		name := fmt.Sprintf("R%d", replicas)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		for {
			try, end := context.WithTimeout(ctx, 2*time.Second) // nobody answers while there is no leader
			_, err = js.CreateStream(try, jetstream.StreamConfig{Name: name, Subjects: []string{name}, Replicas: replicas})
			end()
			if err == nil || ctx.Err() != nil {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		check(err)
		for _, which := range []string{"first", "again"} {
			ack, err := js.Publish(ctx, name, []byte(`{"event":"Order Completed"}`),
				jetstream.WithMsgID("order-1"), jetstream.WithExpectLastSequence(0))
			if err != nil {
				fmt.Printf("%d replicas, %s: %v\n", replicas, which, err)
			} else {
				fmt.Printf("%d replicas, %s: sequence %d, duplicate %v\n", replicas, which, ack.Sequence, ack.Duplicate)
			}
		}
		stream, err := js.Stream(ctx, name)
		check(err)
		info, err := stream.Info(ctx)
		check(err)
		fmt.Printf("%d replicas: %d message in the stream\n", replicas, info.State.Msgs)
		cancel()
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		log.Fatal(err)
	}
}
GO

cat >want <<'WANT'
1 replicas, first: sequence 1, duplicate false
1 replicas, again: nats: nats: API error: code=400 err_code=10071 description=wrong last sequence: 1
1 replicas: 1 message in the stream
3 replicas, first: sequence 1, duplicate false
3 replicas, again: sequence 1, duplicate true
3 replicas: 1 message in the stream
WANT
timeout 300 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
