package viewport

import "math"

// List is the place in a list of rows numbered from zero, the newest last. The zero value is an empty list of height
// zero that does not follow.
type List struct {
	count, height  int
	cursor, offset int
	following      bool
}

// Count returns how many rows there are.
func (l *List) Count() int { return l.count }

// Height returns how many rows the window shows at most.
func (l *List) Height() int { return l.height }

// Cursor returns the selected row, or -1 when the list is empty.
func (l *List) Cursor() int {
	if l.count == 0 {
		return -1
	}
	return l.cursor
}

// Following reports whether the newest row stays selected as rows are added.
func (l *List) Following() bool { return l.following }

// Window returns the rows on the screen: from the first (inclusive) to upTo (exclusive).
func (l *List) Window() (from, upTo int) {
	return l.offset, min(l.count, l.offset+l.height)
}

// SetCount says how many rows there are now; negative counts as none. Rows were added or taken away at the end; for those
// taken from the front see [List.Shift].
func (l *List) SetCount(n int) {
	l.count = max(0, n)
	if l.following {
		l.cursor = l.count - 1
	}
	l.settle()
}

// SetHeight says how many rows the window shows; negative counts as none.
func (l *List) SetHeight(h int) {
	l.height = max(0, h)
	l.settle()
}

// Shift says that the n oldest rows were evicted, or, when n is negative, that as many came before the oldest. The selected
// row stays selected and in its place on the screen as long as it exists. There are never more than 2^31-1 rows.
func (l *List) Shift(n int) {
	n = min(max(n, l.count-math.MaxInt32), l.count)
	l.count -= n
	l.cursor -= n
	l.offset -= n
	l.settle()
}

// Follow selects the newest row and keeps the newest selected from now on.
func (l *List) Follow() {
	l.following = true
	l.cursor = l.count - 1
	l.settle()
}

// Unfollow leaves the selection where it is when rows are added.
func (l *List) Unfollow() { l.following = false }

// Select moves to row i, or to the nearest there is, and no longer follows.
func (l *List) Select(i int) {
	l.following = false
	l.cursor = i
	l.settle()
}

// Move moves by delta rows (negative is up) and no longer follows. A delta of zero does nothing.
func (l *List) Move(delta int) {
	if delta != 0 {
		l.Select(l.cursor + clamp(delta, -l.count, l.count))
	}
}

// Page moves by delta windows, one row less each so that one row stays in sight, and no longer follows.
func (l *List) Page(delta int) {
	l.Move(clamp(delta, -l.count, l.count) * max(1, l.height-1))
}

// Home selects the oldest row and no longer follows.
func (l *List) Home() { l.Select(0) }

// End selects the newest row and follows.
func (l *List) End() { l.Follow() }

// ClickAt selects the row in line y of the window (zero is the top one), no longer follows, and reports true; where there
// is no row it does nothing and reports false.
func (l *List) ClickAt(y int) bool {
	from, upTo := l.Window()
	if y < 0 || y >= upTo-from {
		return false
	}
	l.Select(from + y)
	return true
}

// Wheel scrolls the window by delta rows (negative is up) and no longer follows. The selection stays where it is until
// the edge of the window takes it along. At the end of the list it does nothing.
func (l *List) Wheel(delta int) {
	to := clamp(l.offset+clamp(delta, -l.count, l.count), 0, l.lastOffset())
	if to == l.offset {
		return
	}
	l.following = false
	l.offset = to
	l.cursor = clamp(l.cursor, to, to+max(1, l.height)-1)
}

// lastOffset is the first row of the window that shows the newest row at its bottom.
func (l *List) lastOffset() int { return max(0, l.count-max(1, l.height)) }

// settle brings the selection into the list and the window to the selection.
func (l *List) settle() {
	l.cursor = clamp(l.cursor, 0, max(0, l.count-1))
	h := max(1, l.height)
	l.offset = clamp(l.offset, l.cursor-h+1, l.cursor)
	l.offset = clamp(l.offset, 0, l.lastOffset())
}

func clamp(v, low, high int) int {
	return min(max(v, low), high)
}
