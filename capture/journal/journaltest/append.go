package journaltest

import (
	"bytes"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

func bodiesComeBack(t *testing.T, of Maker) {
	everyByte := make([]byte, 256)
	for i := range everyByte {
		everyByte[i] = byte(i)
	}
	j := of.New(t)
	large := 8 << 20
	if of.Largest > 0 {
		large = of.Largest / 2
	}
	want := []string{"before"}
	for _, body := range []string{
		"", `{"event":"Order Completed","properties":{"revenue":1e400}}`, `{"event":`, `\"\\"/"` + "\\",
		string(everyByte[:128]), string(everyByte), "\xed\xa0\x80", "\uFFFD", "a\nb\r\n\u2028\x00",
		`{"v":1,"rec":"request","id":1,"n":1,"heads":[],"body":"x"}`,
		strings.Repeat(`{"a":"ö"},`, large/11), strings.Repeat(string(everyByte), large/512),
	} {
		want = append(want, body, "between")
	}
	for _, body := range want {
		add(t, j, Request(1, body))
	}
	if got := bodies(all(t, j)); !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("record %d came back as %.100q, want %.100q", i, got[i], want[i])
			}
		}
		t.Fatalf("%d records of %d", len(got), len(want))
	}
}

func anyRecordIsReadBack(t *testing.T, of Maker) {
	j := of.New(t)
	var want []journal.Record // of all draws: a journal may be dear to make
	next := uint64(1)
	rapid.Check(t, func(t *rapid.T) {
		for _, rec := range rapid.SliceOfN(rapid.Custom(AnyRecord), 0, 5).Draw(t, "records") {
			var id uint64
			place, err := j.Append(rec, func(first uint64, _ journal.Place) { id = first })
			if err != nil {
				t.Fatal(err)
			}
			if rec.Kind.Numbered() {
				if id != next {
					t.Fatalf("the record has id %d, want %d", id, next)
				}
				next += uint64(rec.N)
			} else if id != 0 {
				t.Fatalf("a %v has id %d", rec.Kind, id)
			}
			rec.ID, rec.Place = id, place
			if rec.Body = bytes.Clone(rec.Body); len(rec.Body) == 0 && (rec.Kind.Numbered() || rec.Kind == journal.Draft && rec.On) {
				rec.Body = []byte{}
			}
			got, err := j.ReadAt(place)
			if err != nil || !reflect.DeepEqual(got, rec) {
				t.Fatalf("got\n%+v\nwant\n%+v, %v", got, rec, err)
			}
			want = append(want, rec)
		}
	})
	if got := all(t, j); !reflect.DeepEqual(got, want) {
		t.Fatalf("%d records are not the %d that were appended", len(got), len(want))
	}
}

func refusals(t *testing.T, of Maker) {
	j := of.New(t)
	before := j.Size()
	head := func(kind journal.Kind) journal.Head { return journal.Head{Kind: kind, N: 1} }
	for name, rec := range map[string]journal.Record{
		"no kind":             {},
		"no messages":         {Head: journal.Head{Kind: journal.Request}},
		"a far parent":        {Head: journal.Head{Kind: journal.Entry, N: 1, Parent: notation.MaxID}},
		"a negative status":   {Head: head(journal.Request), Status: -1},
		"a negative size":     {Head: head(journal.Request), WireBytes: -1},
		"heads, no array":     {Head: journal.Head{Kind: journal.Request, N: 1, Summaries: []byte(`{}`)}},
		"heads, cut short":    {Head: journal.Head{Kind: journal.Request, N: 1, Summaries: []byte(`[{"a":"]}`)}},
		"heads, and more":     {Head: journal.Head{Kind: journal.Request, N: 1, Summaries: []byte(`[],"n":2`)}},
		"heads on two lines":  {Head: journal.Head{Kind: journal.Request, N: 1, Summaries: []byte("[1,\n2]")}},
		"fields, no object":   {Head: head(journal.Settings), Fields: []byte(`[1]`)},
		"fields, not JSON":    {Head: head(journal.Attempt), Fields: []byte(`{a:1}`)},
		"fields on two lines": {Head: head(journal.Attempt), Fields: []byte("{\"a\":\n1}")},
		"a far entry":         {Head: journal.Head{Kind: journal.Mark, Entry: notation.MaxID}},
		"longer than a line":  {Head: head(journal.Entry), Body: make([]byte, notation.MaxLine+1)},
		"longer once escaped": {Head: head(journal.Entry), Body: bytes.Repeat([]byte{'"'}, notation.MaxLine/2+1)},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := j.Append(rec, func(uint64, journal.Place) { t.Error("it was announced") }); !errors.Is(err, journal.ErrInvalid) {
				t.Errorf("got %v", err)
			}
		})
	}
	if j.Size() != before {
		t.Error("something was written")
	}
}

// writing has several goroutines append to journals, and gives what each journal announced.
func writing(t *testing.T, each int, js ...journal.Journal) [][]uint64 {
	announced := make([][]uint64, len(js))
	var all sync.WaitGroup
	for w := range 8 * len(js) {
		j, told := js[w%len(js)], &announced[w%len(js)]
		all.Go(func() {
			for i := range each {
				n := 1 + (w+i)%3
				var id uint64
				place, err := j.Append(Request(n, strings.Repeat("x", n)), func(first uint64, _ journal.Place) {
					id, *told = first, append(*told, first) // guarded by the journal
				})
				if err != nil {
					t.Error(err)
					return
				}
				if rec, err := j.ReadAt(place); err != nil || rec.ID != id || rec.N != n || len(rec.Body) != n {
					t.Errorf("record %d reads back as %d (%v)", id, rec.ID, err)
				}
			}
		})
	}
	all.Wait()
	return announced
}

// consecutive holds the ids of records to their order, and gives the next one.
func consecutive(t *testing.T, recs []journal.Record) uint64 {
	t.Helper()
	next := uint64(1)
	for i := range recs {
		if !recs[i].Kind.Numbered() {
			continue
		}
		if recs[i].ID != next {
			t.Fatalf("record %d has id %d, want %d", i, recs[i].ID, next)
		}
		next += uint64(recs[i].N)
	}
	return next
}

func idsAreConsecutive(t *testing.T, of Maker) {
	j := of.New(t)
	announced := writing(t, 50, j)[0]
	recs := all(t, j)
	consecutive(t, recs)
	if len(recs) != 400 || len(announced) != 400 {
		t.Fatalf("%d records and %d announced of 400", len(recs), len(announced))
	}
	for i := range recs {
		if announced[i] != recs[i].ID {
			t.Fatalf("record %d with id %d was announced as %d", i, recs[i].ID, announced[i])
		}
	}
}

func idsGoOn(t *testing.T, of Maker) {
	if of.Again == nil {
		t.Skip("what it has does not outlive it")
	}
	j := of.New(t)
	add(t, j, Request(3, "a"))
	for range 100 {
		add(t, j, journal.Record{Head: journal.Head{Kind: journal.Mark, At: noon, Entry: 2, On: true}})
	}
	run, size := j.Run(), j.Size()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = of.Again(t, j)
	if j.Run() != run || j.Size() != size {
		t.Errorf("it is run %s with %d, and was %s with %d", j.Run(), j.Size(), run, size)
	}
	early := Request(1, "the clock went back")
	early.At = noon.Add(-24 * time.Hour)
	if _, err := j.Append(early, func(id uint64, _ journal.Place) {
		if id != 4 {
			t.Errorf("id %d, want 4", id)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if recs := all(t, j); len(recs) != 102 || string(recs[0].Body) != "a" {
		t.Errorf("%d records", len(recs))
	}
}

// announcements holds that what is announced stands behind all that has been before, and
// that Size moves with it and no earlier.
func announcements(t *testing.T, of Maker) {
	j := of.New(t)
	end := j.Size()
	for i := range 20 {
		told := 0
		place, err := j.Append(Request(2, strings.Repeat("y", i)), func(id uint64, at journal.Place) {
			told++
			if id != uint64(1+2*i) || at.Offset < end {
				t.Errorf("announced as %d at %+v, behind %d", id, at, end)
			}
			if rec, err := j.ReadAt(at); err != nil || rec.ID != id {
				t.Errorf("it cannot be read when it is announced: %v", err)
			}
		})
		if err != nil || told != 1 || place == (journal.Place{}) {
			t.Fatalf("announced %d times, at %+v, %v", told, place, err)
		}
		if end = place.End(); j.Size() < end {
			t.Errorf("the journal ends at %d, the record at %d", j.Size(), end)
		}
	}
}

func panics(t *testing.T, of Maker) {
	j := of.New(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic did not get through")
			}
		}()
		_, _ = j.Append(Request(2, "broken"), func(uint64, journal.Place) { panic("broken") })
	}()
	add(t, j, Request(1, "next"))
	recs := all(t, j)
	if consecutive(t, recs); len(recs) != 2 || recs[1].ID != 3 {
		t.Errorf("%d records", len(recs))
	}
}

func times(t *testing.T, of Maker) {
	j := of.New(t)
	for _, at := range []time.Time{{}, time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		rec := Request(1, "x")
		rec.At = at
		add(t, j, rec)
	}
	if recs := all(t, j); len(recs) != 3 || !recs[2].At.IsZero() {
		t.Errorf("got %d records, the last of %v", len(recs), recs[2].At)
	}
}

func closing(t *testing.T, of Maker) {
	j := of.New(t)
	add(t, j, Request(1, "x"))
	for range 2 {
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := j.Append(Request(1, "y"), nil); !errors.Is(err, journal.ErrNotKept) || !errors.Is(err, fs.ErrClosed) {
		t.Errorf("append: %v", err)
	}
}
