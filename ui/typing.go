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

// completions are the list under the filter that is typed, on a screen w cells wide.
type completions struct {
	of typist
	w  int
	y  int // the line that it begins in
}

// draw draws it over the lines of the screen.
func (c completions) draw(lines []string) {
	box, at := c.of.Line().Completions(c.w)
	for i := range box {
		lines[c.y+i] = styled.Over(lines[c.y+i], box[i], at.X)
	}
}

// mouse takes what the mouse does to it, and reports whether it was that.
func (c completions) mouse(msg tea.MouseMsg) (cmd tea.Cmd, mine bool) {
	_, box := c.of.Line().Completions(c.w)
	mouse := msg.Mouse()
	box.Y += c.y
	if !box.Contains(mouse.X, mouse.Y) {
		return nil, false
	}
	switch msg.(type) {
	case tea.MouseClickMsg:
		if mouse.Button == tea.MouseLeft {
			cmd = c.of.Type(c.of.Line().ClickAt(mouse.Y - box.Y))
		}
	case tea.MouseWheelMsg:
		c.of.Line().Wheel(input.WheelLines(mouse.Button))
	}
	return cmd, true
}
