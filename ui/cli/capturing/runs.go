package capturing

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// keptRuns is how many capture files of runs that named none are kept.
const keptRuns = 20

// emptyRun is how many bytes a capture file has at most that has no event.
const emptyRun = 160

// dropOldRuns removes the capture files of a directory that were not used for
// longest, so that keep are left, and gives how many went. Those of runs that
// captured nothing go without being counted. A file that another segtap still
// writes stays, and so does whatever segtap did not name itself. What cannot be
// removed stays: the next run tries again.
func dropOldRuns(dir string, keep int) int {
	paths, err := filepath.Glob(filepath.Join(dir, "*.ndjson"))
	if err != nil {
		return 0
	}
	type run struct {
		path string
		used time.Time
	}
	var runs []run
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil || !isRun(filepath.Base(path)):
		case info.Size() <= emptyRun:
			drop(path)
		default:
			runs = append(runs, run{path, info.ModTime()})
		}
	}
	slices.SortFunc(runs, func(a, b run) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
	dropped := 0
	for _, r := range runs[:max(len(runs)-keep, 0)] {
		if drop(r.path) {
			dropped++
		}
	}
	return dropped
}

// used notes that the capture file of a run that named none is used again.
func used(path string, now time.Time) {
	if isRun(filepath.Base(path)) {
		_ = os.Chtimes(path, now, now) // else it is as old as its last event
	}
}

// isRun reports whether a name is one that OpenFile gives:
// 20060102-150405-PID.ndjson.
func isRun(name string) bool {
	stem := strings.TrimSuffix(name, ".ndjson")
	parts := strings.Split(stem, "-")
	if len(parts) != 3 || len(parts[0]) != 8 || len(parts[1]) != 6 {
		return false
	}
	return strings.Trim(strings.Join(parts, ""), "0123456789") == ""
}

// drop removes a capture file that nobody writes.
func drop(path string) bool {
	lock := flock.New(path)
	if ok, err := lock.TryLock(); err != nil || !ok {
		return false
	}
	err := os.Remove(path)
	_ = lock.Unlock()
	return err == nil
}
