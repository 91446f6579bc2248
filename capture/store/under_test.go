package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
	"segtap/capture/replay"
	"segtap/capture/store"
)

// filed is a journal that notes under which write key each record is to stand.
type filed struct {
	journal.Journal
	mu   sync.Mutex
	list []string
}

func (f *filed) Append(rec journal.Record, written func(uint64, journal.Place)) (journal.Place, error) {
	f.mu.Lock()
	f.list = append(f.list, fmt.Sprintf("%v %s/%s", rec.Kind, rec.WriteKey, rec.Under))
	f.mu.Unlock()
	return f.Journal.Append(rec, written)
}

// What is noted about an entry, and what is made of one, is to stand in a stream with the write
// key of that entry: so whoever reads one key has all of it. A file has no use for that.
func TestWhatIsAboutAnEntryStandsUnderItsWriteKey(t *testing.T) {
	f := &filed{Journal: journaltest.NewStream().Open()}
	s, err := store.New(judge(t), f, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	id := mustCapture(t, s, "/v1/track", track(1))
	again := mustCapture(t, s, "/v1/track", track(1)) // by its sender
	edited, err := s.Add([]byte(track(2)), capture.Edited, id, noon)
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Add([]byte(track(3)), capture.Edited, edited, noon)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Read(edited)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Bring(got, "shop.har:1")
	drafts := store.DraftsOf(s)
	for _, err := range []error{
		err, s.Mark(other, true, noon), s.Mark(id, true, noon), drafts.Keep(edited, []byte("{"), noon), drafts.End(edited, noon),
		s.AddAttempt(0, &replay.Attempt{Kind: replay.Here, EntryID: other, Status: 200}, noon),
		s.AddAttempt(0, &replay.Attempt{Kind: replay.Forward, EntryID: again, Status: 200}, noon), s.AddPlan([]byte(`{}`), noon),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"request WK/", "request WK/", "entry /WK", "entry /WK", "entry WK/", "mark /WK", "mark /WK", "draft /WK", "draft /WK", "attempt /WK", "attempt /WK", "plan /"}
	if !slices.Equal(f.list, want) {
		t.Errorf("they stand under\n%q, want\n%q", f.list, want)
	}
}
