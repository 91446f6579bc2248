package file

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"segtap/capture/journal"
	"segtap/capture/journal/groupcommit"
	"segtap/capture/journal/notation"
)

const (
	// maxPooled is the largest buffer that is kept for the next record, in bytes.
	maxPooled = 1 << 20
	// maxJoined is how many bytes of lines are written together. What a write costs beside
	// its bytes is nothing any more with these.
	maxJoined = 64 << 10
)

// errBrokenOff is what becomes of a record when nothing else does.
var errBrokenOff = fmt.Errorf("%w: the writing of it was broken off", journal.ErrNotKept)

var _ journal.Journal = (*Journal)(nil)

// line is one line in the making, and what comes of it.
type line struct {
	notation.Line

	written func(id uint64, place journal.Place)
	id      uint64 // the first of its entries; 0 for none
	length  int    // in bytes, newline included
	// What came of writing it.
	place   journal.Place
	covered *commit // the sync that covers it; nil without Fsync
	err     error
}

// Journal is a capture file, or one kept in memory. Its methods may be called
// by many goroutines at once.
type Journal struct {
	path string
	file *os.File // nil in memory
	// descriptor is that of file, which asking file for takes longer; see state.
	descriptor int
	memory     *memory // nil with a file
	source     io.ReaderAt
	lock       *flock.Flock // nil when nothing is locked
	readOnly   bool
	recovery   *Recovery
	lines      notation.Pool[line, *line]
	commits    groupcommit.Queue[*line]
	buffers    sync.Pool // *[]byte
	size       atomic.Int64
	later      atomic.Bool // a record of a later version has been seen

	mu      sync.Mutex
	next    uint64  // the next id
	rest    bool    // bytes behind size could not be cut off yet
	pending *commit // what the next sync covers; nil without Fsync
	closed  bool
	looked  time.Time // when the file was last looked for under its name
	joined  []byte    // lines that are written together; kept for its memory

	syncing sync.Mutex // held around a sync; taken before mu
}

// Memory returns a journal that keeps its records in memory, until it is
// dropped.
func Memory() *Journal {
	m := new(memory)
	_, _ = rand.Read(m.run[:]) // it never fails
	return &Journal{memory: m, source: m, next: 1}
}

// Name returns the path of the file as it was opened; empty in memory.
func (j *Journal) Name() string { return j.path }

// Size returns the size in bytes, up to the end of the last whole record known.
func (j *Journal) Size() int64 { return j.size.Load() }

// First returns 0: the file keeps all it has.
func (j *Journal) First() int64 { return 0 }

// InMemory says that the journal is one of [Memory].
func (j *Journal) InMemory() bool { return j.memory != nil }

// Forget says that nothing before an offset will be read again, but for the
// records at the places given, in the order of the file. A journal in memory
// frees what it can; a file keeps all it has.
func (j *Journal) Forget(before int64, but []journal.Place) {
	if j.memory != nil {
		j.memory.forget(before, but)
	}
}

// Recovery says what was found behind the last whole record when the file was
// opened to write; nil when there was nothing.
func (j *Journal) Recovery() *Recovery { return j.recovery }

// Append is that of [journal.Journal]. Where only the sync failed, the record stands in the
// file and in the index, but may not survive a loss of power.
func (j *Journal) Append(rec journal.Record, written func(id uint64, place journal.Place)) (journal.Place, error) {
	l := j.lines.Take()
	defer j.lines.Return(l)
	if err := l.Encode(&rec); err != nil {
		return journal.Place{}, err
	}
	l.written, l.err = written, errBrokenOff
	j.commits.Do(l, j.write)
	if l.written = nil; l.err == nil && l.covered != nil {
		l.err = l.covered.wait(j)
	}
	return l.place, l.err
}

// write writes the lines of those who append at the same time.
func (j *Journal) write(group []*line) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(group) > 0 {
		n, size := 1, group[0].Size()
		for j.memory == nil && n < len(group) && size+group[n].Size() <= maxJoined {
			size += group[n].Size()
			n++
		}
		j.writeTogether(group[:n])
		group = group[n:]
	}
}

// writeTogether writes lines with one write, all of them or none, and announces them. The
// caller holds mu.
func (j *Journal) writeTogether(lines []*line) {
	err := j.writable(lines[len(lines)-1].At)
	if err == nil {
		var text []byte
		if text, err = j.join(lines); err == nil {
			err = j.put(text)
		}
	}
	for _, l := range lines {
		if l.place, l.covered = (journal.Place{}), nil; err != nil {
			l.err = fmt.Errorf("%w: %w", journal.ErrNotKept, err)
			continue
		}
		l.place, l.covered = journal.Place{Offset: j.size.Load(), Length: l.length - 1}, j.pending
		j.size.Add(int64(l.length))
		j.next += l.IDs
	}
	if err == nil {
		groupcommit.Tell(lines, announce)
	}
}

// announce announces a line that has been written. It has not been kept for its sender before
// that has returned.
func announce(l *line) {
	if l.written != nil {
		l.written(l.id, l.place)
	}
	l.err = nil
}

// writable says why nothing can be appended at a time; nil when it can. The caller holds mu.
func (j *Journal) writable(at time.Time) error {
	if j.closed {
		return fs.ErrClosed
	}
	if j.readOnly {
		return journal.ErrReadOnly
	}
	if err := j.Later(); err != nil {
		return err
	}
	return j.stillThere(at)
}

// join gives lines their ids, and returns them as one text, valid until the next call. The
// caller holds mu.
func (j *Journal) join(lines []*line) ([]byte, error) {
	next := j.next
	j.joined = j.joined[:0]
	for _, l := range lines {
		if next+l.IDs > notation.MaxID {
			return nil, errors.New("there are no ids left")
		}
		text := l.Finish(next)
		if l.id, l.length = 0, len(text); l.IDs > 0 {
			l.id = next
		}
		if next += l.IDs; len(lines) == 1 {
			return text, nil
		}
		j.joined = append(j.joined, text...)
	}
	return j.joined, nil
}

// put adds lines at the end, all of them or nothing. Afterwards size is where it
// begins. The caller holds mu.
func (j *Journal) put(text []byte) error {
	if j.memory != nil {
		j.memory.add(text)
		return nil
	}
	if j.rest {
		if err := j.file.Truncate(j.size.Load()); err != nil {
			return err
		}
		j.rest = false
	}
	if _, err := j.file.Write(text); err != nil {
		// Some of it may have been written. Where it cannot be cut off now,
		// it is before the next line goes behind it.
		j.rest = j.file.Truncate(j.size.Load()) != nil
		return err
	}
	size, err := j.arrived(j.size.Load() + int64(len(text)))
	if err != nil {
		j.takeBack(int64(len(text)))
		return err
	}
	j.size.Store(size - int64(len(text))) // further on, where somebody else has added something
	return nil
}

// takeBack cuts off what was just written and must not be acknowledged: the file
// may be put back. The caller holds mu.
func (j *Journal) takeBack(n int64) {
	_, size, err := j.state()
	j.rest = err != nil || j.file.Truncate(max(size-n, 0)) != nil
}

// commit is one sync of the file and those who wait for it.
type commit struct {
	once sync.Once
	err  error
}

// wait returns when a sync has covered what was written before c was replaced.
// The first to come syncs for all; while it does, later records gather in the
// next commit.
func (c *commit) wait(j *Journal) error {
	c.once.Do(func() {
		j.syncing.Lock()
		defer j.syncing.Unlock()
		j.mu.Lock()
		j.pending = new(commit)
		j.mu.Unlock()
		if err := j.file.Sync(); err != nil {
			c.err = fmt.Errorf("%w: %w", journal.ErrNotKept, err)
		}
	})
	return c.err
}

// ReadAt returns the record at a place, which comes from Append, Scan or Tail.
// The error wraps [journal.ErrDamaged] when there is no whole record.
func (j *Journal) ReadAt(place journal.Place) (journal.Record, error) {
	if place.Offset < 0 || place.Length <= 0 || place.Length > notation.MaxLine {
		return journal.Record{}, damagedAt(j, place, notation.ErrHead)
	}
	buf, ok := j.buffers.Get().(*[]byte)
	if !ok {
		buf = new([]byte)
	}
	defer func() {
		if cap(*buf) <= maxPooled {
			j.buffers.Put(buf)
		}
	}()
	if cap(*buf) < place.Length {
		*buf = make([]byte, place.Length)
	}
	text := (*buf)[:place.Length]
	if n, err := j.source.ReadAt(text, place.Offset); n < len(text) {
		if errors.Is(err, io.EOF) {
			err = damagedAt(j, place, io.ErrUnexpectedEOF)
		}
		return journal.Record{}, err
	}
	var rec journal.Record
	if err := notation.Read(text, &rec); err != nil {
		return journal.Record{}, damagedAt(j, place, err)
	}
	rec.Place = place
	return rec, nil
}

func damagedAt(j *Journal, place journal.Place, why error) error {
	return fmt.Errorf("%s: %w at byte %d: %w", j.path, journal.ErrDamaged, place.Offset, why)
}

// Close ends writing and reading, after a last sync with [Options.Fsync], and
// lets others write the file. Closing again does nothing.
func (j *Journal) Close() error {
	j.mu.Lock()
	pending, closed := j.pending, j.closed
	j.closed = true
	j.mu.Unlock()
	if closed || j.file == nil {
		return nil
	}
	var err error
	if pending != nil {
		err = pending.wait(j)
	}
	j.syncing.Lock()
	defer j.syncing.Unlock()
	err = errors.Join(err, j.file.Close())
	if j.lock != nil {
		err = errors.Join(err, j.lock.Unlock())
	}
	return err
}
