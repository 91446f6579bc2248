package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/mapping/query"
	"segtap/ui/widget/sanitize"
)

// filterLine is where the filter is typed.
type filterLine struct {
	open    bool
	input   textinput.Model
	mistake *query.Error       // in what is typed; nil for none
	next    []query.Suggestion // how what is typed may go on
}

func newFilterLine() filterLine {
	return filterLine{input: newInput(" / ")}
}

func (m *Model) startFilter() tea.Cmd {
	m.filter.open = true
	return m.filter.input.Focus()
}

// update takes keys while the filter is typed: the list narrows as it goes.
func (f *filterLine) update(m *Model, msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter":
			if f.mistake != nil { // else what it shows would not be what is asked
				mistake := *f.mistake
				mistake.Unfinished = false
				f.mistake, f.next = &mistake, nil
				return nil
			}
			f.open = false
			f.input.Blur()
			return nil
		case "esc":
			f.open = false
			f.input.Blur()
			return m.setFilter("")
		case "ctrl+c":
			return m.quit()
		case "tab":
			return f.complete(m)
		case "up", "down":
			return m.press(key.String())
		}
	}
	before := f.input.Value()
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(msg)
	if f.input.Value() != before {
		return tea.Batch(cmd, m.setFilter(f.input.Value()))
	}
	return cmd
}

func (f *filterLine) view(m *Model, w int) (string, *tea.Cursor) {
	half := max(w/2, 4)
	if f.mistake != nil && !f.mistake.Unfinished {
		half = max(w/4, 4) // the mistake needs the room more
	}
	input, cursor := m.inputView(&f.input, half+len(f.input.Prompt))
	return spread(input, f.note(m, max(w-half-8, 0)), w), cursor
}

// note says beside the filter what is wrong with it, how it may go on, or how much
// it finds.
func (f *filterLine) note(m *Model, room int) string {
	switch {
	case f.mistake != nil && !f.mistake.Unfinished:
		text := fmt.Sprintf("%s column %d: %s", m.theme.err, f.mistake.Column, f.mistake.Problem)
		return m.theme.bad.text(sanitize.Cut(sanitize.Escape(text), room)) + " "
	case len(f.next) > 0:
		text := "tab: " + f.next[0].Text
		if note := f.next[0].Note; note != "" {
			text += "  " + note
		}
		return m.theme.dim.text(sanitize.Cut(sanitize.Escape(text), room)) + " "
	case f.mistake != nil:
		return m.theme.dim.text(sanitize.Cut(sanitize.Escape(f.mistake.Problem), room)) + " "
	}
	state := "words, or event: user: is: value:>10 properties.plan:pro "
	if asked := m.asked(); asked != nil {
		state = thousands(len(asked.ids)) + " match "
		if !asked.done {
			state = "searching " + m.theme.ellipsis + " " + state
		}
	}
	return m.theme.dim.text(sanitize.Cut(state, room))
}

// setFilter starts a new search; the one before ends. An empty text shows
// everything again and keeps the selected entry selected. A text that is no
// filter leaves what is shown as it is.
func (m *Model) setFilter(text string) tea.Cmd {
	line := &m.filter
	if line.input.Value() != text {
		line.input.SetValue(text)
		line.input.CursorEnd()
	}
	line.mistake, line.next = nil, nil
	if strings.TrimSpace(text) == "" {
		m.endSearch()
		m.refresh()
		if i, ok := m.opt.Store.Index(m.detail.id); ok && !m.list.Following() {
			m.list.Select(i - m.counts.First)
		}
		return m.loadSelected()
	}
	if line.open {
		line.next = query.Complete(text, line.position(), m.known())
	}
	wanted, err := query.Parse(text, m.opt.Now())
	if err != nil {
		errors.As(err, &line.mistake)
		return nil
	}
	return m.searchFor(wanted)
}

// known are the names that a filter may have in it.
func (m *Model) known() query.Known {
	var known query.Known
	for _, seen := range m.opt.Store.EventKeys() {
		known.Events = append(known.Events, seen.EventKey)
	}
	slices.Sort(known.Events)
	if c := m.opt.Store.Judge().Catalogue(); c != nil {
		for i := range c.Metrics {
			known.Metrics = append(known.Metrics, c.Metrics[i].Key)
		}
		for i := range c.Experiments {
			known.Experiments = append(known.Experiments, c.Experiments[i].Key)
		}
	}
	return known
}

// position is where the cursor stands, in bytes.
func (f *filterLine) position() int {
	runes := []rune(f.input.Value())
	return len(string(runes[:min(f.input.Position(), len(runes))]))
}

// complete puts the first suggestion in its place.
func (f *filterLine) complete(m *Model) tea.Cmd {
	if len(f.next) == 0 {
		return nil
	}
	with, text := f.next[0], f.input.Value()
	text = text[:with.Start] + with.Text + text[with.End:]
	cmd := m.setFilter(text)
	f.input.SetCursor(len([]rune(text[:with.Start+len(with.Text)])))
	return cmd
}
