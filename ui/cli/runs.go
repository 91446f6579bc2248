package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// keptRuns is how many capture files of runs that named none are kept.
const keptRuns = 20

// dropOldRuns removes the oldest capture files of a directory, so that keep are
// left, and gives how many went. Names tell their age. A file that another
// segtap still writes stays, and so does whatever segtap did not name itself.
// What cannot be removed stays: the next run tries again.
func dropOldRuns(dir string, keep int) int {
	files, err := filepath.Glob(filepath.Join(dir, "*.ndjson"))
	if err != nil {
		return 0
	}
	files = slices.DeleteFunc(files, func(path string) bool { return !isRun(filepath.Base(path)) })
	slices.Sort(files)
	dropped := 0
	for _, path := range files[:max(len(files)-keep, 0)] {
		if drop(path) {
			dropped++
		}
	}
	return dropped
}

// isRun reports whether a name is one that openFile gives:
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
