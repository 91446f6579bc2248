package compare

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/ui/dialog"
	"segtap/ui/draw"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
	"segtap/ui/widget/textdiff"
)

// Compare shows in what two entries differ.
type Compare struct {
	theme   *theme.Theme
	ids     [2]uint64
	entries [2]capture.Entry
	texts   [2]texts
	views   [partCount]*textdiff.View // nil until they have been read
	blank   bool                      // the messages came with other white space, and differ in nothing else
	err     error
	part    part
	unified bool
	w, h    int
}

// comparedMsg brings two entries and in what they differ.
type comparedMsg struct {
	entries [2]capture.Entry
	texts   [2]texts
	views   [partCount]*textdiff.View
	blank   bool
	err     error
}

// New opens the dialog for two entries of a store, the one that is taken for the older
// first. The command reads them.
func New(of *store.Store, t *theme.Theme, before, after uint64) (*Compare, tea.Cmd) {
	c := &Compare{theme: t, ids: [2]uint64{before, after}}
	return c, func() tea.Msg { return dialog.NewReply(c, compared(of, c.ids)) }
}

// compared reads two entries and compares them.
func compared(of *store.Store, ids [2]uint64) (msg comparedMsg) {
	var got [2]*store.Captured
	for i, id := range ids {
		if got[i], msg.err = of.Read(id); msg.err != nil {
			return msg
		}
		msg.entries[i] = got[i].Entry
	}
	msg.texts = textsOfBoth(got[0], got[1])
	for p := range partCount {
		msg.views[p] = textdiff.NewView(textdiff.Compare(msg.texts[0][p], msg.texts[1][p]))
	}
	msg.blank = whiteSpace(got[0], got[1], msg.texts)
	return msg
}

// keys are those of the dialog.
var keys = struct {
	up, down, pageUp, pageDown, home, end       key.Binding
	next, previous, part, partBefore, how, fold key.Binding
	left, right, swap, copy, leave, quit        key.Binding
}{
	up: keymap.Dialog("↑↓", "scroll", "up", "k"), down: keymap.Dialog("↓", "down", "down", "j"),
	pageUp: keymap.Dialog("pgup", "a page up", "pgup", "ctrl+u"), pageDown: keymap.Dialog("pgdn", "a page down", "pgdown", "ctrl+d", "space"),
	home: keymap.Dialog("home", "to the top", "home", "g"), end: keymap.Dialog("end", "to the end", "end", "G"),
	next: keymap.Dialog("n", "next change", "n"), previous: keymap.Dialog("N", "change before", "N"),
	part: keymap.Dialog("tab", "message, event, answer", "tab"), partBefore: keymap.Dialog("shift+tab", "", "shift+tab"),
	how: keymap.Dialog("v", "unified", "v"), fold: keymap.Dialog("z", "show equal lines", "z", "enter", "+", "-"),
	left: keymap.Dialog("<", "left", "<", "left", "h"), right: keymap.Dialog(">", "right", ">", "right", "l"),
	swap: keymap.Dialog("x", "swap", "x"), copy: keymap.Dialog("y", "copy", "y"),
	leave: keymap.Dialog("esc", "close", "esc", "q"), quit: keymap.Dialog("ctrl+c", "quit", "ctrl+c"),
}

// Update takes keys, the wheel, and what was read.
func (c *Compare) Update(msg tea.Msg) dialog.Answer {
	switch msg := msg.(type) {
	case comparedMsg:
		c.take(msg)
	case tea.MouseWheelMsg:
		if v := c.view(); v != nil {
			v.Scroll(input.WheelLines(msg.Button))
		}
	case tea.KeyPressMsg:
		return c.press(msg)
	}
	return dialog.Answer{}
}

// take shows what was read: the part that differs first.
func (c *Compare) take(msg comparedMsg) {
	c.entries, c.texts, c.views, c.blank, c.err = msg.entries, msg.texts, msg.views, msg.blank, msg.err
	if c.err != nil {
		return
	}
	c.size()
	for p := range partCount {
		if c.views[p].Changes() > 0 {
			c.part = p
			break
		}
	}
	c.view().Next(1)
}

// view returns what is compared now; nil while it is being read.
func (c *Compare) view() *textdiff.View { return c.views[c.part] }

func (c *Compare) press(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case key.Matches(press, keys.leave):
		return dialog.Answer{Closed: true}
	case key.Matches(press, keys.quit):
		return dialog.Answer{Cmd: tea.Quit}
	case c.view() == nil:
		return dialog.Answer{}
	case key.Matches(press, keys.copy):
		return c.copy()
	case key.Matches(press, keys.part):
		c.part = (c.part + 1) % partCount
	case key.Matches(press, keys.partBefore):
		c.part = (c.part + partCount - 1) % partCount
	case key.Matches(press, keys.swap):
		c.swap()
	default:
		c.move(press)
	}
	return dialog.Answer{}
}

// move takes the keys that change what is in sight.
func (c *Compare) move(press tea.KeyPressMsg) {
	v := c.view()
	const sideways = 8
	switch {
	case key.Matches(press, keys.up):
		v.Scroll(-1)
	case key.Matches(press, keys.down):
		v.Scroll(1)
	case key.Matches(press, keys.pageUp):
		v.Scroll(-max(c.h-3, 1))
	case key.Matches(press, keys.pageDown):
		v.Scroll(max(c.h-3, 1))
	case key.Matches(press, keys.home):
		v.Top()
	case key.Matches(press, keys.end):
		v.Bottom()
	case key.Matches(press, keys.next):
		v.Next(1)
	case key.Matches(press, keys.previous):
		v.Next(-1)
	case key.Matches(press, keys.how):
		c.unified = !c.unified
		for _, v := range c.views {
			v.SetUnified(c.unified)
		}
	case key.Matches(press, keys.fold):
		v.SetFolded(!v.Folded())
	case key.Matches(press, keys.left):
		v.ScrollX(-sideways)
	case key.Matches(press, keys.right):
		v.ScrollX(sideways)
	}
}

// copy copies what differs as programs read it, and leaves: whether it was copied is said on
// the screen beneath.
func (c *Compare) copy() dialog.Answer {
	name := func(i int) string { return fmt.Sprintf("%d/%s", c.ids[i], partNames[c.part]) }
	text := textdiff.Unified(name(0), name(1), c.texts[0][c.part], c.texts[1][c.part])
	if text == "" {
		return dialog.Answer{Closed: true, Say: "nothing was copied: there is no difference"}
	}
	return dialog.Answer{Closed: true, Next: dialog.CopyMsg{What: "the difference", Text: text}}
}

// swap takes the other entry for the older one.
func (c *Compare) swap() {
	c.ids[0], c.ids[1] = c.ids[1], c.ids[0]
	c.entries[0], c.entries[1] = c.entries[1], c.entries[0]
	c.texts[0], c.texts[1] = c.texts[1], c.texts[0]
	for p := range partCount {
		v := textdiff.NewView(textdiff.Compare(c.texts[0][p], c.texts[1][p]))
		v.SetUnified(c.unified)
		v.SetFolded(c.views[p].Folded())
		c.views[p] = v
	}
	c.size()
	c.view().Next(1)
}

// SetSize says how many cells the dialog has.
func (c *Compare) SetSize(w, h int) {
	c.w, c.h = w, h
	c.size()
}

func (c *Compare) size() {
	for _, v := range c.views {
		if v != nil {
			v.SetSize(c.w, max(c.h-2, 0))
		}
	}
}

// Section are the keys of the dialog.
func (c *Compare) Section() keymap.Section { return Section() }

// Section are the keys of the dialog.
func Section() keymap.Section {
	k, before := &keys, keys.partBefore
	before.SetHelp("shift+tab", "answer, event, message")
	up := keys.up
	up.SetHelp("↑", "up")
	return keymap.SectionOf("Compare", up, k.down, k.pageUp, k.pageDown, k.home, k.end, k.next, k.previous, k.part, before, k.how, k.fold, k.left, k.right, k.swap, k.copy, k.leave)
}

// Typing reports whether a text is typed.
func (c *Compare) Typing() bool { return false }

// Hints are what the footer shows.
func (c *Compare) Hints() []keymap.Hint {
	how, fold := keys.how, keys.fold
	if v := c.view(); v != nil {
		if v.Unified() {
			how.SetHelp("v", "side by side")
		}
		switch {
		case !v.Folds():
			return keymap.Hints(keys.next, keys.part, how, keys.swap, keys.copy, keys.leave)
		case !v.Folded():
			fold.SetHelp("z", "fold equal lines")
		}
	}
	return keymap.Hints(keys.next, keys.part, how, fold, keys.swap, keys.copy, keys.leave)
}

// View draws the two entries, and in what they differ.
func (c *Compare) View() ([]string, *tea.Cursor) {
	t := c.theme
	v := c.view()
	switch {
	case c.err != nil:
		lines := []string{"", " " + t.Bad.Text(sanitize.Cut(t.Err+" they cannot be compared: "+sanitize.Escape(c.err.Error()), max(c.w-2, 1)))}
		return lines[:min(len(lines), max(c.h, 0))], nil
	case v == nil:
		return []string{"", t.Dim.Text(sanitize.Cut(fmt.Sprintf(" comparing #%d and #%d %s", c.ids[0], c.ids[1], t.Ellipsis), max(c.w, 1)))}, nil
	}
	lines := append([]string{c.titleView(), c.partsView()}, v.Lines(c.styles())...)
	return lines[:min(len(lines), max(c.h, 0))], nil
}

// titleView names both entries, each over its text where they stand beside each other.
func (c *Compare) titleView() string {
	t := c.theme
	name := func(i int, sign string, room int) string {
		e := c.entries[i]
		glyph, paint := draw.Verdict(t, e)
		head := sign + " " + draw.ID(t, e.ID) + " "
		return t.Title.Text(head) + paint.Text(glyph) + " " + draw.NameAndLineage(t, e, max(room-sanitize.Width(head)-3, 1))
	}
	half := (c.w - 2) / 2
	return " " + styled.Pad(name(0, "-", half), half) + t.Edge.Text(t.Bar) + name(1, "+", c.w-2-half)
}

// partsView names what is compared, and in how many places each differs.
func (c *Compare) partsView() string {
	t, line := c.theme, ""
	for p := range partCount {
		text := fmt.Sprintf("%s: %d", partNames[p], c.views[p].Changes())
		if c.views[p].Changes() == 0 {
			text = partNames[p] + ": same"
		}
		if p == c.part {
			line += " " + t.Title.Text(t.CursorRight+text)
		} else {
			line += "  " + t.Dim.Text(text)
		}
	}
	state := "no difference"
	switch n := c.view().Changes(); {
	case n > 0 && c.view().Place() == 0:
		state = count.Of(n, "change")
	case n > 0:
		state = fmt.Sprintf("change %d of %d", c.view().Place(), n)
	case c.part == message && c.blank:
		state = "only the white space differs"
	}
	return styled.Spread(line, t.Dim.Text(state+" "), c.w)
}

func (c *Compare) styles() textdiff.Styles {
	t := c.theme
	return textdiff.Styles{
		Dim: t.Dim.Text, Old: t.Bad.Text, New: t.Good.Text, Mark: t.Selected.Text,
		Here: func(string) string { return t.Title.Text(t.Cursor) }, Bar: t.Bar, Fold: t.None, Ellipsis: t.Ellipsis,
	}
}
