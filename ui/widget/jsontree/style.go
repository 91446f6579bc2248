package jsontree

import (
	"segtap/ui/widget/sanitize"
)

// Styles are the colours of a tree: SGR sequences such as "\x1b[32m" put before a text and ended with "\x1b[m". Any of them
// may be empty; the zero Styles shows plain text.
type Styles struct {
	Punct, Name, String, Number, Literal string // brackets and the rest of the grammar, names, values by kind

	Missing string // a member that is not there
	Note    string // counts of folded members, notes of dimmed ones
	Dim     string // instead of the above where dimmed
	Error   string // the place where the text stops being JSON, and why
	Match   string // instead of the above where it is what is searched for

	// These go before the others, so that a background set here lies under the whole line.
	Light         string // a line lit up by the other pane
	Cursor        string // the line under the cursor, when focused
	CursorBlurred string // the same, when not

	MatchOver string // instead of Match, over Cursor where that is Flat

	Flat bool // the line under the cursor has no colours of its own: Cursor is such that they could not be read
}

// Glyphs are the signs of a tree. Each is one column wide but for Fold and Missing.
type Glyphs struct {
	Cursor  string // in the gutter of the line under the cursor
	Blurred string // the same, when not focused
	Light   string // in the gutter of a line lit up by the other pane
	Error   string // in the gutter where the text stops being JSON
	More    string // at the right edge of a line that goes on
	Fold    string // between the brackets of a folded container
	Missing string // in place of a value that is not there
}

// UnicodeGlyphs is what a tree shows unless told otherwise.
func UnicodeGlyphs() Glyphs {
	return Glyphs{Cursor: "▌", Blurred: "▏", Light: "┃", Error: "✗", More: "…", Fold: "…", Missing: "⟨missing⟩"}
}

// ASCIIGlyphs is for terminals that show nothing else.
func ASCIIGlyphs() Glyphs {
	return Glyphs{Cursor: ">", Blurred: "-", Light: "|", Error: "x", More: "~", Fold: "...", Missing: "<missing>"}
}

// narrow makes the glyphs one column wide that have to be.
func (g *Glyphs) narrow() {
	for _, s := range []*string{&g.Cursor, &g.Blurred, &g.Light, &g.Error, &g.More} {
		*s = glyph(*s)
	}
}

// glyph makes s one column wide.
func glyph(s string) string {
	return sanitize.Pad(sanitize.CutTail(sanitize.Escape(s), 1, ""), 1)
}

// Options says how to draw a tree.
type Options struct {
	Cursor  bool   // show the cursor
	Focused bool   // show it as taking the keys
	Pad     bool   // fill every line with spaces to the full width
	Styles  Styles // the zero value is without colour
	Glyphs  Glyphs // the zero value stands for UnicodeGlyphs()
}
