package file

import (
	"os"
	"testing"

	"segtap/capture/journal"
)

// A line that somebody else adds to the file hides nothing that is kept behind it.
func TestWhatSomebodyElseAddsHidesNothing(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	first := add(t, j, request(1, "one"))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\n\nsomething else\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := j.Append(request(1, "two"), nil)
	if err != nil {
		t.Fatal(err)
	}
	third, err := j.Append(request(1, "three"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = first
	for place, want := range map[journal.Place]string{second: "two", third: "three"} {
		if rec, err := j.ReadAt(place); err != nil || string(rec.Body) != want {
			t.Errorf("%q at %v, %v; want %q", rec.Body, place, err, want)
		}
	}
	closed(t, j)
	if recs, _ := all(t, open(t, path, Options{})); len(recs) != 3 {
		t.Errorf("%d records after opening it again, want 3", len(recs))
	}
}
