package theme

import (
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"segtap/ui/theme/palette"
	"segtap/ui/widget/editor"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/styled"
)

// Look is what a theme looks like: two that are equal draw the same. Whoever keeps painted
// text compares it to know whether to paint anew.
type Look struct {
	Name    string
	Light   bool // the terminal's background is light
	Known   bool // the terminal has said so; until then it is taken for dark
	Profile Profile
	ASCII   bool
}

// Theme is how the screen looks. Besides the paints for the terminal's own background it has
// those for what is painted on it. No colour carries a meaning alone.
type Theme struct {
	Glyphs
	Inks
	Labels Labels
	Look   Look

	OnSelected Inks // the row that keys act on
	OnBlurred  Inks // the selected row of what does not get the keys
	OnRaised   Inks // what covers or heads something

	Selected, SelectedDim Paint // a text on those rows
	Edge, ScrollBar       Paint // rules, scroll bars
	Match                 Paint // what was searched for
	Tab                   Paint // the screen that is open

	Tree         jsontree.Styles
	TreeGlyphs   jsontree.Glyphs
	Editor       editor.Styles
	EditorGlyphs editor.Glyphs
	Menu         menu.Styles

	// Background and Foreground are what the terminal's own have to become for the theme to
	// be read; nil where they may stay as they are.
	Background, Foreground color.Color

	heading, focusedHeading Paint

	ground string // puts a text on a surface of the theme's own; "" on the terminal's
}

// New returns the theme of the terminal's background with all colours, with signs of ASCII
// alone where that is asked for.
func New(ascii bool) *Theme { return Make(palette.Theme{Name: palette.Auto}, Look{ASCII: ascii}) }

// Make returns a theme as it looks on a terminal. The name in the look does not matter.
func Make(of palette.Theme, look Look) *Theme {
	look.Name = of.Name
	b := brush{of.On(look.Light), look.Profile}
	t := &Theme{
		Glyphs: unicodeGlyphs(), Look: look, Inks: b.inks(), Labels: b.labels(),
		OnSelected: b.on(palette.Selected, reverse), OnBlurred: b.on(palette.Blurred, bold), OnRaised: b.on(palette.Raised, ""),
		Edge: paint(sgr(b.fg(palette.Rule))), ScrollBar: b.ink(palette.ScrollBar, ""),
		Match: paint(sgr(b.bg(palette.Match), b.fg(palette.MatchText))), Tab: paint(sgr(bold, b.bg(palette.Tab), b.fg(palette.TabText))),
	}
	t.heading, t.focusedHeading = t.OnRaised.Dim, paint(sgr(bold, b.bg(palette.Selected), b.fg(palette.FocusedRule)))
	if !b.rich() {
		t.heading, t.focusedHeading = paint(sgr(underline, b.fg(palette.Quiet))), paint(sgr(bold, underline, b.fg(palette.FocusedRule)))
	}
	t.Selected, t.SelectedDim = t.OnSelected.Plain, t.OnBlurred.Plain
	if b.profile == NoColours {
		t.Match, t.Tab = paint(sgr(reverse)), paint(sgr(bold, reverse))
	}
	against := b.Light != look.Light || of.Fixed() && !look.Known
	if against && b.profile != NoColours {
		t.ground = off + sgr(b.ground()...)
	}
	if against && b.rich() && look.Known { // before, it could take what it is told for its answer
		t.Background, t.Foreground = b.Colours[palette.Surface].RGB(b.profile == Colours256), b.Colours[palette.Text].RGB(b.profile == Colours256)
	}
	t.TreeGlyphs, t.EditorGlyphs = jsontree.UnicodeGlyphs(), editor.UnicodeGlyphs()
	if look.ASCII {
		t.Glyphs, t.TreeGlyphs, t.EditorGlyphs = asciiGlyphs(), jsontree.ASCIIGlyphs(), editor.ASCIIGlyphs()
	}
	t.paintJSON(&b)
	t.Menu = menu.Styles{Cursor: t.Cursor, Selected: t.Selected.Text, Dim: t.Dim.Text}
	return t
}

// paintJSON gives JSON its colours, where it is shown and where it is edited.
func (t *Theme) paintJSON(b *brush) {
	punctuation := sgr(b.fg(palette.JSONPunctuation))
	t.Tree = jsontree.Styles{
		Punct: punctuation, Name: t.Name.On, String: t.String.On, Number: t.Number.On, Literal: t.Literal.On,
		Missing: t.Bad.On, Note: t.Dim.On, Dim: t.Dim.On, Error: t.Bad.On, Match: t.Match.On, MatchOver: sgr(bold, underline),
		Light: t.Light.On, Cursor: t.Selected.On, CursorBlurred: t.SelectedDim.On, Flat: !b.rich(),
	}
	mark, selection, bracket := sgr(underline), t.Selected.On, sgr(bold, underline)
	if b.rich() {
		selection = sgr(b.bg(palette.Selected))
	}
	t.Editor = editor.Styles{Text: t.Tree, LineNumber: t.Dim.On, CurrentNumber: t.Title.On, Selection: selection, Bracket: bracket, Mark: mark}
}

// On returns what texts of a row are painted with: whether it is selected, and keys go to
// it.
func (t *Theme) On(selected, focused bool) *Inks {
	switch {
	case selected && focused:
		return &t.OnSelected
	case selected:
		return &t.OnBlurred
	}
	return &t.Inks
}

// Row puts a row that is drawn as any other on the surface of the selected one, w cells wide:
// what it has of colours stays. Focused says that keys go to it.
func (t *Theme) Row(row string, w int, focused bool) string {
	surface := t.SelectedDim
	if focused {
		surface = t.Selected
	}
	row = styled.Pad(row, w)
	if t.Look.Profile > Colours256 {
		return surface.Text(ansi.Strip(row))
	}
	return surface.On + strings.ReplaceAll(row, off, off+surface.On) + off
}

// Ground puts a line of the screen on the surface that the theme is made for, w cells wide,
// where that is not the terminal's: many do not change theirs when they are told to.
func (t *Theme) Ground(line string, w int) string {
	if t.ground == "" {
		return line
	}
	return t.ground + strings.ReplaceAll(styled.Pad(line, w), off, t.ground) + off
}

// Divider stands between two blocks that are beside each other.
func (t *Theme) Divider() styled.Bar { return styled.Bar{On: t.Edge.On, Sign: t.Bar, Off: t.Edge.Off} }

// Heading draws a title on a surface of its own over the whole of w cells, or underlined where
// there are no surfaces; that of the pane that has the keys is stronger, and has a mark.
func (t *Theme) Heading(title string, w int, focused bool) string {
	on, mark := &t.heading, " "
	if focused {
		on, mark = &t.focusedHeading, t.CursorRight
	}
	return on.Text(styled.Pad(mark+title, w))
}

// Rule draws a line of w cells.
func (t *Theme) Rule(w int) string { return t.Edge.Text(strings.Repeat(t.Line, w)) }

// TreeOptions returns how a JSON pane is drawn.
func (t *Theme) TreeOptions(focused bool) jsontree.Options {
	return jsontree.Options{Cursor: true, Focused: focused, Styles: t.Tree, Glyphs: t.TreeGlyphs}
}
