package file

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"

	"segtap/capture/journal"
)

// lookEvery is how often the file is looked for under its name, by the times of
// the records. That it has been given another name is not seen before; what was
// written meanwhile then stands under that.
const lookEvery = 100 * time.Millisecond

// stillThere looks for the file under its name, unless it did so a moment before.
// The caller holds mu.
func (j *Journal) stillThere(now time.Time) error {
	if since := now.Sub(j.looked); since >= 0 && since < lookEvery {
		return nil
	}
	if err := j.Present(); err != nil {
		return err
	}
	j.looked = now
	return nil
}

// arrived fails unless what was just written up to an offset stands in a file that
// has a name. It is asked after each writing and before the record is acknowledged:
// a file that is removed or replaced then has no link left, and one that somebody
// has cut is too short. It gives where the file ends: behind end when somebody else
// has added to it. The caller holds mu.
func (j *Journal) arrived(end int64) (size int64, err error) {
	links, size, err := j.state()
	if err != nil || links > 0 && size >= end {
		return size, err
	}
	j.looked = time.Time{} // from now on before each writing, until it is there again
	return size, j.present(end)
}

// Present says whether what was kept can be found: the error wraps [journal.ErrGone] when
// the file is not under its name any more, or is shorter than what was written.
func (j *Journal) Present() error { return j.present(j.size.Load()) }

func (j *Journal) present(size int64) error {
	if j.memory != nil || j.readOnly {
		return nil
	}
	own, err := j.file.Stat()
	if err != nil {
		return err
	}
	named, err := os.Stat(j.path)
	if err != nil || !os.SameFile(own, named) || named.Size() < size {
		return fmt.Errorf("%s: %w", j.path, journal.ErrGone)
	}
	return nil
}

// BeingWritten reports whether a process has the file open to write. Where that
// cannot be told, it is assumed.
func (j *Journal) BeingWritten() bool {
	if j.memory != nil || !j.readOnly {
		return true // by this one
	}
	lock := flock.New(lockPath(j.path), flock.SetFlag(os.O_RDONLY))
	free, err := lock.TryRLock()
	if free {
		_ = lock.Unlock()
	}
	return !free && !errors.Is(err, fs.ErrNotExist)
}

// Changed is that of [journal.Journal]: nobody else writes. Who opened the file to read looks
// for what has come by scanning.
func (j *Journal) Changed() <-chan struct{} { return nil }
