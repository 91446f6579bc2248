package input

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/sanitize"
)

// New returns a line that is typed in, with what stands before it.
func New(prompt string) textinput.Model {
	in := textinput.New()
	in.Prompt = prompt
	in.SetVirtualCursor(false)
	// bubbles v2.2.1 can panic when it deletes a word forward.
	in.KeyMap.DeleteWordForward.SetEnabled(false)
	return in
}

// View draws such a line, at most w cells wide, and returns its cursor; nil when it
// takes no keys. Dim paints the placeholder. The line is scrolled so that the cursor is
// in sight.
func View(in *textinput.Model, w int, dim func(string) string) (string, *tea.Cursor) {
	prompt, value := in.Prompt, []rune(in.Value())
	room := max(w-sanitize.Width(prompt), 1)
	at := sanitize.Width(sanitize.Escape(string(value[:min(in.Position(), len(value))])))
	left := max(at-room+1, 0)
	text := sanitize.Slice(sanitize.Escape(string(value)), left, left+room)
	if len(value) == 0 {
		text = dim(sanitize.Cut(in.Placeholder, room))
	}
	if !in.Focused() {
		return prompt + text, nil
	}
	return prompt + text, tea.NewCursor(sanitize.Width(prompt)+at-left, 0)
}

// Moved places a cursor that stands at the start of a line elsewhere; there may be none.
func Moved(cursor *tea.Cursor, x, y int) *tea.Cursor {
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+x, cursor.Y+y
	}
	return cursor
}

// Position returns where the cursor stands, in bytes.
func Position(in *textinput.Model) int {
	runes := []rune(in.Value())
	return len(string(runes[:min(in.Position(), len(runes))]))
}

// WheelLines returns how many lines a step of the wheel scrolls, upwards less than none;
// 0 for what scrolls no lines.
func WheelLines(button tea.MouseButton) int {
	switch button {
	case tea.MouseWheelUp:
		return -3
	case tea.MouseWheelDown:
		return 3
	default:
		return 0
	}
}
