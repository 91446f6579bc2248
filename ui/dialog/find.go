package dialog

import (
	"fmt"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/editor"
	"segtap/ui/widget/input"
	"segtap/ui/widget/styled"
)

// find searches in the text of a draft.
type find struct {
	search  *editor.Search
	in      textinput.Model
	wrapped string // how the last step went over an end of the text; empty when it did not
}

var findKeys = struct{ open, next, previous, leave, paste keys.Binding }{
	open: keys.Bind("ctrl+f", "search", "ctrl+f"),
	next: keys.Bind("enter", "next", "enter", "ctrl+f", "down"), previous: keys.Bind("↑", "the one before", "up", "shift+enter", "alt+enter"),
	leave: keys.Bind("esc", "end the search", "esc", "ctrl+c"), paste: keys.Bind("ctrl+v", "paste", "ctrl+v"),
}

// newFind begins a search; last is what was searched for before, which enter takes.
func newFind(text *editor.Editor, last string) *find {
	f := &find{search: text.Search(), in: input.New(" search > ")}
	f.in.KeyMap.Paste.SetEnabled(false) // the terminal's clipboard is asked
	f.in.Placeholder = last
	f.in.Focus()
	return f
}

// update takes what is for the search, and reports whether it is over.
func (f *find) update(msg tea.Msg) (cmd tea.Cmd, over bool) {
	press, isKey := msg.(tea.KeyPressMsg)
	by := 0
	switch clip, isClip := msg.(tea.ClipboardMsg); {
	case isClip:
		msg = tea.PasteMsg{Content: clip.Content}
	case !isKey:
	case findKeys.leave.Is(press):
		f.search.End()
		return nil, true
	case findKeys.paste.Is(press):
		return tea.ReadClipboard, false
	case findKeys.next.Is(press):
		by = 1
	case findKeys.previous.Is(press):
		by = -1
	}
	before := f.in.Value()
	switch {
	case by != 0 && before == "":
		f.in.SetValue(f.in.Placeholder)
		f.in.CursorEnd()
	case by != 0:
		f.say(f.search.Go(by), by)
	default:
		f.in, cmd = f.in.Update(msg)
	}
	if f.in.Value() != before {
		f.say(f.search.Find(f.in.Value()), 1)
	}
	return cmd, false
}

// say keeps what is to be said of a step.
func (f *find) say(wrapped bool, by int) {
	f.wrapped = ""
	if wrapped && by > 0 {
		f.wrapped = ", from the top again"
	} else if wrapped {
		f.wrapped = ", from the end again"
	}
}

// view is the line that is typed in, with which match the cursor is at.
func (f *find) view(t *theme.Theme, w int) (string, *tea.Cursor) {
	count := ""
	switch at, of := f.search.Match(); {
	case f.in.Value() == "":
	case of == 0:
		count = t.Warned.Text("not found")
	default:
		count = fmt.Sprintf("%d of %d%s", at, of, f.wrapped)
	}
	line, cursor := input.View(&f.in, max(w-styled.Width(count)-3, 1), t.Dim.Text)
	return styled.Between(line, count+" ", w, t.Ellipsis), cursor
}

// hints are what the footer shows.
func (f *find) hints() []keymap.Hint {
	return keymap.Hints(findKeys.next.Binding, findKeys.previous.Binding, findKeys.leave.Binding)
}
