package file

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
	"segtap/capture/journal/notation"

	"pgregory.net/rapid"
)

func TestRandomRecordsAreReadBack(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, "c.ndjson")
		_ = os.Remove(path)
		recs := rapid.SliceOfN(rapid.Custom(journaltest.AnyRecord), 0, 20).Draw(t, "records")
		opts := Options{Now: noon}
		file, err := Open(path, opts)
		if err != nil {
			t.Fatal(err)
		}
		memory := Memory()
		for i := range recs {
			if _, err := memory.Append(recs[i], nil); err != nil {
				t.Fatal(err)
			}
			recs[i].Place, err = file.Append(recs[i], func(id uint64, _ journal.Place) { recs[i].ID = id })
			if err != nil {
				t.Fatal(err)
			}
			if i%7 == 6 { // now and then, start anew
				if err := file.Close(); err != nil {
					t.Fatal(err)
				}
				if file, err = Open(path, opts); err != nil {
					t.Fatal(err)
				}
			}
		}
		defer file.Close()
		for name, j := range map[string]*Journal{"file": file, "memory": memory} {
			got, scanned, err := readAll(j)
			if err != nil || len(got) != len(recs) || scanned.Damaged > 0 {
				t.Fatalf("%s: %d of %d records, %+v, %v", name, len(got), len(recs), scanned, err)
			}
			for i, want := range recs {
				if name == "memory" { // has no first line
					want.Place.Offset = got[i].Place.Offset
				}
				if want.Body = bytes.Clone(want.Body); len(want.Body) == 0 && (want.Kind.Numbered() || want.Kind == journal.Draft && want.On) {
					want.Body = []byte{}
				}
				if !reflect.DeepEqual(got[i], want) {
					t.Fatalf("%s: got\n%+v\nwant\n%+v", name, got[i], want)
				}
			}
		}
	})
}

// holding gives a journal in memory that holds the bytes of a file.
func holding(text []byte) *Journal {
	j := Memory()
	j.memory.add(text)
	j.size.Store(int64(len(text)))
	return j
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(`{"v":1,"rec":"request","id":1,"at":"x","n":1,"heads":[],"status":2,"body":"a"}` + "\n" + `{"v":1,"rec":"mark","entry":1,"on":true}`))
	f.Add([]byte(`{"v":1,"rec":"attempt","entry":1,"a":{"v":1,"rec":"x"}}` + "\n\n\x00\n" + `{"v":9,"rec":""}`))
	f.Add([]byte(`{"v":1,"rec":"entry","id":1,"n":1,"heads":[],"body64":"/w=="}{"v":1,"rec":"settings"}`))
	f.Add([]byte(`{"v":1,"rec":"attempt","entry":0,}`))
	f.Add([]byte(`{"v":1,"rec":"request","id":1,"at":A,"n":1,"heads":[],"body":""}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		j := holding(text)
		at := int64(0)
		scanned, err := j.Scan(0, func(h *journal.Head) error {
			if h.Place.Offset < at || h.Place.Length < 1 || h.Place.Offset+int64(h.Place.Length) > int64(len(text)) {
				t.Fatalf("a record at %+v, after byte %d of %d", h.Place, at, len(text))
			}
			at = h.Place.Offset + int64(h.Place.Length)
			line := text[h.Place.Offset:at]
			rec, err := j.ReadAt(h.Place)
			var alone journal.Record
			if wrong := notation.Read(line, &alone); (wrong == nil) != (err == nil) {
				t.Fatalf("read %+v, %v; alone %v: %q", rec, err, wrong, line)
			}
			return nil
		})
		if err != nil || scanned.Next != int64(len(text)) {
			t.Fatalf("stopped at %d of %d: %v", scanned.Next, len(text), err)
		}
		if _, err := j.Tail(2, func(*journal.Head) error { return nil }); err != nil {
			t.Fatal(err)
		}
	})
}

// Records that are written together stand in the file as if each had been written alone.
func TestLinesWrittenTogetherAreTheSameFile(t *testing.T) {
	path := temporary(t)
	rapid.Check(t, func(t *rapid.T) {
		recs := rapid.SliceOfN(rapid.Custom(journaltest.AnyRecord), 1, 12).Draw(t, "records")
		defer os.Remove(path) // a draw that fails leaves it
		type announced struct {
			id uint64
			at journal.Place
		}
		var texts [2][]byte
		var lists [2][]announced
		for way := range texts {
			j, err := Open(path, Options{Program: "test", Now: noon})
			if err != nil {
				t.Fatal(err)
			}
			var group []*line
			for i := range recs {
				l := &line{written: func(id uint64, at journal.Place) { lists[way] = append(lists[way], announced{id, at}) }}
				if err := l.Encode(&recs[i]); err != nil {
					t.Fatal(err)
				}
				group = append(group, l)
			}
			if way == 0 {
				j.write(group)
			} else {
				for i := range group {
					j.write(group[i : i+1])
				}
			}
			for i, l := range group {
				rec, err := j.ReadAt(l.place)
				if l.err != nil || err != nil || !sameHead(&rec.Head, &journal.Head{
					Place: l.place, ID: l.id, Kind: recs[i].Kind, At: recs[i].At, N: recs[i].N, Summaries: recs[i].Summaries, Parent: recs[i].Parent,
					Origin: recs[i].Origin, From: recs[i].From, Entry: recs[i].Entry, On: recs[i].On,
				}) {
					t.Fatalf("record %d reads back as %+v (%v, %v)", i, rec.Head, l.err, err)
				}
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			if texts[way], err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
			_ = os.Remove(path)
		}
		if !bytes.Equal(texts[0], texts[1]) || !reflect.DeepEqual(lists[0], lists[1]) {
			t.Fatalf("together\n%s\nalone\n%s", texts[0], texts[1])
		}
	})
}

func FuzzATornLineIsNoRecord(f *testing.F) {
	f.Add([]byte(`{"a":"}"}`), "/v1/t", []byte(`{"x":{"y":"}"}}`), uint(10), uint(10))
	f.Add([]byte("\xff"), `1,"body":"`, []byte(`{}`), uint(250), uint(60))
	f.Fuzz(func(t *testing.T, body []byte, text string, fields []byte, cutRequest, cutAttempt uint) {
		j := Memory()
		rec := request(1, string(body))
		rec.Path, rec.Headers = text, append(rec.Headers, journal.Header{Name: text, Value: text}, journal.Header{Name: "body", Value: "x"})
		attempt := journal.Record{Head: journal.Head{Kind: journal.Attempt, At: noon, Entry: 1}, Fields: fields}
		if errors.Is(new(notation.Line).Encode(&attempt), journal.ErrInvalid) {
			attempt.Fields = nil
		}
		var torn []byte
		for _, one := range []struct {
			rec journal.Record
			cut uint
		}{{rec, cutRequest}, {attempt, cutAttempt}} {
			l := new(line)
			if err := l.Encode(&one.rec); err != nil {
				t.Fatal(err)
			}
			whole := bytes.TrimSuffix(l.Finish(7), newline)
			torn = append(append(torn, whole[:one.cut%uint(len(whole))]...), '\n')
		}
		j.memory.add(torn)
		j.size.Store(int64(len(torn)))
		place, err := j.Append(request(1, "good"), nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = j.Scan(0, func(h *journal.Head) error {
			if h.Place != place {
				t.Fatalf("a record at %+v in\n%s", h.Place, torn)
			}
			place = journal.Place{}
			return nil
		})
		if err != nil || place != (journal.Place{}) {
			t.Fatalf("the good record was not found behind\n%s", torn)
		}
	})
}

// Lines that are read one after the other into the same memory say what they say by
// themselves, whatever is wrong with them.
func TestMemoryThatIsUsedAgainReadsTheSame(t *testing.T) {
	similar := rapid.Custom(func(t *rapid.T) journal.Record {
		rec := request(1, rapid.SampledFrom([]string{`{"a":"b"}`, "", "\x01", "\xff\xfe", `"\u2028"`}).Draw(t, "a body"))
		some := func(name string) string {
			return rapid.SampledFrom([]string{"", "/v1/t", "\\", "é", "\x02", `"`}).Draw(t, name)
		}
		rec.Path, rec.WriteKey, rec.Type = some("a path"), some("a write key"), some("a type")
		rec.Headers = []journal.Header{{Name: some("a name"), Value: some("a value")}}
		rec.Summaries = rapid.SampledFrom([][]byte{nil, []byte(`[]`), []byte(`["a"]`), []byte(`["\ud800"]`), []byte(`["\ud83d\ude00"]`), []byte(`[1,]`), []byte(`[01]`), []byte(`["a":1]`), []byte("[\"\\x\"]")}).Draw(t, "summaries")
		return rec
	})
	rapid.Check(t, func(t *rapid.T) {
		l := Memory().Lines().(*lines)
		var held journal.Record // the last that was read
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			rec := rapid.OneOf(similar, rapid.Custom(journaltest.AnyRecord)).Draw(t, "record")
			var made line
			if err := made.Encode(&rec); err != nil {
				continue
			}
			text := bytes.TrimSuffix(made.Finish(7), newline)
			for range rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "faults") {
				at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
				text[at] = rapid.SampledFrom([]byte("\"\\{}[],:0a\x00\xff")).Draw(t, "fault")
			}
			l.journal.memory.add(append(text, '\n'))
			size := l.journal.memory.size
			l.journal.size.Store(size)
			place := journal.Place{Offset: size - int64(len(text)) - 1, Length: len(text)}

			var got, want journal.Record
			errNext := l.Next(place, &got)
			errAlone := notation.Read(text, &want)
			want.Place = place
			if errors.Is(errAlone, notation.ErrHead) && errNext == nil {
				continue // its summaries are no JSON, which are not read here
			}
			want.Summaries = nil
			if (errNext == nil) != (errAlone == nil) || errNext == nil && !reflect.DeepEqual(got, want) {
				t.Fatalf("%q\nis %+v, %v\nalone %+v, %v", text, got, errNext, want, errAlone)
			}
			if errNext == nil {
				held = want
			} else if held.Kind != 0 { // a failure has ended it; it is to be had again
				if err := l.Next(held.Place, &got); err != nil || !reflect.DeepEqual(got, held) {
					t.Fatalf("after %q\nit is %+v, %v\nand was %+v", text, got, err, held)
				}
			}
		}
	})
}
