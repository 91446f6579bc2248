package stream

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

// with makes a request that came with a write key.
func with(key string) journal.Record {
	rec := request(1, "of "+key)
	rec.WriteKey = key
	return rec
}

// keep has a stream keep n requests of a key.
func (j *Journal) keep(t *testing.T, key string, n int) (places []journal.Place) {
	t.Helper()
	for range n {
		place, err := j.Append(with(key), nil)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, place)
	}
	return places
}

// What comes with one write key is told as it comes, whatever comes with others meanwhile and
// though the server is lost; what is behind is counted without what is not of the key.
func TestOneWriteKeyIsFollowed(t *testing.T) {
	s := serving(t)
	whole := opened(t, s.address("S"))
	whole.keep(t, "a", 1)
	key := listing(t, s.address("S")+".a", readOnly)
	var writing sync.WaitGroup
	for _, of := range []string{"a", "b", "c"} {
		writing.Go(func() { whole.keep(t, of, 150) })
	}
	journaltest.Until(t, "some have come", func() bool { return key.listed() > 20 })
	s.stop()
	s.start()
	writing.Wait()
	journaltest.Until(t, "all have come", func() bool { return key.listed() == 151 && key.Known() == key.Size() })
	var want []uint64
	if _, err := whole.Scan(0, func(h *journal.Head) error {
		rec, err := whole.ReadAt(h.Place)
		if rec.WriteKey == "a" {
			want = append(want, h.ID)
		}
		return err
	}); err != nil || !slices.Equal(want, key.ids) {
		t.Errorf("listed are %v, want %v, %v", key.ids, want, err)
	}
	_, err := key.Append(with("a"), nil)
	if !errors.Is(err, journal.ErrReadOnly) || !errors.Is(err, journal.ErrNotKept) || !strings.Contains(err.Error(), "open "+s.address("S")+" to write") {
		t.Errorf("it is written: %v", err)
	}
	if _, err := Open(t.Context(), s.address("S")+".a", Options{Make: true}); !errors.Is(err, journal.ErrReadOnly) {
		t.Errorf("it is opened to write: %v", err)
	}
}

// The last of a write key are there at once, however much of others stands between and behind
// them, and reading them fetches nothing else.
func TestTheEndOfOneWriteKey(t *testing.T) {
	s := serving(t)
	whole := opened(t, s.address("S"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { whole.keep(t, "loud", 250) })
	}
	whole.keep(t, "quiet", 1)
	all.Wait()
	whole.keep(t, "quiet", 2)
	for range 60 {
		whole.keep(t, "steady", 20)
		whole.keep(t, "loud", 5)
	}
	for range 8 {
		all.Go(func() { whole.keep(t, "loud", 250) })
	}
	all.Wait()
	for of, there := range map[string]int{"quiet": 3, "steady": 1200, "loud": 4300, "nobody": 0} {
		key := opened(t, s.address("S")+"."+of, readOnly)
		if begin, _ := key.recent.Held(); there == 1200 && (begin < 2004 || begin > uint64(key.Size())-tailMessages) {
			t.Errorf("of %s what begins at %d of %d is in memory", of, begin, key.Size())
		}
		for _, n := range []int{1, 2, 200, 700} {
			got := 0
			scanned, err := key.Tail(n, func(*journal.Head) error { got++; return nil })
			if err != nil || got < min(n, there) || got > min(2*n, there) || scanned.Next != key.Size() {
				t.Errorf("the last %d of %s are %d, %+v, %v", n, of, got, scanned, err)
			}
		}
		var places []journal.Place
		if _, err := key.Scan(0, func(h *journal.Head) error { places = append(places, h.Place); return nil }); err != nil || len(places) != there {
			t.Errorf("there are %d of %s, want %d, %v", len(places), of, there, err)
		}
		before, lines := key.link.Conn.Stats().InMsgs, key.Lines()
		for _, place := range places {
			if _, err := lines.At(place); err != nil {
				t.Fatal(err)
			}
		}
		if fetched := int(key.link.Conn.Stats().InMsgs - before); fetched > there+100 {
			t.Errorf("%d messages are fetched for %d of %s", fetched, there, of)
		}
	}
}

// What others write is passed over, and what comes with the key behind it is seen.
func TestOthersAreNotLookedThroughAgainAndAgain(t *testing.T) {
	s := serving(t)
	whole := opened(t, s.address("S"))
	whole.keep(t, "a", 1)
	key := listing(t, s.address("S")+".a", readOnly)
	whole.keep(t, "b", 300)
	journaltest.Until(t, "they are passed over", func() bool { return key.recent.Next() == 302 })
	whole.keep(t, "b", 1)
	whole.keep(t, "a", 1)
	journaltest.Until(t, "the next one is seen", func() bool { return key.listed() == 2 && key.Size() == 304 })
}

// What is purged of a key, its marks among it, is gone from the key, though the stream begins
// where it began; so is what goes from the beginning of the stream.
func TestWhatGoesOfOneWriteKey(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	whole := opened(t, s.address("S"))
	whole.keep(t, "b", 1)
	places := whole.keep(t, "a", 5)
	if _, err := whole.Append(journal.Record{Head: journal.Head{Kind: journal.Mark, Entry: 2, On: true}, Under: "a"}, nil); err != nil {
		t.Fatal(err)
	}
	whole.keep(t, "b", 1)
	key := opened(t, s.address("S")+".a", readOnly)
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSubject("S.a.>"), jetstream.WithPurgeKeep(1)); err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "it is known", func() bool { return key.First() == places[4].End() })
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSubject("S.a.>")); err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "all of it is known to have gone", func() bool { return key.First() > places[4].End() })
	left := 0
	for _, j := range []*Journal{key, opened(t, s.address("S")+".a", readOnly)} {
		if _, err := j.Scan(0, func(*journal.Head) error { left++; return nil }); err != nil || left > 0 || j.Present() != nil {
			t.Errorf("%d are left, %v, %v", left, err, j.Present())
		}
	}
	next := whole.keep(t, "a", 1)[0]
	journaltest.Until(t, "the next one is there", func() bool { return key.Size() == next.End() })
	if got := ids(t, key, 0); fmt.Sprint(got) != "[8]" {
		t.Errorf("there are %v", got)
	}
	whole.keep(t, "a", 2)
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSequence(uint64(next.End()))); err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "the first has gone", func() bool { return key.First() == next.End() })
}

// Where the numbers of a stream began again, those of a key did: who comes then sees the run
// that all see, and who knew others is told as soon as one comes.
func TestNumbersOfOneWriteKeyThatBeganAgain(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	one := opened(t, s.address("S"))
	one.keep(t, "a", 3)
	next(t, one, 1000)
	early := opened(t, s.address("S")+".a", readOnly)
	one.turn.Lock() // both look away
	early.turn.Lock()
	err := stream.Purge(t.Context())
	_ = one.Close()
	two := opened(t, s.address("S"))
	two.keep(t, "b", 1)
	two.keep(t, "a", 1)
	early.turn.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "it is gone", func() bool { return errors.Is(early.Present(), journal.ErrGone) })
	late := opened(t, s.address("S")+".a", readOnly)
	if late.Run() != two.Run() || late.Run() == one.Run() || fmt.Sprint(ids(t, late, 0)) != fmt.Sprintf("[%d]", two.ids.begin+2) {
		t.Errorf("it is of run %s with %v, all of it of %s from %d on", late.Run(), ids(t, late, 0), two.Run(), two.ids.begin+1)
	}
}
