package dialog

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Source is one of those that can be shown.
type Source struct {
	Name, State string // safe to show
	Shown       bool   // now
}

// Sources asks which source to show.
type Sources struct {
	Size
	theme  *theme.Theme
	rows   []Source
	cursor int
}

// ShowSourceMsg shows a source, by its number from 0.
type ShowSourceMsg struct{ Number int }

// NewSources opens the dialog.
func NewSources(t *theme.Theme, rows []Source) *Sources {
	d := &Sources{theme: t, rows: rows}
	for i := range rows {
		if rows[i].Shown {
			d.cursor = i
		}
	}
	return d
}

// Update takes a key.
func (d *Sources) Update(msg tea.Msg) Answer {
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
	case keys.Choosing(press) != 0:
		d.cursor = menu.Moved(d.cursor, keys.Choosing(press), len(d.rows))
	case keys.Quit.Is(press):
		return Answer{Cmd: tea.Quit}
	case keys.Enter.Is(press):
		return Answer{Closed: true, Next: ShowSourceMsg{d.cursor}}
	case keys.Leave.Is(press):
		return Answer{Closed: true}
	}
	return Answer{}
}

// Hints are what the footer shows.
func (d *Sources) Hints() []keymap.Hint {
	return keymap.Hints(keys.Above.Binding, keys.Enter.As("show"), keys.Leave.Binding)
}

// View draws the sources.
func (d *Sources) View() ([]string, *tea.Cursor) {
	rows := make([]menu.Row, len(d.rows))
	for i, s := range d.rows {
		text := sanitize.Pad(s.Name, 30) + "  " + s.State
		if s.Shown {
			text += "  (shown)"
		}
		rows[i].Text = sanitize.Cut(" "+text, max(d.W-2, 1))
	}
	choices, _, _ := menu.View(rows, d.cursor, "", d.theme.Menu)
	lines := append([]string{" " + d.theme.Title.Text("Show"), ""}, choices...)
	shown, _ := styled.Window(lines, d.cursor+2, d.H)
	return shown, nil
}
