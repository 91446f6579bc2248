package file

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// lines reads lines as they stand in the file, a block at a time: [journal.Lines].
type lines struct {
	notation.Records
	journal *Journal
	block   []byte
	from    int64 // where block begins
	ahead   int64 // see Ahead
}

// linesBlock is how much is read at once, in bytes.
const linesBlock = 256 << 10

// Lines returns a reader of lines.
func (j *Journal) Lines() journal.Lines {
	l := &lines{journal: j}
	l.Records = notation.Records{Line: l.At, Damaged: func(place journal.Place, why error) error { return damagedAt(j, place, why) }}
	return l
}

// Ahead is that of [journal.Lines]: else a whole block is read.
func (l *lines) Ahead(offset int64) { l.ahead = offset }

// At is that of [journal.Lines].
func (l *lines) At(place journal.Place) ([]byte, error) {
	if place.Offset < 0 || place.Length <= 0 || place.Length > notation.MaxLine {
		return nil, damagedAt(l.journal, place, notation.ErrHead)
	}
	if at := place.Offset - l.from; at >= 0 && at+int64(place.Length) <= int64(len(l.block)) {
		return l.block[at : at+int64(place.Length)], nil
	}
	want := linesBlock
	if ahead := l.ahead - place.Offset; 0 < ahead && ahead < linesBlock {
		want = int(ahead)
	}
	want = max(want, place.Length)
	if cap(l.block) < want {
		l.block = make([]byte, want)
	}
	l.block = l.block[:want]
	n, err := l.journal.source.ReadAt(l.block, place.Offset)
	// What stands behind the last record may be cut off again.
	n = int(min(int64(n), max(l.journal.Size()-place.Offset, 0)))
	l.block, l.from = l.block[:n], place.Offset
	if n < place.Length {
		return nil, damagedAt(l.journal, place, errors.Join(notation.ErrHead, err))
	}
	return l.block[:place.Length], nil
}

// Run returns a short text in hexadecimal that tells what is recorded here from what is
// recorded elsewhere: ids mean something only together with it. It stays the same as long as
// the file begins as it does; that of a journal in memory is one of its own.
func (j *Journal) Run() string {
	if j.memory != nil {
		return hex.EncodeToString(j.memory.run[:])
	}
	begin := make([]byte, 4<<10)
	n, _ := j.source.ReadAt(begin, 0) // a shorter file is read as far as it goes
	line, _, _ := bytes.Cut(begin[:n], newline)
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:len(memory{}.run)])
}

// CountLines returns how many lines end between two offsets.
func (j *Journal) CountLines(from, to int64) (n int, err error) {
	part := io.NewSectionReader(j.source, from, to-from)
	for block := make([]byte, linesBlock); ; {
		read, err := part.Read(block)
		n += bytes.Count(block[:read], newline)
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return 0, err
		}
	}
}
