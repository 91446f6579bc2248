package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/journal"
)

const (
	// chunkSize is how many bytes of lines are handed on at once.
	chunkSize = 256 << 10
	// maxInputLine is how many bytes a line may have. A capture file has none that
	// is as long, and whatever has no lines at all ends there.
	maxInputLine = 32 << 20
	// maxValue is how many bytes a JSON value over several lines may have: far
	// more than any request that Segment takes.
	maxValue = 8 << 20
	// maxValueDepth is how many brackets may be open in one: without it, lines
	// that only open some would be read again and again.
	maxValueDepth = 1000
)

// What ends the reading of an input, with the number of the line before it.
var (
	errLongLine  = errors.New("is longer than 32 MiB")
	errLongValue = errors.New("begins a JSON value that goes on for more than 8 MiB")
	errLater     = errors.New("is a record of a later version of segtap")
)

// valueReader reads JSON values: one a line, as most files have them, or over
// several lines, as people and jq write them. A line that is no JSON value, and
// does not begin one, is given as it is, and what follows it is read as if it
// were not there.
type valueReader struct {
	in    io.Reader
	buf   []byte // what has been read; what stands before at has been given
	at    int
	line  int   // number of the line at buf[at], from 1
	ended error // why nothing more is read: io.EOF, or what in says
	dec   jsontext.Decoder
}

// Stretch is a part of the input: whole lines of which each is one value or
// none, or one value over several lines.
type Stretch struct {
	Text  []byte
	Line  int  // number of its first line, from 1
	Value bool // it is one value
}

// Each returns the input in stretches, as it comes: a line whose end has
// been read does not wait for more of the input. The text of a stretch is used
// again when give returns. A byte order mark in front of a line, as of files that
// editors on Windows have saved, is blank. It takes no more memory than the longest
// line may.
func Each(in io.Reader, give func(Stretch)) error {
	r := valueReader{in: in, line: 1}
	for r.ended == nil {
		r.more()
		if err := r.giveAll(give); err != nil {
			return err
		}
	}
	if errors.Is(r.ended, io.EOF) {
		return nil
	}
	return r.ended
}

// more reads once.
func (r *valueReader) more() {
	if r.at > 0 {
		r.buf = r.buf[:copy(r.buf, r.buf[r.at:])]
		r.at = 0
	}
	if cap(r.buf)-len(r.buf) < chunkSize/4 {
		r.buf = slices.Grow(r.buf, max(chunkSize, len(r.buf)))
	}
	n, err := r.in.Read(r.buf[len(r.buf):cap(r.buf)])
	r.buf, r.ended = r.buf[:len(r.buf)+n], err
}

// lineAt returns the end of the line at an offset, behind its newline; -1 when
// that has not been read.
func (r *valueReader) lineAt(at int) int {
	if n := bytes.IndexByte(r.buf[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	if r.ended != nil && at < len(r.buf) {
		return len(r.buf)
	}
	return -1
}

// giveAll gives all lines that have been read.
func (r *valueReader) giveAll(give func(Stretch)) error {
	for {
		at, end := r.at, r.lineAt(r.at)
		var refused error
		for ; end >= 0; end = r.lineAt(at) {
			line := r.buf[at:end]
			if bytes.HasPrefix(line, byteOrderMark) {
				copy(line, "   ")
			}
			if refused = r.refuse(line); refused != nil || goesOn(line) {
				break
			}
			at = end
		}
		if end < 0 && len(r.buf)-at > maxInputLine {
			refused = errLongLine
		}
		r.give(give, at-r.at, false)
		if refused != nil {
			return r.here(refused)
		}
		if end < 0 {
			return nil
		}
		size, err := r.value(end - at)
		if err != nil {
			return r.here(err)
		}
		// Reading the value has moved the buffer.
		if size > 0 {
			if r.later(r.buf[r.at : r.at+size]) {
				return r.here(errLater)
			}
			r.give(give, size, true)
		} else {
			r.give(give, r.lineAt(r.at)-r.at, false)
		}
	}
}

// here says at which line something is.
func (r *valueReader) here(err error) error { return fmt.Errorf("line %d %w", r.line, err) }

// refuse says why a line is not given.
func (r *valueReader) refuse(line []byte) error {
	switch {
	case len(line) > maxInputLine:
		return errLongLine
	case r.later(line):
		return errLater
	}
	return nil
}

var byteOrderMark = []byte("\ufeff")

// later reports whether a text is a record that a later version of segtap has
// captured, or an array that begins with one. Which members such a record has, and
// where its messages stand, nobody knows here. As it is asked of every line, what
// does not begin like one is not read.
func (r *valueReader) later(text []byte) bool {
	text = bytes.TrimSpace(text)
	if list, ok := bytes.CutPrefix(text, []byte{'['}); ok {
		text = bytes.TrimSpace(list)
	}
	members, ok := bytes.CutPrefix(text, []byte{'{'})
	if !ok || !bytes.HasPrefix(bytes.TrimSpace(members), []byte(`"v"`)) {
		return false
	}
	r.dec.Reset(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))
	var tokens [5]jsontext.Token // of the brace, two names and two values
	for i := range tokens {
		token, err := r.dec.ReadToken()
		if err != nil {
			return false
		}
		tokens[i] = token.Clone()
	}
	number, name, kind := tokens[2], tokens[3], tokens[4]
	if number.Kind() != '0' || name.String() != "rec" || kind.Kind() != '"' {
		return false
	}
	version, err := number.Float()
	return err == nil && version > journal.Version
}

// give gives the next size bytes.
func (r *valueReader) give(give func(Stretch), size int, value bool) {
	if size == 0 {
		return
	}
	text := r.buf[r.at : r.at+size]
	give(Stretch{text, r.line, value})
	r.line += bytes.Count(text, []byte{'\n'})
	r.at += size
}

// goesOn reports whether a line looks as if it began a JSON value that ends on
// another. It must be fast, since it is asked of every line: brackets in strings
// count as well, and value decides.
func goesOn(line []byte) bool {
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return false
	}
	first, last := line[0], line[len(line)-1]
	switch first {
	case '{':
		return last != '}' || bytes.Count(line, []byte{'{'}) > bytes.Count(line, []byte{'}'})
	case '[':
		return last != ']' || bytes.Count(line, []byte{'['}) > bytes.Count(line, []byte{']'})
	}
	return false
}

// value returns the size of the JSON value that begins at the next byte, whose
// line has lineSize bytes; 0 when there is none, or when it ends on that line.
func (r *valueReader) value(lineSize int) (int, error) {
	r.dec.Reset(&unread{r, 0, max(maxValue, lineSize)}, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		_, err := r.dec.ReadToken()
		switch {
		case errors.Is(err, errLongValue):
			return 0, errLongValue
		case err != nil, r.dec.StackDepth() > maxValueDepth:
			return 0, nil
		case r.dec.StackDepth() > 0:
			continue
		}
		if size := int(r.dec.InputOffset()); size > lineSize {
			return size, nil
		}
		return 0, nil
	}
}

// unread reads on from the next byte of a valueReader and keeps what it reads
// there.
type unread struct {
	of   *valueReader
	done int // bytes behind of.at
	most int
}

func (u *unread) Read(p []byte) (int, error) {
	r := u.of
	if u.done > u.most {
		return 0, errLongValue
	}
	for r.at+u.done == len(r.buf) {
		if r.ended != nil {
			return 0, io.EOF // whatever ended it is told when all has been given
		}
		r.more()
	}
	n := copy(p, r.buf[r.at+u.done:])
	u.done += n
	return n, nil
}
