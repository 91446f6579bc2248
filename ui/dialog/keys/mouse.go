package keys

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/input"
	"segtap/ui/widget/menu"
)

// DoubleClickMsg is a second click at the same place within moments: it takes what the
// first has chosen, whatever stands there since.
type DoubleClickMsg tea.Mouse

// Pointed is what the mouse does to a list of which one row is chosen.
type Pointed struct {
	row int
	by  int
	// Take says that what is chosen is taken, as by enter.
	Take bool
}

// Pointing returns what the mouse does; false where that is nothing. At gives the row in a
// line of the dialog, less than none where there is none.
func Pointing(msg tea.Msg, at func(y int) int) (p Pointed, ok bool) {
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		p.row = at(msg.Y)
		return p, msg.Button == tea.MouseLeft && p.row >= 0
	case DoubleClickMsg:
		p.row, p.Take = -1, true
		return p, at(msg.Y) >= 0
	case tea.MouseWheelMsg:
		p.row, p.by = -1, max(min(input.WheelLines(msg.Button), 1), -1)
		return p, p.by != 0
	}
	return p, false
}

// Moved returns the row that is chosen then, among n.
func (p Pointed) Moved(cursor, n int) int {
	if p.row >= 0 {
		return min(p.row, n-1)
	}
	return menu.Moved(cursor, p.by, n)
}

// Wheeling returns what the wheel scrolls, in lines; 0 when it scrolls nothing.
func Wheeling(msg tea.Msg) int {
	if wheel, ok := msg.(tea.MouseWheelMsg); ok {
		return input.WheelLines(wheel.Button)
	}
	return 0
}
