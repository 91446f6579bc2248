package jsontree

// Cursor returns the line under the cursor.
func (t *Tree) Cursor() int { return t.cursor }

// Pointer returns the JSON Pointer of the line under the cursor.
func (t *Tree) Pointer() string { return t.pointerAt(t.cursor) }

// moveTo puts the cursor on line i, or on the nearest there is.
func (t *Tree) moveTo(i int) {
	before := t.cursor
	t.cursor = clamp(i, 0, len(t.rows)-1)
	if t.cursor == t.top && t.cursor != before {
		t.sub = 0
	}
}

// Move moves the cursor by delta lines; negative is up. When wrapping, a line higher than the window is first scrolled
// through by steps of one.
func (t *Tree) Move(delta int) {
	if t.wrap && (delta == 1 || delta == -1) && t.scrollInside(delta) {
		return
	}
	t.moveTo(t.cursor + clamp(delta, -len(t.rows), len(t.rows)))
}

// Page moves the cursor by delta windows, one line less each so that one stays in sight.
func (t *Tree) Page(delta int) {
	t.moveTo(t.cursor + clamp(delta, -len(t.rows), len(t.rows))*max(1, t.height-1))
}

// Home moves the cursor to the first line.
func (t *Tree) Home() { t.moveTo(0) }

// End moves the cursor to the last line.
func (t *Tree) End() { t.moveTo(len(t.rows) - 1) }

// ScrollX scrolls sideways by delta columns; negative is to the left. It does nothing while lines wrap.
func (t *Tree) ScrollX(delta int) {
	if !t.wrap {
		t.x = max(0, t.x+clamp(delta, -t.x, 1<<30))
	}
}

// SetWrapping chooses whether long lines go on in the next or are cut at the edge of the window.
func (t *Tree) SetWrapping(wrap bool) {
	t.wrap, t.sub, t.x = wrap, 0, 0
}

// Wheel scrolls the window by delta lines; negative is up. The cursor stays until the edge of the window takes it along.
func (t *Tree) Wheel(delta int) {
	h := max(1, t.height)
	for ; delta < 0 && (t.top > 0 || t.sub > 0); delta++ {
		if t.sub == 0 {
			t.top--
			t.sub = t.rowHeight(t.top)
		}
		t.sub--
	}
	for ; delta > 0 && t.linesBelow(h) > 0; delta-- {
		t.sub++
		if t.sub >= t.rowHeight(t.top) {
			t.top, t.sub = t.top+1, 0
		}
	}
	t.cursor = clamp(t.cursor, t.top, t.bottomWhole(h))
}

// ClickAt moves the cursor to the line shown at column x and line y of the window, gutter included, and returns it. Where
// there is none it does nothing and reports false.
func (t *Tree) ClickAt(x, y int) (line int, ok bool) {
	if x < 0 || x >= t.total || y < 0 || y >= t.height {
		return 0, false
	}
	at := -t.sub
	for i := t.top; i < len(t.rows) && at <= y; i++ {
		at += t.rowHeight(i)
		if at > y {
			t.cursor = i
			return i, true
		}
	}
	return 0, false
}

// scrollInside scrolls by one line inside the row under the cursor when it is higher than the window.
func (t *Tree) scrollInside(delta int) bool {
	h := max(1, t.height)
	height := t.rowHeight(t.cursor)
	if height <= h || t.top != t.cursor {
		return false
	}
	if delta < 0 && t.sub > 0 || delta > 0 && t.sub+h < height {
		t.sub += delta
		return true
	}
	return false
}

// settle brings the window to the cursor.
func (t *Tree) settle() {
	h := max(1, t.height)
	t.top = clamp(t.top, 0, len(t.rows)-1)
	t.sub = clamp(t.sub, 0, t.rowHeight(t.top)-1)
	switch {
	case t.cursor < t.top:
		t.top, t.sub = t.cursor, 0
	case t.cursor > t.bottomWhole(h) && t.rowHeight(t.cursor) >= h:
		t.top, t.sub = t.cursor, 0
	case t.cursor > t.bottomWhole(h):
		t.top, t.sub = t.endAt(t.cursor, h)
	}
	// Leave no room below the last line that lines above could use.
	top, sub := t.endAt(len(t.rows)-1, h)
	if top < t.top || top == t.top && sub < t.sub {
		t.top, t.sub = top, sub
	}
}

// bottomWhole returns the last row that the window shows to its end, at least the top one.
func (t *Tree) bottomWhole(h int) int {
	lines := -t.sub
	for i := t.top; i < len(t.rows); i++ {
		if lines += t.rowHeight(i); lines > h {
			return max(t.top, i-1)
		}
	}
	return len(t.rows) - 1
}

// linesBelow returns how many lines are left below the window, or one when there are more.
func (t *Tree) linesBelow(h int) int {
	lines := -t.sub
	for i := t.top; i < len(t.rows); i++ {
		if lines += t.rowHeight(i); lines > h {
			return 1
		}
	}
	return 0
}

// endAt returns the place of the window in which row i ends at the bottom.
func (t *Tree) endAt(i, h int) (top, sub int) {
	lines := t.rowHeight(i)
	for i > 0 && lines < h {
		i--
		lines += t.rowHeight(i)
	}
	return i, max(0, lines-h)
}

func clamp(v, low, high int) int {
	return max(low, min(v, high))
}
