package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/verdict"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Help lists every key and what the signs of the screen mean.
type Help struct {
	Size
	theme  *theme.Theme
	keys   *keymap.Keys
	scroll int
}

// NewHelp opens the dialog.
func NewHelp(t *theme.Theme, keys *keymap.Keys) *Help { return &Help{theme: t, keys: keys} }

// helpKeys scroll the help; any other key closes it.
var helpKeys = struct{ pageUp, pageDown keys.Binding }{
	pageUp: keys.Bind("pgup", "a page up", "pgup"), pageDown: keys.Bind("pgdn", "a page down", "pgdown", "space"),
}

// Update takes a key: one that does not scroll closes the dialog.
func (d *Help) Update(msg tea.Msg) Answer {
	press, ok := msg.(tea.KeyPressMsg)
	by := keys.Wheeling(msg)
	if ok {
		by = keys.Choosing(press)
	}
	switch {
	case !ok:
	case keys.Quit.Is(press):
		return Answer{Cmd: tea.Quit}
	case helpKeys.pageUp.Is(press):
		by = -keys.PageLines
	case helpKeys.pageDown.Is(press):
		by = keys.PageLines
	case by == 0:
		return Answer{Closed: true}
	}
	d.scroll = min(max(d.scroll+by, 0), max(len(d.lines())-d.H, 0))
	return Answer{}
}

// Hints are what the footer shows.
func (d *Help) Hints() []keymap.Hint { return keymap.Hints(keys.Up.Binding, keys.Esc.Binding) }

// View draws what of the help is in sight.
func (d *Help) View() ([]string, *tea.Cursor) {
	lines := d.lines()
	from := min(d.scroll, max(len(lines)-d.H, 0))
	return lines[from:min(from+d.H, len(lines))], nil
}

func (d *Help) lines() []string {
	var lines []string
	group, w := "", d.W
	for _, b := range d.keys.All() {
		if b.Group != group {
			group = b.Group
			lines = append(lines, "", " "+d.theme.Title.Text(group))
		}
		line := "   " + sanitize.Pad(b.Shown(), 16) + " "
		for i, part := range styled.Wrap(b.Help, max(w-21, 10)) {
			if i > 0 {
				line = "   " + sanitize.Pad("", 16) + " "
			}
			lines = append(lines, line+part)
		}
	}
	lines = append(lines, "", " "+d.theme.Title.Text("In the editor"))
	for _, b := range editorKeys() {
		lines = append(lines, "   "+sanitize.Cut(sanitize.Pad(strings.Join(b.Keys(), " "), 16)+" "+b.Help().Desc, max(w-4, 1)))
	}
	lines = append(lines, "", " "+d.theme.Title.Text("The gates"))
	for _, g := range verdict.AllGates() {
		lines = append(lines, "   "+sanitize.Cut(sanitize.Pad(g.String(), 16)+" "+g.Question(), max(w-4, 1)))
	}
	t := d.theme
	return append(lines, "", "   "+sanitize.Cut(strings.Join([]string{
		t.OK + " pass", t.Nowhere + " fine, and no metric counts it", t.Warn + " warning", t.Err + " error",
		t.Unknown + " unknown, or not for this destination",
		t.Edited + " edited here", t.Draft + " has an unfinished draft", t.Replayed + " sent from here", t.Replayed + t.Err + " sent, and not taken", t.Opened + " opened or pasted",
		t.PassedOn + t.Err + " passed on, and not taken",
	}, "   "), max(w-4, 1)))
}
