package filter

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/keymap"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// View draws the line, and gives its cursor. Found is how what was asked for stands; empty
// while nothing is.
func (f *Line) View(found string, w int) (string, *tea.Cursor) {
	half := max(w/2, 4)
	if f.mistake != nil && !f.mistake.Unfinished {
		half = max(w/4, 4) // the mistake needs the room more
	}
	line, cursor := input.View(&f.input, half+len(f.input.Prompt), f.theme.Dim.Text)
	return styled.Spread(f.marked(line), f.note(found, max(w-half-8, 0)), w), cursor
}

// note says beside the filter what is wrong with it, or how much it finds; where there is no
// list under the line, how it may go on.
func (f *Line) note(found string, room int) string {
	t := f.theme
	cut := func(text string) string { return sanitize.CutTail(sanitize.Escape(text), room, t.Ellipsis) }
	switch {
	case f.mistake != nil && !f.mistake.Unfinished:
		text := fmt.Sprintf("%s column %d: %s", t.Err, f.mistake.Column, f.mistake.Problem)
		if hint := f.mistake.Hint; hint != "" && sanitize.Width(text)+2+sanitize.Width(hint) <= room {
			text += "; " + hint
		}
		return t.Bad.Text(cut(text)) + " "
	case len(f.next) > 0 && !f.listed() && !f.shut:
		text := lineKeys.complete.Help().Key + ": " + f.next[0].Text
		if note := f.next[0].Note; note != "" {
			text += "  " + note
		}
		return t.Dim.Text(cut(text)) + " "
	case f.mistake != nil && f.listed(): // the list tells how it goes on
		return ""
	case f.mistake != nil:
		return t.Dim.Text(cut(fmt.Sprintf("column %d: %s", f.mistake.Column, f.mistake.Problem))) + " "
	}
	if word := f.held(); word != "" {
		return t.Dim.Text(cut(lineKeys.keep.Help().Key+" searches for the word "+word)) + " "
	}
	state := "words, or event: user: is: value:>10 properties.plan:pro "
	if found != "" {
		state = found
	}
	return t.Dim.Text(cut(state))
}

// Section are the keys of the line.
func Section() keymap.Section {
	k := &lineKeys
	return keymap.SectionOf("Filter", k.down, k.up, k.complete, k.keep, k.clear)
}
