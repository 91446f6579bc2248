package jsontree

import (
	"strings"

	"segtap/ui/widget/sanitize"
)

// painter puts together the lines of a pane, one behind the other in one string.
type painter struct {
	marks    *marks
	pane     *pane
	text     *rowText
	wrapping *wrapping

	out  strings.Builder
	ends []int  // where each line ends
	base string // SGR prefix under all of the line
	flat bool   // nothing of the line has a colour besides
	full bool   // fill the line with spaces
}

// row paints the row r, from its line sub on, until the pane is full.
func (p *painter) row(r row, cursor bool, sub int) {
	p.base = p.under(r, cursor)
	p.full = p.pane.opt.Pad || p.base != ""
	p.flat = cursor && p.pane.opt.Cursor && p.pane.opt.Focused && p.pane.opt.Styles.Flat
	if p.pane.wraps {
		p.wrapped(r, cursor, sub)
		return
	}
	p.gutter(r, cursor, true)
	p.window(p.text.pieces(r), p.pane.x, p.pane.width, p.pane.opt.Glyphs.More)
	p.end()
}

// wrapped paints the lines of the row r from its line sub on, until the pane is full.
func (p *painter) wrapped(r row, cursor bool, sub int) {
	pieces := p.text.pieces(r)
	starts := p.wrapping.starts(r, pieces)
	total := totalWidth(pieces)
	for ; sub < len(starts) && !p.isFull(); sub++ {
		end := total
		if sub+1 < len(starts) {
			end = starts[sub+1]
		}
		hang := 0
		if sub > 0 {
			hang = p.wrapping.hang(r)
		}
		room := p.pane.width - hang
		p.gutter(r, cursor, sub == 0)
		p.put("", strings.Repeat(" ", hang))
		p.columns(pieces, starts[sub], min(end, starts[sub]+room))
		p.fill(room - (end - starts[sub]))
		p.end()
	}
}

// blank paints the lines below the last row.
func (p *painter) blank() {
	for p.base, p.flat, p.full = "", false, p.pane.opt.Pad; !p.isFull(); p.end() {
		p.fill(p.pane.total)
	}
}

// under returns the style that lies under all of the row r.
func (p *painter) under(r row, cursor bool) string {
	switch opt := &p.pane.opt; {
	case opt.Cursor && cursor && opt.Focused:
		return opt.Styles.Cursor
	case p.marks.isLit(r):
		return opt.Styles.Light
	case opt.Cursor && cursor:
		return opt.Styles.CursorBlurred
	}
	return ""
}

// gutter paints the glyphs left of the row r; a mark only at its first line.
func (p *painter) gutter(r row, cursor, first bool) {
	opt := &p.pane.opt
	left, right, style := " ", " ", ""
	switch {
	case opt.Cursor && cursor && opt.Focused:
		left = opt.Glyphs.Cursor
	case p.marks.isLit(r):
		left = opt.Glyphs.Light
	case opt.Cursor && cursor:
		left = opt.Glyphs.Blurred
	}
	if m, ok := p.marks.of(r); ok && first {
		right, style = glyph(m.Glyph), m.Style
	} else if first && r.part == partWhole && r.node == p.marks.doc.errorNode() {
		right, style = opt.Glyphs.Error, opt.Styles.Error
	}
	if p.pane.total > 0 {
		p.put("", left)
	}
	if p.pane.total > 1 {
		p.put(style, right)
	}
}

// isFull reports whether there are as many lines as the pane has.
func (p *painter) isFull() bool { return len(p.ends) >= p.pane.height }

// end completes a line.
func (p *painter) end() { p.ends = append(p.ends, p.out.Len()) }

// lines returns all lines, parts of one string.
func (p *painter) lines() []string {
	text, from := p.out.String(), 0
	lines := make([]string, len(p.ends))
	for i, end := range p.ends {
		lines[i], from = text[from:end], end
	}
	return lines
}

// put appends s in one colour, if the line has colours.
func (p *painter) put(style, s string) {
	if p.flat {
		style = ""
	}
	p.write(style, s)
}

func (p *painter) write(style, s string) {
	if s == "" {
		return
	}
	if p.base == "" && style == "" {
		p.out.WriteString(s)
		return
	}
	p.out.WriteString(p.base)
	p.out.WriteString(style)
	p.out.WriteString(s)
	p.out.WriteString("\x1b[m")
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
			part := c.slice(max(0, from), min(upTo, c.width))
			if c.matches && p.flat {
				p.write(p.pane.opt.Styles.MatchOver, part)
			} else {
				p.put(c.style, part)
			}
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
