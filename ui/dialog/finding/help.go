package finding

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Help says what every key does and what the signs mean, what it was opened over first. What
// is typed leaves only what has it.
type Help struct {
	dialog.Size
	theme    *theme.Theme
	chapters []chapter
	under    dialog.Dialog // what it was opened over; nil for a screen
	in       textinput.Model
	lines    []string   // of what is found, for the width
	look     theme.Look // that they are painted in
	found    int
	scroll   int
}

// NewHelp opens the dialog over another one, or nil.
func NewHelp(t *theme.Theme, contents []chapter, under dialog.Dialog) (*Help, tea.Cmd) {
	d := &Help{theme: t, chapters: contents, under: under, in: input.New(" help > ")}
	d.in.Placeholder = "type to search"
	return d, d.in.Focus()
}

// Under returns the dialog that it was opened over; nil for none.
func (d *Help) Under() dialog.Dialog { return d.under }

// Over tells it that a dialog is over, so that none of those is gone back to.
func (d *Help) Over(of dialog.Dialog) {
	if d.under == of {
		d.under = nil
	}
}

var helpKeys = struct{ up, down, pageUp, pageDown, home, end, leave keys.Binding }{
	up: keys.Bind("↑↓", "scroll", "up"), down: keys.Bind("↓", "scroll down", "down"),
	pageUp: keys.Bind("pgup", "a page up", "pgup"), pageDown: keys.Bind("pgdn", "a page down", "pgdown"),
	home: keys.Bind("home", "to the top", "home"), end: keys.Bind("end", "to the end", "end"),
	leave: keys.Bind("esc", "close; with something typed, all of the help again", "esc"),
}

// HelpSection are the keys of the help.
func HelpSection() keymap.Section {
	k := &helpKeys
	return keymap.SectionOf("Help", k.up.As("scroll up"), k.down.Binding, k.pageUp.Binding, k.pageDown.Binding, k.home.Binding, k.end.Binding, k.leave.Binding)
}

// Update takes what is typed, and scrolls.
func (d *Help) Update(msg tea.Msg) dialog.Answer {
	press, isKey := msg.(tea.KeyPressMsg)
	page := max(d.H-2, 1)
	switch {
	case keys.Wheeling(msg) != 0:
		d.scrollBy(keys.Wheeling(msg))
	case isKey && keys.Quit.Is(press):
		return dialog.Answer{Cmd: tea.Quit}
	case isKey && helpKeys.leave.Is(press) && d.in.Value() != "":
		d.in.Reset()
		d.find()
	case isKey && (helpKeys.leave.Is(press) || press.String() == "f1" || d.in.Value() == "" && press.String() == "?"):
		return dialog.Answer{Closed: true, Next: dialog.ResumeMsg{Dialog: d.under}}
	case isKey && d.in.Value() == "" && press.String() == "/":
	case isKey && helpKeys.up.Is(press):
		d.scrollBy(-1)
	case isKey && helpKeys.down.Is(press):
		d.scrollBy(1)
	case isKey && helpKeys.pageUp.Is(press):
		d.scrollBy(-page)
	case isKey && helpKeys.pageDown.Is(press):
		d.scrollBy(page)
	case isKey && helpKeys.home.Is(press):
		d.scrollBy(-len(d.lines))
	case isKey && helpKeys.end.Is(press):
		d.scrollBy(len(d.lines))
	default:
		before := d.in.Value()
		var cmd tea.Cmd
		if d.in, cmd = d.in.Update(msg); d.in.Value() != before {
			d.scroll = 0
			d.find()
		}
		return dialog.Answer{Cmd: cmd}
	}
	return dialog.Answer{}
}

func (d *Help) scrollBy(lines int) {
	d.scroll = min(max(d.scroll+lines, 0), max(len(d.lines)-d.room(), 0))
}

// room is how many lines there are for what is found.
func (d *Help) room() int { return max(d.H-1, 0) }

// SetSize says how many cells the dialog has.
func (d *Help) SetSize(w, h int) {
	again := w != d.W || d.lines == nil || d.look != d.theme.Look
	d.Size.SetSize(w, h)
	if again {
		d.find()
	}
	d.scrollBy(0)
}

// find lays out what has all words that are typed: a chapter whose title has them is shown
// whole.
func (d *Help) find() {
	words := strings.Fields(strings.ToLower(d.in.Value()))
	d.lines, d.found, d.look = []string{}, 0, d.theme.Look
	for _, c := range d.chapters {
		var found []entry
		for _, e := range c.entries {
			if hasAll(c.title+" "+e.sign+" "+e.whole(), words) && (len(words) > 0 || !c.found) {
				found = append(found, e)
			}
		}
		if d.found += len(found); len(found) == 0 {
			continue
		}
		if len(d.lines) > 0 {
			d.lines = append(d.lines, "")
		}
		d.lines = append(d.lines, " "+d.theme.Title.Text(sanitize.Cut(c.title, max(d.W-2, 1))))
		d.lines = append(d.lines, d.beside(found, len(words) > 0)...)
	}
	if d.found == 0 {
		d.lines = []string{"  " + d.theme.Dim.Text(sanitize.Cut("nothing here has that; "+helpKeys.leave.Shown()+" shows all of the help", max(d.W-2, 1)))}
	}
}

func hasAll(text string, words []string) bool {
	text = strings.ToLower(text)
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// column is how wide entries stand beside each other: a sign, and a line of a binding.
const column = signs + keymap.MostHelp + 4

// signs is how many cells most keys and signs take.
const signs = 12

// beside lays out entries in as many columns as there is room for, down the first of them and
// then down the next. What is searched for is told whole, and has the width.
func (d *Help) beside(entries []entry, whole bool) (lines []string) {
	columns := min(max(d.W/column, 1), 3, len(entries))
	if whole {
		columns = 1
	}
	w, rows := d.W/columns, (len(entries)+columns-1)/columns
	for row := range rows {
		var line []string
		for at := row; at < len(entries); at += rows {
			cell := d.entryLines(&entries[at], w, whole)
			if at == row {
				line = cell
			} else {
				line = styled.Beside(line, cell, at/rows*w, max(len(line), len(cell)), styled.Bar{})
			}
		}
		lines = append(lines, line...)
	}
	return lines
}

// entryLines are a sign and, beside it, what it is for.
func (d *Help) entryLines(e *entry, w int, whole bool) (lines []string) {
	text, paint, sign := e.text, d.theme.Key.Text, min(max(signs, sanitize.Width(e.sign)), max(w/3, 4))
	if whole {
		text = e.whole()
	}
	if e.off != "" {
		paint = d.theme.Dim.Text
	}
	for i, part := range styled.Wrap(text, max(w-sign-4, 10)) {
		before := strings.Repeat(" ", sign)
		if i == 0 {
			before = paint(sanitize.Cut(e.sign, sign)) + strings.Repeat(" ", max(sign-sanitize.Width(e.sign), 0))
		}
		if e.off != "" {
			part = d.theme.Dim.Text(part)
		}
		lines = append(lines, "  "+before+" "+part)
	}
	return lines
}

// Hints are what the footer shows.
func (d *Help) Hints() []keymap.Hint {
	leave := helpKeys.leave.As("close")
	if d.in.Value() != "" {
		leave = helpKeys.leave.As("show all")
	}
	return keymap.Hints(helpKeys.up.Binding, helpKeys.pageDown.Binding, leave)
}

// View draws what of the help is in sight.
func (d *Help) View() ([]string, *tea.Cursor) {
	state := ""
	if d.in.Value() != "" {
		state = count.Number(d.found) + " found "
	} else if below := len(d.lines) - d.room() - d.scroll; below > 0 {
		state = count.Of(below, "line") + " below "
	}
	line, cursor := input.View(&d.in, max(d.W-styled.Width(state)-1, 1), d.theme.Dim.Text)
	line = styled.Between(line, d.theme.Dim.Text(state), d.W, d.theme.Ellipsis)
	from := min(d.scroll, max(len(d.lines)-d.room(), 0))
	return append([]string{line}, d.lines[from:min(from+d.room(), len(d.lines))]...), cursor
}
