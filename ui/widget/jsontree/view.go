package jsontree

import (
	"strings"

	"segtap/ui/widget/sanitize"
)

// gutter is how many columns at the left carry glyphs: one for the cursor or a light, one for a mark.
const gutter = 2

// View returns the lines of the window, exactly height of them, none wider than width columns; a negative size counts as
// zero. It remembers the size, scrolls as little as it takes to have the cursor in the window, and not beyond the end of
// the longest line in it.
func (t *Tree) View(width, height int, opt Options) []string {
	t.remember(max(0, width), max(0, height), opt)
	t.settle()
	t.limitX()
	p := painter{ends: make([]int, 0, t.height)}
	p.text.Grow(max(t.painted, 64*t.height))
	for i, sub := t.top, t.sub; i < len(t.rows) && len(p.ends) < t.height; i++ {
		p.base = t.base(i)
		p.full = opt.Pad || p.base != ""
		if t.wrap {
			t.paintWrapped(&p, i, sub)
		} else {
			t.paintGutter(&p, i, true)
			p.window(t.pieces(i), t.x, t.width, t.opt.Glyphs.More)
			p.end()
		}
		sub = 0
	}
	for p.base, p.full = "", opt.Pad; len(p.ends) < t.height; p.end() {
		p.fill(t.total)
	}
	t.painted = p.text.Len()
	return p.lines()
}

// remember keeps size and options for what has to be measured until the next View.
func (t *Tree) remember(width, height int, opt Options) {
	if opt.Glyphs == (Glyphs{}) {
		opt.Glyphs = UnicodeGlyphs()
	}
	opt.Glyphs.narrow()
	if width != t.total || opt.Glyphs != t.opt.Glyphs {
		t.breaks = nil
	}
	t.opt, t.total, t.width, t.height = opt, width, max(0, width-gutter), height
}

// limitX takes back scrolling sideways that leads beyond every line in the window.
func (t *Tree) limitX() {
	if t.x == 0 {
		return
	}
	widest := 0
	for i := t.top; i < len(t.rows) && i < t.top+t.height; i++ {
		if t.rows[i].part != partReason {
			widest = max(widest, totalWidth(t.pieces(i)))
		}
	}
	t.x = min(t.x, max(0, widest+1-t.width))
}

// base returns the style that lies under all of row i.
func (t *Tree) base(i int) string {
	switch st := &t.opt.Styles; {
	case t.opt.Cursor && i == t.cursor && t.opt.Focused:
		return st.Cursor
	case t.opt.Cursor && i == t.cursor:
		return st.CursorBlurred
	case t.isLit(t.rows[i]):
		return st.Light
	}
	return ""
}

// paintGutter paints the glyphs left of row i; a mark only at its first line.
func (t *Tree) paintGutter(p *painter, i int, first bool) {
	r, g := t.rows[i], &t.opt.Glyphs
	left, right, style := " ", " ", ""
	switch {
	case t.opt.Cursor && i == t.cursor && t.opt.Focused:
		left = g.Cursor
	case t.opt.Cursor && i == t.cursor:
		left = g.Blurred
	case t.isLit(r):
		left = g.Light
	}
	if m, ok := t.markOf(r); ok && first {
		right, style = glyph(m.Glyph), m.Style
	} else if first && r.part == partWhole && r.node == t.doc.errorNode() {
		right, style = g.Error, t.opt.Styles.Error
	}
	if t.total > 0 {
		p.put("", left)
	}
	if t.total > 1 {
		p.put(style, right)
	}
}

// totalWidth returns the columns of all pieces together.
func totalWidth(pieces []piece) int {
	w := 0
	for i := range pieces {
		w += pieces[i].width
	}
	return w
}

// painter puts together the lines of a window, one behind the other in one string.
type painter struct {
	text strings.Builder
	ends []int  // where each line ends
	base string // SGR prefix under all of the line
	full bool   // fill the line with spaces
}

// end completes a line.
func (p *painter) end() { p.ends = append(p.ends, p.text.Len()) }

// lines returns all lines, parts of one string.
func (p *painter) lines() []string {
	text, from := p.text.String(), 0
	lines := make([]string, len(p.ends))
	for i, end := range p.ends {
		lines[i], from = text[from:end], end
	}
	return lines
}

// put appends s in one colour.
func (p *painter) put(style, s string) {
	if s == "" {
		return
	}
	if p.base == "" && style == "" {
		p.text.WriteString(s)
		return
	}
	p.text.WriteString(p.base)
	p.text.WriteString(style)
	p.text.WriteString(s)
	p.text.WriteString("\x1b[m")
}

// window appends width columns of pieces from column x on; where they go on beyond, the last is the sign for more.
func (p *painter) window(pieces []piece, x, width int, more string) {
	rest := totalWidth(pieces) - x
	if rest <= width {
		p.columns(pieces, x, x+width)
		p.fill(width - max(0, rest))
		return
	}
	if width > 0 {
		p.columns(pieces, x, x+width-1)
		p.put("", more)
	}
}

// columns appends the columns from (inclusive) to upTo (exclusive) of pieces.
func (p *painter) columns(pieces []piece, from, upTo int) {
	for i := range pieces {
		c := &pieces[i]
		if upTo <= 0 {
			return
		}
		if from < c.width {
			p.put(c.style, c.slice(max(0, from), min(upTo, c.width)))
		}
		from -= c.width
		upTo -= c.width
	}
}

func (c *piece) slice(from, upTo int) string {
	switch {
	case from == 0 && upTo == c.width:
		return c.text
	case c.ascii:
		return c.text[from:max(from, upTo)]
	}
	return sanitize.Slice(c.text, from, upTo)
}

// fill appends n spaces if lines are to be full.
func (p *painter) fill(n int) {
	if p.full && n > 0 {
		p.put("", strings.Repeat(" ", n))
	}
}
