package editor

import (
	"slices"
	"strings"

	"segtap/ui/widget/jsontree"
)

// Mark says that something is to be seen at a value of the text: a sign in the gutter, and
// the value underlined.
type Mark struct {
	Pointer string // of the value, a JSON Pointer
	Sign    string // one column wide
	Style   string // of both; may be empty
}

// placed is a mark in its place, on one line.
type placed struct {
	Mark
	from, to pos
	number   int // among those given
}

// SetMarks puts marks into the text in place of those there are, the weightiest first. They
// stay until the text changes. One whose value is not there stands where the innermost value
// begins that is to hold it, and so does one whose value goes over lines.
func (e *Editor) SetMarks(marks []Mark) {
	e.marks = nil
	if len(marks) == 0 {
		return
	}
	find := jsontree.Finder(e.buf.text())
	for i, m := range marks {
		at, whole := m.Pointer, true
		from, to, ok := find(at)
		for !ok && at != "" {
			at, whole = at[:strings.LastIndexByte(at, '/')], false
			from, to, ok = find(at)
		}
		if !ok {
			continue // the text ends in an error before it
		}
		p := placed{Mark: m, from: e.buf.offset(from), to: e.buf.offset(to), number: i}
		if !whole || p.to.line > p.from.line {
			p.to = e.buf.next(p.from)
		}
		e.marks = append(e.marks, p)
	}
}

// MarkAtCursor returns which of the marks given the cursor is at: of those in its line the
// one that it stands in, else the first; -1 for none.
func (e *Editor) MarkAtCursor() int {
	at, found := e.caret.at, -1
	for _, m := range e.marks {
		switch {
		case m.from.line != at.line:
		case m.from.col <= at.col && at.col <= m.to.col:
			return m.number
		case found < 0:
			found = m.number
		}
	}
	return found
}

// GoToMark moves the cursor to the next mark, or by -1 to the one before; behind the last
// comes the first. It reports false when there is none.
func (e *Editor) GoToMark(by int) bool {
	if len(e.marks) == 0 {
		return false
	}
	places := make([]pos, len(e.marks))
	for i, m := range e.marks {
		places[i] = m.from
	}
	slices.SortFunc(places, func(p, q pos) int {
		switch {
		case p.before(q):
			return -1
		case q.before(p):
			return 1
		}
		return 0
	})
	next := places[0]
	if by < 0 {
		next = places[len(places)-1]
		for _, p := range places {
			if p.before(e.caret.at) {
				next = p
			}
		}
	} else {
		for _, p := range slices.Backward(places) {
			if e.caret.at.before(p) {
				next = p
			}
		}
	}
	e.moveTo(next, false)
	return true
}

// markOf returns the weightiest mark of a line; nil for none.
func (e *Editor) markOf(line int) *placed {
	for i := range e.marks {
		if e.marks[i].from.line == line {
			return &e.marks[i]
		}
	}
	return nil
}
