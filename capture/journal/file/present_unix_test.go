//go:build unix

package file

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"segtap/capture/journal"
)

// What comes right after the file has lost its name is not acknowledged: all the
// records are of one moment, in which it was looked for under its name.
func TestNothingIsAcknowledgedOnceTheFileIsGone(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, path string){
		"removed": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
		"removed with its directory": func(t *testing.T, path string) {
			if err := os.RemoveAll(filepath.Dir(path)); err != nil {
				t.Fatal(err)
			}
		},
		"replaced, as editors save": func(t *testing.T, path string) {
			write(t, path+".new", read(t, path))
			if err := os.Rename(path+".new", path); err != nil {
				t.Fatal(err)
			}
		},
		"emptied": func(t *testing.T, path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		},
		"cut": func(t *testing.T, path string) {
			if err := os.Truncate(path, int64(len(read(t, path))-1)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sub", "c.ndjson")
			j := open(t, path, Options{})
			add(t, j, request(1, "one"))
			size := j.Size()
			lose(t, path)
			before, _ := os.ReadFile(path)
			for range 3 {
				if _, err := j.Append(request(1, "two"), func(uint64, journal.Place) { t.Error("listed") }); !errors.Is(err, journal.ErrGone) || !errors.Is(err, journal.ErrNotKept) {
					t.Fatalf("%v", err)
				}
			}
			if j.Size() != size || j.next != 2 {
				t.Errorf("size %d of %d, next id %d", j.Size(), size, j.next)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(after, before) {
				t.Errorf("what is there now has %q, and had %q", after, before)
			}
		})
	}
}

// What was acknowledged while the file had another name stands under that; put
// back, it is written on.
func TestAFileWithAnotherNameKeepsWhatWasAcknowledged(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "one"))
	other := path + ".moved"
	if err := os.Rename(path, other); err != nil {
		t.Fatal(err)
	}
	add(t, j, request(1, "two"))
	later := request(1, "three")
	later.At = noon.Add(lookEvery)
	if _, err := j.Append(later, nil); !errors.Is(err, journal.ErrGone) {
		t.Errorf("%v", err)
	}
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	add(t, j, later)
	closed(t, j)
	if recs, scanned := all(t, open(t, path, Options{})); len(recs) != 3 || scanned.Damaged > 0 || string(recs[2].Body) != "three" {
		t.Errorf("%d records, %+v", len(recs), scanned)
	}
}
