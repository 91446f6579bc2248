package formats

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/journal/notation"
)

const (
	// chunkSize is how many bytes of lines are handed on at once.
	chunkSize = 256 << 10
	// maxLine is how many bytes a line may have. A capture file has none that
	// is as long, and whatever has no lines at all ends there.
	maxLine = 32 << 20
	// maxValue is how many bytes a JSON value over several lines may have: far
	// more than any request that Segment takes.
	maxValue = 8 << 20
	// maxList is how many bytes an array may have that is read as one value; of a
	// larger one the elements are.
	maxList = 1 << 20
	// maxValueDepth is how many brackets may be open in one: without it, lines
	// that only open some would be read again and again.
	maxValueDepth = 1000
)

// What ends the reading of an input, with the number of the line before it.
var (
	ErrLongLine  = errors.New("is longer than 32 MiB")
	ErrLongValue = errors.New("begins a JSON value that goes on for more than 8 MiB")
	ErrLater     = errors.New("is a record of a later version of segtap")
)

// Reader reads an input in stretches: JSON values, one a line, as most files have
// them, or over several lines or behind each other, as people and jq write them; the
// elements of an array that is too large for one value; the requests of a HAR file;
// curl commands. A line that is no JSON value, and does not begin one, is given as it
// is, and what follows it is read as if it were not there.
type Reader struct {
	in     io.Reader
	buf    []byte // what has been read; what stands before at has been given
	at     int
	offset int64 // of buf[at] in the input
	line   int   // number of the line at buf[at], from 1
	ended  error // why nothing more is read: io.EOF, or what in says
	dec    jsontext.Decoder
	format Format
	known  bool // the format has been recognised before
	told   told
}

// continues has the reader read on at an offset of a file of which it is known what it is.
func (r *Reader) continues(offset int64, as Format) {
	if offset > 0 {
		r.offset, r.format, r.known = offset, as, true
	}
}

// NewReader returns a reader of an input.
func NewReader(in io.Reader) *Reader { return &Reader{in: in, line: 1} }

// Format says what the input is, as far as it has been read.
func (r *Reader) Format() Format { return r.format }

// Notes say what has to be said of the input, as far as it has been read.
func (r *Reader) Notes() []string { return r.told.notes(r.format) }

// Form is what a stretch is.
type Form uint8

// The forms.
const (
	Lines   Form = iota // whole lines, of which each is one JSON value or none
	Value               // one JSON value
	Call                // a request of a HAR file to a route of Segment, with what came of it
	Command             // a curl command
)

// Stretch is a part of the input.
type Stretch struct {
	Text   []byte
	Line   int   // number of its first line, from 1; of a Call, which request of the file it is
	Offset int64 // of its first byte
	Form   Form
}

// Each gives the input in stretches, as it comes: a line whose end has been read does
// not wait for more of the input. The text of a stretch is used again when give
// returns. An error of give ends it and is returned. A byte order mark in front of a
// line, as of files that editors on Windows have saved, is blank. It takes no more
// memory than the longest line may, or the largest request of a HAR file.
//
// What is no input of messages as a whole is refused with an error that wraps
// [ErrForeign].
func (r *Reader) Each(give func(Stretch) error) error {
	if !r.known {
		if err := r.recognise(); err != nil {
			return err
		}
	}
	switch r.format {
	case HAR:
		return r.requests(give)
	case Curl:
		return r.commands(give)
	case Messages, Array, Capture:
	}
	for {
		if err := r.giveAll(give); err != nil {
			return err
		}
		if r.ended != nil {
			break
		}
		r.more()
	}
	return r.failed()
}

// failed returns why the input could not be read to its end.
func (r *Reader) failed() error {
	if errors.Is(r.ended, io.EOF) {
		return nil
	}
	return r.ended
}

// more reads once: a chunk, or as much again as there is of a line, which is then looked
// through few times. The room of a long line is not kept.
func (r *Reader) more() {
	if r.at > 0 {
		into := r.buf
		if left := len(r.buf) - r.at; cap(r.buf) > maxList && left < chunkSize {
			into = make([]byte, left, 2*chunkSize)
		}
		r.buf = into[:copy(into, r.buf[r.at:])]
		r.at = 0
	}
	most := max(chunkSize, len(r.buf))
	if cap(r.buf)-len(r.buf) < chunkSize/4 {
		r.buf = slices.Grow(r.buf, most)
	}
	n, err := r.in.Read(r.buf[len(r.buf):min(cap(r.buf), len(r.buf)+most)])
	r.buf, r.ended = r.buf[:len(r.buf)+n], err
}

// lineAt returns the end of the line at an offset, behind its newline; -1 when
// that has not been read, and never will be where the input could not be read to its end.
func (r *Reader) lineAt(at int) int {
	if n := bytes.IndexByte(r.buf[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	if errors.Is(r.ended, io.EOF) && at < len(r.buf) {
		return len(r.buf)
	}
	return -1
}

// giveAll gives all lines that have been read.
func (r *Reader) giveAll(give func(Stretch) error) error {
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
		if waits := len(r.buf) - at; end < 0 && (waits > maxLine || waits > maxList && opensArray(r.buf[at:])) {
			refused = ErrLongLine
		}
		if err := r.give(give, at-r.at, Lines); err != nil {
			return err
		}
		size, err := 0, refused
		switch {
		case refused == nil && end < 0:
			return nil
		case refused == nil:
			size, err = r.value(end - at)
		}
		// Reading the value has moved the buffer.
		switch {
		case !errors.Is(err, ErrLater) && err != nil && opensArray(r.buf[r.at:]):
			err = r.elements(give)
		case r.failed() != nil && errors.Is(err, r.ended): // it says all
		case err != nil:
			err = r.here(err)
		case size > 0 && r.later(r.buf[r.at:r.at+size]):
			err = r.here(ErrLater)
		case size > 0:
			err = r.give(give, size, Value)
		default:
			err = r.give(give, r.lineAt(r.at)-r.at, Lines)
		}
		if err != nil {
			return err
		}
	}
}

// here says at which line something is.
func (r *Reader) here(err error) error { return fmt.Errorf("line %d %w", r.line, err) }

// refuse says why a line is not given.
func (r *Reader) refuse(line []byte) error {
	switch {
	case len(line) > maxLine:
		return ErrLongLine
	case r.later(line):
		return ErrLater
	}
	return nil
}

var byteOrderMark = []byte("\ufeff")

// later reports whether a text is a record that a later version of segtap has
// captured, or an array that begins with one. Which members such a record has, and
// where its messages stand, nobody knows here. As it is asked of every line, what
// does not begin like one is not read.
func (r *Reader) later(text []byte) bool {
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
	return err == nil && version > notation.Version
}

// give gives the next size bytes.
func (r *Reader) give(give func(Stretch) error, size int, form Form) error {
	if size == 0 {
		return nil
	}
	s := Stretch{r.buf[r.at : r.at+size], r.line, r.offset, form}
	r.skip(size)
	return give(s)
}

// skip goes on behind the next size bytes.
func (r *Reader) skip(size int) {
	r.line += bytes.Count(r.buf[r.at:r.at+size], []byte{'\n'})
	r.at += size
	r.offset += int64(size)
}

// goesOn reports whether a line looks as if it began a JSON value that ends on
// another, or had another behind it. It must be fast, since it is asked of every line: brackets in strings
// count as well, and value decides.
func goesOn(line []byte) bool {
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return false
	}
	first, last := line[0], line[len(line)-1]
	switch first {
	case '{':
		return last != '}' || opensAnother(line)
	case '[':
		return last != ']' || bytes.Count(line, []byte{'['}) > bytes.Count(line, []byte{']'})
	}
	return false
}

// opensAnother reports whether more objects are opened in a text than closed, or one stands
// right behind another. It looks at each that is closed once: to look for what stands between
// two takes twice as long, 3 % of the time of `segtap map`.
func opensAnother(text []byte) bool {
	closed, rest := 0, text
	for at := bytes.IndexByte(rest, '}'); at >= 0; at = bytes.IndexByte(rest, '}') {
		closed++
		rest = rest[at+1:]
		if len(rest) > 0 && (rest[0] == '{' || rest[0] == ' ' && len(rest) > 1 && rest[1] == '{') {
			return true
		}
	}
	return bytes.Count(text, []byte{'{'}) > closed
}

// value returns the size of the JSON value that begins at the next byte, whose
// line has lineSize bytes; 0 when there is none, or when it ends on that line and no
// object or array stands behind it there. The error is also that of an input that could not
// be read to the end of the value.
func (r *Reader) value(lineSize int) (int, error) {
	most := maxValue
	if opensArray(r.buf[r.at:]) {
		most = maxList
	}
	r.dec.Reset(&unread{r, 0, max(most, lineSize)}, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		_, err := r.dec.ReadToken()
		switch {
		case errors.Is(err, ErrLongValue):
			return 0, ErrLongValue
		case r.failed() != nil && errors.Is(err, r.ended):
			return 0, r.ended
		case err != nil, r.dec.StackDepth() > maxValueDepth:
			return 0, nil
		case r.dec.StackDepth() > 0:
			continue
		}
		size := int(r.dec.InputOffset())
		if size > lineSize {
			return size, nil
		}
		if rest := bytes.TrimLeft(r.buf[r.at+size:r.at+lineSize], " \t\r\n"); len(rest) > 0 && (rest[0] == '{' || rest[0] == '[') {
			return size, nil
		}
		return 0, nil
	}
}

// unread reads on from the next byte of a Reader and keeps what it reads
// there.
type unread struct {
	of   *Reader
	done int // bytes behind of.at
	most int
}

func (u *unread) Read(p []byte) (int, error) {
	r := u.of
	if u.done > u.most {
		return 0, ErrLongValue
	}
	for r.at+u.done == len(r.buf) {
		if r.ended != nil {
			return 0, r.ended
		}
		r.more()
	}
	n := copy(p, r.buf[r.at+u.done:])
	u.done += n
	return n, nil
}
