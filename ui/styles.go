package ui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"segtap/ui/widget/editor"
	"segtap/ui/widget/jsontree"
)

// paint is a style reduced to the escape sequences before and behind a text,
// so that painting a row costs two appends.
type paint struct{ on, off string }

func newPaint(style lipgloss.Style) paint {
	before, after, _ := strings.Cut(style.Render("x"), "x")
	return paint{before, after}
}

func (p paint) text(s string) string {
	if s == "" {
		return ""
	}
	return p.on + s + p.off
}

// glyphs are the signs that carry a meaning without a colour.
type glyphs struct {
	ok, warn, err, none, unknown string
	edited, replayed, passedOn   string
	marked                       string
	cursor, cursorRight          string
	bar, line, dot               string
	following, paused, ellipsis  string
	up, down, dash               string
	nowhere                      string // it reaches LaunchDarkly, and no metric counts it
	maybe                        string // whether it counts is not known
	to                           string // between the ends of a range
	bars                         string // from low to high
}

var unicodeGlyphs = glyphs{
	ok: "✓", warn: "!", err: "✗", none: "·", unknown: "·",
	edited: "✎", replayed: "↻", passedOn: "»", marked: "★",
	cursor: "▌", cursorRight: "▶", bar: "│", line: "─", dot: "●",
	following: "▶", paused: "❚❚", ellipsis: "…",
	up: "▴", down: "▾", dash: "—", nowhere: "○", maybe: "?", to: "–", bars: "▁▂▃▄▅▆▇█",
}

var asciiGlyphs = glyphs{
	ok: "+", warn: "!", err: "x", none: ".", unknown: ".",
	edited: "e", replayed: "r", passedOn: ">>", marked: "*",
	cursor: ">", cursorRight: ">", bar: "|", line: "-", dot: "*",
	following: ">", paused: "||", ellipsis: "~",
	up: "^", down: "v", dash: "-", nowhere: "o", maybe: "?", to: "-", bars: "_.-=+#",
}

// theme is how the screen looks. Colours are the terminal's own sixteen, so
// that they fit its background; NO_COLOR and poor terminals are Bubble Tea's
// to reduce. No colour carries a meaning alone.
type theme struct {
	glyphs
	tree       jsontree.Styles
	treeGlyphs jsontree.Glyphs
	editor     editor.Styles
	// editorGlyphs are the signs of the editor.
	editorGlyphs                                                             editor.Glyphs
	title, dim, good, warned, bad, accent, key, selected, selectedDim, light paint
}

func newTheme(ascii bool) theme {
	fg := func(c int) lipgloss.Style { return lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(c)) }
	t := theme{
		glyphs:      unicodeGlyphs,
		title:       newPaint(lipgloss.NewStyle().Bold(true)),
		dim:         newPaint(lipgloss.NewStyle().Faint(true)),
		good:        newPaint(fg(2)),
		warned:      newPaint(fg(3).Bold(true)),
		bad:         newPaint(fg(1).Bold(true)),
		accent:      newPaint(fg(6)),
		key:         newPaint(fg(6).Bold(true)),
		selected:    newPaint(lipgloss.NewStyle().Reverse(true)),
		selectedDim: newPaint(lipgloss.NewStyle().Bold(true)),
		light:       newPaint(lipgloss.NewStyle().Underline(true).Bold(true)),
	}
	t.tree = jsontree.Styles{
		Punct: t.dim.on, Name: newPaint(fg(4)).on, String: t.good.on, Number: newPaint(fg(6)).on, Literal: newPaint(fg(5)).on,
		Missing: t.bad.on, Note: t.dim.on, Dim: t.dim.on, Match: t.selected.on, Error: t.bad.on,
		Light: t.light.on, Cursor: t.selected.on, CursorBlurred: t.selectedDim.on,
	}
	t.editor = editor.Styles{Text: t.tree, LineNumber: t.dim.on, CurrentNumber: t.title.on, Selection: t.selected.on}
	t.treeGlyphs, t.editorGlyphs = jsontree.UnicodeGlyphs(), editor.UnicodeGlyphs()
	if ascii {
		t.glyphs, t.treeGlyphs, t.editorGlyphs = asciiGlyphs, jsontree.ASCIIGlyphs(), editor.ASCIIGlyphs()
	}
	return t
}
