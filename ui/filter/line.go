package filter

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/mapping/query"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Line is where a filter is typed.
type Line struct {
	theme   *theme.Theme
	now     func() time.Time
	known   func() query.Known
	open    bool
	input   textinput.Model
	mistake *query.Error       // in what is typed; nil for none
	next    []query.Suggestion // how what is typed may go on
}

// New returns a line that is closed. Known says which names a filter may have in it.
func New(t *theme.Theme, now func() time.Time, known func() query.Known) Line {
	return Line{theme: t, now: now, known: known, input: input.New(" / ")}
}

// The keys of the line; those of the list go on to move its cursor.
var lineKeys = struct{ complete, keep, clear, quit, up, down key.Binding }{
	complete: keymap.Dialog("tab", "complete", "tab"),
	keep:     keymap.Dialog("enter", "keep", "enter"),
	clear:    keymap.Dialog("esc", "clear", "esc"),
	quit:     keymap.Dialog("ctrl+c", "quit", "ctrl+c"),
	up:       keymap.Dialog("↑", "up", "up"),
	down:     keymap.Dialog("↓", "down", "down"),
}

// Hints are what the footer shows while the filter is typed.
func (f *Line) Hints() []keymap.Hint {
	return keymap.Hints(lineKeys.complete, lineKeys.keep, lineKeys.clear)
}

func (f *Line) close() {
	f.open = false
	f.input.Blur()
}

// keep closes the line, unless there is a mistake in it: else what it shows would not be
// what is asked.
func (f *Line) keep() {
	if f.mistake == nil {
		f.close()
		return
	}
	mistake := *f.mistake
	mistake.Unfinished = false
	f.mistake, f.next = &mistake, nil
}

// completed returns the text with the first suggestion in its place, and where the cursor
// stands behind that, in characters.
func (f *Line) completed() (text string, cursor int, ok bool) {
	if len(f.next) == 0 {
		return "", 0, false
	}
	with, text := f.next[0], f.input.Value()
	text = text[:with.Start] + with.Text + text[with.End:]
	return text, len([]rune(text[:with.Start+len(with.Text)])), true
}

// View draws the line, and gives its cursor. Found is how what was asked for stands; empty
// while nothing is.
func (f *Line) View(found string, w int) (string, *tea.Cursor) {
	half := max(w/2, 4)
	if f.mistake != nil && !f.mistake.Unfinished {
		half = max(w/4, 4) // the mistake needs the room more
	}
	line, cursor := input.View(&f.input, half+len(f.input.Prompt), f.theme.Dim.Text)
	return styled.Spread(line, f.note(found, max(w-half-8, 0)), w), cursor
}

// note says beside the filter what is wrong with it, how it may go on, or how much it
// finds.
func (f *Line) note(found string, room int) string {
	t := f.theme
	cut := func(text string) string { return sanitize.Cut(sanitize.Escape(text), room) }
	switch {
	case f.mistake != nil && !f.mistake.Unfinished:
		return t.Bad.Text(cut(fmt.Sprintf("%s column %d: %s", t.Err, f.mistake.Column, f.mistake.Problem))) + " "
	case len(f.next) > 0:
		text := "tab: " + f.next[0].Text
		if note := f.next[0].Note; note != "" {
			text += "  " + note
		}
		return t.Dim.Text(cut(text)) + " "
	case f.mistake != nil:
		return t.Dim.Text(cut(f.mistake.Problem)) + " "
	}
	state := "words, or event: user: is: value:>10 properties.plan:pro "
	if found != "" {
		state = found
	}
	return t.Dim.Text(sanitize.Cut(state, room))
}

// Set puts a text into the line: there is no mistake in it yet.
func (f *Line) Set(text string) {
	if f.input.Value() != text {
		f.input.SetValue(text)
		f.input.CursorEnd()
	}
	f.mistake, f.next = nil, nil
}

// Open reports whether the filter is being typed.
func (f *Line) Open() bool { return f.open }

// Start opens the line.
func (f *Line) Start() tea.Cmd {
	f.open = true
	return f.input.Focus()
}

// Press is what a person wants who types.
type Press uint8

// What they may want.
const (
	Nothing Press = iota
	Changed       // the text is another one: what it wants is to be shown
	Up            // one up in the list
	Down
)

// Type takes keys while the line is open. The text is [Line.Text] afterwards.
func (f *Line) Type(msg tea.Msg) (Press, tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(press, lineKeys.keep):
			f.keep()
			return Nothing, nil
		case key.Matches(press, lineKeys.clear):
			f.close()
			f.Set("")
			return Changed, nil
		case key.Matches(press, lineKeys.quit):
			return Nothing, tea.Quit
		case key.Matches(press, lineKeys.complete):
			text, cursor, ok := f.completed()
			if !ok {
				return Nothing, nil
			}
			f.Set(text)
			f.input.SetCursor(cursor)
			return Changed, nil
		case key.Matches(press, lineKeys.up):
			return Up, nil
		case key.Matches(press, lineKeys.down):
			return Down, nil
		}
	}
	before := f.input.Value()
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(msg)
	if f.input.Value() != before {
		return Changed, cmd
	}
	return Nothing, cmd
}

// Filter returns what a text asks for; nil for everything. A text that is no filter gives
// false, and the line says why.
func (f *Line) Filter(text string) (wanted *query.Filter, ok bool) {
	f.Set(text)
	if strings.TrimSpace(text) == "" {
		return nil, true
	}
	if f.open {
		f.next = query.Complete(text, input.Position(&f.input), f.known())
	}
	wanted, err := query.Parse(text, f.now())
	if err != nil {
		errors.As(err, &f.mistake)
		return nil, false
	}
	return wanted, true
}

// Text returns what is typed.
func (f *Line) Text() string { return f.input.Value() }
