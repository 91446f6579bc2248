package store_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segtap/capture/store"
	"segtap/mapping/verdict"
)

func TestWhatAnSDKSendsAgainIsOneEntry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	store, _ := open(t, path)
	const first = `{"messageId":"m1","userId":"u","event":"E","properties":{"a":1},"sentAt":"2026-08-18T12:00:00Z"}`
	mustCapture(t, store, "/v1/track", first)
	mustCapture(t, store, "/v1/track", strings.Replace(first, "12:00:00", "12:00:09", 1)) // a retry
	mustCapture(t, store, "/v1/track", strings.Replace(first, `"a":1`, `"a":2`, 1))       // another of the same id
	mustCapture(t, store, "/v1/track", `{"userId":"u","event":"E"}`)
	mustCapture(t, store, "/v1/track", `{"userId":"u","event":"E"}`) // no id: two messages
	check := func() {
		t.Helper()
		if n := store.Counts().Entries; n != 4 {
			t.Fatalf("%d entries, want 4", n)
		}
		original, _ := store.At(0)
		other, _ := store.At(1)
		if original.Retries != 1 || other.DuplicateOf != 1 || other.Verdict.Headline != verdict.DroppedBySegment || other.Verdict.Worst() != verdict.Error {
			t.Errorf("%+v\n%+v", original, other)
		}
		for id, code := range map[uint64]verdict.Code{original.ID: verdict.SDKRetry, other.ID: verdict.DuplicateMessageID} {
			got, err := store.Read(id)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(got.Judgement.Diagnostics, func(d verdict.Diagnostic) bool { return d.Code == code }) {
				t.Errorf("#%d lacks %s: %v", id, code, got.Judgement.Diagnostics)
			}
			if got.Judgement.Verdict != got.Entry.Verdict {
				t.Errorf("#%d: the list says %+v, the detail %+v", id, got.Entry.Verdict, got.Judgement.Verdict)
			}
		}
		if seen, _ := store.Coverage().Sighting("E"); seen.Sent != 3 || seen.Lost != 1 {
			t.Errorf("seen %+v", seen)
		}
	}
	check()
	store.Close()
	store, _ = open(t, path)
	defer store.Close()
	check()
}

// One id with contents A, B, B, B is A, a duplicate B, and two retries of B.
func TestRetriesOfADuplicateAreCollapsedToo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	s, _ := open(t, path)
	for _, event := range []string{"A", "B", "B", "B", "A"} {
		mustCapture(t, s, "/v1/track", `{"userId":"u","messageId":"m1","event":"`+event+`"}`)
	}
	check := func(store *store.Store) {
		t.Helper()
		a, _ := store.At(0)
		b, _ := store.At(1)
		if n := store.Counts().Entries; n != 2 || a.Retries != 1 || b.Retries != 2 || b.DuplicateOf != a.ID {
			t.Errorf("%d entries: %+v, %+v", n, a, b)
		}
	}
	checkAndReopen(t, s, path, check)
}

// The messageId of one source is no retry of another's: Segment drops it, and that
// is said.
func TestTheSameIDFromAnotherSourceIsLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	s, _ := open(t, path)
	const body = `{"userId":"u","messageId":"m1","event":"A"}`
	mustCapture(t, s, "/v1/track", body)
	other := request("/v1/track", body)
	other.WriteKey = "OTHER"
	for range 2 {
		if _, err := s.Capture(other); err != nil {
			t.Fatal(err)
		}
	}
	check := func(store *store.Store) {
		t.Helper()
		a, _ := store.At(0)
		b, _ := store.At(1)
		if n := store.Counts().Entries; n != 2 || a.Retries != 0 || b.Retries != 1 || b.DuplicateOf != a.ID || b.Verdict.Headline != verdict.DroppedBySegment {
			t.Errorf("%d entries: %+v, %+v", n, a, b)
		}
	}
	checkAndReopen(t, s, path, check)
}

// A message that is refused at first and taken in the end says both.
func TestFurtherTriesAreTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	s, _ := open(t, path)
	for _, status := range []int{429, 503, 200} {
		req := request("/v1/track", `{"userId":"u","messageId":"m1","event":"A"}`)
		req.Status = status
		if _, err := s.Capture(req); err != nil {
			t.Fatal(err)
		}
	}
	list, now, missed := s.Tries(0)
	if len(list) != 2 || now != 2 || missed != 0 || list[0].Status != 503 || list[1].Status != 200 || list[1].Number != 3 || list[1].Entry != 1 {
		t.Errorf("%+v, %d, %d", list, now, missed)
	}
	if list, _, _ := s.Tries(now); len(list) != 0 {
		t.Errorf("told again: %+v", list)
	}
	check := func(store *store.Store) {
		t.Helper()
		got, err := store.Read(1)
		if err != nil || got.Record.Status != 429 || got.LastStatus != 200 || got.Entry.Retries != 2 {
			t.Errorf("answered %d at first and %d at last, tried again %d times, %v", got.Record.Status, got.LastStatus, got.Entry.Retries, err)
		}
	}
	checkAndReopen(t, s, path, check)
}

// A message that Segment has not taken keeps no other of its id away.
func TestOnlyWhatWasTakenKeepsOthersAway(t *testing.T) {
	for name, c := range map[string]struct {
		first  string
		status int
		taken  bool
	}{
		"refused for its size":      {`{"messageId":"m","userId":"u","event":"A","properties":{"pad":"` + strings.Repeat("x", 40_000) + `"}}`, 400, false},
		"dropped at the ingest":     {`{"messageId":"m","event":"A"}`, 200, false},
		"answered 503":              {`{"messageId":"m","userId":"u","event":"A"}`, 503, false},
		"taken":                     {`{"messageId":"m","userId":"u","event":"A"}`, 200, true},
		"taken, no good as a value": {`{"messageId":"m","userId":"u","event":"A","properties":{"revenue":"x"}}`, 200, true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "captured.ndjson")
			s, _ := open(t, path)
			first := request("/v1/track", c.first)
			first.Status = c.status
			if _, err := s.Capture(first); err != nil {
				t.Fatal(err)
			}
			mustCapture(t, s, "/v1/track", `{"messageId":"m","userId":"u","event":"B"}`)
			check := func(store *store.Store) {
				t.Helper()
				second, _ := store.At(1)
				if (second.DuplicateOf != 0) != c.taken || (second.Verdict.Headline == verdict.DroppedBySegment) != c.taken {
					t.Errorf("the second is %+v", second)
				}
			}
			check(s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again, _ := open(t, path)
			defer again.Close()
			check(again)
		})
	}
}

// checkAndReopen checks a store, and that its file says the same.
func checkAndReopen(t *testing.T, store *store.Store, path string, check func(*store.Store)) {
	t.Helper()
	check(store)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, path)
	defer again.Close()
	check(again)
}
