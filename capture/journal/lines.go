package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
)

// Lines reads lines as they stand in the file, a block at a time: those that
// follow each other cost one reading for many. It may not be used by several
// goroutines at once.
type Lines struct {
	journal *Journal
	block   []byte
	from    int64 // where block begins
	ahead   int64 // see Ahead
	former  former
}

// linesBlock is how much is read at once, in bytes.
const linesBlock = 256 << 10

// Lines returns a reader of lines.
func (j *Journal) Lines() *Lines { return &Lines{journal: j} }

// Record returns the record at a place, as [Journal.ReadAt] does.
func (l *Lines) Record(place Place) (Record, error) {
	text, err := l.At(place)
	if err != nil {
		return Record{}, err
	}
	var rec Record
	if err := decode(text, &rec, nil); err != nil {
		return Record{}, l.journal.damagedAt(place, err)
	}
	rec.Place = place
	return rec, nil
}

// Next reads the record at a place into rec, but for its summaries, which take a tenth of the
// time and are for those who do not read the body. It is valid until the next call, be it one
// that fails: its memory is used again.
func (l *Lines) Next(place Place, rec *Record) error {
	text, err := l.At(place)
	if err != nil {
		return err
	}
	if err := decode(text, rec, &l.former); err != nil {
		return l.journal.damagedAt(place, err)
	}
	rec.Place = place
	l.former.keep(rec)
	return nil
}

// Ahead says that what stands up to an offset will be asked for, and nothing behind it: else
// a whole block is read.
func (l *Lines) Ahead(offset int64) { l.ahead = offset }

// At returns the line at a place, without its newline. It is valid until the next
// call. The error wraps [ErrDamaged] when the file has no such place.
func (l *Lines) At(place Place) ([]byte, error) {
	if place.Offset < 0 || place.Length <= 0 || place.Length > maxLine {
		return nil, l.journal.damagedAt(place, errHead)
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
		return nil, l.journal.damagedAt(place, errors.Join(errHead, err))
	}
	return l.block[:place.Length], nil
}

// former is the record that was decoded before, by one who needs it no more: the memory of its
// body is used again, and its texts where the next record has the same. Most requests have the
// same path, write key and headers. A nil former has nothing.
type former struct {
	Record
	headers []byte   // as they stood in a line
	list    []Header // what they are
}

// keep keeps a record that has been decoded.
func (f *former) keep(rec *Record) {
	body := f.Body
	if f.Record = *rec; rec.Body == nil {
		f.Body = body
	}
}

// room is where a body goes.
func (f *former) room() []byte {
	if f == nil {
		return nil
	}
	return f.Body[:0]
}

// textAgain is text, and gives the text that there was where it is the same.
func textAgain(raw []byte, ok bool, was string) (string, bool) {
	if n := len(raw); ok && n == len(was)+2 && string(raw[1:n-1]) == was && bytes.IndexByte(raw, '\\') < 0 && raw[0] == '"' && raw[n-1] == '"' {
		return was, looksWhole(raw)
	}
	return text(raw, ok)
}

// headersAgain is headers, and gives the list that there was where they are the same.
func (f *former) headersAgain(raw []byte) (list []Header, ok bool) {
	if f == nil {
		return headers(raw)
	}
	if len(f.headers) > 0 && bytes.Equal(raw, f.headers) {
		return f.list, true
	}
	if list, ok = headers(raw); ok {
		f.headers, f.list = append(f.headers[:0], raw...), list
	}
	return list, ok
}

// textOf gives the text that a member of a request becomes; nil for a member that becomes
// none.
func (rec *Record) textOf(name string) *string {
	switch name {
	case "method":
		return &rec.Method
	case "path":
		return &rec.Path
	case "type":
		return &rec.Type
	case "query":
		return &rec.Query
	case "remote":
		return &rec.Remote
	case "write_key":
		return &rec.WriteKey
	case "library":
		return &rec.Library
	case "encoding":
		return &rec.Encoding
	case "kept":
		return &rec.Kept
	case "problem":
		return &rec.Problem
	}
	return nil
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
