package dialog

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/theme/palette"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Themes asks which theme the screen has. The one under the cursor is shown at once; esc
// brings back the one before.
type Themes struct {
	Size
	theme  *theme.Theme
	all    []palette.Theme
	before palette.Theme
	typed  string // the flag or variable that goes before what is chosen; empty for none
	cursor int
}

// ThemeMsg has the screen look like a theme.
type ThemeMsg struct {
	Theme palette.Theme
	Taken bool // it is not only looked at
}

// NewThemes opens the dialog over the themes that there are. Typed is the flag or variable that
// the next start has its theme from whatever is chosen; empty for none.
func NewThemes(t *theme.Theme, all []palette.Theme, now palette.Theme, typed string) *Themes {
	d := &Themes{theme: t, all: all, before: now, typed: typed}
	for i := range all {
		if all[i].Name == now.Name {
			d.cursor = i
		}
	}
	return d
}

// Update takes a key or the mouse.
func (d *Themes) Update(msg tea.Msg) Answer {
	if p, ok := keys.Pointing(msg, d.rowAt); ok {
		d.cursor = p.Moved(d.cursor, len(d.all))
		if p.Take {
			return d.take()
		}
		return Answer{Next: ThemeMsg{Theme: d.all[d.cursor]}}
	}
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
	case keys.Choosing(press) != 0:
		d.cursor = menu.Moved(d.cursor, keys.Choosing(press), len(d.all))
		return Answer{Next: ThemeMsg{Theme: d.all[d.cursor]}}
	case keys.Quit.Is(press):
		return Answer{Cmd: tea.Quit}
	case keys.Enter.Is(press):
		return d.take()
	case keys.Leave.Is(press):
		return Answer{Closed: true, Next: ThemeMsg{Theme: d.before}}
	}
	return Answer{}
}

// take takes the theme under the cursor, and says what the next start makes of it.
func (d *Themes) take() Answer {
	said := "the theme is " + sanitize.Escape(d.all[d.cursor].Name) + ", the next time in this directory too"
	if d.typed != "" {
		said += ", where " + d.typed + " does not name another"
	}
	return Answer{Closed: true, Next: ThemeMsg{Theme: d.all[d.cursor], Taken: true}, Say: said}
}

// Section are the keys of the dialog.
func (d *Themes) Section() keymap.Section { return themesSection() }

func themesSection() keymap.Section {
	return keymap.SectionOf("Themes", keys.Above.As("up"), keys.Below.Binding, keys.Enter.As("take it"), keys.Leave.As("the theme before"))
}

// Typing reports whether a text is typed.
func (d *Themes) Typing() bool { return false }

// Hints are what the footer shows.
func (d *Themes) Hints() []keymap.Hint {
	return keymap.Hints(keys.Above.Binding, keys.Enter.As("take it"), keys.Leave.Binding)
}

// View draws the names of the themes.
func (d *Themes) View() ([]string, *tea.Cursor) {
	shown, _ := d.draw()
	return shown, nil
}

// rowAt returns the theme in a line; less than none for none.
func (d *Themes) rowAt(y int) int {
	_, above := d.draw()
	return menu.At(make([]menu.Row, len(d.all)), d.cursor, y+above-titled)
}

// told says what a theme is for.
func told(of palette.Theme) string {
	switch of.Name {
	case palette.Auto:
		return "dark or light, as the terminal is"
	case "dark":
		return "for a dark background"
	case "light":
		return "for a light background"
	case "high-contrast":
		return "texts stand out more"
	case "colour-blind":
		return "for who does not see red or green"
	}
	if faint := of.FaintText(); faint != "" {
		return sanitize.Escape(faint)
	}
	return "your own, made of " + of.Base
}

// draw draws what is in sight of the themes, and returns how many lines stand above.
func (d *Themes) draw() (shown []string, above int) {
	const name = 16
	rows := make([]menu.Row, len(d.all))
	for i, of := range d.all {
		text := sanitize.Pad(sanitize.Escape(of.Name), name) + " " + told(of)
		rows[i].Text = sanitize.CutTail(" "+text, max(d.W-2, 1), d.theme.Ellipsis)
	}
	choices, _, _ := menu.View(rows, d.cursor, "", d.theme.Menu)
	lines := append([]string{" " + d.theme.Title.Text("Theme"), ""}, choices...)
	return styled.Window(lines, d.cursor+titled, d.H)
}
