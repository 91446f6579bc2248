package detail

import (
	"segtap/ui/draw"
	"segtap/ui/layout"
)

// SideBySide is the width of the detail from which its two JSON panes stand side by
// side, in cells: that of a screen of 100 cells, where "metricValue" has its room.
const SideBySide = 56

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
	d.lower.render(d, w)
	wants := wants{focus: d.focus, sides: d.sides}
	if d.message != nil {
		wants.message = d.message.Wants() + 1
	}
	if d.event != nil {
		wants.event = d.event.Wants() + 1
	}
	telling := draw.Brief
	switch left := wants.left(w, h); { // as much as there is room for
	case d.focus == Lower, len(d.lower.tell(d, draw.Teaching)) <= left:
		telling = draw.Teaching
	case len(d.lower.tell(d, draw.Whole)) <= left:
		telling = draw.Whole
	case len(d.lower.tell(d, draw.Remedies)) <= max(left, wants.share(h)):
		telling = draw.Remedies
	}
	wants.lower = len(d.lower.tell(d, telling))
	d.boxes = arrange(w, h, wants)
	d.lower.fill(telling, d.boxes.lower.H)
}

// wants is how many lines everything would like to have.
type wants struct {
	message, event, lower int
	focus                 Pane
	sides                 sides
}

// headLines are headline and gates.
const headLines = 2

// left is how many lines the JSON panes leave when they have all that they would like to
// have.
func (n *wants) left(w, h int) int {
	if w >= SideBySide {
		return h - headLines - max(n.message, n.event)
	}
	return h - headLines - n.message - n.event
}

// share is how many lines the lower part may take from the JSON panes.
func (n *wants) share(h int) int {
	rest := max(h-headLines, 0)
	switch {
	case n.focus == Lower && rest < layout.RoomForTabs:
		return rest
	case n.focus == Lower:
		return rest * 3 / 5
	}
	return max(rest*2/5, min(4, rest/2))
}

// arrange lays out w×h cells. Where there is room for one of the JSON panes, it is the one
// with the focus.
func arrange(w, h int, n wants) (b boxes) {
	top := min(headLines, h)
	b.gates = layout.Rect{W: w, H: top}
	rest := layout.Rect{Y: top, W: w, H: h - top}
	lower := min(n.lower, max(n.share(h), n.left(w, h)))
	b.lower = layout.Rect{Y: rest.Y + rest.H - lower, W: w, H: lower}
	rest.H -= lower
	switch {
	case rest.W >= SideBySide:
		left := n.sides.divide(rest.W - 1)
		b.message = layout.Rect{Y: rest.Y, W: left, H: rest.H}
		b.event = layout.Rect{X: left + 1, Y: rest.Y, W: rest.W - left - 1, H: rest.H}
	case rest.H >= layout.RoomForTabs:
		upper := (rest.H + 1) / 2
		b.message = layout.Rect{Y: rest.Y, W: rest.W, H: upper}
		b.event = layout.Rect{Y: rest.Y + upper, W: rest.W, H: rest.H - upper}
	case n.focus == Event:
		b.event = rest
	default:
		b.message = rest
	}
	return b
}
