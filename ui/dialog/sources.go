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
	if p, ok := keys.Pointing(msg, d.rowAt); ok {
		if d.cursor = p.Moved(d.cursor, len(d.rows)); p.Take {
			return Answer{Closed: true, Next: ShowSourceMsg{d.cursor}}
		}
	}
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

// Section are the keys of the dialog.
func (d *Sources) Section() keymap.Section { return sourcesSection() }

func sourcesSection() keymap.Section {
	return keymap.SectionOf("Files", keys.Above.As("up"), keys.Below.Binding, keys.Enter.As("show"), keys.Leave.Binding)
}

// Typing reports whether a text is typed.
func (d *Sources) Typing() bool { return false }

// Hints are what the footer shows.
func (d *Sources) Hints() []keymap.Hint {
	return keymap.Hints(keys.Above.Binding, keys.Enter.As("show"), keys.Leave.Binding)
}

// View draws the sources.
func (d *Sources) View() ([]string, *tea.Cursor) {
	shown, _ := d.draw()
	return shown, nil
}

// rowAt returns the source in a line; less than none for none.
func (d *Sources) rowAt(y int) int {
	_, above := d.draw()
	return menu.At(make([]menu.Row, len(d.rows)), d.cursor, y+above-titled)
}

// draw draws what is in sight of the sources, and returns how many lines stand above.
func (d *Sources) draw() (shown []string, above int) {
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
	return styled.Window(lines, d.cursor+titled, d.H)
}
