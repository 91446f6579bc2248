package file

import (
	"bytes"
	"errors"
	"testing"

	"segtap/capture/journal"
)

// later makes a record one of a later version.
func later(text []byte, place journal.Place) {
	text[int(place.Offset)+len(`{"v":`)] = '2'
}

// Wherever a record of a later version stands, nothing is added to its file, and
// nothing in it is changed.
func TestNothingIsAddedToAFileOfALaterVersion(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	places := add(t, j, request(1, "one"), request(3, "two"))
	closed(t, j)
	whole := read(t, path)
	all := []journal.Place{{Offset: 0}, places[0], places[1]}
	for name, make := range map[string]func([]byte) []byte{
		"all of it":            func(b []byte) []byte { later(b, all[0]); later(b, all[1]); later(b, all[2]); return b },
		"its first record":     func(b []byte) []byte { later(b, all[0]); return b },
		"its last record":      func(b []byte) []byte { later(b, all[2]); return b },
		"one without newline":  func(b []byte) []byte { later(b, all[2]); return b[:len(b)-1] },
		"one that is cut":      func(b []byte) []byte { later(b, all[2]); return b[:len(b)-20] },
		"a byte order mark":    func(b []byte) []byte { later(b, all[0]); return append([]byte("\ufeff"), b...) },
		"carriage returns":     func(b []byte) []byte { later(b, all[2]); return bytes.ReplaceAll(b, newline, []byte("\r\n")) },
		"an unknown head":      func([]byte) []byte { return []byte(`{"v":17,"rec":"tables","x":[]}`) },
		"its own ids and more": func(b []byte) []byte { return append(b, `{"v":2,"rec":"request","id":"017f","body":{}}`+"\n"...) },
	} {
		t.Run(name, func(t *testing.T) {
			text := make(bytes.Clone(whole))
			write(t, path, text)
			if j, err := Open(path, Options{}); !errors.Is(err, journal.ErrLater) {
				t.Fatalf("%v, %v", j, err)
			}
			if !bytes.Equal(read(t, path), text) {
				t.Error("the file was changed")
			}
			reader := open(t, path, Options{ReadOnly: true})
			defer reader.Close()
			if _, err := reader.Scan(0, func(*journal.Head) error { return nil }); err != nil {
				t.Fatal(err)
			}
			if name != "one that is cut" && !errors.Is(reader.Later(), journal.ErrLater) {
				t.Error("who looks at it is not told")
			}
		})
	}
}

// One in the middle is seen when the file is read.
func TestARecordOfALaterVersionInTheMiddle(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	places := add(t, j, request(1, "one"))
	for range 40 {
		add(t, j, request(1, "more"))
	}
	closed(t, j)
	text := read(t, path)
	later(text, places[0])
	write(t, path, text)
	j = open(t, path, Options{})
	if scanned, err := j.Scan(0, func(*journal.Head) error { return nil }); err != nil || scanned.Newer != 1 || scanned.Records != 40 {
		t.Errorf("%+v, %v", scanned, err)
	}
	if _, err := j.Append(request(1, "x"), nil); !errors.Is(err, journal.ErrLater) || !errors.Is(err, journal.ErrNotKept) {
		t.Errorf("%v", err)
	}
	if !bytes.Equal(read(t, path), text) {
		t.Error("the file was changed")
	}
}

// A capture file that another program has saved with other ends of lines, and a
// byte order mark, is the same file: read, and written on.
func TestACaptureFileSavedByAnotherProgram(t *testing.T) {
	for name, save := range map[string]func([]byte) []byte{
		"CRLF":   func(b []byte) []byte { return bytes.ReplaceAll(b, newline, []byte("\r\n")) },
		"a mark": func(b []byte) []byte { return append([]byte("\ufeff"), b...) },
		"both": func(b []byte) []byte {
			return append([]byte("\ufeff"), bytes.ReplaceAll(b, newline, []byte("\r\n"))...)
		},
		"no last newline": func(b []byte) []byte { return bytes.TrimSuffix(bytes.ReplaceAll(b, newline, []byte("\r\n")), newline) },
		"two put together": func(b []byte) []byte { // each with a mark
			first, rest, _ := bytes.Cut(b, newline)
			return append(append(append([]byte("\ufeff"), first...), "\r\n\ufeff"...), rest...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := temporary(t)
			j := open(t, path, Options{})
			add(t, j, request(1, "one"), request(2, "two\r"), journal.Record{Head: journal.Head{Kind: journal.Mark, At: noon, Entry: 1, On: true}})
			closed(t, j)
			write(t, path, save(read(t, path)))
			for _, opts := range []Options{{ReadOnly: true}, {}} {
				j = open(t, path, opts)
				recs, scanned := all(t, j)
				if len(recs) != 3 || string(recs[1].Body) != "two\r" || scanned.Damaged > 0 || j.Recovery() != nil {
					t.Errorf("%d records, %+v, %+v", len(recs), scanned, j.Recovery())
				}
			}
			add(t, j, request(1, "three"))
			closed(t, j)
			j = open(t, path, Options{})
			recs, scanned := all(t, j)
			if len(recs) != 4 || recs[3].ID != 4 || string(recs[3].Body) != "three" || scanned.Damaged > 0 {
				t.Errorf("%d records, %+v", len(recs), scanned)
			}
		})
	}
}
