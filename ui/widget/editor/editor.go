package editor

import (
	"strings"
	"unicode/utf8"

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

	original string
	crlf     bool // lines end with CRLF outside the editor
	err      *jsontree.SyntaxError
	focused  bool

	left          int // how many columns of text are scrolled out
	width, height int // of the last View
}

// New returns an editor with text in it, the cursor at its start, taking keys.
func New(text string) *Editor {
	e := &Editor{Keys: DefaultKeyMap(), Glyphs: UnicodeGlyphs(), focused: true}
	e.Set(text)
	return e
}

// Set replaces the text, forgets the changes and puts the cursor at the start. When every line ends with CRLF so will
// those of [Editor.Value]; otherwise a CR stays what it is, a character, shown as \r.
func (e *Editor) Set(text string) {
	e.original = text
	e.crlf = strings.Contains(text, "\n") && strings.Count(text, "\n") == strings.Count(text, "\r\n")
	if e.crlf {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	e.buf, e.history = newBuffer(text), history{}
	e.window.Home()
	e.caret.selects, e.drags, e.left = false, false, 0
	e.changed(pos{})
}

// Value returns the text.
func (e *Editor) Value() string {
	if e.crlf {
		return strings.Join(e.buf.lines, "\r\n")
	}
	return e.buf.text()
}

// Dirty reports whether the text differs from the one given to [Editor.Set].
func (e *Editor) Dirty() bool { return e.Value() != e.original }

// Err returns the first error in the syntax of the text, or nil when it is JSON.
func (e *Editor) Err() *jsontree.SyntaxError { return e.err }

// Status returns "line 7, column 14: …" and what is wrong there, or "valid JSON".
func (e *Editor) Status() string {
	if e.err != nil {
		return e.err.Error()
	}
	return "valid JSON"
}

// Focus makes the editor take keys and show its cursor.
func (e *Editor) Focus() { e.focused = true }

// Blur makes it ignore keys and hide its cursor.
func (e *Editor) Blur() { e.focused, e.drags = false, false }

// Focused reports whether it takes keys.
func (e *Editor) Focused() bool { return e.focused }

// Position returns the line and the column of the cursor, both from one, the column in characters, as
// [jsontree.SyntaxError] counts.
func (e *Editor) Position() (line, column int) {
	return e.caret.at.line + 1, utf8.RuneCountInString(e.buf.lines[e.caret.at.line][:e.caret.at.col]) + 1
}

// GoTo moves the cursor to a line and column, counted as [Editor.Position] does, or to the nearest there is.
func (e *Editor) GoTo(line, column int) {
	p := pos{line - 1, 0}
	if line >= 1 && line <= len(e.buf.lines) {
		s := e.buf.lines[line-1]
		for ; column > 1 && p.col < len(s); column-- {
			_, n := utf8.DecodeRuneInString(s[p.col:])
			p.col += n
		}
	}
	e.moveTo(e.buf.clamp(p), false)
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

// SelectedText returns the selected text, or "".
func (e *Editor) SelectedText() string {
	from, to := e.caret.selection()
	return e.buf.between(from, to)
}

// Undo takes the last change back, and reports false when there is none.
func (e *Editor) Undo() bool { return e.travel(e.history.undo) }

// Redo makes the change taken back last again, and reports false when there is none.
func (e *Editor) Redo() bool { return e.travel(e.history.redo) }

func (e *Editor) travel(step func(*buffer) (pos, bool)) bool {
	p, ok := step(&e.buf)
	if ok {
		e.changed(p)
	}
	return ok
}

// Insert puts text at the cursor, in place of the selection if there is one, as one change. Line ends of any kind become
// those of the text.
func (e *Editor) Insert(text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	e.put(text, false)
}

// Cursor returns where the terminal's cursor belongs, relative to the top left cell of the last [Editor.View], or nil when
// it is not in sight or the editor does not take keys.
func (e *Editor) Cursor() *tea.Cursor {
	from, upTo := e.window.Window()
	x := e.gutter() + e.buf.column(e.caret.at) - e.left
	if !e.focused || e.caret.at.line < from || e.caret.at.line >= upTo || x < e.gutter() || x >= e.width {
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
	e.err = jsontree.Check(e.buf.text())
}
