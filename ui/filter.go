package ui

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// filterLine is where the filter is typed.
type filterLine struct {
	open  bool
	input textinput.Model
}

func newFilterLine() filterLine {
	input := textinput.New()
	input.Prompt = " / "
	input.SetVirtualCursor(false)
	return filterLine{input: input}
}

// matches is the filtered list: the entries that match so far.
type matches struct {
	text   string
	ids    []uint64
	next   uint64 // the first entry that has not been looked at
	done   bool   // everything up to the newest entry has been looked at
	cancel context.CancelFunc
	ctx    context.Context
}

// foundMsg brings a stretch of the search.
type foundMsg struct {
	of   *matches
	ids  []uint64
	next uint64
	done bool
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
			f.open = false
			f.input.Blur()
			return nil
		case "esc":
			f.open = false
			f.input.Blur()
			return m.setFilter("")
		case "ctrl+c":
			return m.quit()
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

func (f *filterLine) view(m *Model, w int) string {
	f.input.SetWidth(max(w-30, 4))
	state := "words, all of which the message has "
	if m.matches != nil {
		state = thousands(len(m.matches.ids)) + " match "
		if !m.matches.done {
			state = "searching " + m.theme.ellipsis + " " + state
		}
	}
	return spread(f.input.View(), m.theme.dim.text(state), w)
}

// setFilter starts a new search; the one before ends. An empty text shows
// everything again and keeps the selected entry selected.
func (m *Model) setFilter(text string) tea.Cmd {
	if m.matches != nil {
		m.matches.cancel()
		m.matches = nil
	}
	if f := &m.filter; f.input.Value() != text {
		f.input.SetValue(text)
	}
	if strings.TrimSpace(text) == "" {
		m.refresh()
		if i, ok := m.opt.Store.Index(m.detail.id); ok && !m.list.Following() {
			m.list.Select(i)
		}
		return m.loadSelected()
	}
	ctx, cancel := context.WithCancel(context.Background())
	m.matches = &matches{text: text, ctx: ctx, cancel: cancel}
	m.list.SetCount(0)
	return m.search()
}

// search looks through the next stretch of entries.
func (m *Model) search() tea.Cmd {
	of, store := m.matches, m.opt.Store
	words := strings.Fields(of.text)
	next := of.next
	return func() tea.Msg {
		ids, after, done := store.Find(of.ctx, words, next)
		return foundMsg{of, ids, after, done}
	}
}

// takeFound adds what was found and goes on.
func (m *Model) takeFound(msg foundMsg) tea.Cmd {
	if msg.of != m.matches {
		return nil // of a search that is over
	}
	last, _ := m.opt.Store.At(m.total - 1)
	for _, id := range msg.ids {
		if id <= last.ID { // while the list is held, what has come since is not shown
			m.matches.ids = append(m.matches.ids, id)
		}
	}
	m.matches.next = min(msg.next, last.ID+1)
	m.matches.done = m.total == 0 || m.matches.next > last.ID
	m.resize()
	if !m.matches.done {
		return tea.Batch(m.search(), m.loadSelected())
	}
	return m.loadSelected()
}

// extendMatches looks through what has arrived since the search was done.
func (m *Model) extendMatches() tea.Cmd {
	last, _ := m.opt.Store.At(m.total - 1)
	if m.matches == nil || !m.matches.done || m.matches.next > last.ID {
		return nil
	}
	m.matches.done = false
	return m.search()
}
