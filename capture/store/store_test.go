package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 123456000, time.UTC)

func judge(t testing.TB) *mapping.Judge {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapping.NewJudge(engine)
}

// open gives the store over a capture file.
func open(t testing.TB, path string) (*store.Store, journal.Journal) {
	t.Helper()
	file, err := file.Open(path, file.Options{Program: "segtap test", Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(judge(t), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return store, file
}

// request is a request with a body, as it comes on a path.
func request(path, body string) *store.Request {
	route, _ := routes.Match(path)
	return &store.Request{
		At: noon, Method: "POST", Path: path, Remote: "127.0.0.1:5", WriteKey: "WK",
		Intake: message.TakeIn(route.Posted([]byte(body), noon)), Status: 200,
	}
}

func mustCapture(t testing.TB, store *store.Store, path, body string) uint64 {
	t.Helper()
	id, err := store.Capture(request(path, body))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAStoreReopensAsItWas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	store, _ := open(t, path)
	mustCapture(t, store, "/v1/track", `{"userId":"u_42","event":"Order Completed","properties":{"revenue":1.50}}`)
	mustCapture(t, store, "/v1/batch", `{"batch":[{"type":"page","anonymousId":"a1","name":"Home"},{"type":"track","event":"No one"}],"context":{"ip":"1.2.3.4"}}`)
	mustCapture(t, store, "/v1/track", `{"broken":`)
	edited, err := store.Add([]byte(`{"type":"track","userId":"u_42","event":"Order Completed","properties":{"revenue":2}}`), capture.Edited, 1, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.AddAttempt(0, &replay.Attempt{Target: "here", Kind: replay.Here, EntryID: edited, Status: 200, Tries: 1, At: noon}, noon); err != nil {
		t.Fatal(err)
	}
	before := everything(t, store)
	if got, err := store.Read(edited); err != nil || got.WriteKey != "WK" {
		t.Errorf("an edit has the write key %q, %v: not that of what it was made of", got.WriteKey, err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}

	store, _ = open(t, path)
	defer store.Close()
	if after := everything(t, store); after != before {
		t.Errorf("reopened\n%s\nbefore\n%s", after, before)
	}
	if id := mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Next"}`); id != 6 {
		t.Errorf("the next entry is #%d, want #6", id)
	}
	for _, want := range []string{
		"#1 captured track Order Completed u_42 1.50", "#2 captured page Home a1", "#3 captured track No one",
		"#4 captured   ", "#5 edit of 1 track Order Completed u_42 2 sent 1 answered 200",
		`"context":{"ip":"1.2.3.4"}`, `{"broken":`, "to here: 200",
	} {
		if !strings.Contains(before, want) {
			t.Errorf("%q is not in\n%s", want, before)
		}
	}
}

// everything writes down all that a store says.
func everything(t *testing.T, store *store.Store) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", store.Counts())
	for i := range store.Counts().Entries {
		e, ok := store.At(i)
		if !ok {
			t.Fatalf("no entry in place %d", i)
		}
		fmt.Fprintf(&b, "#%d %s", e.ID, e.Origin)
		if e.Parent != 0 {
			fmt.Fprintf(&b, " of %d", e.Parent)
		}
		fmt.Fprintf(&b, " %s %s %s %s", e.Type, e.Name, e.User, e.Value)
		if e.Attempts > 0 {
			fmt.Fprintf(&b, " sent %d answered %d", e.Attempts, e.Answer)
		}
		fmt.Fprintf(&b, " %v %s\n", e.At.UTC(), e.Verdict.Headline)
		got, err := store.Read(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "  %s\n  %v\n", got.Message.Text, got.Judgement.Diagnostics)
		for _, try := range got.Attempts {
			fmt.Fprintf(&b, "  to %s: %d\n", try.Target, try.Status)
		}
	}
	return b.String()
}

func TestAnEntryThatIsNotThere(t *testing.T) {
	s, _ := open(t, filepath.Join(t.TempDir(), "f.ndjson"))
	defer s.Close()
	mustCapture(t, s, "/v1/track", `{"userId":"u","event":"E"}`)
	for _, id := range []uint64{0, 2, 1 << 40} {
		if _, err := s.Read(id); !errors.Is(err, store.ErrNoEntry) {
			t.Errorf("#%d: %v", id, err)
		}
		if _, ok := s.Entry(id); ok {
			t.Errorf("#%d is there", id)
		}
	}
	if _, ok := s.At(-1); ok {
		t.Error("there is an entry before the first")
	}
}

func TestManySendersAreOneSignalAndNothingIsLost(t *testing.T) {
	store, _ := open(t, filepath.Join(t.TempDir(), "f.ndjson"))
	defer store.Close()
	const senders, each = 8, 50
	var wg sync.WaitGroup
	for s := range senders {
		wg.Go(func() {
			for i := range each {
				if _, err := store.Capture(request("/v1/track", fmt.Sprintf(`{"userId":"u%d","event":"E%d"}`, s, i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := store.Counts().Entries; n != senders*each {
		t.Fatalf("%d entries, want %d", n, senders*each)
	}
	<-store.Changed()
	select {
	case <-store.Changed():
		t.Error("a second signal waits although nothing has changed since the first")
	default:
	}
	seen := map[string]bool{}
	for i := range senders * each {
		e, _ := store.At(i)
		if e.ID != uint64(i)+1 {
			t.Fatalf("place %d holds #%d", i, e.ID)
		}
		got, err := store.Read(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		seen[string(got.Message.Text)] = true
	}
	if len(seen) != senders*each {
		t.Errorf("%d different messages, want %d", len(seen), senders*each)
	}
}

func TestWhatCannotBeKeptIsSaid(t *testing.T) {
	store, file := open(t, filepath.Join(t.TempDir(), "f.ndjson"))
	mustCapture(t, store, "/v1/track", `{"userId":"u","event":"E"}`)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Capture(request("/v1/track", `{"userId":"u","event":"Lost"}`)); err == nil {
		t.Error("acknowledged although the file is closed")
	}
	if c := store.Counts(); c.Entries != 1 || c.Failure == "" {
		t.Errorf("%+v", c)
	}
}

func TestBodiesAreKeptAsTheyCame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	store, _ := open(t, path)
	bodies := []string{
		`{"userId":"u","event":"E","properties":{"big":12345678901234567890,"f":1.50,"e":1e309,"neg":-0,"a":1,"a":2}}`,
		"{\"userId\":\"\xff\xfe\",\"event\":\"\\ud800\"}",
		"{\"event\":\"\u202e\\u0007\",\n\t\"userId\" : \"u\" }",
	}
	for _, body := range bodies {
		mustCapture(t, store, "/v1/track", body)
	}
	store.Close()
	store, _ = open(t, path)
	defer store.Close()
	for i, body := range bodies {
		got, err := store.Read(uint64(i) + 1)
		if err != nil {
			t.Fatal(err)
		}
		if string(got.Record.Body) != body {
			t.Errorf("body %d\n got %q\nwant %q", i, got.Record.Body, body)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestARecordThatSaysMoreThanItHoldsIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	const record = `{"v":1,"rec":"request","id":%d,"at":"2026-08-18T12:00:00.000000Z","n":%d,"heads":[],"method":"POST","path":"/v1/batch","query":"","remote":"","write_key":"","headers":{},"status":200,"body":"{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"E\"}]}"}` + "\n"
	text := fmt.Sprintf(record, 1, 3) + fmt.Sprintf(record, 4, 1)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	store, _ := open(t, path)
	defer store.Close()
	if c := store.Counts(); c.Entries != 1 || c.Damaged != 1 {
		t.Errorf("%+v", c)
	}
}

// BenchmarkReadBatch reads every message of a batch of 2,500 one after another.
func BenchmarkReadBatch(b *testing.B) {
	store, _ := open(b, filepath.Join(b.TempDir(), "f.ndjson"))
	defer store.Close()
	mustCapture(b, store, "/v1/batch", `{"batch":[`+strings.Repeat(`{"type":"track","userId":"u","event":"E","properties":{"value":1}},`, 2499)+`{"type":"page","userId":"u"}]}`)
	for b.Loop() {
		reader := store.NewReader()
		for id := uint64(1); id <= 2500; id++ {
			if _, err := reader.ReadWanted(id, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}
