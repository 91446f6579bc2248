package capture_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/mapping"
)

func TestWhatAnSDKSendsAgainIsOneEntry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
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
		if original.Retries != 1 || other.DuplicateOf != 1 || other.Verdict.Warnings == 0 {
			t.Errorf("%+v\n%+v", original, other)
		}
		for id, code := range map[uint64]mapping.Code{original.ID: mapping.SDKRetry, other.ID: mapping.DuplicateMessageID} {
			got, err := store.Read(id)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(got.Judgement.Diagnostics, func(d mapping.Diagnostic) bool { return d.Code == code }) {
				t.Errorf("#%d lacks %s: %v", id, code, got.Judgement.Diagnostics)
			}
			if got.Judgement.Verdict.Gates != got.Entry.Verdict.Gates || got.Judgement.Verdict.Warnings != got.Entry.Verdict.Warnings {
				t.Errorf("#%d: the list says %+v, the detail %+v", id, got.Entry.Verdict, got.Judgement.Verdict)
			}
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
	store, _ := open(t, path)
	for _, event := range []string{"A", "B", "B", "B", "A"} {
		mustCapture(t, store, "/v1/track", `{"userId":"u","messageId":"m1","event":"`+event+`"}`)
	}
	check := func(store *capture.Store) {
		t.Helper()
		a, _ := store.At(0)
		b, _ := store.At(1)
		if n := store.Counts().Entries; n != 2 || a.Retries != 1 || b.Retries != 2 || b.DuplicateOf != a.ID {
			t.Errorf("%d entries: %+v, %+v", n, a, b)
		}
	}
	check(store)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, path)
	defer again.Close()
	check(again)
}

// Two sources that send the same messageId do not try again: Segment looks for an
// id across all sources, and the event of the second is lost.
func TestTheSameIDOfTwoSourcesIsNoRetry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	store, _ := open(t, path)
	send := func(store *capture.Store, key string) {
		t.Helper()
		req := request("/v1/track", `{"messageId":"m1","type":"track","userId":"u","event":"E"}`)
		req.WriteKey = key
		if _, err := store.Capture(req); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"web", "web", "app", "app", "app", "web", "\xff\xfe", "\xff\xfe"} {
		send(store, key)
	}
	check := func(store *capture.Store) {
		t.Helper()
		if n := store.Counts().Entries; n != 3 {
			t.Fatalf("%d entries, want one a source", n)
		}
		web, _ := store.At(0)
		app, _ := store.At(1)
		odd, _ := store.At(2)
		if web.Retries != 2 || web.DuplicateOf != 0 || app.Retries != 2 || app.DuplicateOf != web.ID || odd.Retries != 1 || odd.DuplicateOf != web.ID {
			t.Errorf("%+v\n%+v\n%+v", web, app, odd)
		}
		got, err := store.Read(app.ID)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(got.Judgement.Diagnostics, func(d mapping.Diagnostic) bool { return d.Code == mapping.DuplicateMessageID })
		if i < 0 {
			t.Fatalf("the second source is not told: %v", got.Judgement.Diagnostics)
		}
		d := got.Judgement.Diagnostics[i]
		if !strings.Contains(d.Effect, "keeps #1, which came first with another write key, and drops this one") || !strings.Contains(d.Fix, "each source") {
			t.Errorf("%s %s", d.Effect, d.Fix)
		}
		if got.Judgement.Verdict.Gates != app.Verdict.Gates || got.Judgement.Verdict.Warnings != app.Verdict.Warnings {
			t.Errorf("the list says %+v, the detail %+v", app.Verdict, got.Judgement.Verdict)
		}
	}
	check(store)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, path)
	check(again)
	send(again, "app") // what is opened again knows its sources
	send(again, "\xff\xfe")
	if app, _ := again.At(1); app.Retries != 3 || again.Counts().Entries != 3 {
		t.Errorf("%d entries, %+v", again.Counts().Entries, app)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// Who asks for tries gets each of them once, and is told of those he came too late
// for.
func TestTriesAreToldOnce(t *testing.T) {
	store, _ := open(t, filepath.Join(t.TempDir(), "captured.ndjson"))
	defer store.Close()
	send := func(status int) {
		t.Helper()
		req := request("/v1/track", `{"messageId":"m1","type":"track","userId":"u","event":"E"}`)
		req.Status = status
		if _, err := store.Capture(req); err != nil {
			t.Fatal(err)
		}
	}
	for _, status := range []int{429, 503, 0, 200} {
		send(status)
	}
	list, since, missed := store.Tries(0)
	if missed != 0 || len(list) != 3 {
		t.Fatalf("%v, %d missed", list, missed)
	}
	for i, status := range []int{503, 0, 200} {
		if try := list[i]; try.ID != 1 || try.N != i+2 || try.Status != status || try.At.IsZero() {
			t.Errorf("try %d is %+v", i+2, try)
		}
	}
	if list, _, missed = store.Tries(since); len(list) != 0 || missed != 0 {
		t.Errorf("told again: %v, %d missed", list, missed)
	}
	const more = 5000
	for range more {
		send(200)
	}
	list, now, missed := store.Tries(since)
	if len(list)+missed != more || missed == 0 || now != since+more {
		t.Errorf("%d and %d missed of %d", len(list), missed, more)
	}
}
