package capturing

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"segtap/capture/journal/file"
)

func TestOldRunsAreDropped(t *testing.T) {
	dir := t.TempDir()
	var names []string
	for i := range 6 {
		names = append(names, fmt.Sprintf("20260818-12000%d-%d.ndjson", i, 1000-i))
	}
	others := []string{"mine.ndjson", "20260818-120000-1.ndjson.torn", "2026-08-1.ndjson"}
	long := bytes.Repeat([]byte("x"), 2*emptyRun)
	for i, name := range append(slices.Clone(names), others...) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, long, 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(int64(i), 0)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	used(filepath.Join(dir, names[0]), time.Unix(100, 0)) // opened again
	empty := filepath.Join(dir, "20260818-120009-1.ndjson")
	if err := os.WriteFile(empty, long[:emptyRun], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, names[1])); err != nil {
		t.Fatal(err)
	}
	// Another segtap still writes the second one.
	held, err := file.Open(filepath.Join(dir, names[1]), file.Options{Program: "segtap test", Now: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if n := dropOldRuns(dir, 3); n != 2 {
		t.Errorf("%d dropped, want 2", n)
	}
	var left []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		left = append(left, e.Name())
	}
	want := append(slices.Clone(others), names[0], names[1], names[4], names[5])
	slices.Sort(want)
	slices.Sort(left)
	if !slices.Equal(left, want) {
		t.Errorf("left are %q, want %q", left, want)
	}
	if n := dropOldRuns(filepath.Join(dir, "nowhere"), 3); n != 0 {
		t.Errorf("%d dropped of nothing", n)
	}
}
