package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture/replay"
	"segtap/capture/store"
)

// batch is a batch of messages of these messageIds.
func batch(ids ...string) string {
	messages := make([]string, len(ids))
	for i, id := range ids {
		messages[i] = `{"type":"track","userId":"u","event":"E","messageId":"` + id + `"}`
	}
	return `{"batch":[` + strings.Join(messages, ",") + `]}`
}

// An SDK sends again what was not passed on at first, and not always in the
// same company: what came of passing it on stands with each message.
func TestWhatCameOfPassingARetryOnStandsWithItsMessages(t *testing.T) {
	for name, c := range map[string]struct {
		first, again []string
		want         []int // what stands with the entries in the end
	}{
		"all of it again":             {[]string{"a", "b"}, []string{"a", "b"}, []int{401, 401}},
		"a part of it again":          {[]string{"a", "b"}, []string{"b"}, []int{0, 401}},
		"the first of it again":       {[]string{"a", "b"}, []string{"a"}, []int{401, 0}},
		"new ones behind old ones":    {[]string{"a", "b"}, []string{"b", "c"}, []int{0, 401, 401}},
		"new ones before old ones":    {[]string{"a", "b"}, []string{"c", "a", "d"}, []int{401, 0, 401, 401}},
		"the same one twice in it":    {[]string{"a"}, []string{"a", "a"}, []int{401}},
		"another request in between":  {[]string{"a"}, []string{"b"}, []int{0, 401}},
		"an old one, and one twice":   {[]string{"a"}, []string{"a", "c", "c"}, []int{401, 401}},
		"what has no id is new again": {[]string{""}, []string{"", "a"}, []int{0, 401, 401}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "captured.ndjson")
			s, _ := open(t, path)
			mustCapture(t, s, "/v1/batch", batch(c.first...)) // a fault answered it
			request := mustCapture(t, s, "/v1/batch", batch(c.again...))
			mustCapture(t, s, "/v1/batch", batch("other"))
			sent := replay.Attempt{Target: "forward", Kind: replay.Forward, EntryID: request, At: noon, Tries: 1, Status: 401}
			if err := s.AddAttempt(0, &sent, noon); err != nil {
				t.Fatal(err)
			}
			check := func(store *store.Store) {
				t.Helper()
				for i, want := range append(c.want, 0) {
					e, ok := store.At(i)
					got, err := store.Read(e.ID)
					if !ok || err != nil || e.Forwarded != want || len(got.Attempts) != min(want, 1) {
						t.Errorf("entry %d of %d: %+v, %v", i+1, len(c.want)+1, e, err)
					}
				}
			}
			check(s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s, _ = open(t, path)
			defer s.Close()
			check(s)
		})
	}
}

// What there was no room for leaves its trace with the messages of the request,
// and nothing in the capture file.
func TestWhatCannotBePassedOnIsSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	s, _ := open(t, path)
	mustCapture(t, s, "/v1/batch", batch("a", "b"))
	s.NoteUnforwarded(mustCapture(t, s, "/v1/batch", batch("b", "c")))
	s.NoteUnforwarded(99)
	forwarded := func(store *store.Store) (all [3]int) {
		for i := range all {
			e, _ := store.At(i)
			all[i] = e.Forwarded
		}
		return all
	}
	if got, want := forwarded(s), [3]int{0, -1, -1}; got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ = open(t, path)
	defer s.Close()
	if got := forwarded(s); got != [3]int{} {
		t.Errorf("opened again: %v", got)
	}
}

func TestWhatCameOfPassingOnIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	s, _ := open(t, path)
	mustCapture(t, s, "/v1/track", `{"userId":"u","event":"Before"}`)
	first := mustCapture(t, s, "/v1/batch", `{"batch":[{"type":"track","userId":"u","event":"A"},{"type":"track","userId":"u","event":"B"}]}`)
	mustCapture(t, s, "/v1/track", `{"userId":"u","event":"After"}`)
	sent := replay.Attempt{Target: "forward", Kind: replay.Forward, EntryID: first, Method: "POST", URL: "https://api.segment.io/v1/batch", At: noon, Tries: 1, Status: 503}
	if err := s.AddAttempt(0, &sent, noon); err != nil {
		t.Fatal(err)
	}
	check := func(when string, store *store.Store) {
		t.Helper()
		for i, want := range []int{0, 503, 503, 0} {
			e, _ := store.At(i)
			got, err := store.Read(e.ID)
			if err != nil {
				t.Fatal(err)
			}
			if e.Forwarded != want || e.Attempts != 0 || len(got.Attempts) != want/503 {
				t.Errorf("%s, %s: forwarded %d, %d attempts of its own, %d shown", when, e.Name, e.Forwarded, e.Attempts, len(got.Attempts))
			}
		}
	}
	check("at once", s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, path)
	check("opened again", again)
}
