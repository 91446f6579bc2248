package journal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Scanned says what a reading of the file went over.
type Scanned struct {
	From, Next int64 // where it began and where the next one goes on
	Records    int   // given to the caller
	Unknown    int   // skipped: of an unknown kind
	Newer      int   // skipped: of a later version
	Damaged    int   // skipped: not whole
	Damage     []Damage
	// Torn is how many bytes stand behind Next that are not a whole line: the
	// file was cut short there, or another process is writing it just now.
	Torn int64
}

// Damage is a stretch of the file that is not a whole record.
type Damage struct {
	Offset, Length int64
}

// maxDamage is how many places are reported; all are counted.
const maxDamage = 100

// tailLimit is how far back Tail reads, in bytes.
const tailLimit = 32 << 20

const readBuffer = 256 << 10

// Scan returns the heads of the records from an offset on, which is 0 or the
// Next of an earlier Scan, to the end that the file has now, in the order of the
// file. It reads no bodies: damage within a body that leaves it text is found
// by ReadAt only.
//
// The head that fn gets, and what it points to, is valid during the call only.
// An error of fn ends the scan and is given back as it is; Next is then where
// the line of that record begins.
func (j *Journal) Scan(from int64, fn func(*Head) error) (Scanned, error) {
	end, err := j.refresh()
	if err != nil {
		return Scanned{From: from, Next: from}, err
	}
	return j.scan(from, end, fn)
}

// Tail returns the heads of the records in the last n lines, as Scan does. It
// reads only the end of the file: at most 32 MiB of it, and so fewer lines where
// they are long.
func (j *Journal) Tail(n int, fn func(*Head) error) (Scanned, error) {
	end, err := j.refresh()
	if err != nil {
		return Scanned{}, err
	}
	return j.tail(n, max(0, end.whole-tailLimit), end, fn)
}

func (j *Journal) tail(n int, floor int64, end extent, fn func(*Head) error) (Scanned, error) {
	if end.open {
		n--
	}
	from, err := j.lineStart(end.whole, max(0, n), floor)
	if err != nil {
		return Scanned{From: from, Next: from}, err
	}
	return j.scan(from, end, fn)
}

// extent is how far a file goes.
type extent struct {
	whole int64 // to the end of its last whole line
	size  int64 // to its end
	open  bool  // the last whole line lacks its newline
}

// refresh gives how far the file goes now. Only a file that is read beside
// another process that writes it can have changed by itself.
func (j *Journal) refresh() (extent, error) {
	if !j.readOnly {
		size := j.size.Load()
		return extent{whole: size, size: size}, nil
	}
	info, err := j.file.Stat()
	if err != nil {
		return extent{}, err
	}
	end, err := j.extent(info.Size())
	if err == nil {
		j.size.Store(end.whole)
	}
	return end, err
}

func (j *Journal) scan(from int64, end extent, fn func(*Head) error) (Scanned, error) {
	s := scanner{fn: fn, Scanned: Scanned{From: from, Next: from, Torn: end.size - end.whole}}
	if from < 0 || from > end.whole {
		return s.Scanned, fmt.Errorf("%s: byte %d is behind its last line: %w", j.path, from, ErrDamaged)
	}
	section := io.NewSectionReader(j.source, from, end.whole-from)
	r := bufio.NewReaderSize(section, int(min(readBuffer, section.Size())))
	defer func() {
		if s.Newer > 0 {
			j.later.Store(true)
		}
	}()
	for s.Next < end.whole {
		text, n, err := s.read(r)
		if err != nil {
			return s.Scanned, err
		}
		if err := s.line(text, n); err != nil {
			return s.Scanned, err
		}
		s.Next += n
	}
	return s.Scanned, nil
}

// scanner reads lines one after the other.
type scanner struct {
	Scanned
	fn   func(*Head) error
	head Head
	long []byte // a line that is longer than the buffer of the reader
}

// read gives the next line without its newline, and how many bytes it takes in
// the file. Of a line that is longer than maxLine it gives no text.
func (s *scanner) read(r *bufio.Reader) (text []byte, n int64, err error) {
	s.long = s.long[:0]
	for {
		part, err := r.ReadSlice('\n')
		n += int64(len(part))
		full := errors.Is(err, bufio.ErrBufferFull)
		switch {
		case err != nil && !full && (!errors.Is(err, io.EOF) || n == 0):
			return nil, n, err
		case !full && len(s.long) == 0 && n <= maxLine:
			return bytes.TrimSuffix(part, newline), n, nil
		case n <= maxLine:
			s.long = append(s.long, part...)
		}
		if full {
			continue
		}
		if n > maxLine {
			return nil, n, nil
		}
		return bytes.TrimSuffix(s.long, newline), n, nil
	}
}

var (
	newline = []byte{'\n'}
	front   = []byte(`{"v":`)
	mark    = []byte("\ufeff") // of the byte order, as editors on Windows put it in front
)

// bare gives a line without what other programs leave around it when they save a
// capture file: a byte order mark, and a carriage return.
func bare(text []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimPrefix(text, mark), []byte{'\r'})
}

// line looks at one line, which takes n bytes in the file. Where the newline
// behind a record that was cut short is missing, the next record stands on the
// same line: that is looked for too.
func (s *scanner) line(text []byte, n int64) error {
	offset := s.Next
	if n > maxLine {
		s.damage(offset, n)
		return nil
	}
	if bytes.HasPrefix(text, mark) {
		offset += int64(len(mark))
	}
	text = bare(text)
	for len(text) > 0 {
		part := text
		if i := bytes.Index(text[1:], front); i >= 0 && !isWhole(text) {
			part = text[:1+i]
		}
		if err := s.record(part, offset); err != nil {
			return err
		}
		offset += int64(len(part))
		text = text[len(part):]
	}
	return nil
}

// record gives the head of what may be a record to the caller.
func (s *scanner) record(text []byte, offset int64) error {
	c := cursor{line: text}
	switch c.readHead(&s.head) {
	case known:
		if !c.closes(s.head.Kind) || !looksWhole(text) {
			s.damage(offset, int64(len(text)))
			return nil
		}
		s.Records++
		s.head.Place = Place{Offset: offset, Length: len(text)}
		return s.fn(&s.head)
	case unknown:
		s.Unknown++
	case newer:
		s.Newer++
	case damaged:
		s.damage(offset, int64(len(text)))
	case skipped:
	}
	return nil
}

// damage reports a stretch. Pieces of one line that follow each other are one.
func (s *scanner) damage(offset, length int64) {
	if n := len(s.Damage); n > 0 && s.Damage[n-1].Offset+s.Damage[n-1].Length == offset {
		s.Damage[n-1].Length += length
		return
	}
	s.Damaged++
	if len(s.Damage) < maxDamage {
		s.Damage = append(s.Damage, Damage{Offset: offset, Length: length})
	}
}
