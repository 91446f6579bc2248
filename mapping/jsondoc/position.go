package jsondoc

import (
	"bytes"
	"sort"
	"strconv"
	"unicode/utf8"
)

// SyntaxError says where a text stops being one JSON value.
type SyntaxError struct {
	Offset int // in bytes from the start of the text
	Line   int // from 1
	Column int // from 1, counted in characters; see [Position]
	Msg    string
}

// Error returns "line 3, column 7: …".
func (e *SyntaxError) Error() string {
	return "line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Column) + ": " + e.Msg
}

// Position returns the line and column of a byte offset in a text, both from 1.
// Lines end with LF. Columns count characters (code points); a byte that is not
// part of valid UTF-8 counts as one. An offset outside the text means its end.
func Position(raw []byte, offset int) (line, column int) {
	if offset < 0 || offset > len(raw) {
		offset = len(raw)
	}
	before := raw[:offset]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[lineStart:]) + 1
}

// Positions counts the positions of many offsets of a text: as [Position] does, and
// fast where each offset stands behind the one before it.
type Positions struct {
	raw                  []byte
	offset, line, column int // the last
}

// NewPositions returns what counts in a text, which must not change.
func NewPositions(raw []byte) *Positions { return &Positions{raw: raw, line: 1, column: 1} }

// Of returns the line and column of an offset, both from 1.
func (p *Positions) Of(offset int) (line, column int) {
	if offset < 0 || offset > len(p.raw) {
		offset = len(p.raw)
	}
	if offset < p.offset {
		p.offset, p.line, p.column = 0, 1, 1
	}
	between := p.raw[p.offset:offset]
	if last := bytes.LastIndexByte(between, '\n'); last >= 0 {
		p.line += bytes.Count(between, []byte{'\n'})
		p.column = 1
		between = between[last+1:]
	}
	p.column += utf8.RuneCount(between)
	p.offset = offset
	return p.line, p.column
}

// At returns the innermost value that holds the byte at offset, in its text or in
// its member name; Absent outside of the root.
func (d *Doc) At(offset int) Value {
	if d == nil {
		return Value{}
	}
	// Nodes stand in the order of the text: take the last one that begins at or
	// before the offset, then leave what has ended.
	i := sort.Search(len(d.nodes), func(i int) bool { return d.nodes[i].begin() > offset }) - 1
	for i >= 0 && int(d.nodes[i].end) <= offset {
		i = int(d.nodes[i].parent)
	}
	if i < 0 {
		return Value{}
	}
	return Value{doc: d, i: int32(i)}
}

// begin is where the node starts, with its name.
func (n *node) begin() int {
	if n.nameEnd > 0 {
		return int(n.nameStart)
	}
	return int(n.start)
}
