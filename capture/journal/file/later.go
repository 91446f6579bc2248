package file

import (
	"errors"
	"fmt"
	"io"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// Later says whether a record of a later version has been seen in the file: the
// error wraps [journal.ErrLater] then, and nothing is appended any more.
func (j *Journal) Later() error {
	if j.later.Load() {
		return fmt.Errorf("%s %w", j.path, journal.ErrLater)
	}
	return nil
}

// lookForLater looks for records of a later version where there are some if any
// are: at the start of the file, which it wrote, or at the end, to which it added.
// Others are seen as the file is read.
func (j *Journal) lookForLater(end extent) error {
	start := make([]byte, 64)
	for _, at := range []int64{0, end.whole} { // behind whole is what was cut short
		n, err := j.source.ReadAt(start, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if v, _, ok := notation.Begins(notation.Bare(start[:n])); ok && v > notation.Version {
			j.later.Store(true)
		}
	}
	if _, err := j.tail(16, max(0, end.whole-tailLimit), end, func(*journal.Head) error { return nil }); err != nil {
		return err
	}
	return j.Later()
}
