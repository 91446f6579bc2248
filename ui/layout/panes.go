package layout

// Panes are the boxes of a list and the detail of what is selected in it, and the line
// between them. One of them is nowhere where the other has all the room.
type Panes struct{ List, Edge, Detail Rect }

// Arrangement is how a list and a detail are to stand.
type Arrangement struct {
	Below    bool // the detail stands below the list, and not beside it
	Split    int  // share of the list in percent
	OnDetail bool // keys go to the detail: it is shown where there is room for one
	Zoomed   bool // one has all the room, however much there is
}

// The least that a list and a detail need to stand together, in cells.
const (
	leastListWidth, leastDetailWidth   = 30, 50
	leastListHeight, leastDetailHeight = 4, 10
)

// Divide lays out w×h cells. A detail that has no room below its list stands beside it, if
// there is room for that.
func Divide(w, h int, how Arrangement) (p Panes) {
	all := Rect{0, 0, max(w, 0), max(h, 0)}
	switch {
	case how.Zoomed || !how.fits(w, h):
		if how.OnDetail {
			p.Detail = all
		} else {
			p.List = all
		}
	case how.below(h):
		list := share(h, how.Split, leastListHeight, leastDetailHeight)
		p.List, p.Edge, p.Detail = Rect{0, 0, w, list}, Rect{0, list, w, 1}, Rect{0, list + 1, w, h - list - 1}
	default:
		list := share(w, how.Split, leastListWidth, leastDetailWidth)
		p.List, p.Edge, p.Detail = Rect{0, 0, list, h}, Rect{list, 0, 1, h}, Rect{list + 1, 0, w - list - 1, h}
	}
	return p
}

// fits reports whether there is room for both.
func (a Arrangement) fits(w, h int) bool { return h > 0 && (w >= Wide || w > 0 && a.below(h)) }

// below reports whether the detail stands below the list.
func (a Arrangement) below(h int) bool {
	return a.Below && h >= leastListHeight+1+leastDetailHeight
}

// SplitAt returns the share of the list in percent that has the line between the two go
// through a cell; false where they do not stand together.
func (a Arrangement) SplitAt(x, y, w, h int) (percent int, ok bool) {
	switch {
	case a.Zoomed || !a.fits(w, h):
		return 0, false
	case a.below(h):
		return (100*y + h - 1) / h, true
	}
	return (100*x + w - 1) / w, true
}

// share returns how many of n cells the first of two parts with a line between them has.
func share(n, percent, least, leastOfOther int) int {
	return min(max(n*percent/100, least), n-1-leastOfOther)
}
