package columns

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/input"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Dialog asks which columns are shown, and in which order.
type Dialog struct {
	dialog.Size
	theme  *theme.Theme
	choice *Choice
	before []Column
	items  []item
	cursor int
	fits   func([]Column) (fit []Column, metrics bool)
}

// item is a column, shown or not. Those that are not stand behind the others.
type item struct {
	Column
	on bool
}

// NewDialog opens the dialog. Fits says which of some columns have room in
// the list, and whether there are metrics.
func NewDialog(t *theme.Theme, choice *Choice, fits func([]Column) (fit []Column, metrics bool)) *Dialog {
	d := &Dialog{theme: t, choice: choice, before: choice.Now(), fits: fits}
	d.list(d.before)
	return d
}

// list has the dialog list columns as shown, and the others behind them.
func (d *Dialog) list(shown []Column) {
	d.items = nil
	for _, c := range shown {
		d.items = append(d.items, item{c, true})
	}
	for _, c := range All() {
		if !slices.Contains(shown, c) {
			d.items = append(d.items, item{c, false})
		}
	}
}

// shown are the columns that are chosen.
func (d *Dialog) shown() []Column {
	var of []Column
	for _, i := range d.items {
		if i.on {
			of = append(of, i.Column)
		}
	}
	return of
}

// The keys of the dialog.
var dialogKeys = struct{ toggle, earlier, later, usual keys.Binding }{
	toggle:  keys.Bind("space", "on/off", "space"),
	earlier: keys.Bind("shift+↑↓", "move", "shift+up", "K"),
	later:   keys.Bind("shift+↓", "later", "shift+down", "J"),
	usual:   keys.Bind("u", "the usual", "u"),
}

// Update takes a key or the mouse.
func (d *Dialog) Update(msg tea.Msg) dialog.Answer {
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if at := msg.Y - top + d.above(); msg.Button == tea.MouseLeft && at >= 0 && at < len(d.items) && msg.Y >= 0 {
			d.cursor = at
			return d.toggle()
		}
	case tea.MouseWheelMsg:
		d.cursor = menu.Moved(d.cursor, input.WheelLines(msg.Button), len(d.items))
	case tea.KeyPressMsg:
		return d.press(msg)
	}
	return dialog.Answer{}
}

func (d *Dialog) press(press tea.KeyPressMsg) dialog.Answer {
	if by := keys.Choosing(press); by != 0 {
		d.cursor = menu.Moved(d.cursor, by, len(d.items))
		return dialog.Answer{}
	}
	switch {
	case keys.Quit.Is(press):
		return dialog.Answer{Cmd: tea.Quit}
	case keys.Enter.Is(press):
		return dialog.Answer{Closed: true}
	case keys.Leave.Is(press):
		d.choice.Choose(d.before)
		return dialog.Answer{Closed: true}
	case dialogKeys.toggle.Is(press):
		return d.toggle()
	case dialogKeys.earlier.Is(press):
		d.move(-1)
	case dialogKeys.later.Is(press):
		d.move(1)
	case dialogKeys.usual.Is(press):
		d.list(d.choice.Usual())
		d.choice.Choose(nil)
	}
	return dialog.Answer{}
}

// toggle shows or hides the column under the cursor.
func (d *Dialog) toggle() dialog.Answer {
	if d.items[d.cursor].on && len(d.shown()) == 1 {
		return dialog.Answer{Say: "the list has at least one column"}
	}
	d.items[d.cursor].on = !d.items[d.cursor].on
	d.choice.Choose(d.shown())
	return dialog.Answer{}
}

// move moves the column under the cursor, and the cursor with it.
func (d *Dialog) move(by int) {
	to := menu.Moved(d.cursor, by, len(d.items))
	d.items[d.cursor], d.items[to] = d.items[to], d.items[d.cursor]
	d.cursor = to
	d.choice.Choose(d.shown())
}

// Section are the keys of the dialog.
func (d *Dialog) Section() keymap.Section { return Section() }

// Section are the keys of the dialog.
func Section() keymap.Section {
	k := &dialogKeys
	return keymap.SectionOf("Columns", keys.Above.As("up"), keys.Below.Binding, k.toggle.As("show the column, or hide it"), k.earlier.As("move it up"), k.later.As("move it down"),
		k.usual.As("the columns as they are without a choice"), keys.Enter.As("keep"), keys.Leave.Binding)
}

// Typing reports whether a text is typed.
func (d *Dialog) Typing() bool { return false }

// Hints are what the footer shows.
func (d *Dialog) Hints() []keymap.Hint {
	return keymap.Hints(keys.Above.Binding, dialogKeys.toggle.Binding, keys.Enter.As("keep"), dialogKeys.earlier.Binding, dialogKeys.usual.Binding, keys.Leave.Binding)
}

// top is how many lines stand above the columns.
const top = 2

// View draws the columns in their order.
func (d *Dialog) View() ([]string, *tea.Cursor) {
	rows := make([]menu.Row, len(d.items))
	fits, metrics := d.fits(d.shown())
	for i, it := range d.items {
		sign, help := "[ ] ", it.Help()
		switch {
		case it.on && it.Column == Metric && !metrics:
			sign, help = "[x] ", "(no metrics are known) "+help
		case it.on && !slices.Contains(fits, it.Column):
			sign, help = "[x] ", "(no room in the list now) "+help
		case it.on:
			sign = "[x] "
		}
		rows[i].Text = sanitize.CutTail(sign+sanitize.Pad(it.String(), len("verdict "))+help, max(d.W-2, 1), d.theme.Ellipsis)
	}
	choices, _, _ := menu.View(rows, d.cursor, "", d.theme.Menu)
	lines := append([]string{" " + d.theme.Title.Text("Columns of the list"), ""}, choices...)
	shown, _ := styled.Window(lines, d.cursor+top, d.H)
	return shown, nil
}

// above is how many lines have been scrolled out.
func (d *Dialog) above() int {
	_, above := styled.Window(make([]string, top+len(d.items)), d.cursor+top, d.H)
	return above
}
