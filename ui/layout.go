package ui

// rect is a box of cells.
type rect struct{ x, y, w, h int }

func (r rect) empty() bool            { return r.w <= 0 || r.h <= 0 }
func (r rect) contains(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// Sizes at which the screen changes its arrangement, in cells.
const (
	wideScreen    = 100 // list and detail side by side from here
	sideBySide    = 64  // the two JSON panes side by side from this detail width
	roomForTabs   = 14  // below this detail height only one JSON pane is shown
	roomForHeader = 8   // below this screen height header and footer go
)

// layout says where everything stands for one size of the terminal. It is
// computed, never stored: the same size and state give the same boxes.
type layout struct {
	header   rect // status, and under it the screens and the filter
	body     rect // all between header and what is said
	list     rect
	detail   rect // headline and gates at its top
	gates    rect
	message  rect // the Segment pane, its title line included
	event    rect // the LaunchDarkly pane, its title line included
	problems rect
	said     rect // notices, and what does not work
	footer   rect // keys, one line
}

// arrange lays the screen out. Split is the share of the width that the list
// takes, in percent; onDetail says that a narrow screen shows the detail;
// problemLines is how many lines the problems would like at a width; onEvent says which
// of the JSON panes is shown where there is room for one; toSay is how many lines
// there are to say, which get no more than half of the body.
func arrange(w, h int, split int, onDetail bool, problemLines func(w int) int, onEvent bool, toSay int) layout {
	var l layout
	body := rect{0, 0, w, h}
	if h >= roomForHeader {
		l.header = rect{0, 0, w, 2}
		l.footer = rect{0, h - 1, w, 1}
		body = rect{0, 2, w, h - 3}
	}
	toSay = min(toSay, body.h/2)
	body.h -= toSay
	l.said = rect{0, body.y + body.h, w, toSay}
	l.body = body
	switch {
	case w >= wideScreen:
		listWidth := min(max(w*split/100, 30), w-50)
		l.list = rect{0, body.y, listWidth, body.h}
		l.detail = rect{listWidth + 1, body.y, w - listWidth - 1, body.h}
	case onDetail:
		l.detail = body
	default:
		l.list = body
	}
	if !l.detail.empty() {
		l.arrangeDetail(problemLines(l.detail.w), onEvent)
	}
	return l
}

func (l *layout) arrangeDetail(problemLines int, onEvent bool) {
	d := l.detail
	top := min(2, d.h)
	l.gates = rect{d.x, d.y, d.w, top}
	rest := rect{d.x, d.y + top, d.w, d.h - top}
	problems := min(problemLines, max(rest.h*2/5, min(4, rest.h/2)))
	l.problems = rect{rest.x, rest.y + rest.h - problems, rest.w, problems}
	rest.h -= problems
	switch {
	case rest.w >= sideBySide:
		left := (rest.w - 1) / 2
		l.message = rect{rest.x, rest.y, left, rest.h}
		l.event = rect{rest.x + left + 1, rest.y, rest.w - left - 1, rest.h}
	case rest.h >= roomForTabs:
		upper := (rest.h + 1) / 2
		l.message = rect{rest.x, rest.y, rest.w, upper}
		l.event = rect{rest.x, rest.y + upper, rest.w, rest.h - upper}
	case onEvent:
		l.event = rest
	default:
		l.message = rest
	}
}
