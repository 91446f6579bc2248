package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/routes"
	"segtap/capture/store/index"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

var someTime = time.UnixMicro(1_787_054_400_000_000)

// storeWith gives a store over a file that is there, or is made; "" for none.
func storeWith(t *testing.T, path string, limits capture.Limits) *Store {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	kept := file.Memory()
	if path != "" {
		if kept, err = file.Open(path, file.Options{Now: someTime}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := New(mapping.NewJudge(engine), kept, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func captured(t *testing.T, s *Store, path, body string) uint64 {
	t.Helper()
	route, _ := routes.Match(path)
	id, err := s.Capture(&Request{At: someTime, Method: "POST", Path: path, Intake: message.TakeIn(route.Posted([]byte(body), someTime)), Status: 200})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func marked(t *testing.T, s *Store, id uint64) {
	t.Helper()
	if err := s.Mark(id, true, someTime); err != nil {
		t.Fatal(err)
	}
}

const plainTrack = `{"userId":"u","event":"E"}`

// What is marked is listed whatever the limit is when the file is opened again,
// with what came of sending it.
func TestAMarkedEntryStaysWhenTheLimitIsLower(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	s := storeWith(t, path, capture.Limits{})
	captured(t, s, "/v1/track", `{"userId":"u","event":"First"}`)
	for range 20 {
		captured(t, s, "/v1/batch", `{"batch":[`+plainTrack+`,`+plainTrack+`]}`)
	}
	marked(t, s, 1)
	marked(t, s, 5)
	marked(t, s, 6)
	if err := s.Mark(6, false, someTime); err != nil {
		t.Fatal(err)
	}
	if err := s.AddAttempt(0, &replay.Attempt{EntryID: 1, Status: 202}, someTime); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	s = storeWith(t, path, capture.Limits{Entries: 10})
	c := s.Counts()
	if c.Entries != 12 || c.Evicted != 29 {
		t.Errorf("%+v", c)
	}
	for _, id := range []uint64{1, 5} {
		e, ok := s.Entry(id)
		if got, err := s.Read(id); !ok || !e.Marked || err != nil || got.Entry.ID != id {
			t.Errorf("#%d: %+v, %v", id, e, err)
		}
	}
	if e, _ := s.Entry(1); e.Name != "First" || e.Attempts != 1 {
		t.Errorf("%+v", e)
	}
}

func TestMarksDoNotTakeTheRoomOfNewEntries(t *testing.T) {
	s := storeWith(t, "", capture.Limits{Entries: 3})
	for range 3 {
		marked(t, s, captured(t, s, "/v1/track", plainTrack))
	}
	id := captured(t, s, "/v1/track", plainTrack)
	if _, ok := s.Entry(id); !ok {
		t.Errorf("#%d is not listed: %+v", id, s.Counts())
	}
}

func TestTheAttemptsOfAMarkedEntryStayInMemory(t *testing.T) {
	s := storeWith(t, "", capture.Limits{Entries: 100})
	id := captured(t, s, "/v1/track", plainTrack)
	marked(t, s, id)
	for range 1000 {
		captured(t, s, "/v1/track", plainTrack)
	}
	if err := s.AddAttempt(0, &replay.Attempt{EntryID: id, Status: 200}, someTime); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		captured(t, s, "/v1/track", plainTrack)
	}
	if got, err := s.Read(id); err != nil || len(got.Attempts) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRetriesTakeNoMemory(t *testing.T) {
	s := storeWith(t, "", capture.Limits{Entries: 100})
	body := fmt.Sprintf(`{"userId":"u","event":"E","messageId":"m","properties":{"pad":%q}}`, strings.Repeat("x", 20_000))
	for range 1000 {
		captured(t, s, "/v1/track", body)
	}
	if size := s.list.journal.Size(); size > 500_000 {
		t.Errorf("%d bytes for 1 entry", size)
	}
	if e, _ := s.Entry(1); e.Retries != 255 {
		t.Errorf("%+v", e)
	}
	if got, err := s.Read(1); err != nil || string(got.Record.Body) != body {
		t.Errorf("%v", err)
	}
}

// What came of passing a batch on is noted with what is left of it.
func TestForwardingOfABatchThatHasGoneInPart(t *testing.T) {
	s := storeWith(t, "", capture.Limits{Entries: 3})
	captured(t, s, "/v1/track", `{"userId":"u","event":"E","messageId":"m"}`)
	id := captured(t, s, "/v1/batch", `{"batch":[`+plainTrack+`,{"userId":"u","event":"E","messageId":"m"},`+plainTrack+`,`+plainTrack+`]}`)
	captured(t, s, "/v1/track", plainTrack)
	if err := s.AddAttempt(0, &replay.Attempt{EntryID: id, Kind: replay.Forward, Status: 503}, someTime); err != nil {
		t.Fatal(err)
	}
	for of, want := range map[uint64]int{id + 2: 503, id + 3: 503, id + 4: 0} {
		if e, ok := s.Entry(of); !ok || e.Forwarded != want {
			t.Errorf("#%d: %+v", of, e)
		}
	}
}

// The head of an entry is not believed when its message cannot be read.
func TestAnEntryWhoseMessageCannotBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	s := storeWith(t, path, capture.Limits{})
	id := captured(t, s, "/v1/track", `{"userId":"u","event":"E","properties":{"revenue":"x"}}`)
	_ = s.Close()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(text, []byte(`\"event\"`), []byte(`\qevent\"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	s = storeWith(t, path, capture.Limits{})
	e, ok := s.Entry(id)
	if c := s.Counts(); !ok || c.Damaged != 1 || c.Errors != 0 || e.Verdict.Headline != verdict.HeadlineUnknown || e.Verdict.Errors != 0 {
		t.Errorf("%+v, %+v", e, c)
	}
	s.SetJudge(s.Judge())
	s.again.done.Wait()
	if c := s.Counts(); c.Damaged != 1 {
		t.Errorf("counted again: %+v", c)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s.SetJudge(s.Judge())
	s.again.done.Wait()
	if e, _ := s.Entry(id); e.Verdict.Errors == 0 || s.Counts().Damaged != 0 || s.Counts().Errors != 1 {
		t.Errorf("once it can be read again: %+v, %+v", e, s.Counts())
	}
}

func TestFilesThatWereJoinedAreRefused(t *testing.T) {
	dir := t.TempDir()
	var both []byte
	for _, name := range []string{"a.ndjson", "b.ndjson"} {
		s := storeWith(t, filepath.Join(dir, name), capture.Limits{})
		captured(t, s, "/v1/track", plainTrack)
		_ = s.Close()
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, text...)
	}
	path := filepath.Join(dir, "both.ndjson")
	if err := os.WriteFile(path, both, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := file.Open(path, file.Options{Now: someTime})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := New(nil, file, capture.Limits{}); err == nil || !strings.Contains(err.Error(), "ids begin again with 1") {
		t.Errorf("%v", err)
	}
}

// A search that was stopped goes on where it was.
func TestAStoppedSearchGoesOn(t *testing.T) {
	s := storeWith(t, "", capture.Limits{})
	for range 20 {
		captured(t, s, "/v1/track", `{"userId":"u","event":"E","properties":{"plan":"pro"}}`)
	}
	wanted, err := query.Parse("properties.plan:pro", someTime)
	if err != nil {
		t.Fatal(err)
	}
	search := s.Search(wanted)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if ids, done := search.Next(ctx); len(ids) != 0 || done {
		t.Errorf("%v, %v", ids, done)
	}
	// As if it had been stopped between looking and reading.
	l := search.rows()
	if ids := search.merge(ctx, nil, l.found, l.open); len(ids) != 0 {
		t.Errorf("%v", ids)
	}
	if ids, done := search.Next(t.Context()); len(ids) != 20 || !done {
		t.Errorf("%d of 20, %v", len(ids), done)
	}
}

// followed gives a store that only reads the file at path, to which another
// has captured one Track call.
func followed(t *testing.T, path string) *Store {
	t.Helper()
	w := storeWith(t, path, capture.Limits{})
	captured(t, w, "/v1/track", plainTrack)
	file, err := file.Open(path, file.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(w.Judge(), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Who follows a file that cannot be read says so, and takes it back.
func TestFollowingRecovers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	s := followed(t, path)
	defer s.Close()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	s.following.catchUp()
	if s.Counts().Unread == "" {
		t.Error("nothing is said of a file that has become shorter")
	}
	select {
	case <-s.Changed():
	default:
		t.Error("and nobody is told")
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s.following.catchUp()
	if c := s.Counts(); c.Unread != "" || c.Entries != 1 {
		t.Errorf("%+v", c)
	}
}

// Who looks at a file to which a later version adds is told that not all is shown,
// and nothing is captured into one that has such a record.
func TestRecordsOfALaterVersionAreSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	s := followed(t, path)
	defer s.Close()
	if c := s.Counts(); c.Unread != "" {
		t.Errorf("%+v", c)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, `{"v":2,"rec":"request","id":2}`+"\n"...)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s.following.catchUp()
	s.following.catchUp() // and it stays said
	if c := s.Counts(); !strings.Contains(c.Unread, "later version") || c.Entries != 1 {
		t.Errorf("%+v", c)
	}
	if _, err := file.Open(path, file.Options{}); err == nil {
		t.Error("it is opened to write")
	}
}

// Who has looked at entries learns which of them have changed.
func TestAlteredEntries(t *testing.T) {
	s := storeWith(t, "", capture.Limits{})
	id := captured(t, s, "/v1/track", `{"userId":"u","event":"E","messageId":"m"}`)
	_, seen, _ := s.ChangesSince(0)
	captured(t, s, "/v1/track", plainTrack)
	if ids, _, all := s.ChangesSince(seen); len(ids) != 0 || all {
		t.Errorf("%v, %v", ids, all)
	}
	marked(t, s, 2)
	captured(t, s, "/v1/track", `{"userId":"u","event":"E","messageId":"m"}`)
	ids, seen, all := s.ChangesSince(seen)
	if fmt.Sprint(ids) != fmt.Sprint([]uint64{2, id}) || all {
		t.Errorf("%v, %v", ids, all)
	}
	for range index.MaxChanges + 1 {
		marked(t, s, 2)
	}
	if _, _, all := s.ChangesSince(seen); !all {
		t.Error("more changes than are remembered are not all")
	}
}
