package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"segtap/capture/journal"
)

func TestNewFilesArePrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "segtap", "c.ndjson")
	open(t, path, Options{Fsync: true})
	for p, want := range map[string]fs.FileMode{
		path: 0o600, filepath.Dir(path): 0o700 | fs.ModeDir, filepath.Dir(filepath.Dir(path)): 0o700 | fs.ModeDir,
	} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", p, info.Mode(), want)
		}
	}
}

func TestForeignFilesAreRefusedAndNotTouched(t *testing.T) {
	for name, content := range map[string]string{
		"text":              "hello\nworld\n",
		"no newline":        "hello",
		"NDJSON messages":   `{"type":"track","event":"x"}` + "\n",
		"another log":       `{"v":1,"level":"info"}` + "\n",
		"a kind of no one":  `{"v":1,"rec":"person"}` + "\n",
		"version 0":         `{"v":0,"rec":"segtap"}` + "\n",
		"binary":            "\x7fELF\x00\x00",
		"a newline":         "\n",
		"zeros":             strings.Repeat("\x00", 10000),
		"one endless line":  strings.Repeat("x", 1<<20),
		"record, then more": ` {"v":1,"rec":"segtap"}` + "\n",
		"a quoted escape":   "\x1b]0;title\a",
	} {
		t.Run(name, func(t *testing.T) {
			for _, opts := range []Options{{}, {ReadOnly: true}} {
				path := temporary(t)
				write(t, path, []byte(content))
				_, err := Open(path, opts)
				if !errors.Is(err, ErrForeign) {
					t.Fatalf("%+v: got %v", opts, err)
				}
				if text := err.Error(); !strings.HasPrefix(text, path+":1: ") || strings.ContainsAny(text, "\x00\x1b\n") {
					t.Errorf("the error does not say where, or not safely: %q", text)
				}
				if string(read(t, path)) != content {
					t.Error("the file was changed")
				}
				if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
					t.Errorf("files were left behind: %v", files)
				}
			}
		})
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	for _, opts := range []Options{{}, {ReadOnly: true}} {
		if _, err := Open(t.TempDir(), opts); !errors.Is(err, ErrForeign) {
			t.Errorf("a directory: %v", err)
		}
		if _, err := Open("/dev/null", opts); !errors.Is(err, ErrForeign) {
			t.Errorf("a device: %v", err)
		}
	}
}

func TestAnEmptyFileBecomesACaptureFile(t *testing.T) {
	path := temporary(t)
	write(t, path, nil)
	empty := open(t, path, Options{ReadOnly: true})
	if recs, _ := all(t, empty); len(recs) != 0 {
		t.Errorf("%d records in an empty file", len(recs))
	}
	j, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	add(t, j, request(1, "x"))
	if recs, _ := all(t, empty); len(recs) != 1 {
		t.Errorf("the reader sees %d records", len(recs))
	}
	closed(t, j)
}

// A new capture file is called as one, so that no profile, program or note of
// somebody becomes one; what is one may be called anything.
func TestNewFilesAreCalledAsCaptureFiles(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	link := func(target, name string) {
		if err := os.Symlink(in(target), in(name)); err != nil {
			if runtime.GOOS != "windows" { // where not everybody may
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	write(t, in("empty.txt"), nil)
	write(t, in("empty"), nil)
	link("empty.txt", "to-empty.ndjson")
	link(".bash_profile", "dangling.ndjson")
	link("none.ndjson", "dangling-too.ndjson")
	for _, name := range []string{".bash_profile", "notes.txt", "captured", "sub/captured", "x.ndjson.sh", "empty.txt", "empty", "to-empty.ndjson", "dangling.ndjson", "dangling-too.ndjson"} {
		if j, err := Open(in(name), Options{}); err == nil || !strings.Contains(name, "dangling") && !errors.Is(err, ErrName) || !strings.Contains(err.Error(), in(name)) {
			t.Errorf("%s: %v, %v", name, j, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 5 {
		t.Errorf("%v, %v", files, err)
	}
	for _, name := range []string{"empty.txt", "empty"} {
		if text := read(t, in(name)); len(text) > 0 {
			t.Errorf("%s has %q", name, text)
		}
	}
	closed(t, open(t, in("a.NDJSON"), Options{}))
	if err := os.Rename(in("a.NDJSON"), in("a.log")); err != nil {
		t.Fatal(err)
	}
	link("a.log", "link")
	add(t, open(t, in("link"), Options{}), request(1, "x"))
}

func TestWhatGrepLeavesOfACaptureFileIsOne(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(2, "a"), request(1, "b"))
	closed(t, j)
	_, rest, _ := strings.Cut(string(read(t, path)), "\n")
	write(t, path, []byte(rest))
	if recs, _ := all(t, open(t, path, Options{})); !slices.Equal(bodies(recs), []string{"a", "b"}) {
		t.Errorf("got %q", bodies(recs))
	}
}

func TestReadersNeedTheFile(t *testing.T) {
	path := temporary(t)
	if _, err := Open(path, Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("reading made the file")
	}
}

func TestWhatCannotBeMadeSaysWhy(t *testing.T) {
	parent := temporary(t)
	write(t, parent, nil)
	var cause *fs.PathError
	if _, err := Open(filepath.Join(parent, "c.ndjson"), Options{}); !errors.As(err, &cause) {
		t.Errorf("a file in a file: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), strings.Repeat("x", 300)+".ndjson"), Options{}); !errors.As(err, &cause) || strings.Contains(err.Error(), "lock") {
		t.Errorf("a name that is too long: %v", err)
	}
}

func TestThereIsOneWriter(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "a"))

	if _, err := Open(path, Options{}); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Errorf("a second writer: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.ndjson")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(link, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("a second writer by another name: %v", err)
	}

	reader := open(t, path, Options{ReadOnly: true})
	if _, err := reader.Append(request(1, "x"), nil); !errors.Is(err, journal.ErrReadOnly) || !errors.Is(err, journal.ErrNotKept) {
		t.Errorf("a reader that appends: %v", err)
	}
	closed(t, j)
	second := open(t, path, Options{})
	add(t, second, request(1, "b"))
	if recs, _ := all(t, reader); !slices.Equal(bodies(recs), []string{"a", "b"}) {
		t.Errorf("the reader sees %q", bodies(recs))
	}
}

func TestAReaderFollowsTheWriter(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "a"))
	reader := open(t, path, Options{ReadOnly: true})
	var seen []uint64
	take := func(h *journal.Head) error { seen = append(seen, h.ID); return nil }
	first, err := reader.Scan(0, take)
	if err != nil {
		t.Fatal(err)
	}
	add(t, j, request(1, "b"))
	half := `{"v":1,"rec":"request","id":3,"n":1,"he`
	if _, err := j.file.WriteString(half); err != nil { // a write that is under way
		t.Fatal(err)
	}
	second, err := reader.Scan(first.Next, take)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(seen, []uint64{1, 2}) || second.Damaged != 0 || second.Torn != int64(len(half)) {
		t.Errorf("saw %v, %+v", seen, second)
	}
	if reader.Size() != second.Next || reader.Recovery() != nil {
		t.Errorf("size %d, next %d", reader.Size(), second.Next)
	}
	if _, err := os.Stat(path + ".torn"); err == nil {
		t.Error("the reader repaired the file")
	}
	if err := j.file.Truncate(first.Next - 10); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Scan(second.Next, take); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("a file that shrank: %v", err)
	}
}
