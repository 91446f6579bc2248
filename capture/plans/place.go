package plans

import (
	"bytes"
	"unicode/utf8"

	"segtap/mapping/origin"
)

// locator tells lines and columns of a text, of many places in any order.
type locator struct {
	file  string
	text  []byte
	marks []mark // one each markStep bytes
}

// mark is a place: how many lines end before it, and how many characters of its line
// stand before it.
type mark struct{ offset, line, column int }

const markStep = 512

func newLocator(file string, text []byte) *locator {
	l := &locator{file: file, text: text, marks: make([]mark, 1, len(text)/markStep+1)}
	for at := markStep; at < len(text); at += markStep {
		l.marks = append(l.marks, l.through(l.marks[len(l.marks)-1], l.boundary(at)))
	}
	return l
}

// boundary gives the place at or before another one where no character is cut.
func (l *locator) boundary(at int) int {
	for back := range utf8.UTFMax {
		if utf8.RuneStart(l.text[at-back]) {
			return at - back
		}
	}
	return at
}

// through gives the place at an offset behind another one.
func (l *locator) through(m mark, offset int) mark {
	part := l.text[m.offset:offset]
	m.offset = offset
	if lines := bytes.Count(part, []byte{'\n'}); lines > 0 {
		m.line, m.column = m.line+lines, 0
		part = part[bytes.LastIndexByte(part, '\n')+1:]
	}
	m.column += utf8.RuneCount(part)
	return m
}

// at gives the place of a byte of the text.
func (l *locator) at(offset int) origin.Place {
	m := l.through(l.marks[min(offset/markStep, len(l.marks)-1)], offset)
	return origin.Place{File: l.file, Line: m.line + 1, Column: m.column + 1}
}
