package editor

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/viewport"
)

// Editor is a text with a cursor in it. Make one with [New].
type Editor struct {
	Keys   KeyMap
	Styles Styles // the zero value is without colour
	Glyphs Glyphs

	buf     buffer
	history history
	window  viewport.List // lines; its selection is the line of the cursor
	caret   caret
	drags   bool // the mouse is making a selection

	crlf    bool // lines end with CRLF outside the editor
	err     *jsontree.SyntaxError
	pair    [2]pos // the brackets that belong together at the cursor, where paired, as of the last View
	paired  bool
	marks   []placed // of the text as it is
	matches []match  // of the search, in the text as it is

	left          int // how many columns of text are scrolled out
	width, height int // of the last View
}

// New returns an editor with text in it, the cursor at its start. When every line ends with CRLF so will those of
// [Editor.Value]; otherwise a CR stays what it is, a character, shown as \r.
func New(text string) *Editor {
	e := &Editor{Keys: DefaultKeyMap(), Glyphs: UnicodeGlyphs()}
	e.crlf = strings.Contains(text, "\n") && strings.Count(text, "\n") == strings.Count(text, "\r\n")
	if e.crlf {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	e.buf = newBuffer(text)
	e.changed(pos{})
	return e
}

// Value returns the text.
func (e *Editor) Value() string {
	if e.crlf {
		return strings.Join(e.buf.lines, "\r\n")
	}
	return e.buf.text()
}

// SetValue makes the text another one, as one change that can be undone: what both have at
// their start and at their end is not touched. The cursor goes behind the change.
func (e *Editor) SetValue(text string) {
	if e.crlf {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	old := e.buf.text()
	if text == old {
		return
	}
	start := 0
	for start < min(len(old), len(text)) && old[start] == text[start] {
		start++
	}
	end := 0 // from the end
	for end < min(len(old), len(text))-start && old[len(old)-1-end] == text[len(text)-1-end] {
		end++
	}
	from, to := e.buf.exactly(start), e.buf.exactly(len(old)-end)
	inserted := text[start : len(text)-end]
	e.caret.selects = false
	e.replace(from, to, inserted, after(from, inserted), false)
}

// Err returns the first error in the syntax of the text, or nil when it is JSON.
func (e *Editor) Err() *jsontree.SyntaxError { return e.err }

// Status returns "line 7, column 14: …" and what is wrong there, or "valid JSON".
func (e *Editor) Status() string {
	if e.err != nil {
		return e.err.Error()
	}
	return "valid JSON"
}

// GoToPointer moves the cursor to the start of the value a JSON Pointer (RFC 6901) leads to. It reports false, and
// moves nothing, when there is none before the first error.
func (e *Editor) GoToPointer(pointer string) bool {
	from, _, ok := jsontree.Find(e.buf.text(), pointer)
	if ok {
		e.moveTo(e.buf.offset(from), false)
	}
	return ok
}

// undo takes the last change back, and reports false when there is none.
func (e *Editor) undo() bool { return e.travel(e.history.undo) }

// redo makes the change taken back last again, and reports false when there is none.
func (e *Editor) redo() bool { return e.travel(e.history.redo) }

func (e *Editor) travel(step func(*buffer) (pos, bool)) bool {
	p, ok := step(&e.buf)
	if ok {
		e.changed(p)
	}
	return ok
}

// insert puts text at the cursor, in place of the selection if there is one, as one change. Line ends of any kind become
// those of the text.
func (e *Editor) insert(text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	e.put(text, false)
}

// Cursor returns where the terminal's cursor belongs, relative to the top left cell of the last [Editor.View], or nil when
// it is not in sight or the editor does not take keys.
func (e *Editor) Cursor() *tea.Cursor {
	from, upTo := e.window.Window()
	x := e.gutter() + e.buf.column(e.caret.at) - e.left
	if e.caret.at.line < from || e.caret.at.line >= upTo || x < e.gutter() || x >= e.width {
		return nil
	}
	return tea.NewCursor(x, e.caret.at.line-from)
}

// moveTo moves the cursor to p and the selection with it, or ends the selection.
func (e *Editor) moveTo(p pos, selecting bool) {
	e.history.typing = false
	e.caret.moveTo(p, e.buf.column(p), selecting)
	e.window.Select(p.line)
}

// put puts text in place of the selection, as one change; typed says that it is a single character from the keyboard.
func (e *Editor) put(text string, typed bool) {
	from, to := e.caret.selection()
	e.replace(from, to, text, after(from, text), typed && from == to)
}

// replace makes one change and puts the cursor at p.
func (e *Editor) replace(from, to pos, text string, p pos, typed bool) {
	if from == to && text == "" {
		return
	}
	removed := e.buf.between(from, to)
	e.buf.replace(from, to, text)
	e.history.add(edit{at: from, removed: removed, inserted: text, before: e.caret.at, after: p}, typed)
	e.changed(p)
}

// changed looks at the text anew after a change and puts the cursor at p.
func (e *Editor) changed(p pos) {
	typing := e.history.typing
	e.window.SetCount(len(e.buf.lines))
	e.moveTo(e.buf.clamp(p), false)
	e.history.typing = typing
	e.err, e.marks, e.matches = jsontree.Check(e.buf.text()), nil, nil
}
