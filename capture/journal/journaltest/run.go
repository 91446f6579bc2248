package journaltest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"segtap/capture/journal"
)

// Maker makes the journals that the promises are tried with.
type Maker struct {
	// New gives an empty journal of its own, which is closed when the test ends.
	New func(t testing.TB) journal.Journal
	// Again gives one over the same records, after the first has been closed; nil where
	// they are gone then.
	Again func(t testing.TB, closed journal.Journal) journal.Journal
	// Beside gives another writer of the same records; nil where there is only one.
	Beside func(t testing.TB, j journal.Journal) journal.Journal
	// Largest is how many bytes a body may have at most, as text; 0: as many as the format
	// takes.
	Largest int
}

// Run holds a journal to what package journal promises.
func Run(t *testing.T, of Maker) {
	for _, test := range []struct {
		name string
		of   func(*testing.T, Maker)
	}{
		{"bodies come back byte for byte", bodiesComeBack},
		{"any record is read back", anyRecordIsReadBack},
		{"what cannot be written is refused", refusals},
		{"ids are consecutive in the order of the journal", idsAreConsecutive},
		{"ids go on after the end", idsGoOn},
		{"what is announced can be read, and what comes before it", announcements},
		{"an announcement that panics is that of one", panics},
		{"a scan goes on where it ended", scans},
		{"the end is read without the rest", tails},
		{"lines are those of the records", lines},
		{"where there is no record none is read", noRecord},
		{"times without digits lose nothing", times},
		{"a closed journal keeps nothing", closing},
		{"several write one journal", severalWriters},
		{"one that is behind lists all before its own", othersFirst},
	} {
		t.Run(test.name, func(t *testing.T) { test.of(t, of) })
	}
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 123456000, time.UTC)

// Request makes a small request of n messages.
func Request(n int, body string) journal.Record {
	return journal.Record{
		Head:   journal.Head{Kind: journal.Request, At: noon, N: n, Summaries: []byte(`[{"event":"Signed Up"}]`)},
		Method: "POST", Path: "/v1/batch", Remote: "127.0.0.1:5", WriteKey: "wk",
		Headers: []journal.Header{{Name: "User-Agent", Value: "node"}, {Name: "Host", Value: "127.0.0.1:8910"}}, Status: 200, Body: []byte(body),
	}
}

// add appends records and gives their places.
func add(t testing.TB, j journal.Journal, recs ...journal.Record) (places []journal.Place) {
	t.Helper()
	for i := range recs {
		place, err := j.Append(recs[i], nil)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, place)
	}
	return places
}

// all gives the records of a journal as Scan finds and ReadAt reads them.
func all(t testing.TB, j journal.Journal) []journal.Record {
	t.Helper()
	recs, err := readAll(j)
	if err != nil {
		t.Fatal(err)
	}
	return recs
}

func readAll(j journal.Journal) (recs []journal.Record, err error) {
	end := int64(-1)
	scanned, err := j.Scan(0, func(h *journal.Head) error {
		if h.Place.Offset < end {
			return fmt.Errorf("a record at %+v, which begins before %d", h.Place, end)
		}
		end = h.Place.End()
		rec, err := j.ReadAt(h.Place)
		if err == nil && !SameHead(&rec.Head, h) {
			err = fmt.Errorf("a scan gives the head %+v, a reading %+v", *h, rec.Head)
		}
		recs = append(recs, rec)
		return err
	})
	if err == nil && (scanned.Damaged > 0 || scanned.Records != len(recs) || scanned.Next < end || scanned.Next > j.Size()) {
		err = fmt.Errorf("the scan went over %+v, of %d; %d records, up to %d", scanned, j.Size(), len(recs), end)
	}
	return recs, err
}

// SameHead reports whether two heads say the same.
func SameHead(a, b *journal.Head) bool {
	x, y := *a, *b
	same := bytes.Equal(x.Summaries, y.Summaries) && x.At.Equal(y.At)
	x.Summaries, y.Summaries, x.At, y.At = nil, nil, time.Time{}, time.Time{}
	return same && fmt.Sprint(x) == fmt.Sprint(y)
}

func bodies(recs []journal.Record) (list []string) {
	for i := range recs {
		list = append(list, string(recs[i].Body))
	}
	return list
}

// Until calls done until it says true, and fails after a long time. What others do arrives
// when it arrives.
func Until(t testing.TB, what string, done func() bool) {
	t.Helper()
	for began := time.Now(); !done(); time.Sleep(time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatal("waited in vain until " + what)
		}
	}
}

var errEnough = errors.New("enough")
