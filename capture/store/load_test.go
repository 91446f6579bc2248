package store_test

import (
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
	"segtap/capture/store"
)

// loaded waits until all entries of a store's file are listed and judged.
func loaded(t testing.TB, store *store.Store) {
	t.Helper()
	for c := store.Counts(); c.Loading < 1 || c.Stale > 0; c = store.Counts() {
		select {
		case <-store.Changed():
		case <-time.After(20 * time.Second):
			t.Fatalf("it goes on and on: %+v", c)
		}
	}
}

// large writes a capture file that is too large to be loaded at once, with all
// that a list may show, and gives its path and how many entries it lists.
func large(t testing.TB) (string, int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "large.ndjson")
	store, _ := open(t, path)
	defer store.Close()
	pad := strings.Repeat("x", 4000)
	for i := range 3000 {
		mustCapture(t, store, "/v1/track", fmt.Sprintf(`{"type":"track","userId":"u_%d","event":"Event %d","messageId":"m-%d","properties":{"revenue":%d,"pad":%q}}`, i%50, i%7, i, i, pad))
	}
	mustCapture(t, store, "/v1/track", `{"event":"broken`)
	mustCapture(t, store, "/v1/track", `{"type":"track","event":"caf\u00e9 \"x\" \u0007\ud800","messageId":"q"}`)
	mustCapture(t, store, "/v1/track", `{"type":"track","event":"Another","messageId":"m-1"}`) // of an id that came before
	mustCapture(t, store, "/v1/track", fmt.Sprintf(`{"type":"track","userId":"u_2","event":"Event 2","messageId":"m-2","properties":{"revenue":2,"pad":%q}}`, pad))
	mustCapture(t, store, "/v1/batch", `{"batch":[{"type":"page","userId":"u"},{"type":"track","userId":"u","event":"Event 3","properties":{"value":"12"}}]}`)
	id, err := store.Add([]byte(`{"type":"track","userId":"u","event":"Edited"}`), capture.Edited, 5, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Mark(id, true, noon); err != nil {
		t.Fatal(err)
	}
	return path, store.Counts().Entries
}

// entries gives all that a store lists.
func entries(store *store.Store) []capture.Entry {
	var list []capture.Entry
	for i := store.Counts().First; ; i++ {
		e, ok := store.At(i)
		if !ok {
			return list
		}
		e.At = e.At.UTC()
		list = append(list, e)
	}
}

// What a large file lists is what was listed when it was written, and what the
// bodies give that are read again.
func TestALargeFileIsListedAsItWas(t *testing.T) {
	path, count := large(t)
	store, _ := open(t, path)
	defer store.Close()
	loaded(t, store)
	got := entries(store)
	if len(got) != count {
		t.Fatalf("%d entries of %d", len(got), count)
	}
	for _, e := range got[len(got)-8:] {
		read, err := store.Read(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if e.Verdict.Headline != read.Judgement.Verdict.Headline || e.Verdict.Gates != read.Judgement.Verdict.Gates {
			t.Errorf("%+v is listed, %+v is read", e, read.Judgement.Verdict)
		}
	}
	if e, _ := store.Entry(3); e.Retries != 1 || e.Name != "Event 2" {
		t.Errorf("sent again: %+v", e)
	}
	if e, _ := store.Entry(3003); e.DuplicateOf != 2 {
		t.Errorf("another message of the id: %+v", e)
	}
	if e := got[len(got)-1]; !e.Marked || e.Origin != capture.Edited || e.Parent != 5 {
		t.Errorf("made here: %+v", e)
	}
	if seen, _ := store.Coverage().Sighting("Event 2"); seen.Sent != 429 {
		t.Errorf("%+v", seen)
	}
	if id := mustCapture(t, store, "/v1/track", `{"userId":"u","event":"E"}`); int(id) <= count {
		t.Errorf("next id %d", id)
	}
}

// The newest entries are there at once, what arrives meanwhile joins them, and
// nothing is listed twice or missing when everything has been read.
func TestEventsArriveWhileAFileIsLoaded(t *testing.T) {
	path, count := large(t)
	store, _ := open(t, path)
	if e, ok := store.Entry(uint64(count + 1)); !ok || e.Name != "Edited" {
		t.Errorf("the newest entry is %+v", e)
	}
	const more = 300
	for i := range more {
		mustCapture(t, store, "/v1/track", fmt.Sprintf(`{"type":"track","userId":"u","event":"New","messageId":"new-%d"}`, i))
	}
	mustCapture(t, store, "/v1/track", `{"type":"track","event":"Another","messageId":"m-1"}`) // sent again
	loaded(t, store)
	got := entries(store)
	if len(got) != count+more {
		t.Errorf("%d entries, want %d", len(got), count+more)
	}
	for i := 1; i < len(got); i++ {
		if got[i].ID <= got[i-1].ID {
			t.Fatalf("#%d stands behind #%d", got[i].ID, got[i-1].ID)
		}
	}
	if seen, _ := store.Coverage().Sighting("New"); seen.Sent != more {
		t.Errorf("%+v", seen)
	}
	store.Close()
	again, _ := open(t, path)
	defer again.Close()
	loaded(t, again)
	for i, e := range entries(again) {
		if e != got[i] {
			t.Fatalf("reopened\n%+v\nwas\n%+v", e, got[i])
		}
	}
}

// Summaries that somebody has changed are not believed longer than it takes to read
// the bodies.
func TestHeadsAreNotBelieved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	store, _ := open(t, path)
	mustCapture(t, store, "/v1/track", `{"type":"track","userId":"u_42","event":"Order Completed","properties":{"revenue":"$5"}}`)
	mustCapture(t, store, "/v1/track", `{"type":"track","userId":"u_42","event":"Order Completed","properties":{"revenue":"$5"}}`)
	store.Close()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), `"event":"Order Completed","user":"u_42","value":"\"$5\"","verdict":"dropped","errors":1`, `"event":"Lie","user":"nobody","value":"7","verdict":"counts","errors":0`, 1)
	changed = strings.Replace(changed, `"heads":[{"type":"track","event":"Order Completed"`, `"heads":[{"typo":"track","event":"Order Completed"`, 1)
	if changed == string(text) || strings.Count(changed, "Lie") != 1 || strings.Count(changed, "typo") != 1 {
		t.Fatalf("the heads are not as this test expects: %s", text)
	}
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	store, _ = open(t, path)
	defer store.Close()
	for _, e := range entries(store) {
		if e.Name != "Order Completed" || e.User != "u_42" || e.Value != `"$5"` || e.Verdict.Errors != 1 {
			t.Errorf("%+v", e)
		}
	}
	if c := store.Counts(); c.Entries != 2 || c.Errors != 2 {
		t.Errorf("%+v", c)
	}
}

// The oldest entries go when there are more than the limit; what is marked
// stays, and the sums are of what is there.
func TestTheOldestGo(t *testing.T) {
	for name, kept := range map[string]journal.Journal{"in memory": file.Memory(), "in a file": nil} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "f.ndjson")
			if kept == nil {
				var err error
				if kept, err = file.Open(path, file.Options{Now: noon}); err != nil {
					t.Fatal(err)
				}
			}
			store, err := store.New(judge(t), kept, capture.Limits{Entries: 100})
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			body := func(i int) string {
				return fmt.Sprintf(`{"type":"track","userId":"u","event":"E %d","messageId":"m-%d","properties":{"revenue":"x","pad":%q}}`, i%10, i, strings.Repeat("p", 900))
			}
			for i := range 20_000 {
				mustCapture(t, store, "/v1/track", body(i))
				if i == 6 {
					if err := store.Mark(7, true, noon); err != nil {
						t.Fatal(err)
					}
				}
			}
			got := entries(store)
			if len(got) != 101 || got[0].ID != 7 || got[1].ID != 20_000-99 {
				t.Fatalf("%d entries, #%d, #%d …", len(got), got[0].ID, got[1].ID)
			}
			if c := store.Counts(); c.Evicted != 19_899 || c.Errors != 101 {
				t.Errorf("%+v", c)
			}
			for _, e := range got {
				read, err := store.Read(e.ID)
				if err != nil {
					t.Fatal(err)
				}
				if want := body(int(e.ID) - 1); string(read.Record.Body) != want {
					t.Errorf("#%d is %s", e.ID, read.Record.Body)
				}
			}
			if _, err := store.Read(8); err == nil {
				t.Error("#8 has not gone")
			}
			mustCapture(t, store, "/v1/track", body(6)) // the marked one, sent again
			if e, _ := store.Entry(7); e.Retries != 1 {
				t.Errorf("%+v", e)
			}
			if err := store.Mark(7, false, noon); err != nil {
				t.Fatal(err)
			}
			mustCapture(t, store, "/v1/track", body(20_000))
			if got = entries(store); len(got) != 100 || got[0].ID == 7 {
				t.Errorf("%d entries, the first #%d, which has lost its mark", len(got), got[0].ID)
			}
		})
	}
}

// A search looks at entries that go meanwhile, and everything else goes on.
func TestASearchWhileTheOldestGo(t *testing.T) {
	for name, kept := range map[string]journal.Journal{"in memory": file.Memory(), "in a file": nil} {
		t.Run(name, func(t *testing.T) {
			if kept == nil {
				var err error
				if kept, err = file.Open(filepath.Join(t.TempDir(), "f.ndjson"), file.Options{Now: noon}); err != nil {
					t.Fatal(err)
				}
			}
			store, err := store.New(judge(t), kept, capture.Limits{Entries: 3000})
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			// Marked ones leave gaps between what is kept and what is not.
			var senders sync.WaitGroup
			for s := range 2 {
				senders.Go(func() {
					for i := range 15_000 {
						id := mustCapture(t, store, "/v1/track", fmt.Sprintf(`{"type":"track","userId":"u_%d","event":"Event %d","messageId":"%d-%d","properties":{"revenue":%d,"pad":"word %s"}}`, i, i%9, s, i, i, strings.Repeat("x", 400)))
						if i%2500 == 0 {
							_ = store.Mark(id, true, noon)
						}
					}
				})
			}
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				senders.Wait()
			}()
			for n := 0; ; n++ {
				select {
				case <-ended:
					if got := search(t, store, "word"); len(got) < 3000 {
						t.Errorf("%d match", len(got))
					}
					return
				default:
				}
				search(t, store, []string{"word", "user:u_14", "properties.pad:*x", "-word"}[n%4])
			}
		})
	}
}

func TestOnlyTheEndOfTheFileIsListed(t *testing.T) {
	path, _ := large(t)
	kept, err := file.Open(path, file.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	const bytes = 1 << 20
	store, err := store.New(judge(t), kept, capture.Limits{Bytes: bytes})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	loaded(t, store)
	if c := store.Counts(); c.Entries < 200 || c.Entries > bytes/4000 {
		t.Errorf("%+v", c)
	}
}
