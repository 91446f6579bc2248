package editor

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Update handles keys, pasted text and the mouse, whose coordinates are those of the last [Editor.View]; it ignores
// everything else. The command it returns is nil, or asks the terminal for its clipboard; the answer, a tea.ClipboardMsg,
// is for Update again.
func (e *Editor) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		e.insert(msg.Content)
	case tea.ClipboardMsg:
		e.insert(msg.Content)
	case tea.KeyPressMsg:
		return e.press(msg)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			e.moveTo(e.at(msg.X, msg.Y), msg.Mod.Contains(tea.ModShift))
			e.drags = true
		}
	case tea.MouseMotionMsg:
		if e.drags {
			e.moveTo(e.at(msg.X, msg.Y), true)
		}
	case tea.MouseReleaseMsg:
		e.drags = false
	case tea.MouseWheelMsg:
		e.wheel(msg.Button)
	}
	return nil
}

func (e *Editor) press(msg tea.KeyPressMsg) tea.Cmd {
	switch k := &e.Keys; {
	case key.Matches(msg, k.Undo):
		e.undo()
	case key.Matches(msg, k.Redo):
		e.redo()
	case key.Matches(msg, k.Paste):
		return tea.ReadClipboard
	case e.move(msg), e.remove(msg):
	case key.Matches(msg, k.NewLine):
		e.newLine()
	case key.Matches(msg, k.Indent):
		e.indent()
	case key.Matches(msg, k.Outdent):
		e.outdent()
	case msg.Text == "}" || msg.Text == "]":
		e.closeBracket(msg.Text)
	case msg.Text != "":
		e.put(msg.Text, utf8.RuneCountInString(msg.Text) == 1)
	}
	return nil
}

// move handles the keys that move the cursor, with and without selecting.
func (e *Editor) move(msg tea.KeyPressMsg) bool {
	k := &e.Keys
	page := max(1, e.height-1)
	for _, m := range []struct {
		plain, selecting key.Binding
		to               func() pos
	}{
		{k.Left, k.SelectLeft, func() pos { return e.buf.prev(e.caret.at) }},
		{k.Right, k.SelectRight, func() pos { return e.buf.next(e.caret.at) }},
		{k.WordLeft, k.SelectWordLeft, func() pos { return e.buf.wordLeft(e.caret.at) }},
		{k.WordRight, k.SelectWordRight, func() pos { return e.buf.wordRight(e.caret.at) }},
		{k.LineStart, k.SelectLineStart, func() pos { return pos{e.caret.at.line, 0} }},
		{k.LineEnd, k.SelectLineEnd, func() pos { return pos{e.caret.at.line, len(e.buf.lines[e.caret.at.line])} }},
		{k.TextStart, key.Binding{}, func() pos { return pos{} }},
		{k.TextEnd, key.Binding{}, e.buf.end},
	} {
		if selecting := key.Matches(msg, m.selecting); selecting || key.Matches(msg, m.plain) {
			e.moveTo(m.to(), selecting)
			return true
		}
	}
	switch {
	case key.Matches(msg, k.Up):
		e.moveLines(-1, false)
	case key.Matches(msg, k.Down):
		e.moveLines(1, false)
	case key.Matches(msg, k.SelectUp):
		e.moveLines(-1, true)
	case key.Matches(msg, k.SelectDown):
		e.moveLines(1, true)
	case key.Matches(msg, k.PageUp):
		e.moveLines(-page, false)
	case key.Matches(msg, k.PageDown):
		e.moveLines(page, false)
	case key.Matches(msg, k.SelectAll):
		e.moveTo(pos{}, false)
		e.moveTo(e.buf.end(), true)
	default:
		return false
	}
	return true
}

// moveLines moves up or down and keeps to the column; beyond the first and last line to the very start and end.
func (e *Editor) moveLines(delta int, selecting bool) {
	column := e.caret.column
	switch line := e.caret.at.line + delta; {
	case line < 0 && e.caret.at.line == 0:
		e.moveTo(pos{}, selecting)
	case line >= len(e.buf.lines) && e.caret.at.line == len(e.buf.lines)-1:
		e.moveTo(e.buf.end(), selecting)
	default:
		line = min(max(0, line), len(e.buf.lines)-1)
		e.moveTo(e.buf.atColumn(line, column), selecting)
	}
	e.caret.column = column
}

// remove handles the keys that delete: the selection if there is one, else what they are named after.
func (e *Editor) remove(msg tea.KeyPressMsg) bool {
	k := &e.Keys
	from, to := e.caret.at, e.caret.at
	switch lineEnd := len(e.buf.lines[e.caret.at.line]); {
	case key.Matches(msg, k.DeleteLeft):
		from = e.buf.prev(e.caret.at)
	case key.Matches(msg, k.DeleteRight):
		to = e.buf.next(e.caret.at)
	case key.Matches(msg, k.DeleteWordLeft):
		from = e.buf.wordLeft(e.caret.at)
	case key.Matches(msg, k.DeleteWordRight):
		to = e.buf.wordRight(e.caret.at)
	case key.Matches(msg, k.DeleteToStart) && e.caret.at.col > 0:
		from.col = 0
	case key.Matches(msg, k.DeleteToEnd) && e.caret.at.col < lineEnd:
		to.col = lineEnd
	case key.Matches(msg, k.DeleteToStart):
		from = e.buf.prev(e.caret.at)
	case key.Matches(msg, k.DeleteToEnd):
		to = e.buf.next(e.caret.at)
	default:
		return false
	}
	if e.caret.selects {
		from, to = e.caret.selection()
	}
	e.replace(from, to, "", from, false)
	return true
}

// closeBracket puts a closing bracket, on a line of its own as far indented as the line of
// its partner.
func (e *Editor) closeBracket(bracket string) {
	if from, to := e.caret.selection(); from == to {
		if indent, ok := e.buf.outdentFor(from); ok && from.col > 0 {
			text := indent + bracket
			e.replace(pos{from.line, 0}, to, text, pos{from.line, len(text)}, false)
			return
		}
	}
	e.put(bracket, true)
}

// tab is one step of indentation.
const tab = "  "

// newLine starts a line as far indented as this one, one step further behind an opening bracket. Between two brackets it
// puts the closing one on a line of its own.
func (e *Editor) newLine() {
	from, to := e.caret.selection()
	head, tail := e.buf.lines[from.line][:from.col], e.buf.lines[to.line][to.col:]
	indent := head[:len(head)-len(strings.TrimLeft(head, " \t"))]
	text := "\n" + indent
	opens := strings.HasSuffix(head, "{") || strings.HasSuffix(head, "[")
	if opens {
		text += tab
	}
	p := after(from, text)
	if opens && (strings.HasPrefix(tail, "}") || strings.HasPrefix(tail, "]")) {
		text += "\n" + indent
	}
	e.replace(from, to, text, p, false)
}

// indent inserts a step of indentation, or puts one before every line of a selection.
func (e *Editor) indent() {
	if from, to := e.caret.selection(); from.line != to.line {
		e.eachLine(func(line string) string { return tab + line })
		return
	}
	e.put(tab, false)
}

// outdent takes one step of indentation from the line, or from every line of a selection.
func (e *Editor) outdent() {
	e.eachLine(func(line string) string {
		switch {
		case strings.HasPrefix(line, tab):
			return line[len(tab):]
		case strings.HasPrefix(line, " "), strings.HasPrefix(line, "\t"):
			return line[1:]
		}
		return line
	})
}

// eachLine changes the start of all lines of the selection at once. The selection stays.
func (e *Editor) eachLine(change func(string) string) {
	from, to := e.caret.selection()
	cur, anchor, selects := e.caret.at, e.caret.anchor, e.caret.selects
	if selects && to.col == 0 && to.line > from.line {
		to.line-- // the line the selection ends before is not part of it
	}
	lines := make([]string, 0, to.line-from.line+1)
	for i := from.line; i <= to.line; i++ {
		old := e.buf.lines[i]
		line := change(old)
		for _, p := range []*pos{&cur, &anchor} {
			if p.line == i && p.col > 0 {
				p.col = max(0, p.col+len(line)-len(old))
			}
		}
		lines = append(lines, line)
	}
	start, end := pos{from.line, 0}, pos{to.line, len(e.buf.lines[to.line])}
	if text := strings.Join(lines, "\n"); text != e.buf.between(start, end) {
		e.replace(start, end, text, cur, false)
		e.caret.anchor, e.caret.selects = anchor, selects && anchor != e.caret.at
	}
}

// at returns the place shown at column x and line y of the last View; outside the text the nearest.
func (e *Editor) at(x, y int) pos {
	from, upTo := e.window.Window()
	switch line := from + y; {
	case line < 0:
		return pos{}
	case y >= 0 && line >= len(e.buf.lines):
		return e.buf.end()
	default:
		line = min(max(from-1, line), upTo)
		line = min(max(0, line), len(e.buf.lines)-1)
		return e.buf.atColumn(line, max(0, x-e.gutter())+e.left)
	}
}

// wheel scrolls three lines, or columns, and takes the cursor along at the edge.
func (e *Editor) wheel(button tea.MouseButton) {
	const step = 3
	switch button {
	case tea.MouseWheelUp:
		e.window.Wheel(-step)
	case tea.MouseWheelDown:
		e.window.Wheel(step)
	default:
		return
	}
	if line := e.window.Cursor(); line != e.caret.at.line {
		column := e.caret.column
		e.moveTo(e.buf.atColumn(line, column), false)
		e.caret.column = column
	}
}
