package jsontree

import (
	"strings"

	"segtap/ui/widget/sanitize"
)

// paintWrapped paints the lines of row i from its line sub on, until the window is full.
func (t *Tree) paintWrapped(p *painter, i, sub int) {
	pieces := t.pieces(i)
	starts := t.rowBreaks(i, pieces)
	total := totalWidth(pieces)
	for ; sub < len(starts) && len(p.ends) < t.height; sub++ {
		end := total
		if sub+1 < len(starts) {
			end = starts[sub+1]
		}
		hang := 0
		if sub > 0 {
			hang = t.hang(i)
		}
		room := t.width - hang
		t.paintGutter(p, i, sub == 0)
		p.put("", strings.Repeat(" ", hang))
		p.columns(pieces, starts[sub], min(end, starts[sub]+room))
		p.fill(room - (end - starts[sub]))
		p.end()
	}
}

// rowHeight returns how many lines row i takes.
func (t *Tree) rowHeight(i int) int {
	if !t.wrap {
		return 1
	}
	return len(t.rowBreaks(i, t.pieces(i)))
}

// rowBreaks returns the columns at which the lines of row i start, the first of them zero.
func (t *Tree) rowBreaks(i int, pieces []piece) []int {
	if t.width == 0 || totalWidth(pieces) <= t.width {
		return []int{0}
	}
	key := t.rows[i]
	if starts, ok := t.breaks[key]; ok {
		return starts
	}
	starts := breakPieces(pieces, t.width, t.width-t.hang(i))
	if t.breaks == nil {
		t.breaks = make(map[row][]int)
	}
	t.breaks[key] = starts
	return starts
}

// hang is how far the lines that continue row i are indented.
func (t *Tree) hang(i int) int {
	return min(2*int(t.doc.nodes[t.rows[i].node].depth)+2, t.width/2)
}

// breakPieces divides pieces into a first line of width columns and further ones of rest columns. Wide clusters go whole
// to the next line.
func breakPieces(pieces []piece, width, rest int) []int {
	starts := []int{0}
	start, limit, col := 0, width, 0
	next := func(at int) {
		start, limit = at, rest
		starts = append(starts, at)
	}
	for _, c := range pieces {
		if c.ascii {
			for col+c.width > start+limit {
				next(start + limit)
			}
			col += c.width
			continue
		}
		for s := c.text; len(s) > 0; {
			n, w := sanitize.First(s)
			if col+w > start+limit && col > start {
				next(col)
			}
			col += w
			s = s[n:]
		}
	}
	return starts
}
