package detail

import "segtap/ui/layout"

// sideBySide is the width of the detail from which its two JSON panes stand side by
// side, in cells: that of a screen of 100 cells, where "metricValue" has its room.
const sideBySide = 56

// boxes say where everything stands in the room that the detail has. They are computed anew
// after every change, and drawn from.
type boxes struct {
	gates   layout.Rect // headline and gates
	message layout.Rect // the Segment pane, its title line included
	event   layout.Rect // the LaunchDarkly pane, its title line included
	lower   layout.Rect
}

// SetSize says how many cells the detail has, and gives everything its place in them. It is
// to be called after every change.
func (d *Detail) SetSize(w, h int) {
	d.w, d.h = w, h
	d.boxes = arrange(w, h, len(d.lowerLines(w)), d.focus == Event)
}

// arrange lays out w×h cells. Lower is how many lines the part under the panes would like;
// onEvent says which of the panes is shown where there is room for one.
func arrange(w, h, lower int, onEvent bool) (b boxes) {
	top := min(2, h)
	b.gates = layout.Rect{W: w, H: top}
	rest := layout.Rect{Y: top, W: w, H: h - top}
	lower = min(lower, max(rest.H*2/5, min(4, rest.H/2)))
	b.lower = layout.Rect{Y: rest.Y + rest.H - lower, W: w, H: lower}
	rest.H -= lower
	switch {
	case rest.W >= sideBySide:
		left := (rest.W - 1) / 2
		b.message = layout.Rect{Y: rest.Y, W: left, H: rest.H}
		b.event = layout.Rect{X: left + 1, Y: rest.Y, W: rest.W - left - 1, H: rest.H}
	case rest.H >= layout.RoomForTabs:
		upper := (rest.H + 1) / 2
		b.message = layout.Rect{Y: rest.Y, W: rest.W, H: upper}
		b.event = layout.Rect{Y: rest.Y + upper, W: rest.W, H: rest.H - upper}
	case onEvent:
		b.event = rest
	default:
		b.message = rest
	}
	return b
}
