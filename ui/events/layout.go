package events

import "segtap/ui/layout"

// sideBySide is the width of the detail from which its two JSON panes stand side by
// side, in cells.
const sideBySide = 64

// boxes say where everything stands in the room that the screen has. They are computed
// anew after every change, and drawn from.
type boxes struct {
	list     layout.Rect
	detail   layout.Rect // headline and gates at its top
	gates    layout.Rect
	message  layout.Rect // the Segment pane, its title line included
	event    layout.Rect // the LaunchDarkly pane, its title line included
	problems layout.Rect
}

// arrange lays out w×h cells. Split is the share of the width that the list takes, in
// percent; focus says which pane is shown where there is room for one; lower is how many
// lines the part under the panes would like at a width.
func arrange(w, h, split int, focus pane, lower func(w int) int) boxes {
	var b boxes
	body := layout.Rect{W: w, H: h}
	switch {
	case w >= layout.Wide:
		listWidth := min(max(w*split/100, 30), w-50)
		b.list = layout.Rect{W: listWidth, H: h}
		b.detail = layout.Rect{X: listWidth + 1, W: w - listWidth - 1, H: h}
	case focus != paneList:
		b.detail = body
	default:
		b.list = body
	}
	if !b.detail.Empty() {
		b.arrangeDetail(lower(b.detail.W), focus == paneEvent)
	}
	return b
}

func (b *boxes) arrangeDetail(lower int, onEvent bool) {
	d := b.detail
	top := min(2, d.H)
	b.gates = layout.Rect{X: d.X, Y: d.Y, W: d.W, H: top}
	rest := layout.Rect{X: d.X, Y: d.Y + top, W: d.W, H: d.H - top}
	lower = min(lower, max(rest.H*2/5, min(4, rest.H/2)))
	b.problems = layout.Rect{X: rest.X, Y: rest.Y + rest.H - lower, W: rest.W, H: lower}
	rest.H -= lower
	switch {
	case rest.W >= sideBySide:
		left := (rest.W - 1) / 2
		b.message = layout.Rect{X: rest.X, Y: rest.Y, W: left, H: rest.H}
		b.event = layout.Rect{X: rest.X + left + 1, Y: rest.Y, W: rest.W - left - 1, H: rest.H}
	case rest.H >= layout.RoomForTabs:
		upper := (rest.H + 1) / 2
		b.message = layout.Rect{X: rest.X, Y: rest.Y, W: rest.W, H: upper}
		b.event = layout.Rect{X: rest.X, Y: rest.Y + upper, W: rest.W, H: rest.H - upper}
	case onEvent:
		b.event = rest
	default:
		b.message = rest
	}
}
