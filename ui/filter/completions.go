package filter

import (
	"slices"
	"strings"

	"segtap/mapping/query"
	"segtap/ui/layout"
	"segtap/ui/widget/input"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
)

// mostListed is how many completions are in sight at a time.
const mostListed = 8

// TakeMsg takes the completion in a row of the list.
type TakeMsg struct{ Row int }

// suggest looks how what is typed may go on where the cursor stands.
func (f *Line) suggest() {
	f.next, f.chosen = nil, -1
	if !f.open {
		return
	}
	text := f.input.Value()
	f.next = query.Complete(text, input.Position(&f.input), f.known())
	if len(f.next) == 1 && text[f.next[0].Start:f.next[0].End] == f.next[0].Text {
		f.next = nil // it stands there
	}
	if len(f.next) > 0 && strings.HasSuffix(strings.ToLower(text[:f.next[0].Start]), "key:") && !f.told && f.KeysListed != nil {
		f.told = true
		f.KeysListed()
	}
}

// suggestMore looks again, for more that is known by now: what is chosen stays chosen.
func (f *Line) suggestMore() {
	var before string
	if f.chosen >= 0 {
		before = f.next[f.chosen].Text
	}
	f.suggest()
	if before != "" {
		f.chosen = slices.IndexFunc(f.next, func(s query.Suggestion) bool { return s.Text == before })
	}
}

// listed reports whether there is a list of completions to choose from.
func (f *Line) listed() bool { return f.open && !f.shut && f.room > 0 && len(f.next) > 0 }

// held returns the word at the end of what is typed while it may become the name of a
// field: until then nothing is searched for, so that the list is not emptied by i and is on
// the way to is:error. Empty where there is none.
func (f *Line) held() string {
	if !f.listed() || input.Position(&f.input) != len(f.input.Value()) {
		return ""
	}
	first := f.next[0]
	word := f.input.Value()[first.Start:]
	isPath := strings.Contains(first.Text, ".")
	switch {
	case word == "", !strings.HasSuffix(first.Text, ":"), !strings.HasPrefix(first.Text, strings.ToLower(word)):
		return ""
	case isPath && !strings.Contains(word, "."): // a word as well as any
		return ""
	}
	return word
}

// take puts a completion into the text, and the cursor behind it.
func (f *Line) take(row int) Press {
	if row < 0 || row >= len(f.next) {
		return Nothing
	}
	with, text := f.next[row], f.input.Value()
	before := text[:with.Start] + with.Text
	f.Set(before + text[with.End:])
	f.input.SetCursor(len([]rune(before)))
	f.shut, f.recall.back = false, 0
	return Changed
}

// SetRoom says how many lines the list of completions may have under the line.
func (f *Line) SetRoom(lines int) { f.room = max(min(lines, mostListed), 0) }

// from returns the first completion that is in sight.
func (f *Line) from() int {
	return min(max(f.chosen-f.room+1, 0), max(len(f.next)-f.room, 0))
}

// box is where the list stands, under a line that is w cells wide.
func (f *Line) box(w int) layout.Rect {
	if !f.listed() {
		return layout.Rect{}
	}
	texts, notes := f.widths()
	b := layout.Rect{W: min(texts+notes+6, w), H: min(len(f.next)-f.from(), f.room)}
	typed := f.input.Value()[:f.next[0].Start]
	b.X = sanitize.Width(f.input.Prompt) + sanitize.Width(sanitize.Escape(typed)) - 2
	b.X = max(min(b.X, w-b.W), 0)
	return b
}

// widths are those of the texts and of the notes in sight.
func (f *Line) widths() (texts, notes int) {
	const widest = 44 // of a text
	from := f.from()
	for _, s := range f.next[from:min(from+f.room, len(f.next))] {
		texts = max(texts, min(sanitize.Width(sanitize.Escape(s.Text)), widest))
		notes = max(notes, sanitize.Width(s.Note))
	}
	return texts, notes
}

// Completions draws the list, and says where it stands under the line: nowhere while there
// is none.
func (f *Line) Completions(w int) ([]string, layout.Rect) {
	b := f.box(w)
	if b.Empty() {
		return nil, b
	}
	t, from := f.theme, f.from()
	texts, _ := f.widths()
	rows := make([]menu.Row, 0, b.H)
	for _, s := range f.next[from : from+b.H] {
		text := sanitize.Pad(sanitize.Cut(sanitize.Escape(s.Text), texts), texts) + "  " + s.Note
		rows = append(rows, menu.Row{Text: sanitize.Pad(sanitize.CutTail(text, max(b.W-4, 1), t.Ellipsis), max(b.W-4, 1))})
	}
	lines, _, _ := menu.View(rows, f.chosen-from, "", t.Menu)
	bar := t.Dim.Text(t.Bar)
	for i := range lines {
		more := " "
		if i == b.H-1 && from+b.H < len(f.next) {
			more = t.Down
		} else if i == 0 && from > 0 {
			more = t.Up
		}
		lines[i] = bar + lines[i] + t.Dim.Text(more) + bar
	}
	return lines, b
}

// ClickAt returns what a click takes in a line of the list.
func (f *Line) ClickAt(y int) TakeMsg { return TakeMsg{f.from() + y} }

// Wheel moves in the list.
func (f *Line) Wheel(lines int) {
	if f.listed() {
		f.chosen = max(min(f.chosen+lines, len(f.next)-1), 0)
	}
}

// marked paints what of the line is a mistake.
func (f *Line) marked(line string) string {
	m := f.mistake
	if m == nil || m.Unfinished {
		return line
	}
	text := f.input.Value()
	wrong := sanitize.Escape(text[min(m.Start, len(text)):min(m.End, len(text))])
	before := f.input.Prompt + sanitize.Escape(text[:min(m.Start, len(text))])
	if rest, ok := strings.CutPrefix(line, before+wrong); ok && wrong != "" {
		return before + f.theme.Bad.Text(wrong) + rest
	}
	return line // it is scrolled
}
