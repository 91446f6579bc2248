package stream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

// ids gives the ids that a scan from an offset finds.
func ids(t *testing.T, j *Journal, from int64) (list []uint64) {
	t.Helper()
	s, err := j.Scan(from, func(h *journal.Head) error { list = append(list, h.ID); return nil })
	if err != nil || s.Next != j.Size() || s.Damaged > 0 {
		t.Fatalf("%+v, %v", s, err)
	}
	return list
}

func mustAppend(t *testing.T, j *Journal, n int) (places []journal.Place) {
	t.Helper()
	for range n {
		place, err := j.Append(request(1, "x"), nil)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, place)
	}
	return places
}

// made makes a stream as somebody does who has an idea of their own.
func made(t *testing.T, s *running, change func(*jetstream.StreamConfig)) jetstream.Stream {
	t.Helper()
	cfg := jetstream.StreamConfig{Name: "S", Subjects: []string{"S.>"}, AllowDirect: true, AllowAtomicPublish: true}
	change(&cfg)
	stream, err := s.admin().CreateStream(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

// What the limits of the stream take away is told, and what is left is read as before.
func TestWhatTheLimitsTakeAwayIsTold(t *testing.T) {
	s := serving(t)
	made(t, s, func(cfg *jetstream.StreamConfig) { cfg.MaxMsgs = 100 })
	writer, reader := opened(t, s.address("S")), opened(t, s.address("S"), func(o *Options) { o.ReadOnly = true })
	places := mustAppend(t, writer, 250)
	for _, j := range []*Journal{writer, reader} {
		journaltest.Until(t, "what has gone is known", func() bool { return j.First() == 151 && j.Size() == 251 })
		journaltest.Until(t, "it is signalled", func() bool { return len(j.Changed()) == 1 })
	}
	late := opened(t, s.address("S"))
	if got := ids(t, late, 0); len(got) != 100 || got[0] != 151 {
		t.Errorf("%d are left, from %d on", len(got), got[0])
	}
	if _, err := late.ReadAt(places[0]); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "gone") {
		t.Errorf("what has gone is read: %v", err)
	}
	if rec, err := late.ReadAt(places[200]); err != nil || rec.ID != 201 {
		t.Errorf("%d, %v", rec.ID, err)
	}
	if _, err := late.Append(request(1, "x"), func(id uint64, _ journal.Place) {
		if id != 251 {
			t.Errorf("it goes on with %d", id)
		}
	}); err != nil {
		t.Error(err)
	}
}

// A purge takes all away; ids go on. Messages that somebody deletes in between leave gaps.
func TestAPurgeAndMessagesThatAreDeleted(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	j, other := opened(t, s.address("S")), opened(t, s.address("S"))
	mustAppend(t, j, 30)
	for _, seq := range []uint64{1, 7, 8, 30} {
		if err := stream.DeleteMsg(t.Context(), seq); err != nil {
			t.Fatal(err)
		}
	}
	late := opened(t, s.address("S"))
	if got := ids(t, late, 0); fmt.Sprint(got) != "[2 3 4 5 6 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29]" {
		t.Errorf("left are %v", got)
	}
	if err := stream.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "the purge is known", func() bool { return j.First() >= 31 && other.First() >= 31 })
	if id := next(t, opened(t, s.address("S")), 1); id != 31 {
		t.Errorf("after a purge it goes on with %d", id)
	}
	mustAppend(t, other, 1)
	if got := ids(t, opened(t, s.address("S")), 0); len(got) != 2 || got[1] != got[0]+1 {
		t.Errorf("there are %v", got)
	}
}

// next appends a record of n messages, and gives its first id.
func next(t *testing.T, j *Journal, n int) (first uint64) {
	t.Helper()
	if _, err := j.Append(request(n, "x"), func(id uint64, _ journal.Place) { first = id }); err != nil {
		t.Fatal(err)
	}
	return first
}

// emptied gives a journal with 10 records of 100 messages each, which are all gone.
func emptied(t *testing.T, s *running, away bool) *Journal {
	t.Helper()
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	j := opened(t, s.address("S"))
	for range 10 {
		next(t, j, 100)
	}
	if away {
		j.turn.Lock()
	}
	if err := stream.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	return j
}

// Whoever has seen the numbers of a stream that is emptied tells them to those who come then.
func TestNumbersGoOnInAStreamThatWasEmptied(t *testing.T) {
	s := serving(t)
	one := emptied(t, s, false)
	two := opened(t, s.address("S"))
	if id := next(t, two, 100); id != 1001 || two.Run() != one.Run() {
		t.Errorf("the other goes on with %d in run %s of %s", id, two.Run(), one.Run())
	}
	if id := next(t, one, 1); id != 1101 {
		t.Errorf("the first goes on with %d", id)
	}
	if got := fmt.Sprint(ids(t, one, 11), ids(t, opened(t, s.address("S")), 0)); got != "[1001 1101] [1001 1101]" {
		t.Errorf("there are %s", got)
	}
}

// What tells the numbers may go while other records stay.
func TestNumbersGoOnWhereOnlyMarksAreLeft(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	one := opened(t, s.address("S"))
	next(t, one, 100)
	if _, err := one.Append(journal.Record{Head: journal.Head{Kind: journal.Mark, At: time.Now(), Entry: 3, On: true}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := stream.DeleteMsg(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if id := next(t, opened(t, s.address("S")), 1); id != 101 {
		t.Errorf("the other goes on with %d", id)
	}
}

// Where nobody is there who knows them, the numbers begin again, and that is another run.
func TestNumbersThatNobodyKnowsAreAnotherRun(t *testing.T) {
	s := serving(t)
	one := emptied(t, s, true)
	one.turn.Unlock()
	_ = one.Close()
	two := opened(t, s.address("S"))
	if id := next(t, two, 1); two.Run() == one.Run() || id != two.ids.begin+1 {
		t.Errorf("it goes on with %d in run %s, after run %s", id, two.Run(), one.Run())
	}
	three := opened(t, s.address("S"))
	if three.Run() != two.Run() || next(t, three, 1) != two.ids.begin+2 {
		t.Errorf("the third one is of run %s and not %s", three.Run(), two.Run())
	}
}

// One that knew the numbers, and was out of reach when they began again, says so and drops
// nothing: neither when it sees lower ones, nor when those have gone too.
func TestNumbersThatBeganAgainAreSaid(t *testing.T) {
	for _, more := range []int{1, 2000} {
		s := serving(t)
		one := emptied(t, s, true)
		two := opened(t, s.address("S"))
		next(t, two, 100)
		next(t, two, more)
		next(t, two, 1)
		if more > 1 {
			stream, err := s.admin().Stream(t.Context(), "S")
			if err == nil {
				err = stream.Purge(t.Context(), jetstream.WithPurgeKeep(1))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		one.turn.Unlock()
		journaltest.Until(t, "it is gone", func() bool { return errors.Is(one.Present(), journal.ErrGone) })
		if err := one.Present(); !strings.Contains(err.Error(), "#1001") {
			t.Errorf("it says %v", err)
		}
		if _, err := one.Append(request(1, "x"), nil); !errors.Is(err, journal.ErrGone) {
			t.Errorf("it appends: %v", err)
		}
	}
}

// Records that somebody puts in with numbers that nobody gave are no reason to stop: they count
// as damaged, and no number is lost.
func TestRecordsWithNumbersThatNobodyGave(t *testing.T) {
	s := serving(t)
	j := opened(t, s.address("S"))
	mustAppend(t, j, 3)
	text, err := j.Lines().At(journal.Place{Offset: 2})
	for _, id := range []string{"2", "1", "4294967294", "4294967297", "9007199254740990", "500000000"} {
		if err == nil {
			_, err = s.admin().Publish(t.Context(), "S.x", []byte(strings.Replace(string(text), `"id":2`, `"id":`+id, 1)))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if id := next(t, j, 1); id != 4 {
		t.Errorf("it goes on with %d", id)
	}
	late := opened(t, s.address("S"))
	if id := next(t, late, 1); id != 5 {
		t.Errorf("who comes then goes on with %d", id)
	}
	journaltest.Until(t, "it is read", func() bool { return j.Size() == 12 })
	for _, j := range []*Journal{j, late} {
		for _, from := range []int64{0, 4, 7, 9} {
			var got []uint64
			scanned, err := j.Scan(from, func(h *journal.Head) error { got = append(got, h.ID); return nil })
			want := []uint64{1, 2, 3, 4, 5}[max(min(from, 4)-1, 0):]
			if err != nil || !slices.Equal(got, want) || scanned.Records != len(want) || scanned.Damaged == 0 {
				t.Errorf("from %d on: %v, %+v, %v", from, got, scanned, err)
			}
		}
	}
}

// What others wrote and deleted before it could be read is passed over, with their numbers.
func TestTheEndOfAStreamThatHasGoneBeforeItWasRead(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	j := opened(t, s.address("S"))
	mustAppend(t, j, 3)
	j.turn.Lock() // it looks away
	mustAppend(t, opened(t, s.address("S")), 5)
	err := stream.Purge(t.Context())
	j.turn.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if id := next(t, j, 1); id != 9 {
		t.Errorf("it goes on with %d", id)
	}
}

// Where nobody is left who knows their numbers, nothing can be written behind them; who only
// reads goes on.
func TestTheEndOfAStreamThatHasGoneWithWhoeverWroteIt(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	j, reader := opened(t, s.address("S")), opened(t, s.address("S"), func(o *Options) { o.ReadOnly = true })
	mustAppend(t, j, 3)
	journaltest.Until(t, "it is read", func() bool { return reader.Size() == 4 })
	j.turn.Lock()
	reader.turn.Lock()
	other := opened(t, s.address("S"))
	mustAppend(t, other, 5)
	_ = other.Close()
	err := stream.Purge(t.Context())
	j.turn.Unlock()
	reader.turn.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "it is said", func() bool { return errors.Is(j.Present(), journal.ErrGone) })
	journaltest.Until(t, "it is passed over", func() bool { return reader.Size() == 9 && reader.Present() == nil })
}

// A stream that is deleted, or made anew, is not written any more: others have its ids.
func TestAStreamThatIsDeletedOrMadeAnewIsGone(t *testing.T) {
	for _, anew := range []bool{false, true} {
		t.Run(fmt.Sprint(anew), func(t *testing.T) {
			s := serving(t)
			j := opened(t, s.address("S"), func(o *Options) { o.Patience = 10 * time.Second })
			mustAppend(t, j, 3)
			run := j.Run()
			if err := s.admin().DeleteStream(t.Context(), "S"); err != nil {
				t.Fatal(err)
			}
			if anew {
				if other := opened(t, s.address("S")); other.Run() == run {
					t.Errorf("both are run %s", run)
				}
			}
			if _, err := j.Append(request(1, "x"), nil); !errors.Is(err, journal.ErrNotKept) || !errors.Is(err, journal.ErrGone) {
				t.Errorf("append: %v", err)
			}
			if err := j.Present(); !errors.Is(err, journal.ErrGone) || !strings.Contains(err.Error(), "deleted") || strings.Contains(err.Error(), "file") {
				t.Errorf("present: %v", err)
			}
			if rec, err := j.ReadAt(journal.Place{Offset: 2}); err != nil || rec.ID != 2 {
				t.Errorf("what is in memory is not read: %v", err)
			}
		})
	}
}

// A stream that is full says so, and keeps again when there is room.
func TestAStreamThatIsFullSaysSo(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(cfg *jetstream.StreamConfig) { cfg.MaxMsgs, cfg.Discard = 10, jetstream.DiscardNew })
	l := listing(t, s.address("S"))
	acknowledged, refused := appending([]*list{l}, 4, 5)
	if len(acknowledged) != 10 || len(refused) != 10 {
		t.Fatalf("%d are kept and %d refused of 20", len(acknowledged), len(refused))
	}
	for _, err := range refused {
		if !errors.Is(err, journal.ErrNotKept) || !strings.Contains(err.Error(), "maximum messages exceeded") {
			t.Errorf("refused: %v", err)
		}
	}
	if err := stream.Purge(context.Background(), jetstream.WithPurgeKeep(5)); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, l.Journal, 1)
}

// What others have written is known to be there before it has been read.
func TestWhatIsKnownBeforeItIsRead(t *testing.T) {
	s := serving(t)
	reads := opened(t, s.address("S"))
	if known := reads.Known(); known != 0 {
		t.Errorf("of an empty stream %d are known", known)
	}
	reads.turn.Lock()
	mustAppend(t, opened(t, s.address("S")), 5)
	journaltest.Until(t, "it is known", func() bool { return reads.Known() == 6 })
	if size := reads.Size(); size != 0 {
		t.Errorf("%d are said to be read", size)
	}
	reads.turn.Unlock()
	journaltest.Until(t, "it is read", func() bool { return reads.Size() == 6 })
}
