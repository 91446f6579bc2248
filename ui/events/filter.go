package events

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/mapping/query"
	"segtap/ui/events/listing"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/input"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// filterLine is where the filter is typed.
type filterLine struct {
	theme   *theme.Theme
	open    bool
	input   textinput.Model
	mistake *query.Error       // in what is typed; nil for none
	next    []query.Suggestion // how what is typed may go on
}

func newFilterLine(t *theme.Theme) filterLine { return filterLine{theme: t, input: input.New(" / ")} }

// The keys of the filter line; those of the list go on to move its cursor.
var filterKeys = struct{ complete, keep, clear, quit, up, down key.Binding }{
	complete: keymap.Dialog("tab", "complete", "tab"),
	keep:     keymap.Dialog("enter", "keep", "enter"),
	clear:    keymap.Dialog("esc", "clear", "esc"),
	quit:     keymap.Dialog("ctrl+c", "quit", "ctrl+c"),
	up:       keymap.Dialog("↑", "up", "up"),
	down:     keymap.Dialog("↓", "down", "down"),
}

// hints are what the footer shows while the filter is typed.
func (f *filterLine) hints() []keymap.Hint {
	return keymap.Hints(filterKeys.complete, filterKeys.keep, filterKeys.clear)
}

func (f *filterLine) close() {
	f.open = false
	f.input.Blur()
}

// keep closes the line, unless there is a mistake in it: else what it shows would not be
// what is asked.
func (f *filterLine) keep() {
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
func (f *filterLine) completed() (text string, cursor int, ok bool) {
	if len(f.next) == 0 {
		return "", 0, false
	}
	with, text := f.next[0], f.input.Value()
	text = text[:with.Start] + with.Text + text[with.End:]
	return text, len([]rune(text[:with.Start+len(with.Text)])), true
}

// view draws the line, and gives its cursor. Asked is how the search stands.
func (f *filterLine) view(asked listing.Asked, w int) (string, *tea.Cursor) {
	half := max(w/2, 4)
	if f.mistake != nil && !f.mistake.Unfinished {
		half = max(w/4, 4) // the mistake needs the room more
	}
	line, cursor := input.View(&f.input, half+len(f.input.Prompt), f.theme.Dim.Text)
	return styled.Spread(line, f.note(asked, max(w-half-8, 0)), w), cursor
}

// note says beside the filter what is wrong with it, how it may go on, or how much it
// finds.
func (f *filterLine) note(asked listing.Asked, room int) string {
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
	if asked.Filter != nil {
		state = count.Number(asked.Found) + " match "
		if !asked.Done {
			state = "searching " + t.Ellipsis + " " + state
		}
	}
	return t.Dim.Text(sanitize.Cut(state, room))
}

// set puts a text into the line: there is no mistake in it yet.
func (f *filterLine) set(text string) {
	if f.input.Value() != text {
		f.input.SetValue(text)
		f.input.CursorEnd()
	}
	f.mistake, f.next = nil, nil
}

// Typing reports whether the filter is being typed: then it gets the keys.
func (s *Screen) Typing() bool { return s.filter.open }

// FilterView draws the line while it is typed in, and gives its cursor.
func (s *Screen) FilterView(w int) (string, *tea.Cursor) { return s.filter.view(s.list.Asked(), w) }

func (s *Screen) startFilter() tea.Cmd {
	s.filter.open = true
	return s.filter.input.Focus()
}

// Type takes keys while the filter is typed: the list narrows as it goes.
func (s *Screen) Type(msg tea.Msg) tea.Cmd {
	f := &s.filter
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(press, filterKeys.keep):
			f.keep()
			return nil
		case key.Matches(press, filterKeys.clear):
			f.close()
			return s.setFilter("")
		case key.Matches(press, filterKeys.quit):
			return tea.Quit
		case key.Matches(press, filterKeys.complete):
			text, cursor, ok := f.completed()
			if !ok {
				return nil
			}
			cmd := s.setFilter(text)
			f.input.SetCursor(cursor)
			return cmd
		case key.Matches(press, filterKeys.up, filterKeys.down):
			by := map[bool]int{true: -1, false: 1}[key.Matches(press, filterKeys.up)]
			return s.move(func() { s.list.Move(by) }, func(t *jsontree.Tree) { t.Move(by) })
		}
	}
	before := f.input.Value()
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(msg)
	if f.input.Value() != before {
		return tea.Batch(cmd, s.setFilter(f.input.Value()))
	}
	return cmd
}

// setFilter starts a new search; the one before ends. An empty text shows everything
// again and keeps the selected entry selected. A text that is no filter leaves what is
// shown as it is.
func (s *Screen) setFilter(text string) tea.Cmd {
	line := &s.filter
	line.set(text)
	if strings.TrimSpace(text) == "" {
		s.list.Clear()
		return s.Look()
	}
	if line.open {
		line.next = query.Complete(text, input.Position(&line.input), s.known())
	}
	wanted, err := query.Parse(text, s.opt.Now())
	if err != nil {
		errors.As(err, &line.mistake)
		return nil
	}
	return s.list.Search(wanted)
}

// known are the names that a filter may have in it.
func (s *Screen) known() query.Known {
	var known query.Known
	for _, seen := range s.opt.Store.Coverage().EventKeys() {
		known.Events = append(known.Events, seen.EventKey)
	}
	slices.Sort(known.Events)
	if c := s.judge.Catalogue(); c != nil {
		for i := range c.Metrics {
			known.Metrics = append(known.Metrics, c.Metrics[i].Key)
		}
		for i := range c.Experiments {
			known.Experiments = append(known.Experiments, c.Experiments[i].Key)
		}
	}
	return known
}
