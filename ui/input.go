package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/sanitize"
)

// newInput gives a line that is typed in, with what stands before it.
func newInput(prompt string) textinput.Model {
	input := textinput.New()
	input.Prompt = prompt
	input.SetVirtualCursor(false)
	return input
}

// inputView draws such a line, at most w cells wide, and gives its cursor; nil
// when it takes no keys. What is pasted may hold anything: it is shown as all text
// from outside is, escaped, and scrolled so that the cursor is in sight.
func (m *Model) inputView(input *textinput.Model, w int) (string, *tea.Cursor) {
	prompt, value := input.Prompt, []rune(input.Value())
	room := max(w-sanitize.Width(prompt), 1)
	at := sanitize.Width(sanitize.Escape(string(value[:min(input.Position(), len(value))])))
	left := max(at-room+1, 0)
	text := sanitize.Slice(sanitize.Escape(string(value)), left, left+room)
	if len(value) == 0 {
		text = m.theme.dim.text(sanitize.Cut(input.Placeholder, room))
	}
	if !input.Focused() {
		return prompt + text, nil
	}
	return prompt + text, tea.NewCursor(sanitize.Width(prompt)+at-left, 0)
}

// below places a cursor that stands at the start of a line.
func below(cursor *tea.Cursor, x, y int) *tea.Cursor {
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+x, cursor.Y+y
	}
	return cursor
}
