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
	"segtap/ui/keymap"
	"segtap/ui/widget/count"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// filterLine is where the filter is typed.
type filterLine struct {
	open    bool
	input   textinput.Model
	mistake *query.Error       // in what is typed; nil for none
	next    []query.Suggestion // how what is typed may go on
}

func newFilterLine() filterLine { return filterLine{input: input.New(" / ")} }

// The keys of the filter line; those of the list go on to move its cursor.
var filterKeys = struct{ complete, keep, clear, quit, up, down key.Binding }{
	complete: keymap.Dialog("tab", "complete", "tab"),
	keep:     keymap.Dialog("enter", "keep", "enter"),
	clear:    keymap.Dialog("esc", "clear", "esc"),
	quit:     keymap.Dialog("ctrl+c", "quit", "ctrl+c"),
	up:       keymap.Dialog("↑", "up", "up"),
	down:     keymap.Dialog("↓", "down", "down"),
}

// Typing reports whether the filter is being typed: then it gets the keys.
func (s *Screen) Typing() bool { return s.filter.open }

// TypingHints are what the footer shows meanwhile.
func (s *Screen) TypingHints() []keymap.Hint {
	return keymap.Hints(filterKeys.complete, filterKeys.keep, filterKeys.clear)
}

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
			s.keepFilter()
			return nil
		case key.Matches(press, filterKeys.clear):
			f.close()
			return s.setFilter("")
		case key.Matches(press, filterKeys.quit):
			return tea.Quit
		case key.Matches(press, filterKeys.complete):
			return s.complete()
		case key.Matches(press, filterKeys.up):
			return s.up()
		case key.Matches(press, filterKeys.down):
			return s.down()
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

func (f *filterLine) close() {
	f.open = false
	f.input.Blur()
}

// keepFilter closes the line, unless there is a mistake in it: else what it shows would
// not be what is asked.
func (s *Screen) keepFilter() {
	f := &s.filter
	if f.mistake == nil {
		f.close()
		return
	}
	mistake := *f.mistake
	mistake.Unfinished = false
	f.mistake, f.next = &mistake, nil
}

// FilterView draws the line while it is typed in, and gives its cursor.
func (s *Screen) FilterView(w int) (string, *tea.Cursor) {
	f, half := &s.filter, max(w/2, 4)
	if f.mistake != nil && !f.mistake.Unfinished {
		half = max(w/4, 4) // the mistake needs the room more
	}
	line, cursor := input.View(&f.input, half+len(f.input.Prompt), s.theme.Dim.Text)
	return styled.Spread(line, s.filterNote(max(w-half-8, 0)), w), cursor
}

// filterNote says beside the filter what is wrong with it, how it may go on, or how much
// it finds.
func (s *Screen) filterNote(room int) string {
	f := &s.filter
	switch {
	case f.mistake != nil && !f.mistake.Unfinished:
		text := fmt.Sprintf("%s column %d: %s", s.theme.Err, f.mistake.Column, f.mistake.Problem)
		return s.theme.Bad.Text(sanitize.Cut(sanitize.Escape(text), room)) + " "
	case len(f.next) > 0:
		text := "tab: " + f.next[0].Text
		if note := f.next[0].Note; note != "" {
			text += "  " + note
		}
		return s.theme.Dim.Text(sanitize.Cut(sanitize.Escape(text), room)) + " "
	case f.mistake != nil:
		return s.theme.Dim.Text(sanitize.Cut(sanitize.Escape(f.mistake.Problem), room)) + " "
	}
	state := "words, or event: user: is: value:>10 properties.plan:pro "
	if asked := s.list.Asked(); asked.Filter != nil {
		state = count.Number(asked.Found) + " match "
		if !asked.Done {
			state = "searching " + s.theme.Ellipsis + " " + state
		}
	}
	return s.theme.Dim.Text(sanitize.Cut(state, room))
}

// set puts a text into the line: there is no mistake in it yet.
func (f *filterLine) set(text string) {
	if f.input.Value() != text {
		f.input.SetValue(text)
		f.input.CursorEnd()
	}
	f.mistake, f.next = nil, nil
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
	for _, seen := range s.store.EventKeys() {
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

// complete puts the first suggestion in its place.
func (s *Screen) complete() tea.Cmd {
	f := &s.filter
	if len(f.next) == 0 {
		return nil
	}
	with, text := f.next[0], f.input.Value()
	text = text[:with.Start] + with.Text + text[with.End:]
	cmd := s.setFilter(text)
	f.input.SetCursor(len([]rune(text[:with.Start+len(with.Text)])))
	return cmd
}
