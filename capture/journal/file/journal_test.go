package file

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

func TestTheFileIsWhatTheFormatSays(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(
		t, j,
		journal.Record{
			Head:   journal.Head{Kind: journal.Request, At: noon, N: 2, Summaries: []byte(`[[1],["a b"]]`), Parent: 7},
			Method: "POST", Path: "/v1/batch", Query: "a=1", Remote: "127.0.0.1:5", WriteKey: "WK", Library: "node/2",
			Headers: []journal.Header{{Name: "Host", Value: "h"}, {Name: "Via", Value: "\"x\""}}, Encoding: "gzip", WireBytes: 12, Problem: "invalid_json", Status: 400,
			Body: []byte("{\"a\":\n\"é\"}"),
		},
		journal.Record{Head: journal.Head{Kind: journal.Entry, At: noon, N: 1, Parent: 1, Origin: "edit"}, Body: []byte{0xff, 0x00}},
		journal.Record{Head: journal.Head{Kind: journal.Attempt, At: noon, Entry: 3}, Fields: []byte(`{"at":1,"status":202}`)},
		journal.Record{Head: journal.Head{Kind: journal.Mark, At: noon, Entry: 2, On: true}},
		journal.Record{Head: journal.Head{Kind: journal.Settings, At: noon}, Fields: []byte(`{"destination":"classic"}`)},
		journal.Record{Head: journal.Head{Kind: journal.Draft, At: noon, Entry: 2, On: true}, Body: []byte("{\n")},
		journal.Record{Head: journal.Head{Kind: journal.Draft, At: noon, Entry: 2}},
	)
	const at = `"at":"2026-11-23T12:00:00.123456Z"`
	want := `{"v":1,"rec":"segtap",` + at + `,"program":"segtap test"}
{"v":1,"rec":"request","id":1,` + at + `,"n":2,"heads":[[1],["a b"]],"parent":7,"method":"POST","path":"/v1/batch","query":"a=1",` +
		`"remote":"127.0.0.1:5","write_key":"WK","library":"node/2","headers":{"Host":"h","Via":"\"x\""},"encoding":"gzip",` +
		`"wire_bytes":12,"problem":"invalid_json","status":400,"body":"{\"a\":\n\"é\"}"}
{"v":1,"rec":"entry","id":3,` + at + `,"n":1,"heads":[],"parent":1,"origin":"edit","body64":"/wA="}
{"v":1,"rec":"attempt",` + at + `,"entry":3,"at":1,"status":202}
{"v":1,"rec":"mark",` + at + `,"entry":2,"on":true}
{"v":1,"rec":"settings",` + at + `,"destination":"classic"}
{"v":1,"rec":"draft",` + at + `,"entry":2,"on":true,"body":"{\n"}
{"v":1,"rec":"draft",` + at + `,"entry":2,"on":false}
`
	want = strings.Replace(want, ":\n\\\"", `:\n\"`, 1)
	got := read(t, path)
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for line := range bytes.Lines(got) {
		if !json.Valid(line) {
			t.Errorf("not JSON: %s", line)
		}
	}
	recs, _ := all(t, j)
	if len(recs) != 7 || string(recs[2].Fields) != `{"at":1,"status":202}` || !recs[2].At.Equal(noon) || !recs[3].On {
		t.Errorf("reads back as %+v", recs)
	}
}

// A body of 8 MiB, which is what is taken, makes no line that check and map refuse.
func TestNoBodyMakesALineOfMoreThanTwiceItsLength(t *testing.T) {
	j := open(t, temporary(t), Options{})
	for _, piece := range []string{"\x00", `"`, "\xff", "x", "\u2028", "\x7f\x01"} {
		body := strings.Repeat(piece, (8<<20)/len(piece))
		place := add(t, j, request(1, body))[0]
		if place.Length > 2*len(body)+1000 {
			t.Errorf("%q: %d bytes make a line of %d", piece, len(body), place.Length)
		}
		if rec, err := j.ReadAt(place); err != nil || string(rec.Body) != body {
			t.Errorf("%q: %d bytes, %v", piece, len(rec.Body), err)
		}
	}
}

func TestConcurrentAppendsGetIDsInTheOrderOfTheFile(t *testing.T) {
	for name, opts := range map[string]Options{"file": {}, "fsync": {Fsync: true}} {
		t.Run(name, func(t *testing.T) {
			const writers, each = 8, 50
			path := temporary(t)
			j := open(t, path, opts)
			var announced []uint64 // guarded by the journal
			var wg sync.WaitGroup
			for w := range writers {
				wg.Go(func() {
					for i := range each {
						n := 1 + (w+i)%3
						var id uint64
						place, err := j.Append(request(n, strings.Repeat("x", n)), func(first uint64, at journal.Place) {
							id, announced = first, append(announced, first)
						})
						if err != nil {
							t.Error(err)
							return
						}
						rec, err := j.ReadAt(place)
						if err != nil || rec.ID != id || rec.N != n || len(rec.Body) != n {
							t.Errorf("record %d reads back as %d (%v)", id, rec.ID, err)
						}
					}
				})
			}
			wg.Wait()
			closed(t, j)
			j = open(t, path, opts)
			recs, _ := all(t, j)
			next := uint64(1)
			for i, rec := range recs {
				if rec.ID != next || announced[i] != next {
					t.Fatalf("record %d of the file has id %d, announced as %d, want %d", i, rec.ID, announced[i], next)
				}
				next += uint64(rec.N)
			}
			if len(recs) != writers*each {
				t.Errorf("%d records of %d", len(recs), writers*each)
			}
			if _, err := j.Append(request(1, ""), func(id uint64, _ journal.Place) {
				if id != next {
					t.Errorf("after reopening the next id is %d, want %d", id, next)
				}
			}); err != nil {
				t.Error(err)
			}
		})
	}
}

// group gives the lines of three records of two entries each, as Append has them written.
func group(t *testing.T) (lines []*line) {
	t.Helper()
	for range 3 {
		rec := request(2, "second")
		l := &line{err: errBrokenOff}
		if err := l.Encode(&rec); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	return lines
}

// What is written together fails together, takes no ids, and leaves nothing in the file.
func TestAGroupThatCannotBeWrittenLeavesNothing(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "first"))
	readOnly, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	file, lines := j.file, group(t)
	j.file = readOnly // neither writes nor truncates
	for _, l := range lines {
		l.written = func(uint64, journal.Place) { t.Error("it was announced") }
	}
	j.write(lines)
	for _, l := range lines {
		if !errors.Is(l.err, journal.ErrNotKept) || l.place != (journal.Place{}) {
			t.Errorf("got %v, at %+v", l.err, l.place)
		}
	}
	j.file = file
	lines = group(t)
	j.write(lines)
	for i, l := range lines {
		if rec, err := j.ReadAt(l.place); l.err != nil || err != nil || rec.ID != uint64(2+2*i) {
			t.Errorf("line %d (%v) reads back as %d (%v)", i, l.err, rec.ID, err)
		}
	}
	if recs, scanned := all(t, j); len(recs) != 4 || scanned.Damaged > 0 {
		t.Errorf("%d records, %+v", len(recs), scanned)
	}
}

// An announcement that panics is that of one record: those which were written with it are
// announced, and nothing is acknowledged that was not.
func TestAnAnnouncementThatPanicsIsNotThatOfTheOthers(t *testing.T) {
	for broken := range 3 {
		j, lines := open(t, temporary(t), Options{}), group(t)
		var told []uint64
		for i, l := range lines {
			l.written = func(id uint64, _ journal.Place) {
				if !errors.Is(l.err, journal.ErrNotKept) {
					t.Errorf("line %d is kept before it is announced", i)
				}
				if i == broken {
					panic("broken")
				}
				told = append(told, id)
			}
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic did not get through")
				}
			}()
			j.write(lines)
		}()
		want := slices.Delete([]uint64{1, 3, 5}, broken, broken+1)
		if !slices.Equal(told, want) {
			t.Errorf("with a panic in %d, %v are announced; want %v", broken, told, want)
		}
		for i, l := range lines {
			if acknowledged := l.err == nil; acknowledged != (i != broken) {
				t.Errorf("with a panic in %d, line %d has %v", broken, i, l.err)
			}
		}
		add(t, j, request(1, "next"))
		if recs, scanned := all(t, j); len(recs) != 4 || recs[3].ID != 7 || scanned.Damaged > 0 {
			t.Errorf("%d records, %+v", len(recs), scanned)
		}
	}
}

func TestIDsGoOnWhateverFollowedTheLastEntry(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(3, "a"))
	for range 400 {
		add(t, j, journal.Record{Head: journal.Head{Kind: journal.Mark, At: noon, Entry: 2, On: true}})
	}
	closed(t, j)
	j = open(t, path, Options{})
	early := request(1, "the clock went back")
	early.At = noon.Add(-24 * time.Hour)
	if _, err := j.Append(early, func(id uint64, _ journal.Place) {
		if id != 4 {
			t.Errorf("id %d, want 4", id)
		}
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAFailedSyncIsNotAcknowledged(t *testing.T) {
	j := open(t, temporary(t), Options{Fsync: true})
	r, w, err := os.Pipe() // takes writes, cannot be synced
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	file := j.file
	j.file = w
	_, err = j.Append(request(1, "x"), nil)
	j.file = file
	if !errors.Is(err, journal.ErrNotKept) {
		t.Errorf("got %v", err)
	}
}

func TestWhatCannotBeCutOffNowIsCutOffLater(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "first"))
	readOnly, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	file := j.file
	j.file = readOnly // neither writes nor truncates
	if _, err := j.Append(request(1, "lost"), nil); !errors.Is(err, journal.ErrNotKept) {
		t.Errorf("got %v", err)
	}
	j.file = file
	if _, err := file.WriteString(`{"v":1,"rec":"requ`); err != nil { // what the failed write left
		t.Fatal(err)
	}
	add(t, j, request(1, "second"))
	recs, scanned := all(t, j)
	if got := bodies(recs); !slices.Equal(got, []string{"first", "second"}) || recs[1].ID != 2 || scanned.Damaged > 0 {
		t.Errorf("got %q, %+v", got, scanned)
	}
}

func TestClosedJournals(t *testing.T) {
	j := open(t, temporary(t), Options{Fsync: true})
	var place journal.Place
	place, err := j.Append(request(1, "x"), nil)
	if err != nil {
		t.Fatal(err)
	}
	closed(t, j)
	closed(t, j)
	if _, err := j.Append(request(1, "y"), nil); !errors.Is(err, journal.ErrNotKept) || !errors.Is(err, fs.ErrClosed) {
		t.Errorf("append: %v", err)
	}
	if _, err := j.ReadAt(place); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("read: %v", err)
	}
	memory := Memory()
	closed(t, memory)
	if _, err := memory.Append(request(1, "y"), nil); !errors.Is(err, journal.ErrNotKept) || !errors.Is(err, fs.ErrClosed) {
		t.Errorf("append in memory: %v", err)
	}
}

func TestReadAtGivesNoRecordWhereThereIsNone(t *testing.T) {
	for name, j := range map[string]*Journal{"file": open(t, temporary(t), Options{}), "memory": Memory()} {
		t.Run(name, func(t *testing.T) {
			good, err := j.Append(request(1, "abc"), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, place := range []journal.Place{
				{},
				{Offset: -1, Length: 10},
				{Offset: good.Offset, Length: -1},
				{Offset: good.Offset, Length: notation.MaxLine + 1},
				{Offset: good.Offset + 1, Length: good.Length - 1},
				{Offset: good.Offset, Length: good.Length - 1},
				{Offset: good.Offset, Length: good.Length + 1},
				{Offset: good.Offset, Length: good.Length + 100},
				{Offset: good.Offset + 1<<40, Length: 10},
			} {
				rec, err := j.ReadAt(place)
				if !errors.Is(err, journal.ErrDamaged) || !reflect.DeepEqual(rec, journal.Record{}) {
					t.Errorf("%+v: %v, %+v", place, err, rec)
				}
			}
		})
	}
}
