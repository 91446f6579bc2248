package file

import (
	"testing"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

func TestTheCaptureFileKeepsItsPromises(t *testing.T) {
	for name, opts := range map[string]Options{"file": {}, "fsync": {Fsync: true}} {
		t.Run(name, func(t *testing.T) {
			made := func(t testing.TB, path string) journal.Journal {
				t.Helper()
				opts := opts
				opts.Program, opts.Now = "segtap test", noon
				j, err := Open(path, opts)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = j.Close() })
				return j
			}
			journaltest.Run(t, journaltest.Maker{
				New:   func(t testing.TB) journal.Journal { return made(t, t.TempDir()+"/c.ndjson") },
				Again: func(t testing.TB, closed journal.Journal) journal.Journal { return made(t, closed.Name()) },
			})
		})
	}
}

func TestMemoryKeepsItsPromises(t *testing.T) {
	journaltest.Run(t, journaltest.Maker{New: func(testing.TB) journal.Journal { return Memory() }})
}
