package stream

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

// What a purge of a subject takes from between other messages is known to be missing, and not
// read any more, by whoever had it in memory either.
func TestWhatAPurgeOfASubjectTakesIsMissing(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	w := opened(t, s.address("S"))
	reader := opened(t, s.address("S"), func(o *Options) { o.ReadOnly = true })
	var places []journal.Place
	for i := range 6 {
		rec := request(1, "b")
		rec.WriteKey = []string{"stays", "goes"}[i%2]
		place, err := w.Append(rec, nil)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, place)
	}
	journaltest.Until(t, "it is read", func() bool { return reader.Size() == 7 })
	for len(reader.Changed()) > 0 {
		<-reader.Changed()
	}
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSubject("S.goes.*")); err != nil {
		t.Fatal(err)
	}
	for _, j := range []*Journal{w, reader} {
		journaltest.Until(t, "it is known", func() bool { return slices.Equal(j.Missing(), []uint64{2, 4, 6}) })
		journaltest.Until(t, "it is signalled", func() bool { return len(j.Changed()) == 1 })
		journaltest.Until(t, "the next number is noted", func() bool { return j.Size() == 8 })
		if got := fmt.Sprint(ids(t, j, 0)); got != "[1 3 5]" || j.First() != 1 {
			t.Errorf("there are %s, from %d on", got, j.First())
		}
		if _, err := j.ReadAt(places[1]); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "gone") {
			t.Errorf("what has gone is read: %v", err)
		}
		if rec, err := j.ReadAt(places[2]); err != nil || rec.ID != 3 {
			t.Errorf("#%d, %v", rec.ID, err)
		}
	}
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSequence(5)); err != nil { // the holes before go with it
		t.Fatal(err)
	}
	journaltest.Until(t, "that is known", func() bool { return w.First() == 5 })
	if err := stream.DeleteMsg(t.Context(), 7); err != nil { // the note of the numbers
		t.Fatal(err)
	}
	journaltest.Until(t, "that is missing too", func() bool { return slices.Equal(w.Missing(), []uint64{6, 7}) })
	if id := next(t, w, 1); id != 7 {
		t.Errorf("it goes on with %d", id)
	}
}
