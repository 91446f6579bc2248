package jsontree

// window is the place in the rows: which of them the cursor is on, and which is at the top of the pane.
type window struct {
	outline  *outline
	wrapping *wrapping
	pane     *pane

	cursor, top int   // rows
	sub         int   // when wrapping: how many lines of the top row are scrolled out
	wanted      []row // to be brought in sight with the cursor, once
}

// rows returns the rows at the cursor and at the top.
func (w *window) rows() (cursor, top row) {
	return w.outline.rows[w.cursor], w.outline.rows[w.top]
}

// goBack moves cursor and top to where these rows are now.
func (w *window) goBack(cursor, top row) {
	w.cursor, w.top, w.sub = w.outline.find(cursor), w.outline.find(top), 0
}

// moveTo puts the cursor on row i, or on the nearest there is.
func (w *window) moveTo(i int) {
	before := w.cursor
	w.cursor = clamp(i, 0, w.last())
	if w.cursor == w.top && w.cursor != before {
		w.sub = 0
	}
}

// move moves the cursor by delta rows; one that is higher than the pane is first scrolled through by steps of one.
func (w *window) move(delta int) {
	if w.pane.wraps && (delta == 1 || delta == -1) && w.scrollInside(delta) {
		return
	}
	w.moveTo(w.cursor + w.within(delta))
}

// page moves the cursor by delta panes, one line less each.
func (w *window) page(delta int) {
	w.moveTo(w.cursor + w.within(delta)*max(1, w.pane.height-1))
}

// within returns delta, or as much of it as there are rows.
func (w *window) within(delta int) int {
	n := len(w.outline.rows)
	return clamp(delta, -n, n)
}

// last returns the last row.
func (w *window) last() int { return len(w.outline.rows) - 1 }

// room returns how many lines there are for rows, at least one.
func (w *window) room() int { return max(1, w.pane.height) }

// height returns how many lines row i takes.
func (w *window) height(i int) int { return w.wrapping.height(w.outline.rows[i]) }

// wheel scrolls by delta lines and takes the cursor along at the edge.
func (w *window) wheel(delta int) {
	h := w.room()
	for ; delta < 0 && (w.top > 0 || w.sub > 0); delta++ {
		if w.sub == 0 {
			w.top--
			w.sub = w.height(w.top)
		}
		w.sub--
	}
	for ; delta > 0 && w.goesOn(h); delta-- {
		w.sub++
		if w.sub >= w.height(w.top) {
			w.top, w.sub = w.top+1, 0
		}
	}
	w.cursor = clamp(w.cursor, w.top, w.bottomWhole(h))
}

// clickAt moves the cursor to the row shown at column x and line y of the pane, if there is one, and returns it.
func (w *window) clickAt(x, y int) (line int, ok bool) {
	if x < 0 || x >= w.pane.total || y < 0 || y >= w.pane.height {
		return 0, false
	}
	at := -w.sub
	for i := w.top; i < len(w.outline.rows) && at <= y; i++ {
		at += w.height(i)
		if at > y {
			w.cursor = i
			return i, true
		}
	}
	return 0, false
}

// scrollInside scrolls by one line inside the row under the cursor when it is higher than the pane.
func (w *window) scrollInside(delta int) bool {
	h := w.room()
	height := w.height(w.cursor)
	if height <= h || w.top != w.cursor {
		return false
	}
	if delta < 0 && w.sub > 0 || delta > 0 && w.sub+h < height {
		w.sub += delta
		return true
	}
	return false
}

// settle brings the pane to the cursor.
func (w *window) settle() {
	h := w.room()
	w.top = clamp(w.top, 0, w.last())
	w.sub = clamp(w.sub, 0, w.height(w.top)-1)
	switch {
	case w.cursor < w.top:
		w.top, w.sub = w.cursor, 0
	case w.cursor > w.bottomWhole(h) && w.height(w.cursor) >= h:
		w.top, w.sub = w.cursor, 0
	case w.cursor > w.bottomWhole(h):
		w.top, w.sub = w.endAt(w.cursor, h)
	}
	w.bring(h)
	// Leave no room below the last line that lines above could use.
	top, sub := w.endAt(w.last(), h)
	if top < w.top || top == w.top && sub < w.sub {
		w.top, w.sub = top, sub
	}
	w.limitX()
}

// bring scrolls to where the rows that are wanted are in sight, as many as there is room for. The first is the cursor's.
func (w *window) bring(h int) {
	if len(w.wanted) == 0 {
		return
	}
	first, last := w.cursor, w.cursor
	for _, r := range w.wanted {
		i := w.outline.find(r)
		first, last = min(first, i), max(last, i)
	}
	w.wanted = w.wanted[:0]
	switch top, sub := w.endAt(last, h); {
	case first < w.top:
		w.top, w.sub = first, 0
	case last <= w.bottomWhole(h):
	case top < first || top == first && sub == 0:
		w.top, w.sub = top, sub
	default:
		w.top, w.sub = first, 0
	}
	if w.cursor > w.bottomWhole(h) {
		w.top, w.sub = w.endAt(w.cursor, h)
	}
}

// limitX takes back scrolling sideways that leads beyond every row in the pane.
func (w *window) limitX() {
	if w.pane.x == 0 {
		return
	}
	widest := 0
	for i := w.top; i < len(w.outline.rows) && i < w.top+w.pane.height; i++ {
		if r := w.outline.rows[i]; r.part != partReason {
			widest = max(widest, w.wrapping.columns(r))
		}
	}
	w.pane.x = min(w.pane.x, max(0, widest+1-w.pane.width))
}

// bottomWhole returns the last row that the pane shows to its end, at least the top one.
func (w *window) bottomWhole(h int) int {
	lines := -w.sub
	for i := w.top; i < len(w.outline.rows); i++ {
		if lines += w.height(i); lines > h {
			return max(w.top, i-1)
		}
	}
	return w.last()
}

// goesOn reports whether there are lines below the pane.
func (w *window) goesOn(h int) bool {
	lines := -w.sub
	for i := w.top; i < len(w.outline.rows); i++ {
		if lines += w.height(i); lines > h {
			return true
		}
	}
	return false
}

// endAt returns the place of the pane in which row i ends at the bottom.
func (w *window) endAt(i, h int) (top, sub int) {
	lines := w.height(i)
	for i > 0 && lines < h {
		i--
		lines += w.height(i)
	}
	return i, max(0, lines-h)
}
