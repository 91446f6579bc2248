package stream

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"pgregory.net/rapid"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
	"segtap/capture/journal/stream/client"
)

// withEnd gives a writer of three records and a batch of 50, and what takes the batch away.
func withEnd(t *testing.T, s *running, whole bool) (w *Journal, take func()) {
	t.Helper()
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	w = opened(t, s.address("S"))
	mustAppend(t, w, 3)
	rec := request(50, "b")
	rec.WriteKey = "other"
	if _, err := w.Append(rec, nil); err != nil {
		t.Fatal(err)
	}
	return w, func() {
		err := stream.DeleteMsg(t.Context(), 4)
		if whole {
			err = stream.Purge(t.Context(), jetstream.WithPurgeSubject("S.other.*"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What is taken away at the end of a stream had numbers, which are not given again as long as
// somebody is there who knows them.
func TestNumbersGoOnBehindAnEndThatWasTakenAway(t *testing.T) {
	for _, whole := range []bool{false, true} {
		s := serving(t)
		w, take := withEnd(t, s, whole)
		take()
		two := opened(t, s.address("S"))
		if id := next(t, two, 1); id != 54 || two.Run() != w.Run() {
			t.Errorf("it goes on with %d in run %s of %s", id, two.Run(), w.Run())
		}
		if id := next(t, w, 1); id != 55 {
			t.Errorf("who wrote it goes on with %d", id)
		}
		for _, j := range []*Journal{w, two, opened(t, s.address("S"))} {
			journaltest.Until(t, "all has come", func() bool { return j.Size() == w.Size() })
			if got := fmt.Sprint(ids(t, j, 5)); got != "[54 55]" {
				t.Errorf("there are %s", got)
			}
		}
	}
}

// Where nobody is there who writes, whoever has seen them is told that the numbers begin again;
// what is left keeps its own.
func TestNumbersBehindAnEndThatNobodyKnows(t *testing.T) {
	s := serving(t)
	w, take := withEnd(t, s, false)
	reader := opened(t, s.address("S"), func(o *Options) { o.ReadOnly = true })
	_ = w.Close()
	take()
	two := opened(t, s.address("S"))
	if id := next(t, two, 1); id < 4 || two.Run() == w.Run() {
		t.Errorf("it goes on with %d in run %s, after run %s", id, two.Run(), w.Run())
	}
	journaltest.Until(t, "it is said", func() bool { return errors.Is(reader.Present(), journal.ErrGone) })
	if three := opened(t, s.address("S")); three.Run() != two.Run() || three.ids.guessed {
		t.Errorf("who comes then is of run %s, not %s", three.Run(), two.Run())
	}
}

// forged gives a record that stands in a stream with other ids.
func forged(t *testing.T, j *Journal, id, n string) []byte {
	t.Helper()
	text, err := j.Lines().At(journal.Place{Offset: 2})
	if err != nil {
		t.Fatal(err)
	}
	made := strings.Replace(string(text), `"id":2`, `"id":`+id, 1)
	return []byte(strings.Replace(made, `"n":1`, `"n":`+n, 1))
}

// A record with a number that nobody gave hides nothing when it has become the oldest, and is
// not taken for what the others have to follow.
func TestANumberThatNobodyGaveIsTheOldest(t *testing.T) {
	for _, id := range []string{"500000000", "2"} {
		for _, more := range []int{2, 700} {
			s := serving(t)
			stream := made(t, s, func(*jetstream.StreamConfig) {})
			j := opened(t, s.address("S"))
			mustAppend(t, j, 5)
			if _, err := s.admin().Publish(t.Context(), "S.x", forged(t, j, id, "1")); err != nil {
				t.Fatal(err)
			}
			mustAppend(t, j, more)
			if err := stream.Purge(t.Context(), jetstream.WithPurgeSequence(6)); err != nil {
				t.Fatal(err)
			}
			late := opened(t, s.address("S"))
			journaltest.Until(t, "the purge is known", func() bool { return j.First() == 6 })
			for _, of := range []*Journal{j, late} {
				var got []uint64
				if _, err := of.Scan(0, func(h *journal.Head) error { got = append(got, h.ID); return nil }); err != nil {
					t.Fatal(err)
				}
				if len(got) != more || got[0] != 6 || got[more-1] != uint64(5+more) {
					t.Errorf("behind #%s %d are listed of %d: %v…", id, len(got), more, got[:min(len(got), 3)])
				}
			}
			if id := next(t, late, 1); id != uint64(6+more) {
				t.Errorf("it goes on with %d", id)
			}
		}
	}
}

// Whoever says that the numbers began again is believed only where they can have.
func TestAMessageThatSaysThatTheNumbersBeganAgain(t *testing.T) {
	s := serving(t)
	j, reader := opened(t, s.address("S")), opened(t, s.address("S"), func(o *Options) { o.ReadOnly = true })
	mustAppend(t, j, 5)
	for _, begin := range []string{"1", "5", "6", "900"} {
		for _, id := range []string{"2", "6"} {
			if id == "6" && begin != "900" { // one that takes the number that is next
				continue
			}
			msg := nats.NewMsg("S.x")
			msg.Data = forged(t, j, id, "1")
			msg.Header.Set(client.HeaderBegin, begin)
			if _, err := s.admin().PublishMsg(t.Context(), msg); err != nil {
				t.Fatal(err)
			}
		}
	}
	journaltest.Until(t, "it is read", func() bool { return reader.Size() == 11 && j.Size() == 11 })
	if late := opened(t, s.address("S")); late.Run() != j.Run() {
		t.Errorf("who comes then is of run %s, not %s", late.Run(), j.Run())
	}
	if id := next(t, j, 1); id != 7 || reader.Present() != nil {
		t.Errorf("it goes on with %d, and who reads says %v", id, reader.Present())
	}
}

// No message uses up the numbers there are.
func TestAMessageWithMoreNumbersThanThereAre(t *testing.T) {
	s := serving(t)
	j := opened(t, s.address("S"))
	mustAppend(t, j, 3)
	for _, of := range [][2]string{{"4", "2147483647"}, {"2147483651", "2147483643"}} {
		if _, err := s.admin().Publish(t.Context(), "S.x", forged(t, j, of[0], of[1])); err != nil {
			t.Fatal(err)
		}
	}
	for _, j := range []*Journal{j, opened(t, s.address("S"))} {
		if id := next(t, j, 1); id > 5 {
			t.Errorf("it goes on with %d", id)
		}
	}
}

// What is known of such messages goes with them.
func TestNumbersThatNobodyGaveAreForgotten(t *testing.T) {
	s := serving(t)
	stream := made(t, s, func(*jetstream.StreamConfig) {})
	j := opened(t, s.address("S"))
	mustAppend(t, j, 3)
	for range 20 {
		if _, err := s.admin().Publish(t.Context(), "S.x", forged(t, j, "2", "1")); err != nil {
			t.Fatal(err)
		}
	}
	journaltest.Until(t, "it is read", func() bool { return j.ids.strays.has(23) })
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSequence(23)); err != nil {
		t.Fatal(err)
	}
	journaltest.Until(t, "they are forgotten", func() bool { return !j.ids.strays.has(22) })
	if !j.ids.strays.has(23) {
		t.Error("one is forgotten that is there")
	}
}

// Two who open an emptied stream, and both know no better than its sequence, agree as soon as
// one of them writes: whatever has been put in between.
func TestTwoWhoBeginTheNumbersAgainAgree(t *testing.T) {
	s := serving(t)
	one := emptied(t, s, true)
	one.turn.Unlock()
	_ = one.Close()
	a := opened(t, s.address("S"))
	_, err := a.Append(journal.Record{Head: journal.Head{Kind: journal.Plan, At: time.Now()}, Fields: []byte(`{"x":1}`)}, nil)
	if err == nil {
		_, err = s.admin().Publish(t.Context(), "S.x", []byte("no record"))
	}
	if err != nil {
		t.Fatal(err)
	}
	b := opened(t, s.address("S"))
	first := next(t, a, 1)
	journaltest.Until(t, "it is read", func() bool { return b.Size() == a.Size() })
	if id := next(t, b, 1); id != first+1 || a.Run() != b.Run() {
		t.Errorf("one gave %d, the other %d, in runs %s and %s", first, id, a.Run(), b.Run())
	}
	journaltest.Until(t, "it is read", func() bool { return b.Size() == a.Size() })
	c := opened(t, s.address("S"))
	for _, j := range []*Journal{a, b, c} {
		var got []uint64
		if _, err := j.Scan(13, func(h *journal.Head) error { got = append(got, h.ID); return nil }); err != nil || len(got) != 2 || got[1] != first+1 || j.Run() != a.Run() {
			t.Errorf("there are %v in run %s: %v", got, j.Run(), err)
		}
	}
}

// Whatever has gone, and whatever is put in with ids that have been or are far ahead: where two
// records follow each other to begin with, those that were given are told from the others.
func TestWhichNumbersWereGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var n numbers
		first := rapid.Uint64Range(1_000, 1<<31).Draw(t, "first")
		next, seq, put := first, uint64(1), make(map[uint64]bool)
		forge := func() {
			for range rapid.IntRange(0, 3).Draw(t, "put in") {
				id := rapid.OneOf(rapid.Uint64Range(1, 400), rapid.Uint64Range(next+2*far, 1<<33)).Draw(t, "id") * 2
				n.reads(seq, id, id+1)
				put[seq] = true
				seq++
			}
		}
		for i := range rapid.IntRange(2, 20).Draw(t, "records") {
			if i > 1 && rapid.Bool().Draw(t, "some have gone") {
				gone := rapid.Uint64Range(1, 5).Draw(t, "messages")
				n.gone, seq = n.gone+gone, seq+gone
				next += gone * rapid.Uint64Range(0, 50).Draw(t, "ids of each")
			}
			forge()
			id := next
			next += rapid.Uint64Range(1, 50).Draw(t, "messages of a record")
			n.reads(seq, id, next)
			seq++
		}
		forge()
		n.settle()
		if n.next != next {
			t.Fatalf("next is %d, and told %d", next, n.next)
		}
		for at := range seq {
			if n.strays.has(at) != put[at] {
				t.Fatalf("at %d: a stray: %v, put in: %v", at, n.strays.has(at), put[at])
			}
		}
	})
}
