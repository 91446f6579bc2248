package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// ErrGone: the capture file is not under its name any more, or has become
// shorter. What is written to it then nobody finds.
var ErrGone = errors.New("the capture file has been removed, replaced or shortened meanwhile: put it back, or start anew")

// lookEvery is how often the file is looked for under its name, by the times of
// the records.
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

// Present says whether what was kept can be found: the error wraps [ErrGone] when
// the file is not under its name any more, or is shorter than what was written.
func (j *Journal) Present() error {
	if j.memory != nil || j.readOnly {
		return nil
	}
	own, err := j.file.Stat()
	if err != nil {
		return err
	}
	named, err := os.Stat(j.path)
	if err != nil || !os.SameFile(own, named) || named.Size() < j.size.Load() {
		return fmt.Errorf("%s: %w", j.path, ErrGone)
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
