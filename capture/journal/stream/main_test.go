package stream

import (
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"segtap/capture/journal/journaltest"
	"segtap/capture/journal/stream/client"
)

// running is a nats-server of a test, which can be stopped and started again.
type running struct {
	t    testing.TB
	opts server.Options
	*server.Server
}

// serving starts a nats-server, which ends with the test.
func serving(t testing.TB, change ...func(*server.Options)) *running {
	t.Helper()
	r := &running{t: t, opts: server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true}}
	for _, of := range change {
		of(&r.opts)
	}
	r.start()
	t.Cleanup(r.stop)
	return r
}

func (r *running) start() {
	r.t.Helper()
	opts := r.opts
	s, err := server.NewServer(&opts)
	if err != nil {
		r.t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		r.t.Fatal("the server does not start")
	}
	r.Server, r.opts.Port = s, s.Addr().(*net.TCPAddr).Port
}

func (r *running) stop() {
	r.Shutdown()
	r.WaitForShutdown()
}

// address gives that of a stream.
func (r *running) address(stream string) string {
	return "nats://127.0.0.1:" + strconv.Itoa(r.opts.Port) + "/" + stream
}

// admin gives JetStream as those have it who look after it.
func (r *running) admin() jetstream.JetStream {
	r.t.Helper()
	return r.entered(r.t, "")
}

// entered gives the same to who has credentials.
func (r *running) entered(t testing.TB, creds string) jetstream.JetStream {
	t.Helper()
	var enter []nats.Option
	if creds != "" {
		enter = append(enter, nats.UserCredentials(creds))
	}
	conn, err := nats.Connect(r.ClientURL(), enter...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// opened opens a stream, and makes it where there is none.
func opened(t testing.TB, address string, change ...func(*Options)) *Journal {
	t.Helper()
	opts := Options{Make: true, Patience: 20 * time.Second}
	for _, of := range change {
		of(&opts)
	}
	j, err := Open(t.Context(), address, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// state is how the connection of a journal is.
func state(j *Journal) client.State {
	now, _ := j.link.Now()
	return now
}

var request = journaltest.Request
