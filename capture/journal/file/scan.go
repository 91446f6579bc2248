package file

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// tailLimit is how far back Tail reads, in bytes.
const tailLimit = 32 << 20

const readBuffer = 256 << 10

// Scan is that of [journal.Journal].
func (j *Journal) Scan(from int64, fn func(*journal.Head) error) (journal.Scanned, error) {
	end, err := j.refresh()
	if err != nil {
		return journal.Scanned{From: from, Next: from}, err
	}
	return j.scan(from, end, fn)
}

// Tail is that of [journal.Journal]. It reads at most 32 MiB, and so fewer lines where they
// are long.
func (j *Journal) Tail(n int, fn func(*journal.Head) error) (journal.Scanned, error) {
	end, err := j.refresh()
	if err != nil {
		return journal.Scanned{}, err
	}
	return j.tail(n, max(0, end.whole-tailLimit), end, fn)
}

func (j *Journal) tail(n int, floor int64, end extent, fn func(*journal.Head) error) (journal.Scanned, error) {
	if end.open {
		n--
	}
	from, err := j.lineStart(end.whole, max(0, n), floor)
	if err != nil {
		return journal.Scanned{From: from, Next: from}, err
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

func (j *Journal) scan(from int64, end extent, fn func(*journal.Head) error) (journal.Scanned, error) {
	s := scanner{Scanner: notation.Scanner{Give: fn, Scanned: journal.Scanned{From: from, Next: from, Torn: end.size - end.whole}}}
	if from < 0 || from > end.whole {
		return s.Scanned, fmt.Errorf("%s: byte %d is behind its last line: %w", j.path, from, journal.ErrDamaged)
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
		if n > notation.MaxLine {
			s.Damaging(s.Next, n)
		} else if err := s.Line(text); err != nil {
			return s.Scanned, err
		}
		s.Next += n
	}
	return s.Scanned, nil
}

// scanner reads lines one after the other.
type scanner struct {
	notation.Scanner
	long []byte // a line that is longer than the buffer of the reader
}

// read gives the next line without its newline, and how many bytes it takes in
// the file. Of a line that is longer than notation.MaxLine it gives no text.
func (s *scanner) read(r *bufio.Reader) (text []byte, n int64, err error) {
	s.long = s.long[:0]
	for {
		part, err := r.ReadSlice('\n')
		n += int64(len(part))
		full := errors.Is(err, bufio.ErrBufferFull)
		switch {
		case err != nil && !full && (!errors.Is(err, io.EOF) || n == 0):
			return nil, n, err
		case !full && len(s.long) == 0 && n <= notation.MaxLine:
			return bytes.TrimSuffix(part, newline), n, nil
		case n <= notation.MaxLine:
			s.long = append(s.long, part...)
		}
		if full {
			continue
		}
		if n > notation.MaxLine {
			return nil, n, nil
		}
		return bytes.TrimSuffix(s.long, newline), n, nil
	}
}

var newline = []byte{'\n'}

// mark is that of the byte order, as editors on Windows put it in front.
var mark = []byte("\ufeff")
