package jsontree

import "segtap/ui/widget/sanitize"

// wrapping is how rows are divided into lines when they do not fit.
type wrapping struct {
	doc    *document
	text   *rowText
	pane   *pane
	breaks map[row][]int // where rows break, for the width of the last View
}

// forget has rows divided anew.
func (w *wrapping) forget() { w.breaks = nil }

// columns returns how many columns the row r takes in one line.
func (w *wrapping) columns(r row) int { return totalWidth(w.text.pieces(r)) }

// height returns how many lines the row r takes.
func (w *wrapping) height(r row) int {
	if !w.pane.wraps {
		return 1
	}
	return len(w.starts(r, w.text.pieces(r)))
}

// starts returns the columns at which the lines of the row r start, the first of them zero.
func (w *wrapping) starts(r row, pieces []piece) []int {
	if w.pane.width == 0 || totalWidth(pieces) <= w.pane.width {
		return []int{0}
	}
	if starts, ok := w.breaks[r]; ok {
		return starts
	}
	starts := breakPieces(pieces, w.pane.width, w.pane.width-w.hang(r))
	if w.breaks == nil {
		w.breaks = make(map[row][]int)
	}
	w.breaks[r] = starts
	return starts
}

// hang is how far the lines that continue the row r are indented.
func (w *wrapping) hang(r row) int {
	return min(2*int(w.doc.nodes[r.node].depth)+2, w.pane.width/2)
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
