package theme

import (
	"strings"

	"charm.land/lipgloss/v2"

	"segtap/ui/widget/editor"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/menu"
)

// Paint is a style reduced to the escape sequences before and behind a text, so
// that painting a row costs two appends.
type Paint struct{ On, Off string }

func newPaint(style lipgloss.Style) Paint {
	before, after, _ := strings.Cut(style.Render("x"), "x")
	return Paint{before, after}
}

// Text returns a text in this style. Nothing stays nothing.
func (p Paint) Text(s string) string {
	if s == "" {
		return ""
	}
	return p.On + s + p.Off
}

// Glyphs are the signs that carry a meaning without a colour.
type Glyphs struct {
	OK, Warn, Err, None, Unknown string
	Edited, Replayed, PassedOn   string
	Opened                       string // brought from a file, or a file
	Marked, Draft                string
	Cursor, CursorRight          string
	Bar, Line, Dot               string
	Following, Paused, Ellipsis  string
	Up, Down, Dash               string
	Nowhere                      string // it reaches LaunchDarkly, and no metric counts it
	Maybe                        string // whether it counts is not known
	To                           string // between the ends of a range
	Bars                         string // from low to high
	LeftRight                    string // the keys that go sideways
}

func unicodeGlyphs() Glyphs {
	return Glyphs{
		OK: "✓", Warn: "!", Err: "✗", None: "·", Unknown: "·",
		Edited: "✎", Replayed: "↻", PassedOn: "»", Marked: "★", Draft: "✐", Opened: "↓",
		Cursor: "▌", CursorRight: "▶", Bar: "│", Line: "─", Dot: "●",
		Following: "▶", Paused: "❚❚", Ellipsis: "…",
		Up: "▴", Down: "▾", Dash: "—", Nowhere: "○", Maybe: "?", To: "–", Bars: "▁▂▃▄▅▆▇█", LeftRight: "←→",
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		OK: "+", Warn: "!", Err: "x", None: ".", Unknown: ".",
		Edited: "e", Replayed: "r", PassedOn: ">>", Marked: "*", Draft: "d", Opened: "<",
		Cursor: ">", CursorRight: ">", Bar: "|", Line: "-", Dot: "*",
		Following: ">", Paused: "||", Ellipsis: "~",
		Up: "^", Down: "v", Dash: "-", Nowhere: "o", Maybe: "?", To: "-", Bars: "_.-=+#", LeftRight: "left/right",
	}
}

// Theme is how the screen looks. Colours are the terminal's own sixteen, so that
// they fit its background; NO_COLOR and poor terminals are Bubble Tea's to reduce.
// No colour carries a meaning alone.
type Theme struct {
	Glyphs
	Tree         jsontree.Styles
	TreeGlyphs   jsontree.Glyphs
	Editor       editor.Styles
	EditorGlyphs editor.Glyphs
	Menu         menu.Styles

	Title, Dim, Good, Warned, Bad, Accent, Key, Selected, SelectedDim, Light Paint
}

// New returns the theme, with signs of ASCII alone where that is asked for.
func New(ascii bool) *Theme {
	fg := func(c int) lipgloss.Style { return lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(c)) }
	t := &Theme{
		Glyphs:      unicodeGlyphs(),
		Title:       newPaint(lipgloss.NewStyle().Bold(true)),
		Dim:         newPaint(lipgloss.NewStyle().Faint(true)),
		Good:        newPaint(fg(2)),
		Warned:      newPaint(fg(3).Bold(true)),
		Bad:         newPaint(fg(1).Bold(true)),
		Accent:      newPaint(fg(6)),
		Key:         newPaint(fg(6).Bold(true)),
		Selected:    newPaint(lipgloss.NewStyle().Reverse(true)),
		SelectedDim: newPaint(lipgloss.NewStyle().Bold(true)),
		Light:       newPaint(lipgloss.NewStyle().Underline(true).Bold(true)),
	}
	t.Tree = jsontree.Styles{
		Punct: t.Dim.On, Name: newPaint(fg(4)).On, String: t.Good.On, Number: newPaint(fg(6)).On, Literal: newPaint(fg(5)).On,
		Missing: t.Bad.On, Note: t.Dim.On, Dim: t.Dim.On, Error: t.Bad.On, Match: t.Selected.On, MatchOver: t.Light.On,
		Light: t.Light.On, Cursor: t.Selected.On, CursorBlurred: t.SelectedDim.On,
	}
	t.Editor = editor.Styles{Text: t.Tree, LineNumber: t.Dim.On, CurrentNumber: t.Title.On, Selection: t.Selected.On, Bracket: t.Light.On, Mark: newPaint(lipgloss.NewStyle().Underline(true)).On}
	t.TreeGlyphs, t.EditorGlyphs = jsontree.UnicodeGlyphs(), editor.UnicodeGlyphs()
	if ascii {
		t.Glyphs, t.TreeGlyphs, t.EditorGlyphs = asciiGlyphs(), jsontree.ASCIIGlyphs(), editor.ASCIIGlyphs()
	}
	t.Menu = menu.Styles{Cursor: t.Cursor, Selected: t.Selected.Text, Dim: t.Dim.Text}
	return t
}

// Rule draws a line of w cells.
func (t *Theme) Rule(w int) string { return t.Dim.Text(strings.Repeat(t.Line, w)) }

// TreeOptions returns how a JSON pane is drawn.
func (t *Theme) TreeOptions(focused bool) jsontree.Options {
	return jsontree.Options{Cursor: true, Focused: focused, Styles: t.Tree, Glyphs: t.TreeGlyphs}
}
