package ui

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/filter"
	"segtap/ui/keymap"
	"segtap/ui/widget/input"
	"segtap/ui/widget/styled"
)

// typist is a screen in which a filter can be typed.
type typist interface {
	screen
	Line() *filter.Line
	Type(msg tea.Msg) tea.Cmd
	FilterView(w int) (string, *tea.Cursor)
}

// typing returns the open screen while a filter is typed in it; else nil.
func (s *sources) typing(open keymap.Screen) typist {
	if t, ok := s.screens[open].(typist); ok && t.Line().Open() {
		return t
	}
	return nil
}

// gathered has the completions be of the names that have been found.
func (m *Model) gathered(msg filter.GatheredMsg) tea.Cmd {
	msg.Take()
	if t := m.typing(m.open); t != nil {
		return t.Type(msg)
	}
	return nil
}

// complete draws the completions of the filter over the lines under it.
func (m *Model) complete(lines []string, of typist) {
	box, at := of.Line().Completions(m.width)
	y := m.layout().Body.Y
	for i := range box {
		lines[y+i] = styled.Over(lines[y+i], box[i], at.X)
	}
}

// typeMouse takes what the mouse does to the completions, and reports whether it was that.
func (m *Model) typeMouse(of typist, msg tea.MouseMsg) (cmd tea.Cmd, mine bool) {
	_, box := of.Line().Completions(m.width)
	mouse := msg.Mouse()
	box.Y += m.layout().Body.Y
	if !box.Contains(mouse.X, mouse.Y) {
		return nil, false
	}
	switch msg.(type) {
	case tea.MouseClickMsg:
		if mouse.Button == tea.MouseLeft {
			cmd = of.Type(of.Line().ClickAt(mouse.Y - box.Y))
		}
	case tea.MouseWheelMsg:
		of.Line().Wheel(input.WheelLines(mouse.Button))
	}
	return cmd, true
}
