package capturing

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"segtap/capture/journal"
	"segtap/capture/journal/file"
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

// leftDrafts returns the capture file of the last run but this one, which writes own, and
// the entries with unfinished drafts in it; none where another segtap writes it still. It
// looks only at the end of the file: a draft is what was done last.
func leftDrafts(dir, own string) (path string, entries []uint64) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.ndjson"))
	if err != nil {
		return "", nil
	}
	var last time.Time
	for _, p := range paths {
		info, err := os.Stat(p)
		if err == nil && p != own && isRun(filepath.Base(p)) && info.ModTime().After(last) {
			path, last = p, info.ModTime()
		}
	}
	if path == "" {
		return "", nil
	}
	kept, err := file.Open(path, file.Options{ReadOnly: true})
	if err != nil {
		return "", nil // it says so when it is opened
	}
	defer kept.Close()
	if kept.BeingWritten() {
		return "", nil
	}
	const lines = 1 << 20 // or as many as it reads
	with := make(map[uint64]bool)
	_, err = kept.Tail(lines, func(head *journal.Head) error {
		if head.Kind == journal.Draft {
			with[head.Entry] = head.On
		}
		return nil
	})
	if err != nil {
		return "", nil
	}
	for id, on := range with {
		if on {
			entries = append(entries, id)
		}
	}
	slices.Sort(entries)
	return path, entries
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
