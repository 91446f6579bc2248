package stream

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"pgregory.net/rapid"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
	"segtap/capture/journal/stream/parts"
)

// A line that is split is put together again, whatever stands around its parts, and a part
// whose beginning has gone is of no record.
func TestPartsArePutTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(2*parts.Room+1, 400).Draw(t, "size")
		var messages, want [][]byte
		for range rapid.IntRange(1, 6).Draw(t, "lines") {
			line := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "line")
			if _, of, _ := parts.Read(line); of > 0 {
				continue
			}
			parts, err := parts.Split(line, size)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range parts {
				if len(p) > size {
					t.Fatalf("a part of %d bytes, more than %d", len(p), size)
				}
			}
			if len(parts) > 1 && rapid.Bool().Draw(t, "has lost its beginning") {
				parts = parts[1:]
			} else {
				want = append(want, line)
			}
			messages = append(messages, parts...)
		}
		var whole parts.Joining
		for i, text := range messages {
			if record, _, ok := whole.Add(uint64(i)+5, text); ok {
				if len(want) == 0 || string(record) != string(want[0]) {
					t.Fatalf("%q is no line", record)
				}
				want = want[1:]
			}
		}
		if len(want) > 0 {
			t.Fatalf("%q is missing", want[0])
		}
	})
}

func TestAStreamOfSomebodyElseIsRefusedAndNotTouched(t *testing.T) {
	s := serving(t)
	js := s.admin()
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"S.>", "orders"}}); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`{"order":1}`, `{"order":2}`} {
		if _, err := js.Publish(t.Context(), "orders", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Open(t.Context(), s.address("S"), Options{Make: true})
	if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), s.address("S")) {
		t.Errorf("got %v", err)
	}
	stream, err := js.Stream(t.Context(), "S")
	if err != nil {
		t.Fatal(err)
	}
	if info := stream.CachedInfo(); info.State.Msgs != 2 || info.Config.AllowDirect || info.Config.AllowAtomicPublish {
		t.Errorf("it has been changed: %+v", info)
	}
}

// Messages that somebody else puts into a journal's stream are skipped and counted.
func TestWhatIsNoRecordIsSkipped(t *testing.T) {
	s := serving(t)
	j := opened(t, s.address("S"))
	mustAppend(t, j, 1)
	js := s.admin()
	for _, text := range []string{"hello", "", `{"v":1,"rec":"dream"}`, `{"v":1,"rec":"request","id":`} {
		if _, err := js.Publish(t.Context(), "S.x", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	mustAppend(t, j, 1)
	late := opened(t, s.address("S"))
	for _, j := range []*Journal{j, late} {
		var got []uint64
		scanned, err := j.Scan(0, func(h *journal.Head) error { got = append(got, h.ID); return nil })
		if err != nil || fmt.Sprint(got) != "[1 2]" || scanned.Damaged != 3 || scanned.Unknown != 1 {
			t.Errorf("%v, %+v, %v", got, scanned, err)
		}
	}
	if _, err := js.Publish(t.Context(), "S.x", []byte(`{"v":9,"rec":"request"}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(request(1, "x"), nil); !errors.Is(err, journal.ErrLater) {
		t.Errorf("behind one of a later version: %v", err)
	}
	if _, err := Open(t.Context(), s.address("S"), Options{}); !errors.Is(err, journal.ErrLater) {
		t.Errorf("opening it: %v", err)
	}
}

// A stream that lacks what a journal needs is refused with what mends it, and left alone.
func TestAStreamThatDoesNotFitIsRefused(t *testing.T) {
	for says, change := range map[string]func(*jetstream.StreamConfig){
		"nats stream edit S --allow-direct":       func(cfg *jetstream.StreamConfig) { cfg.AllowDirect = false },
		"nats stream edit S --allow-batch":        func(cfg *jetstream.StreamConfig) { cfg.AllowAtomicPublish = false },
		"nats stream edit S --subjects 'a.*,S.>'": func(cfg *jetstream.StreamConfig) { cfg.Subjects = []string{"a.*"} },
		"nats stream edit S --ack":                func(cfg *jetstream.StreamConfig) { cfg.NoAck = true },
		"edit S --max-msgs-per-subject=-1":        func(cfg *jetstream.StreamConfig) { cfg.MaxMsgsPerSubject = 5 },
		"edit S --max-msg-size=-1":                func(cfg *jetstream.StreamConfig) { cfg.MaxMsgSize = 2047 },
		"kept in memory only":                     func(cfg *jetstream.StreamConfig) { cfg.Storage = jetstream.MemoryStorage },
		"go when they are read":                   func(cfg *jetstream.StreamConfig) { cfg.Retention = jetstream.WorkQueuePolicy },
		"before they are written": func(cfg *jetstream.StreamConfig) {
			cfg.PersistMode, cfg.AllowAtomicPublish = jetstream.AsyncPersistMode, false
		},
	} {
		s := serving(t)
		made(t, s, change)
		if _, err := Open(t.Context(), s.address("S"), Options{Make: true}); !errors.Is(err, client.ErrUnfit) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	s := serving(t)
	made(t, s, func(cfg *jetstream.StreamConfig) { cfg.Subjects = []string{"team.captured.>"} })
	mustAppend(t, opened(t, s.address("S")), 2)
}

func TestThereIsNoStream(t *testing.T) {
	s := serving(t)
	if _, err := Open(t.Context(), s.address("S"), Options{}); !errors.Is(err, client.ErrNoStream) {
		t.Errorf("got %v", err)
	}
	if _, err := Open(t.Context(), s.address("S"), Options{Make: true, Replicas: 3}); err == nil || !strings.Contains(err.Error(), "replicas > 1 not supported") {
		t.Errorf("three replicas on one server: %v", err)
	}
}

func TestServersThatCannotHoldAJournal(t *testing.T) {
	without := serving(t, func(o *server.Options) { o.JetStream = false })
	if _, err := Open(t.Context(), without.address("S"), Options{Make: true}); !errors.Is(err, client.ErrServer) || !strings.Contains(err.Error(), "JetStream") {
		t.Errorf("without JetStream: %v", err)
	}
	if _, err := Open(t.Context(), old(t, "2.11.9"), Options{Make: true}); !errors.Is(err, client.ErrServer) || !strings.Contains(err.Error(), "2.11.9") || !strings.Contains(err.Error(), "2.12") {
		t.Errorf("an older one: %v", err)
	}
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = nobody.Close()
	if _, err := Open(t.Context(), "nats://"+nobody.Addr().String()+"/S", Options{}); err == nil || !strings.Contains(err.Error(), nobody.Addr().String()) {
		t.Errorf("nobody there: %v", err)
	}
}

// old answers as a nats-server of a version does that is not the one of the tests: its first
// line is all that is looked at before it is refused.
func old(t *testing.T, version string) (address string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = fmt.Fprintf(conn, "INFO {\"server_id\":\"X\",\"version\":%q,\"headers\":true,\"max_payload\":1048576}\r\n", version)
			go func() {
				for lines := bufio.NewScanner(conn); lines.Scan(); {
					if strings.HasPrefix(lines.Text(), "PING") {
						_, _ = fmt.Fprint(conn, "PONG\r\n")
					}
				}
			}()
		}
	}()
	return "nats://" + listener.Addr().String() + "/S"
}

// Who has the wrong password is told so, and nobody is told a password.
func TestCredentials(t *testing.T) {
	s := serving(t, func(o *server.Options) { o.Username, o.Password = "team", "very-secret" })
	at := strings.TrimPrefix(s.address("S"), "nats://")
	for _, user := range []string{"", "team:wrong-secret@", "wrong-secret@"} {
		if _, err := Open(t.Context(), "nats://"+user+at, Options{Make: true}); err == nil || !strings.Contains(err.Error(), "Authorization Violation") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", user, err)
		}
	}
	if _, err := Open(t.Context(), s.address("S"), Options{Files: login.Files{Creds: filepath.Join(t.TempDir(), "none.creds")}}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	j := opened(t, "nats://team:very-secret@"+at)
	mustAppend(t, j, 1)
	if said := j.Name() + state(j).String(); strings.Contains(said, "secret") || strings.Contains(said, "team") {
		t.Errorf("it says %s", said)
	}
}

// Without a connection nothing is acknowledged, which is said in time, and what has been read
// stays; when it is back, all goes on.
func TestWithoutAConnection(t *testing.T) {
	s := serving(t)
	l := listing(t, s.address("S"), func(o *Options) { o.Patience = 300 * time.Millisecond })
	mustAppend(t, l.Journal, 3)
	s.stop()
	began := time.Now()
	_, err := l.Append(request(1, "x"), nil)
	if took := time.Since(began); !errors.Is(err, journal.ErrNotKept) || !errors.Is(err, client.ErrLink) || took > 5*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
	if strings.Count(err.Error(), "connect") != 1 {
		t.Errorf("it repeats itself: %v", err)
	}
	if said := state(l.Journal).String(); !strings.Contains(said, "not connected to 127.0.0.1:") || !strings.Contains(said, "trying again") {
		t.Errorf("it says %s", said)
	}
	if got := ids(t, l.Journal, 0); len(got) != 3 || l.Trouble() == "" {
		t.Errorf("%v are left; its trouble is %q", got, l.Trouble())
	}
	s.start()
	journaltest.Until(t, "it is back", func() bool { return state(l.Journal).Connected })
	journaltest.Until(t, "it keeps again", func() bool { return l.add("again") == nil })
}

func TestWhatFsyncCannotPromiseIsSaid(t *testing.T) {
	s := serving(t)
	if notes := opened(t, s.address("S"), func(o *Options) { o.Fsync = true }).Notes(); len(notes) != 1 || !strings.Contains(notes[0], "sync_interval") {
		t.Errorf("it says %q", notes)
	}
}

// However much is to be kept, without a server nobody waits much longer than was said.
func TestManyLargeAppendsWithoutAServerAllEndInTime(t *testing.T) {
	const patience = 3 * time.Second
	s := serving(t)
	j := opened(t, s.address("S"), func(o *Options) { o.Patience = patience })
	mustAppend(t, j, 1)
	s.stop()
	body := strings.Repeat("x", 400_000)
	began := time.Now()
	var all sync.WaitGroup
	for range 128 {
		all.Go(func() {
			if _, err := j.Append(request(1, body), nil); !errors.Is(err, journal.ErrNotKept) {
				t.Errorf("it says %v", err)
			}
		})
	}
	all.Wait()
	if took := time.Since(began); took > 2*patience {
		t.Errorf("it took %v", took)
	}
	journaltest.Until(t, "it has been lost for long", func() bool { return time.Since(state(j).Since) > patience })
	began = time.Now()
	if _, err := j.Append(request(1, "x"), nil); !errors.Is(err, client.ErrLink) {
		t.Errorf("it says %v", err)
	}
	if took := time.Since(began); took > patience*9/10 {
		t.Errorf("when it had been lost for long it took %v", took)
	}
}

// A server that says nothing any more, also to whoever connects, holds nobody longer than was
// said: neither those who append nor who closes.
func TestAServerThatSaysNothingHoldsNobody(t *testing.T) {
	const patience = 3 * time.Second
	way := cuttingWay(t, serving(t).Addr().String())
	for _, body := range []string{"x", strings.Repeat("x", 400_000)} {
		j := opened(t, way.address(), func(o *Options) { o.Patience = patience })
		mustAppend(t, j, 1)
		way.quiet.Lock()
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() {
				time.Sleep(time.Duration(i) * patience / 15)
				began := time.Now()
				if _, err := j.Append(request(1, body), nil); !errors.Is(err, journal.ErrNotKept) {
					t.Errorf("it says %v", err)
				}
				if took := time.Since(began); took > patience*4/3 {
					t.Errorf("append %d of %d bytes took %v", i, len(body), took)
				}
			})
		}
		all.Wait()
		began := time.Now()
		_ = j.Close()
		if took := time.Since(began); took > patience/6 {
			t.Errorf("to close took %v", took)
		}
		way.quiet.Unlock()
	}
}

// A record that the stream refuses for its length keeps no other one from being kept, and the
// stream may be changed meanwhile.
func TestARecordThatIsRefusedIsTheOnlyOne(t *testing.T) {
	s := serving(t)
	made(t, s, func(*jetstream.StreamConfig) {})
	j := opened(t, s.address("S"), func(o *Options) { o.Patience = 10 * time.Second })
	j.longest.Store(1 << 19) // it has not heard yet that less is taken
	change := jetstream.StreamConfig{Name: "S", Subjects: []string{"S.>"}, AllowDirect: true, AllowAtomicPublish: true, MaxMsgSize: 4000}
	if _, err := s.admin().UpdateStream(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	lines := make([]*line, 6)
	for i := range lines {
		lines[i] = &line{name: fmt.Sprint("line", i), subject: "S._.x", came: time.Now(), size: 1 << 19}
		rec := request(1, strings.Repeat("x", 10_000*(i%2)))
		if err := lines[i].Encode(&rec); err != nil {
			t.Fatal(err)
		}
	}
	j.turn.Lock()
	err := j.writer.publish(lines, time.Now().Add(10*time.Second))
	j.turn.Unlock()
	for i, l := range lines {
		if (l.err != nil) != (i%2 == 1) || err != nil {
			t.Errorf("line %d: %v, %v", i, l.err, err)
		}
	}
	if got := ids(t, j, 0); fmt.Sprint(got) != "[1 2 3]" {
		t.Errorf("kept are %v", got)
	}
	journaltest.Until(t, "it has heard", func() bool { return j.longest.Load() == 4000 })
	if _, err := j.Append(request(1, strings.Repeat("x", 10_000)), nil); err != nil {
		t.Errorf("it is not split: %v", err)
	}
}

// Whoever is told to end while it connects ends at once.
func TestOpeningEndsWhenItIsTold(t *testing.T) {
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	began := time.Now()
	if _, err := Open(ctx, "nats://"+mute.Addr().String()+"/S", Options{Patience: time.Minute}); !errors.Is(err, context.Canceled) || time.Since(began) > 10*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
}
