package theme

// Glyphs are the signs that carry a meaning without a colour.
type Glyphs struct {
	OK, Warn, Err, None, Unknown string
	Edited, Replayed, PassedOn   string
	Opened                       string // brought from a file, or a file
	Marked, Draft                string
	Cursor, CursorRight          string
	Bar, Line, Dot               string
	Thumb                        string // of a scroll bar
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
		Cursor: "▌", CursorRight: "▶", Bar: "│", Line: "─", Thumb: "▕", Dot: "●",
		Following: "▶", Paused: "❚❚", Ellipsis: "…",
		Up: "▴", Down: "▾", Dash: "—", Nowhere: "○", Maybe: "?", To: "–", Bars: "▁▂▃▄▅▆▇█", LeftRight: "←→",
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		OK: "+", Warn: "!", Err: "x", None: ".", Unknown: ".",
		Edited: "e", Replayed: "r", PassedOn: ">>", Marked: "*", Draft: "d", Opened: "<",
		Cursor: ">", CursorRight: ">", Bar: "|", Line: "-", Thumb: "#", Dot: "*",
		Following: ">", Paused: "||", Ellipsis: "~",
		Up: "^", Down: "v", Dash: "-", Nowhere: "o", Maybe: "?", To: "-", Bars: "_.-=+#", LeftRight: "left/right",
	}
}
