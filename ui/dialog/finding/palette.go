package finding

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/input"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Palette finds a binding by a few letters of its name or help.
type Palette struct {
	dialog.Size
	theme  *theme.Theme
	off    func(*keymap.Binding) string // why it cannot be done now
	all    []keymap.Binding
	reason []string // why each cannot be done, as of the last change
	input  textinput.Model
	cursor int
}

// NewPalette opens the dialog. Off says why a binding cannot be done now; empty when it
// can.
func NewPalette(t *theme.Theme, all *keymap.Keys, off func(*keymap.Binding) string) (*Palette, tea.Cmd) {
	p := &Palette{theme: t, off: off, all: all.All(), input: input.New(" > ")}
	return p, p.input.Focus()
}

// SetSize says how many cells the dialog has, after every change: what is drawn asks
// nobody.
func (p *Palette) SetSize(w, h int) {
	p.Size.SetSize(w, h)
	p.reason = p.reason[:0]
	for i := range p.all {
		p.reason = append(p.reason, p.off(&p.all[i]))
	}
}

// reasonOf returns why a binding cannot be done; empty when it can.
func (p *Palette) reasonOf(b *keymap.Binding) string {
	for i := range p.reason {
		if p.all[i].ID == b.ID {
			return p.reason[i]
		}
	}
	return ""
}

// found returns the bindings whose name has the letters that were typed, or whose help has
// the words, the best first.
func (p *Palette) found() []*keymap.Binding {
	typed := oneSpelling(strings.TrimSpace(p.input.Value()))
	if typed == "" {
		return p.useful()
	}
	names := make([]string, len(p.all))
	var found []*keymap.Binding
	seen := make(map[int]bool)
	add := func(i int) {
		if !seen[i] {
			seen[i] = true
			found = append(found, &p.all[i])
		}
	}
	for i := range p.all {
		if names[i] = p.all[i].ID; strings.HasPrefix(names[i], typed) {
			add(i)
		}
	}
	for _, match := range fuzzy.Find(typed, names) {
		add(match.Index)
	}
	for i := range p.all {
		if hasWords(oneSpelling(names[i]+" "+p.all[i].Whole()), typed) {
			add(i)
		}
	}
	return found
}

// oneSpelling returns a text in small letters, and in one of two spellings.
func oneSpelling(text string) string {
	return strings.ReplaceAll(strings.ToLower(text), "colour", "color")
}

// hasWords reports whether each word that was typed begins one of a text.
func hasWords(text, typed string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range strings.Fields(typed) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, word) }) {
			return false
		}
	}
	return true
}

// useful returns all bindings: first those that something can be done with now, and last
// those that move, which nobody looks for by name.
func (p *Palette) useful() []*keymap.Binding {
	found := make([]*keymap.Binding, len(p.all))
	rank := make(map[string]int, len(p.all))
	for i := range p.all {
		b := &p.all[i]
		found[i] = b
		switch {
		case b.Moves():
			rank[b.ID] = 2
		case p.reasonOf(b) != "", b.OpensScreen(): // their numbers are in sight
			rank[b.ID] = 1
		}
	}
	slices.SortStableFunc(found, func(a, b *keymap.Binding) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
	return found
}

// paletteKeys are those that close the palette.
var paletteKeys = struct{ close keys.Binding }{close: keys.Bind("esc", "close", "esc", "ctrl+p")}

// Section are the keys of the palette.
func (p *Palette) Section() keymap.Section { return PaletteSection() }

// PaletteSection are the keys of the palette.
func PaletteSection() keymap.Section {
	return keymap.SectionOf("Palette", keys.Up.As("up"), keys.Down.Binding, keys.Enter.As("do it"), paletteKeys.close.Binding)
}

// Update takes what is typed.
func (p *Palette) Update(msg tea.Msg) dialog.Answer {
	if pointed, ok := keys.Pointing(msg, p.rowAt); ok {
		found := p.found()
		if p.cursor = pointed.Moved(p.cursor, len(found)); pointed.Take {
			return dialog.Answer{Closed: true, Next: dialog.PerformMsg{ID: found[p.cursor].ID}}
		}
		return dialog.Answer{}
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		found := p.found()
		switch {
		case paletteKeys.close.Is(press):
			return dialog.Answer{Closed: true}
		case keys.Quit.Is(press):
			return dialog.Answer{Cmd: tea.Quit}
		case keys.Up.Is(press):
			p.cursor = menu.Moved(p.cursor, -1, len(found))
			return dialog.Answer{}
		case keys.Down.Is(press):
			p.cursor = menu.Moved(p.cursor, 1, len(found))
			return dialog.Answer{}
		case keys.Enter.Is(press) && p.cursor < len(found):
			return dialog.Answer{Closed: true, Next: dialog.PerformMsg{ID: found[p.cursor].ID}}
		case keys.Enter.Is(press):
			return dialog.Answer{Closed: true}
		}
		p.cursor = 0
	}
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	return dialog.Answer{Cmd: cmd}
}

// Hints are what the footer shows.
func (p *Palette) Hints() []keymap.Hint {
	return keymap.Hints(keys.Above.Binding, keys.Enter.As("do it"), paletteKeys.close.Binding)
}

// View draws what was typed, and what it finds.
func (p *Palette) View() ([]string, *tea.Cursor) {
	line, cursor := input.View(&p.input, p.W, p.theme.Dim.Text)
	lines := []string{line, p.theme.Rule(p.W)}
	found := p.found()
	if len(found) == 0 {
		return append(lines, "  "+p.theme.Dim.Text("no command is called that, and none tells of it")), cursor
	}
	rows := make([]menu.Row, len(found))
	for i, b := range found {
		text, reason := b.Whole(), p.reasonOf(b)
		if reason != "" {
			text = "(" + reason + ")"
		}
		rows[i] = menu.Row{Text: sanitize.Cut(sanitize.Pad(b.ID, 18)+sanitize.Pad(b.Key(), 11)+text, max(p.W-3, 1)), Off: reason != ""}
	}
	choices, at, _ := menu.View(rows, p.cursor, " ", p.theme.Menu)
	shown, _ := styled.Window(choices, at, max(p.H-head, 1))
	return append(lines, shown...), cursor
}

// head is how many lines stand above the bindings: what is typed, and a rule.
const head = 2

// rowAt returns which of the bindings that were found is in a line; less than none for none.
func (p *Palette) rowAt(y int) int {
	n := len(p.found())
	rows := make([]string, n)
	shown, above := styled.Window(rows, p.cursor, max(p.H-head, 1))
	if y < head || y-head >= len(shown) {
		return -1
	}
	return y - head + above
}
