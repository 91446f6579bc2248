package detail

import (
	"segtap/ui/layout"
	"segtap/ui/widget/jsontree"
)

// sideways is how many columns < and > scroll the JSON.
const sideways = 8

// Body is what moves in a pane: JSON, or the text under it.
type Body interface {
	Move(by int)
	Page(by int)
	Home()
	End()
	Collapse() bool
	Expand() bool
}

// Focus returns the pane that keys go to.
func (d *Detail) Focus() Pane { return d.focus }

// SetFocus has keys go to a pane; where the event is not there to go to, past it.
func (d *Detail) SetFocus(p Pane) {
	if p == Event && d.event == nil {
		p = map[bool]Pane{true: List, false: Message}[d.focus == Message]
	}
	if d.focus = p; d.search.text != "" {
		d.search.again()
	}
	d.light()
}

// Next returns the pane after the one that has the focus, or by -1 the one before: the text
// under the JSON is one if there is more of it than is in sight.
func (d *Detail) Next(by int) Pane {
	to := d.focus
	for {
		to = (to + Pane(by+4)) % 4
		switch {
		case to == Event && d.event == nil:
		case to == Lower && (d.got == nil || d.focus != Lower && !d.lower.longer()):
		default:
			return to
		}
	}
}

// tree gives the JSON of a pane; nil when it has none.
func (d *Detail) tree(p Pane) *jsontree.Tree {
	switch p {
	case Message:
		return d.message
	case Event:
		return d.event
	case List, Lower:
	}
	return nil
}

// Move moves in the pane that has the focus, if it has something.
func (d *Detail) Move(how func(Body)) {
	if tree := d.tree(d.focus); tree != nil {
		how(tree)
		d.light()
	} else if d.focus == Lower {
		how(&d.lower)
	}
}

// Toggle folds what the cursor is on, or unfolds it; from the text under the JSON it leads to
// the line of the selected problem.
func (d *Detail) Toggle() {
	if tree := d.tree(d.focus); tree != nil {
		tree.Toggle(tree.Cursor())
		d.light()
	} else if d.focus == Lower {
		d.SetFocus(Message)
		d.reveal()
	}
}

// Both does the same to the JSON of both panes.
func (d *Detail) Both(do func(*jsontree.Tree)) {
	for _, t := range []*jsontree.Tree{d.message, d.event} {
		if t != nil {
			do(t)
		}
	}
}

// ToggleWrap wraps long lines, or lets them run out of the pane.
func (d *Detail) ToggleWrap() {
	d.wrap = !d.wrap
	d.Both(func(t *jsontree.Tree) { t.SetWrapping(d.wrap) })
}

// Scroll scrolls the JSON sideways by a step, to the left by less than none.
func (d *Detail) Scroll(steps int) (moved bool) {
	d.Both(func(t *jsontree.Tree) { moved = t.ScrollX(steps*sideways) || moved })
	return moved
}

// Click selects the line under the mouse, and returns the pane that it is in; the list
// where it is in none. Of a problem it selects that, and the line it is about.
func (d *Detail) Click(x, y int) Pane {
	b := &d.boxes
	if b.lower.Contains(x, y) && d.got != nil {
		problem := d.lower.problemAt(y - b.lower.Y)
		if problem < 0 {
			return List
		}
		d.SetFocus(Message)
		d.choose(problem)
		return Message
	}
	pane, box := paneAt(d, x, y)
	if pane == List {
		return List
	}
	d.SetFocus(pane)
	d.tree(pane).ClickAt(x-box.X, y-box.Y-1)
	d.light()
	return pane
}

// InTree reports whether the JSON of a pane of a detail stands in a place.
func InTree(d *Detail, x, y int) bool {
	pane, box := paneAt(d, x, y)
	return pane != List && y > box.Y
}

func paneAt(d *Detail, x, y int) (Pane, layout.Rect) {
	b := &d.boxes
	switch {
	case d.message == nil:
	case b.message.Contains(x, y):
		return Message, b.message
	case b.event.Contains(x, y) && d.event != nil:
		return Event, b.event
	}
	return List, layout.Rect{}
}

// Wheel scrolls the pane under the mouse.
func (d *Detail) Wheel(x, y, lines int) {
	b := &d.boxes
	switch {
	case b.message.Contains(x, y) && d.message != nil:
		d.message.Wheel(lines)
	case b.event.Contains(x, y) && d.event != nil:
		d.event.Wheel(lines)
	case b.lower.Contains(x, y):
		d.lower.Move(lines)
	}
}

// light lights up, in the other pane, what the line under the cursor feeds or is fed by, and brings it in sight there.
func (d *Detail) light() {
	if d.message == nil {
		return
	}
	d.message.SetLights()
	if d.event == nil {
		return
	}
	d.event.SetLights()
	if d.focus == Event {
		feeders := feeding(d.links, d.event.Pointer())
		d.message.SetLights(feeders...)
		d.message.Accompany(feeders...)
		return
	}
	fed := fedBy(d.links, d.message.Pointer())
	d.event.SetLights(fed...)
	d.event.Accompany(append(fed, "/metricValue")...)
}
