package editor

import (
	"strconv"
	"strings"

	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/sanitize"
)

// Styles are the colours of an editor: SGR sequences such as "\x1b[32m" put before a text and ended with "\x1b[m". Any of
// them may be empty.
type Styles struct {
	Text          jsontree.Styles // of its members Punct, Name, String, Number, Literal and Error
	LineNumber    string
	CurrentNumber string // the number of the line with the cursor
	Mark          string // of a value that is marked, besides the colour of the mark; "\x1b[4m" underlines
	Bracket       string // behind the colour of the brackets that belong together at the cursor; without colours let it be "\x1b[1;4m"
	Selection     string // before the colour of the text; without colours let it be "\x1b[7m"
}

// Glyphs are the signs in the gutter, each one column wide.
type Glyphs struct {
	Error string // the line with the first error
	More  string // at the right edge of a line that goes on
}

// UnicodeGlyphs is what an editor shows unless told otherwise.
func UnicodeGlyphs() Glyphs { return Glyphs{Error: "✗", More: "…"} }

// ASCIIGlyphs is for terminals that show nothing else.
func ASCIIGlyphs() Glyphs { return Glyphs{Error: "x", More: "~"} }

// View returns the lines of the window, exactly height of them, none wider than width columns; a negative size counts as
// zero. It remembers the size and scrolls as little as it takes to have the cursor in the window.
func (e *Editor) View(width, height int) []string {
	e.width, e.height = max(0, width), max(0, height)
	e.window.SetHeight(e.height)
	e.settle()
	e.pair, e.paired = e.buf.partners(e.caret.at)
	lines := make([]string, 0, e.height)
	from, upTo := e.window.Window()
	for i := from; i < upTo; i++ {
		lines = append(lines, e.viewLine(i))
	}
	for len(lines) < e.height {
		lines = append(lines, "")
	}
	return lines
}

// gutter returns how many columns line numbers and the sign of an error take.
func (e *Editor) gutter() int {
	return len(strconv.Itoa(len(e.buf.lines))) + 3
}

// settle scrolls sideways to the cursor, with a few columns more where there are any.
func (e *Editor) settle() {
	const margin = 4
	room := e.width - e.gutter()
	if room <= 0 {
		e.left = 0
		return
	}
	m := min(margin, (room-1)/2)
	column := e.buf.column(e.caret.at)
	if column-m < e.left {
		e.left = max(0, column-m)
	}
	if column+m >= e.left+room {
		e.left = column + m - room + 1
	}
	if column < room-m {
		e.left = 0
	}
}

func (e *Editor) viewLine(i int) string {
	p := paint{room: e.width}
	sign, style := " ", e.Styles.LineNumber
	if i == e.caret.at.line {
		style = e.Styles.CurrentNumber
	}
	if e.err != nil && e.err.Line == i+1 {
		sign = glyph(e.Glyphs.Error)
		p.put(e.Styles.Text.Error, sign, 1)
	} else if m := e.markOf(i); m != nil {
		p.put(m.Style, glyph(m.Sign), 1)
	} else {
		p.put("", sign, 1)
	}
	number := sanitize.PadLeft(strconv.Itoa(i+1), e.gutter()-3) + "  "
	p.put(style, number, len(number))

	pieces, total := e.pieces(i)
	more := total-e.left > p.room && p.room > 0
	if more {
		p.room--
	}
	p.skip = e.left
	for _, c := range pieces {
		p.put(c.style, c.text, c.width)
	}
	if more {
		p.room = 1
		p.put("", glyph(e.Glyphs.More), 1)
	}
	return p.String()
}

// glyph makes s one column wide.
func glyph(s string) string {
	return sanitize.Pad(sanitize.CutTail(sanitize.Escape(s), 1, ""), 1)
}

// piece is a run of text of one colour as it is shown, and how many columns it takes.
type piece struct {
	style, text string
	width       int
}

// pieces returns line i as it is shown, and how many columns it takes.
func (e *Editor) pieces(i int) (pieces []piece, total int) {
	for _, s := range e.spans(i) {
		text := sanitize.Escape(s.text)
		width := len(text)
		if !sanitize.IsASCII(text) {
			width = sanitize.Width(text)
		}
		pieces = append(pieces, piece{s.style, text, width})
		total += width
	}
	return pieces, total
}

// paint collects what fits into a line.
type paint struct {
	strings.Builder
	skip int // columns still to leave out
	room int // columns still free
}

// put appends s, which is safe for a terminal and width columns wide, in one colour.
func (p *paint) put(style, s string, width int) {
	skipped := min(p.skip, width)
	p.skip -= skipped
	shown := min(width-skipped, p.room)
	if shown <= 0 {
		return
	}
	p.room -= shown
	if shown < width {
		s = sanitize.Slice(s, skipped, skipped+shown)
	}
	if style == "" {
		p.WriteString(s)
		return
	}
	p.WriteString(style)
	p.WriteString(s)
	p.WriteString("\x1b[m")
}
