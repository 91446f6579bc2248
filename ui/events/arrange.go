package events

import (
	"cmp"

	"segtap/ui/events/detail"
	"segtap/ui/layout"
	"segtap/ui/preferences"
)

// arrangement is how the list and the selected entry stand, as far as a person has chosen
// it.
type arrangement struct {
	chosen *preferences.Preferences
	zoomed bool // what has the keys has all the room
	w, h   int
	now    layout.Arrangement // as of the last change
}

// below is what the preferences have where the detail stands below the list.
const below = "below"

// The shares of the list in percent that nobody has chosen, unless the JSON of the entry
// would not stand side by side beside it, and how small and large one can
// be made.
const (
	usualSplit, usualSplitBelow = 45, 40
	leastSplit, mostSplit       = 20, 80
)

// divide lays the two out in w×h cells. OnDetail says that keys go to the detail.
func (a *arrangement) divide(w, h int, onDetail bool) layout.Panes {
	a.w, a.h = w, h
	usual := min(usualSplit, (w-1-detail.SideBySide)*100/max(w, 1))
	a.now = layout.Arrangement{
		Below: a.chosen.Detail == below, Split: cmp.Or(a.chosen.Split, usual), OnDetail: onDetail, Zoomed: a.zoomed,
	}
	if a.now.Below {
		a.now.Split = cmp.Or(a.chosen.SplitBelow, usualSplitBelow)
	}
	return layout.Divide(w, h, a.now)
}

// split gives the list a share.
func (a *arrangement) split(percent int) {
	percent = min(max(percent, leastSplit), mostSplit)
	if a.now.Below {
		a.chosen.SplitBelow = percent
	} else {
		a.chosen.Split = percent
	}
}

// splitBy gives the list more, or less.
func (a *arrangement) splitBy(percent int) { a.split(a.now.Split + percent) }

// dragTo moves the line between the two to a cell.
func (a *arrangement) dragTo(x, y int) {
	if percent, ok := a.now.SplitAt(x, y, a.w, a.h); ok {
		a.split(percent)
	}
}

// turn has the detail stand below the list, or beside it again.
func (a *arrangement) turn() {
	a.zoomed = false
	if a.chosen.Detail == below {
		a.chosen.Detail = ""
	} else {
		a.chosen.Detail = below
	}
}

// zoom gives what has the keys all the room, or takes it back.
func (a *arrangement) zoom() { a.zoomed = !a.zoomed }

// noSplit says why the line between the two cannot be moved; empty when it can.
func (a *arrangement) noSplit() string {
	if layout.Divide(a.w, a.h, a.now).Edge.Empty() {
		return "one pane has all the room here"
	}
	return ""
}

// noZoom says why there is nothing to zoom.
func (a *arrangement) noZoom() string {
	how := a.now
	how.Zoomed = false
	if layout.Divide(a.w, a.h, how).Edge.Empty() {
		return "one pane has all the room here anyway"
	}
	return ""
}

// noTurn says why the detail cannot stand elsewhere.
func (a *arrangement) noTurn() string {
	how := a.now
	how.Zoomed = false
	beside, under := how, how
	beside.Below, under.Below = false, true
	if layout.Divide(a.w, a.h, beside) == layout.Divide(a.w, a.h, under) {
		return "there is no room for the entry below the list"
	}
	return ""
}
