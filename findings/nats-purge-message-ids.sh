#!/usr/bin/env bash
# A purged JetStream stream takes the same messages for duplicates, until the server starts anew
#
# Packages: github.com/nats-io/nats-server/v2 v2.15.3, github.com/nats-io/nats.go v1.55.0, on 2026-11-30
# Expected: what has left a stream, by a purge, a delete or the limit of the stream, is no duplicate:
#           sent again with its Nats-Msg-Id, it is stored. A server started anew knows as much as before.
# Seen:     within the duplicates window it is acknowledged as a duplicate, with the sequence of a
#           message that is gone, and is not stored: the stream stays empty. After the server has
#           been started anew, within the same window, the same publish is stored.
# Meets it: who purges a stream between two test runs and sends the same events: the second run finds
#           nothing, without an error; and who keeps few messages in a stream, and sends again what was lost.
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

// with runs a step against a server of its own, which keeps its streams on disk for the next one.
func with(step func(context.Context, jetstream.JetStream)) {
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true, JetStream: true, StoreDir: "js"})
	check(err)
	s.Start()
	nc, err := nats.Connect(s.ClientURL())
	check(err)
	js, err := jetstream.New(nc)
	check(err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	step(ctx, js)
	cancel()
	nc.Close()
	s.Shutdown()
	s.WaitForShutdown()
}

func main() {
	publish := func(ctx context.Context, js jetstream.JetStream, name, id, when string) {
		ack, err := js.Publish(ctx, name, []byte(`{"event":"Order Completed"}`), jetstream.WithMsgID(id))
		check(err)
		stream, err := js.Stream(ctx, name)
		check(err)
		fmt.Printf("%s, %s %s: sequence %d, duplicate %v, %d in the stream\n",
			name, id, when, ack.Sequence, ack.Duplicate, stream.CachedInfo().State.Msgs)
	}
	with(func(ctx context.Context, js jetstream.JetStream) {
		for name, limit := range map[string]int64{"purged": -1, "deleted": -1, "limited": 1} {
			_, err := js.CreateStream(ctx, jetstream.StreamConfig{Name: name, Subjects: []string{name}, MaxMsgs: limit, Duplicates: time.Hour})
			check(err)
		}
	})
	for _, name := range []string{"purged", "deleted", "limited"} {
		with(func(ctx context.Context, js jetstream.JetStream) {
			publish(ctx, js, name, "order-1", "first")
			stream, err := js.Stream(ctx, name)
			check(err)
			switch name {
			case "purged":
				check(stream.Purge(ctx))
			case "deleted":
				check(stream.DeleteMsg(ctx, 1))
			case "limited":
				publish(ctx, js, name, "order-2", "first")
			}
			publish(ctx, js, name, "order-1", "again")
		})
		with(func(ctx context.Context, js jetstream.JetStream) {
			publish(ctx, js, name, "order-1", "after a restart")
		})
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO

cat >want <<'WANT'
purged, order-1 first: sequence 1, duplicate false, 1 in the stream
purged, order-1 again: sequence 1, duplicate true, 0 in the stream
purged, order-1 after a restart: sequence 2, duplicate false, 1 in the stream
deleted, order-1 first: sequence 1, duplicate false, 1 in the stream
deleted, order-1 again: sequence 1, duplicate true, 0 in the stream
deleted, order-1 after a restart: sequence 2, duplicate false, 1 in the stream
limited, order-1 first: sequence 1, duplicate false, 1 in the stream
limited, order-2 first: sequence 2, duplicate false, 1 in the stream
limited, order-1 again: sequence 1, duplicate true, 1 in the stream
limited, order-1 after a restart: sequence 3, duplicate false, 1 in the stream
WANT
timeout 300 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
