package ui

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/input"
	"segtap/ui/widget/styled"
)

// inBody gives what the mouse does in the coordinates of the body.
func (m *Model) inBody(msg tea.Msg) tea.Msg {
	body := m.layout().Body
	move := func(at tea.Mouse) tea.Mouse {
		at.X, at.Y = at.X-body.X, at.Y-body.Y
		return at
	}
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		return tea.MouseClickMsg(move(msg.Mouse()))
	case tea.MouseWheelMsg:
		return tea.MouseWheelMsg(move(msg.Mouse()))
	case tea.MouseMotionMsg:
		return tea.MouseMotionMsg(move(msg.Mouse()))
	case tea.MouseReleaseMsg:
		return tea.MouseReleaseMsg(move(msg.Mouse()))
	}
	return msg
}

// click selects what is under the mouse.
func (m *Model) click(mouse tea.Mouse) tea.Cmd {
	l := m.layout()
	switch {
	case mouse.Button != tea.MouseLeft:
	case l.Header.Contains(mouse.X, mouse.Y):
		return m.clickHeader(mouse.X, mouse.Y-l.Header.Y)
	case l.Body.Contains(mouse.X, mouse.Y):
		return m.screen().Click(mouse.X-l.Body.X, mouse.Y-l.Body.Y)
	}
	return nil
}

// wheel scrolls what is under the mouse.
func (m *Model) wheel(mouse tea.Mouse) tea.Cmd {
	l, lines := m.layout(), input.WheelLines(mouse.Button)
	if lines == 0 || !l.Body.Contains(mouse.X, mouse.Y) {
		return nil
	}
	return m.screen().Wheel(mouse.X-l.Body.X, mouse.Y-l.Body.Y, lines)
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
