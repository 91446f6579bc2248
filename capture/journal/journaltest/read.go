package journaltest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

func scans(t *testing.T, of Maker) {
	j := of.New(t)
	add(t, j, Request(1, "one"), Request(1, "two"), Request(1, "three"))
	var at int64
	stopped, err := j.Scan(0, func(h *journal.Head) error {
		if h.ID == 2 {
			at = h.Place.Offset
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) || stopped.Next != at || stopped.Records != 2 {
		t.Errorf("got %v, %+v", err, stopped)
	}
	ids := func(from int64) (ids []uint64, next int64) {
		s, err := j.Scan(from, func(h *journal.Head) error { ids = append(ids, h.ID); return nil })
		if err != nil || s.From != from {
			t.Errorf("from %d: %+v, %v", from, s, err)
		}
		return ids, s.Next
	}
	got, next := ids(stopped.Next)
	if !slices.Equal(got, []uint64{2, 3}) || next != j.Size() {
		t.Errorf("going on: %v, up to %d of %d", got, next, j.Size())
	}
	if got, _ := ids(next); len(got) != 0 {
		t.Errorf("behind the end: %v", got)
	}
	place := add(t, j, Request(1, "four"))[0]
	if got, next = ids(next); !slices.Equal(got, []uint64{4}) || next != place.End() {
		t.Errorf("what has come: %v, up to %d, it ends at %d", got, next, place.End())
	}
	if _, err := j.Scan(j.Size()+1, nil); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("further than the end: %v", err)
	}
}

func tails(t *testing.T, of Maker) {
	for _, records := range []int{0, 1, 5, 300} {
		j := of.New(t)
		for i := range records {
			add(t, j, Request(1, strings.Repeat("y", i*7)))
		}
		for _, n := range []int{0, 1, 3, 200, 1000} {
			t.Run(fmt.Sprintf("last %d of %d", n, records), func(t *testing.T) {
				var got, want []uint64
				for id := max(1, records-n+1); id <= records; id++ {
					want = append(want, uint64(id))
				}
				scanned, err := j.Tail(n, func(h *journal.Head) error { got = append(got, h.ID); return nil })
				if err != nil || !slices.Equal(got, want) || scanned.Next != j.Size() {
					t.Errorf("got %v, want %v, %+v, %v", got, want, scanned, err)
				}
				before := 0
				_, err = j.Scan(0, func(h *journal.Head) error {
					if h.Place.Offset >= scanned.From {
						return errEnough
					}
					before++
					return nil
				})
				if err != nil && !errors.Is(err, errEnough) || before+len(got) != records {
					t.Errorf("%d records stand before From, %d behind it, of %d (%v)", before, len(got), records, err)
				}
			})
		}
	}
}

// lines holds a reader of lines, forwards, backwards and ahead, to what ReadAt gives.
func lines(t *testing.T, of Maker) {
	j := of.New(t)
	var places []journal.Place
	for i := range 200 {
		places = append(places, add(t, j, Request(1+i%3, strings.Repeat("z", i*i%4000)))...)
	}
	reader := j.Lines()
	look := func(place journal.Place) {
		t.Helper()
		want, err := j.ReadAt(place)
		if err != nil {
			t.Fatal(err)
		}
		got, err := reader.Record(place)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("at %+v: %+v, %v", place, got, err)
		}
		text, err := reader.At(place)
		if err != nil {
			t.Fatal(err)
		}
		if read, err := notation.Decode(text); err != nil || read.ID != want.ID || string(read.Body) != string(want.Body) {
			t.Fatalf("the line at %+v is %.80q (%v)", place, text, err)
		}
		var again journal.Record
		want.Summaries = nil
		if err := reader.Next(place, &again); err != nil || !reflect.DeepEqual(again, want) {
			t.Fatalf("next at %+v: %+v, %v", place, again, err)
		}
	}
	for i, place := range places {
		if i%20 == 0 {
			reader.Ahead(places[min(i+19, len(places)-1)].End())
		}
		look(place)
	}
	for _, place := range slices.Backward(places) {
		look(place)
	}
	look(add(t, j, Request(1, "what has come since"))[0])
}

func noRecord(t *testing.T, of Maker) {
	j := of.New(t)
	good := add(t, j, Request(1, "abc"))[0]
	reader := j.Lines()
	for _, place := range []journal.Place{
		{Offset: -1, Length: good.Length},
		{Offset: good.Offset, Length: -1},
		{Offset: good.Offset, Length: notation.MaxLine + 1},
		{Offset: good.End(), Length: good.Length},
		{Offset: good.Offset + 1<<40, Length: good.Length},
	} {
		rec, err := j.ReadAt(place)
		if !errors.Is(err, journal.ErrDamaged) || !reflect.DeepEqual(rec, journal.Record{}) {
			t.Errorf("%+v: %v, %+v", place, err, rec)
		}
		if _, err := reader.At(place); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("the line at %+v: %v", place, err)
		}
	}
	if rec, err := reader.Record(good); err != nil || string(rec.Body) != "abc" {
		t.Errorf("after failures the good one is %+v, %v", rec, err)
	}
}
