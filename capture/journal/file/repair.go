package file

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// Recovery says what became of a last line that was cut short, by a crash or
// a loss of power.
type Recovery struct {
	Offset  int64  // where in the capture file it began
	Bytes   int64  // how many bytes there were of it
	SavedTo string // the file that they were added to, and a newline behind them
}

// repair brings a file of the given size to the end of its last whole line. It
// never loses a byte: what it cuts off, it has saved before. A file that ends with
// records of a later version stays as it is.
func (j *Journal) repair(size int64) error {
	end, err := j.extent(size)
	if err != nil {
		return err
	}
	if err := j.lookForLater(end); err != nil {
		return err
	}
	switch {
	case end.open:
		if _, err := j.file.Write(newline); err != nil {
			return fmt.Errorf("%s: %w", j.path, err)
		}
		end.whole++
	case end.whole < size:
		saved := j.path + ".torn"
		if err := j.setAside(saved, end.whole, size-end.whole); err != nil {
			return fmt.Errorf("%s: its last line was cut short and cannot be saved to %s: %w", j.path, saved, err)
		}
		j.recovery = &Recovery{Offset: end.whole, Bytes: size - end.whole, SavedTo: saved}
	}
	j.size.Store(end.whole)
	return nil
}

// setAside moves the end of the file to another one.
func (j *Journal) setAside(path string, offset, n int64) error {
	saved, err := openAside(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(saved, io.NewSectionReader(j.file, offset, n))
	if err == nil {
		_, err = saved.Write([]byte{'\n'})
	}
	if err == nil {
		err = saved.Sync()
	}
	if err = errors.Join(err, saved.Close()); err != nil {
		return err
	}
	return j.file.Truncate(offset)
}

// openAside opens a file to add to, and makes it where there is none. Nobody has
// named it, so it is the file of that name itself: a link could lead anywhere.
func openAside(path string) (*os.File, error) {
	there, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	}
	if err != nil {
		return nil, err
	}
	if !there.Mode().IsRegular() {
		return nil, errors.New("it is a link or no file: move it away")
	}
	saved, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	opened, err := saved.Stat()
	if err == nil && !os.SameFile(there, opened) {
		err = errors.New("somebody has replaced it meanwhile: try again")
	}
	if err != nil {
		return nil, errors.Join(err, saved.Close())
	}
	return saved, nil
}

// extent gives how far a file of the given size goes.
func (j *Journal) extent(size int64) (extent, error) {
	start, err := j.lineStart(size, 0, 0)
	end := extent{whole: start, size: size}
	if err != nil || start == size || size-start > notation.MaxLine {
		return end, err
	}
	text := make([]byte, size-start)
	if _, err := j.source.ReadAt(text, start); err != nil {
		return end, err
	}
	if notation.EndsWhole(notation.Bare(text)) {
		end.whole, end.open = size, true
	}
	return end, nil
}

// backBlock is how much is read at once on the way back, in bytes.
const backBlock = 64 << 10

// lineStart gives the offset of the line that is n newlines before the one
// that ends at end. It reads back no further than floor and a block, and gives
// the offset of a line that is less far back then.
func (j *Journal) lineStart(end int64, n int, floor int64) (int64, error) {
	block := make([]byte, min(end, backBlock))
	found := end
	for at := end; at > floor; {
		part := block[:min(at, backBlock)]
		at -= int64(len(part))
		if _, err := j.source.ReadAt(part, at); err != nil {
			return 0, err
		}
		for {
			i := bytes.LastIndexByte(part, '\n')
			if i < 0 {
				break
			}
			found = at + int64(i) + 1
			if n == 0 {
				return found, nil
			}
			n--
			part = part[:i]
		}
	}
	if floor > 0 {
		return found, nil
	}
	return 0, nil
}

// nextID gives the id for the next entry. It reads back as far as it must to
// find the last record that has ids.
func (j *Journal) nextID() (uint64, error) {
	end, err := j.refresh()
	for lines := 16; err == nil; lines *= 8 {
		next, found := uint64(1), false
		scanned, err := j.tail(lines, 0, end, func(h *journal.Head) error {
			found = found || h.Kind.Numbered()
			next = max(next, h.ID+uint64(h.N))
			return nil
		})
		if err == nil {
			err = j.Later()
		}
		if err != nil || found || scanned.From == 0 {
			return next, err
		}
	}
	return 0, err
}
