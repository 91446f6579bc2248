package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/widget/input"
	"segtap/ui/widget/styled"
)

// pointer is what the mouse did before.
type pointer struct {
	last  tea.Mouse // where it was clicked
	at    time.Time
	drags bool // something on the screen
}

// again notes a click, and reports whether it is the second at the same place within
// moments.
func (p *pointer) again(click tea.Mouse, now time.Time) bool {
	const moments = 500 * time.Millisecond
	double := p.last == click && now.Sub(p.at) < moments
	p.last, p.at = click, now
	if double {
		p.at = time.Time{} // a third is a first
	}
	return double
}

// doubler is a screen on which a double click does something, and dragger one that has
// something to drag: begins asks whether that is in a place. On a righter the right button does something.
type (
	doubler interface{ DoubleClick(x, y int) tea.Cmd }
	righter interface{ RightClick(x, y int) tea.Cmd }
	dragger interface {
		Drag(x, y int, begins bool) bool
	}
)

// hand is what a person does with the mouse.
type hand struct{ *Model }

// does hands what the mouse does to what is under it: a key of the footer, the dialog, the
// completions of a filter, or the screen.
func (h hand) does(msg tea.MouseMsg) tea.Cmd {
	mouse, l := msg.Mouse(), h.layout()
	_, clicks := msg.(tea.MouseClickMsg)
	clicks = clicks && mouse.Button == tea.MouseLeft
	double := clicks && h.pointer.again(mouse, h.now)
	if _, wheels := msg.(tea.MouseWheelMsg); wheels {
		h.pointer.at = time.Time{} // what stands there is another thing
	}
	if clicks && l.Footer.Contains(mouse.X, mouse.Y) {
		return h.footerKey(mouse.X)
	}
	if h.dialog != nil {
		of, at := h.dialog, mouse
		at.X, at.Y = at.X-l.Body.X, at.Y-l.Body.Y
		if double {
			return h.answered(of, of.Update(keys.DoubleClickMsg(at)))
		}
		return h.answered(of, of.Update(moved(msg, at)))
	}
	if of := h.typing(h.open); of != nil {
		if cmd, mine := (completions{of, h.width, l.Body.Y}).mouse(msg); mine {
			return cmd
		}
	}
	x, y := mouse.X-l.Body.X, mouse.Y-l.Body.Y
	switch msg.(type) {
	case tea.MouseClickMsg:
		return h.click(mouse, double)
	case tea.MouseWheelMsg:
		if lines := input.WheelLines(mouse.Button); lines != 0 && l.Body.Contains(mouse.X, mouse.Y) {
			return h.screen().Wheel(x, y, lines)
		}
	case tea.MouseMotionMsg:
		if of, ok := h.screen().(dragger); ok && h.pointer.drags {
			of.Drag(x, y, false)
		}
	case tea.MouseReleaseMsg:
		h.pointer.drags = false
	}
	return nil
}

// click selects what is under the mouse; a double click opens it.
func (h hand) click(mouse tea.Mouse, double bool) tea.Cmd {
	l := h.layout()
	right, rights := h.screen().(righter)
	switch {
	case mouse.Button == tea.MouseRight && rights && l.Body.Contains(mouse.X, mouse.Y):
		return right.RightClick(mouse.X-l.Body.X, mouse.Y-l.Body.Y)
	case mouse.Button != tea.MouseLeft:
		return nil
	case l.Header.Contains(mouse.X, mouse.Y):
		return h.clickHeader(mouse.X, mouse.Y-l.Header.Y)
	case !l.Body.Contains(mouse.X, mouse.Y):
		return nil
	}
	x, y := mouse.X-l.Body.X, mouse.Y-l.Body.Y
	if of, ok := h.screen().(dragger); ok && of.Drag(x, y, true) {
		h.pointer.drags = true
		return nil
	}
	cmd := h.screen().Click(x, y)
	if of, ok := h.screen().(doubler); ok && double {
		cmd = tea.Batch(cmd, of.DoubleClick(x, y))
	}
	return cmd
}

// footerKey does what the key does that stands in a column of the footer.
func (h hand) footerKey(x int) tea.Cmd {
	footer := h.footer()
	hint, ok := footer.At(x)
	if !ok || hint.Press == "" {
		return nil
	}
	press, err := keymap.Read(hint.Press)
	if err != nil {
		return nil // it is no key
	}
	return h.input(press)
}

// moved puts what the mouse does in another place.
func moved(msg tea.MouseMsg, at tea.Mouse) tea.Msg {
	switch msg.(type) {
	case tea.MouseClickMsg:
		return tea.MouseClickMsg(at)
	case tea.MouseWheelMsg:
		return tea.MouseWheelMsg(at)
	case tea.MouseMotionMsg:
		return tea.MouseMotionMsg(at)
	}
	return tea.MouseReleaseMsg(at)
}

// completions are the list under the filter that is typed, on a screen w cells wide.
type completions struct {
	of typist
	w  int
	y  int // the line that it begins in
}

// draw draws it over the lines of the screen.
func (c completions) draw(lines []string) {
	line := lineOf(c.of)
	if line == nil {
		return
	}
	box, at := line.Completions(c.w)
	for i := range box {
		lines[c.y+i] = styled.Over(lines[c.y+i], box[i], at.X)
	}
}

// mouse takes what the mouse does to it, and reports whether it was that.
func (c completions) mouse(msg tea.MouseMsg) (cmd tea.Cmd, mine bool) {
	line := lineOf(c.of)
	if line == nil {
		return nil, false
	}
	_, box := line.Completions(c.w)
	mouse := msg.Mouse()
	box.Y += c.y
	if !box.Contains(mouse.X, mouse.Y) {
		return nil, false
	}
	switch msg.(type) {
	case tea.MouseClickMsg:
		if mouse.Button == tea.MouseLeft {
			cmd = c.of.Type(line.ClickAt(mouse.Y - box.Y))
		}
	case tea.MouseWheelMsg:
		line.Wheel(input.WheelLines(mouse.Button))
	}
	return cmd, true
}
