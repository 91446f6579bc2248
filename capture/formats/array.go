package formats

import (
	"bytes"
	"errors"
	"io"
)

// errBroken says that an array is none.
var errBroken = errors.New("breaks off: the array that it stands in has no end, or is no JSON from there on")

// opensArray reports whether a text begins with an array of objects, blanks before it.
func opensArray(text []byte) bool {
	text = bytes.TrimLeft(text, blanks)
	list, ok := bytes.CutPrefix(text, []byte{'['})
	list = bytes.TrimLeft(list, blanks)
	return ok && len(list) > 0 && list[0] == '{'
}

const blanks = " \t\r\n"

// elements gives the elements of the array that begins at the next byte that is not
// blank, one after the other: it may be larger than memory.
func (r *Reader) elements(give func(Stretch) error) error {
	return r.each(maxValue, func(size int) error { return r.give(give, size, Value) })
}

// each calls with the size of each element of the array that begins at the next byte
// that is not blank. The call goes on behind it. Most is how many bytes an element may
// have.
func (r *Reader) each(most int, element func(size int) error) error {
	if r.next() == 0 {
		return r.here(errBroken)
	}
	r.skip(1) // the bracket
	for n := 0; ; n++ {
		c := r.next()
		if c == ',' && n > 0 {
			r.skip(1)
			c = r.next()
		} else if c != ']' && n > 0 {
			return r.brokenOff()
		}
		switch c {
		case ']':
			r.skip(1)
			return nil
		case 0, ',', '}':
			return r.brokenOff()
		}
		size, err := r.elementSize(most)
		if err != nil {
			return err
		}
		if err := element(size); err != nil {
			return err
		}
	}
}

// brokenOff says that an array breaks off here, or why the input did.
func (r *Reader) brokenOff() error {
	if r.ended != nil && !errors.Is(r.ended, io.EOF) {
		return r.ended
	}
	return r.here(errBroken)
}

// next goes to the next byte that is not blank, and gives it; 0 at the end.
func (r *Reader) next() byte {
	for {
		for i, c := range r.buf[r.at:] {
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				r.skip(i)
				return c
			}
		}
		r.skip(len(r.buf) - r.at)
		if r.ended != nil {
			return 0
		}
		r.more()
	}
}

// elementSize returns the size of the element that begins at the next byte.
func (r *Reader) elementSize(most int) (int, error) {
	var s span
	for {
		if s.look(r.buf[r.at:]) {
			return s.at, nil
		}
		switch {
		case s.at > most:
			return 0, r.here(ErrLongValue)
		case r.ended != nil:
			return 0, r.brokenOff()
		}
		r.more()
	}
}

// span finds the end of a JSON value in a text that comes bit by bit, by its brackets
// and quotes alone.
type span struct {
	at                int // up to where has been looked; in the end, behind the value
	depth             int
	inText, afterBack bool
}

// plain returns how many bytes of a text come before a quote or a backslash.
func plain(text []byte) int {
	if i := bytes.IndexByte(text, '"'); i >= 0 {
		text = text[:i]
	}
	if i := bytes.IndexByte(text, '\\'); i >= 0 {
		return i
	}
	return len(text)
}

// look looks on, and reports whether the end has been found.
func (s *span) look(text []byte) bool {
	for ; s.at < len(text); s.at++ {
		c := text[s.at]
		switch {
		case s.afterBack:
			s.afterBack = false
		case s.inText:
			switch c {
			case '"':
				s.inText = false
				if s.depth == 0 {
					s.at++
					return true
				}
			case '\\':
				s.afterBack = true
			default:
				s.at += plain(text[s.at:]) - 1
			}
		case c == '"':
			s.inText = true
		case c == '{' || c == '[':
			s.depth++
		case c == '}' || c == ']':
			if s.depth == 0 {
				return s.at > 0
			}
			if s.depth--; s.depth == 0 {
				s.at++
				return true
			}
		case s.depth == 0 && (c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n'):
			return true
		}
	}
	return false
}
