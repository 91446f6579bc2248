package jsontree

import (
	"strconv"

	"github.com/dustin/go-humanize/english"

	"segtap/ui/widget/sanitize"
)

// piece is a run of text of one colour.
type piece struct {
	style string
	text  string // safe for a terminal
	width int    // columns
	ascii bool   // one byte a column
	// matches says that it is what is searched for.
	matches bool
}

// shown is the escaped name and value of a node that is not ASCII, kept so that a long one is escaped and measured
// once. Values are in chunks, so that a window far to the right need not count the columns before it.
type shown struct{ name, value []piece }

// chunk is the length in bytes at which a long text is divided.
const chunk = 4096

// totalWidth returns the columns of all pieces together.
func totalWidth(pieces []piece) int {
	w := 0
	for i := range pieces {
		w += pieces[i].width
	}
	return w
}

// blank is cut into spaces.
const blank = "                                                                                                "

// rowText is what rows show, apart from the gutter.
type rowText struct {
	doc    *document
	marks  *marks
	pane   *pane
	search *search

	escaped map[int32]*shown // of nodes that are not ASCII
	scratch []piece          // kept from row to row
}

// pieces returns what the row r shows. The result is valid until the next call.
func (t *rowText) pieces(r row) []piece {
	p := line{pieces: t.scratch[:0], styles: &t.pane.opt.Styles}
	n := &t.doc.nodes[r.node]
	switch r.part {
	case partGhost:
		t.ghostPieces(&p, r, n)
	case partReason:
		t.reasonPieces(&p)
	case partClose:
		t.nodePieces(&p, r, n)
	default:
		t.nodePieces(&p, r, n)
		if note, ok := t.marks.notes[r.node]; ok {
			p.text(p.styles.Note, "  "+note)
		}
	}
	if m, ok := t.marks.of(r); ok && m.Note != "" {
		p.text(m.Style, "  "+sanitize.Escape(m.Note))
	}
	t.scratch = p.pieces
	return p.pieces
}

// line collects pieces.
type line struct {
	pieces []piece
	styles *Styles
}

// ascii adds printable ASCII.
func (p *line) ascii(style, s string) {
	p.pieces = append(p.pieces, piece{style: style, text: s, width: len(s), ascii: true})
}

// text adds what is safe for a terminal but perhaps not ASCII.
func (p *line) text(style, s string) {
	ascii := sanitize.IsASCII(s)
	width := len(s)
	if !ascii {
		width = sanitize.Width(s)
	}
	p.pieces = append(p.pieces, piece{style: style, text: s, width: width, ascii: ascii})
}

// all adds ready pieces in one style.
func (p *line) all(style string, ready []piece) {
	for _, r := range ready {
		if r.style = style; r.matches {
			r.style = p.styles.Match
		}
		p.pieces = append(p.pieces, r)
	}
}

// spaces adds n spaces.
func (p *line) spaces(n int) {
	for ; n > 0; n -= len(blank) {
		p.ascii("", blank[:min(n, len(blank))])
	}
}

func (t *rowText) nodePieces(p *line, r row, n *node) {
	p.spaces(2 * int(n.depth))
	st := *p.styles
	if n.flags&dimmed != 0 {
		st = Styles{
			Punct: st.Dim, Name: st.Dim, String: st.Dim, Number: st.Dim, Literal: st.Dim,
			Note: st.Dim, Match: st.Match, Error: st.Error,
		}
	}
	found := t.search.coloured(r.node, t)
	if n.nameTo > n.nameFrom && r.part != partClose {
		if found != nil {
			p.all(st.Name, found.name)
		} else if n.isASCII(t.doc.raw) {
			p.ascii(st.Name, t.doc.raw[n.nameFrom:n.nameTo])
		} else {
			p.all(st.Name, t.escape(r.node).name)
		}
		p.ascii(st.Name, ": ") // as the name: a change of style costs more bytes on the wire than the colon
	}
	switch n.kind {
	case kindObject, kindArray, kindClose:
		t.bracketPieces(p, r, n, &st)
		return
	}
	style := valueStyle(n, &st)
	if found != nil {
		p.all(style, found.value)
	} else if n.isASCII(t.doc.raw) {
		p.ascii(style, t.doc.raw[n.from:n.to])
	} else {
		p.all(style, t.escape(r.node).value)
	}
	if n.flags&comma != 0 {
		p.ascii(style, ",")
	}
}

func valueStyle(n *node, st *Styles) string {
	switch n.kind {
	case kindString:
		return st.String
	case kindNumber:
		return st.Number
	case kindLiteral:
		return st.Literal
	}
	return ""
}

func (t *rowText) bracketPieces(p *line, r row, n *node, st *Styles) {
	opening, closing := "{", "}"
	if t.doc.raw[n.from] == '[' || t.doc.raw[n.from] == ']' {
		opening, closing = "[", "]"
	}
	switch {
	case n.isFolded():
		p.text(st.Punct, opening+t.pane.opt.Glyphs.Fold+closing)
		p.ascii(st.Note, " "+count(n))
		return
	case n.kind == kindClose || r.part == partClose:
		p.ascii(st.Punct, closing)
	case r.part == partOpen || n.hasChildren():
		p.ascii(st.Punct, opening)
		return
	default:
		p.ascii(st.Punct, opening+closing)
	}
	if n.flags&comma != 0 {
		p.ascii(st.Punct, ",")
	}
}

// count says how much is in a container.
func count(n *node) string {
	noun := "member"
	if n.kind == kindArray {
		noun = "item"
	}
	return strconv.Itoa(int(n.size)) + " " + english.PluralWord(int(n.size), noun, "")
}

func (t *rowText) ghostPieces(p *line, r row, n *node) {
	g := t.marks.ghosts[r.ghost]
	p.spaces(2*int(n.depth) + 2)
	p.text(p.styles.Missing, g.name+sanitize.Escape(t.pane.opt.Glyphs.Missing)+g.closing)
}

// reasonPieces says under the line with the error what is wrong, beside a caret where it is; without room for
// that, at the left edge of the window.
func (t *rowText) reasonPieces(p *line) {
	const caret, legible = "^", 20
	column, message := t.doc.errorColumn(), t.doc.err.Message
	width := sanitize.Width(message)
	switch end := t.pane.x + t.pane.width; {
	case t.pane.wraps:
		column, message = 0, caret+" "+t.doc.err.Error()
	case column+2+width > end && column < end && column-t.pane.x > width:
		column, message = column-width-1, message+" "+caret
	case column < t.pane.x || column+2+min(width, legible) > end:
		column, message = t.pane.x, t.doc.err.Error()
	default:
		message = caret + " " + message
	}
	p.spaces(column)
	p.text(p.styles.Error, message)
}

// isASCII reports whether name and value of n are printable ASCII; it looks at them once.
func (n *node) isASCII(raw string) bool {
	if n.flags&asciiKnown == 0 {
		n.flags |= asciiKnown
		if sanitize.IsASCII(raw[n.nameFrom:n.nameTo]) && sanitize.IsASCII(raw[n.from:n.to]) {
			n.flags |= ascii
		}
	}
	return n.flags&ascii != 0
}

// escape returns name and value of node id as they are shown.
func (t *rowText) escape(id int32) *shown {
	if s, ok := t.escaped[id]; ok {
		return s
	}
	n := &t.doc.nodes[id]
	s := &shown{name: chunks(t.doc.raw[n.nameFrom:n.nameTo])}
	if n.kind != kindObject && n.kind != kindArray {
		s.value = chunks(t.doc.raw[n.from:n.to])
	}
	if t.escaped == nil {
		t.escaped = make(map[int32]*shown)
	}
	t.escaped[id] = s
	return s
}

// chunks escapes and measures s, divided between grapheme clusters.
func chunks(s string) []piece {
	s = sanitize.Escape(s)
	var pieces []piece
	for len(s) > 0 {
		end, width := 0, 0
		for end < len(s) && end < chunk {
			n, w := sanitize.First(s[end:])
			end += n
			width += w
		}
		pieces = append(pieces, piece{text: s[:end], width: width, ascii: sanitize.IsASCII(s[:end])})
		s = s[end:]
	}
	return pieces
}
