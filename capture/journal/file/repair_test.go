package file

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"segtap/capture/journal"
)

// lineEnds gives the offsets behind the newlines of a file.
func lineEnds(text []byte) (ends []int) {
	at := 0
	for line := range bytes.Lines(text) {
		at += len(line)
		ends = append(ends, at)
	}
	return ends
}

func TestAFileCutAnywhereIsRepaired(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(
		t, j, request(1, "first"), request(2, "second"),
		request(1, `{"quoted":"}"}`),
		journal.Record{Head: journal.Head{Kind: journal.Attempt, At: noon, Entry: 1}, Fields: []byte(`{"request":{"a":"}"},"status":202}`)},
		journal.Record{Head: journal.Head{Kind: journal.Entry, At: noon, N: 1, Parent: 1, Origin: "edit"}, Body: []byte("\xff")},
	)
	closed(t, j)
	whole := read(t, path)
	ends := lineEnds(whole)
	dir := t.TempDir()
	for cut := ends[len(ends)-4]; cut < len(whole); cut++ {
		checkCut(t, filepath.Join(dir, fmt.Sprint(cut, ".ndjson")), whole[:cut], ends)
	}
	checkCut(t, filepath.Join(dir, "0.ndjson"), nil, ends)
	for cut := len(`{"v":1,"rec":"segtap`); cut < ends[0]; cut++ { // what is shorter may be anybody's
		checkCut(t, filepath.Join(dir, fmt.Sprint(cut, ".ndjson")), whole[:cut], ends)
	}
}

// checkCut opens what is left of a file whose lines end at ends.
func checkCut(t *testing.T, path string, left []byte, ends []int) {
	t.Helper()
	write(t, path, left)
	records, end := -1, 0 // the first line is no record
	for _, e := range ends {
		if e <= len(left)+1 { // a whole line may lack its newline
			records, end = records+1, e
		}
	}
	j := open(t, path, Options{})
	defer j.Close()
	if recs, scanned := all(t, j); len(recs) != max(records, 0) || scanned.Damaged != 0 {
		t.Errorf("cut at %d: %d records of %d, %+v", len(left), len(recs), records, scanned)
	}
	r := j.Recovery()
	switch torn := left[min(end, len(left)):]; {
	case len(torn) == 0:
		if r != nil {
			t.Errorf("cut at %d: reported %+v", len(left), r)
		}
	case r == nil || r.Offset != int64(end) || r.Bytes != int64(len(torn)):
		t.Errorf("cut at %d: reported %+v", len(left), r)
	case string(read(t, r.SavedTo)) != string(torn)+"\n":
		t.Errorf("cut at %d: %s has %q", len(left), r.SavedTo, read(t, r.SavedTo))
	}
	place, err := j.Append(request(1, "appended"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.ReadAt(place); err != nil || j.Size() != int64(len(read(t, path))) {
		t.Errorf("cut at %d: after an append %v, size %d", len(left), err, j.Size())
	}
	closed(t, j)
	recs, scanned := all(t, open(t, path, Options{}))
	if len(recs) != max(records, 0)+1 || string(recs[len(recs)-1].Body) != "appended" || scanned.Damaged != 0 {
		t.Errorf("cut at %d: after an append %d records, %+v", len(left), len(recs), scanned)
	}
}

func TestTornLinesAreCollected(t *testing.T) {
	path := temporary(t)
	closed(t, open(t, path, Options{}))
	for _, torn := range []string{`{"v":1,"rec":"a`, strings.Repeat("\x00", 4096)} {
		write(t, path, append(read(t, path), torn...))
		closed(t, open(t, path, Options{}))
	}
	want := `{"v":1,"rec":"a` + "\n" + strings.Repeat("\x00", 4096) + "\n"
	if got := string(read(t, path+".torn")); got != want {
		t.Errorf("got %q", got)
	}
	if info, err := os.Stat(path + ".torn"); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestATornLineThatCannotBeSavedStays(t *testing.T) {
	path := temporary(t)
	closed(t, open(t, path, Options{}))
	if err := os.Mkdir(path+".torn", 0o700); err != nil {
		t.Fatal(err)
	}
	before := append(read(t, path), `{"v":1,"rec":"a`...)
	write(t, path, before)
	_, err := Open(path, Options{})
	if err == nil || !strings.Contains(err.Error(), path+".torn") {
		t.Errorf("got %v", err)
	}
	if !bytes.Equal(read(t, path), before) {
		t.Error("the file was changed")
	}
	if err := os.Remove(path + ".torn"); err != nil {
		t.Fatal(err)
	}
	open(t, path, Options{}) // the failed try left no lock
}

func TestReadersDoNotMissALineWithoutItsNewline(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "a"), request(1, "b"))
	closed(t, j)
	write(t, path, bytes.TrimSuffix(read(t, path), []byte("\n")))
	j = open(t, path, Options{ReadOnly: true})
	recs, scanned := all(t, j)
	if !slices.Equal(bodies(recs), []string{"a", "b"}) || scanned.Torn != 0 {
		t.Errorf("got %q, %+v", bodies(recs), scanned)
	}
	var last []uint64
	if _, err := j.Tail(1, func(h *journal.Head) error { last = append(last, h.ID); return nil }); err != nil || !slices.Equal(last, []uint64{2}) {
		t.Errorf("tail: %v, %v", last, err)
	}
	if _, err := os.Stat(path + ".torn"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the reader repaired the file")
	}
}

func TestUnknownKindsSurviveRepair(t *testing.T) {
	for _, last := range []string{
		`{"v":1,"rec":"dream","anything":{"a":"b"}}`,
		`{"v":1,"rec":"segtap","at":"x"}`,
	} {
		path := temporary(t)
		closed(t, open(t, path, Options{}))
		before := append(read(t, path), last...)
		write(t, path, before)
		j := open(t, path, Options{})
		if j.Recovery() != nil || string(read(t, path)) != string(before)+"\n" {
			t.Errorf("%s: %+v", last, j.Recovery())
		}
	}
}

// What a full disk took half of is cut off again: nobody goes on reading it.
func TestLinesDoNotKeepWhatWasCutOff(t *testing.T) {
	j := open(t, temporary(t), Options{})
	defer j.Close()
	first := add(t, j, request(1, "one"))[0]
	if _, err := j.file.Write(bytes.Repeat([]byte("half of a record "), 100)); err != nil {
		t.Fatal(err)
	}
	lines := j.Lines()
	if _, err := lines.At(first); err != nil {
		t.Fatal(err)
	}
	if err := j.file.Truncate(j.Size()); err != nil {
		t.Fatal(err)
	}
	second := add(t, j, request(1, "needle"))[0]
	if line, err := lines.At(second); err != nil || !bytes.Contains(line, []byte("needle")) {
		t.Errorf("%s, %v", line, err)
	}
}

// A good record behind one that was cut short, on the same line, is kept,
// whether the file ends with a newline or not.
func TestTheLastRecordBehindATornOneIsKept(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	places := add(t, j, request(1, "torn soon"), request(1, "good"))
	closed(t, j)
	text := read(t, path)
	cut := text[:places[0].Offset+int64(places[0].Length)-9]
	glued := append(bytes.Clone(cut), text[places[1].Offset:places[1].Offset+int64(places[1].Length)]...)
	for _, end := range []string{"\n", ""} {
		write(t, path, append(bytes.Clone(glued), end...))
		j := open(t, path, Options{})
		if recs, _ := all(t, j); len(recs) != 1 || string(recs[0].Body) != "good" || j.Recovery() != nil {
			t.Errorf("with %q behind it: %d records, %+v", end, len(recs), j.Recovery())
		}
		closed(t, j)
	}
}

// One bad byte in the first line hides nothing; a file that merely begins like
// one of ours is left alone.
func TestWhatBeginsABitLikeACaptureFile(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "one"), request(1, "two"))
	closed(t, j)
	text := read(t, path)
	text[3] = 0
	write(t, path, text)
	j = open(t, path, Options{})
	if recs, scanned := all(t, j); len(recs) != 2 || scanned.Damaged != 1 {
		t.Errorf("%d records, %+v", len(recs), scanned)
	}
	closed(t, j)
	for _, foreign := range []string{"{", `{"v":1`, `{"v":1,"rec":"`, "\n", "x\ny\n", "x\n{\"v\":1}\n"} {
		write(t, path, []byte(foreign))
		if _, err := Open(path, Options{}); !errors.Is(err, ErrForeign) || string(read(t, path)) != foreign {
			t.Errorf("%q: %v, and now %q", foreign, err, read(t, path))
		}
	}
}

// Nothing follows a link to where what is cut short is not meant to go.
func TestWhatIsCutShortFollowsNoLink(t *testing.T) {
	path := temporary(t)
	closed(t, open(t, path, Options{}))
	torn := append(read(t, path), `{"v":1,"rec":"a$(touch pwned)`...)
	dir := filepath.Dir(path)
	other := filepath.Join(dir, "profile")
	for _, there := range []bool{true, false} {
		write(t, path, torn)
		if there {
			write(t, other, []byte("mine"))
		}
		if err := os.Symlink(other, path+".torn"); err != nil {
			if runtime.GOOS != "windows" { // where not everybody may
				t.Fatal(err)
			}
			t.Skip(err)
		}
		if _, err := Open(path, Options{}); err == nil || !strings.Contains(err.Error(), path+".torn: it is a link") {
			t.Errorf("%v", err)
		}
		if text, err := os.ReadFile(other); there && string(text) != "mine" || !there && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("behind the link there is now %q, %v", text, err)
		}
		if !bytes.Equal(read(t, path), torn) {
			t.Error("the capture file was changed")
		}
		if err := errors.Join(os.Remove(path+".torn"), os.RemoveAll(other)); err != nil {
			t.Fatal(err)
		}
	}
	if j := open(t, path, Options{}); j.Recovery() == nil {
		t.Error("nothing was set aside")
	}
}
