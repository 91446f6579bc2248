package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping/filter"
	"segtap/ui/plain"
)

// filterLine is where the filter is typed.
type filterLine struct {
	open    bool
	input   textinput.Model
	mistake *filter.Error       // in what is typed; nil for none
	next    []filter.Suggestion // how what is typed may go on
}

func newFilterLine() filterLine {
	input := textinput.New()
	input.Prompt = " / "
	input.SetVirtualCursor(false)
	return filterLine{input: input}
}

// matches is the filtered list: the entries that match so far.
type matches struct {
	filter *filter.Filter
	ids    []uint64 // also of entries that a held list does not show
	search *capture.Search
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

func (f *filterLine) view(m *Model, w int) string {
	f.input.SetWidth(max(w/2, 4))
	room := max(w-f.input.Width()-8, 0)
	switch {
	case f.mistake != nil && !f.mistake.Unfinished:
		text := fmt.Sprintf("%s column %d: %s", m.theme.err, f.mistake.Column, f.mistake.Problem)
		return spread(f.input.View(), m.theme.bad.text(plain.Cut(plain.Escape(text), room))+" ", w)
	case len(f.next) > 0:
		text := "tab: " + f.next[0].Text
		if note := f.next[0].Note; note != "" {
			text += "  " + note
		}
		return spread(f.input.View(), m.theme.dim.text(plain.Cut(plain.Escape(text), room))+" ", w)
	case f.mistake != nil:
		return spread(f.input.View(), m.theme.dim.text(plain.Cut(plain.Escape(f.mistake.Problem), room))+" ", w)
	}
	state := "words, or event: user: is: value:>10 properties.plan:pro "
	if m.matches != nil {
		state = thousands(len(m.matches.ids)) + " match "
		if !m.matches.done {
			state = "searching " + m.theme.ellipsis + " " + state
		}
	}
	return spread(f.input.View(), m.theme.dim.text(plain.Cut(state, room)), w)
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
		line.next = filter.Complete(text, line.position(), m.known())
	}
	wanted, err := filter.Parse(text, m.opt.Now())
	if err != nil {
		errors.As(err, &line.mistake)
		return nil
	}
	return m.searchFor(wanted)
}

// searchFor begins the search for a filter. What a wider filter has found is
// looked through and nothing else.
func (m *Model) searchFor(wanted *filter.Filter) tea.Cmd {
	before := m.matches
	m.endSearch()
	ctx, cancel := context.WithCancel(context.Background())
	m.matches = &matches{filter: wanted, ctx: ctx, cancel: cancel, search: m.opt.Store.Search(wanted)}
	if before != nil && before.done && filter.Narrows(before.filter, wanted) {
		m.matches.search = m.opt.Store.SearchAmong(wanted, slices.Clone(before.ids), before.next)
	}
	m.list.SetCount(0)
	return m.search()
}

// searchAnew begins the same search again: entries have come that are older than
// those it has looked at.
func (m *Model) searchAnew() tea.Cmd {
	wanted := m.matches.filter
	m.endSearch()
	return m.searchFor(wanted)
}

// forget takes out the entries that are not listed any more, and gives how many
// there were. Oldest is the oldest entry that is not there for its mark.
func (f *matches) forget(store *capture.Store, oldest uint64) int {
	old, _ := slices.BinarySearch(f.ids, oldest)
	kept := slices.DeleteFunc(slices.Clone(f.ids[:old]), func(id uint64) bool {
		_, ok := store.Index(id)
		return !ok
	})
	if len(kept) < old {
		f.ids = append(kept, f.ids[old:]...)
	}
	return old - len(kept)
}

func (m *Model) endSearch() {
	if m.matches != nil {
		m.matches.cancel()
		m.matches = nil
	}
}

// known are the names that a filter may have in it.
func (m *Model) known() filter.Known {
	var known filter.Known
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

// search looks through the next stretch of entries.
func (m *Model) search() tea.Cmd {
	of := m.matches
	return func() tea.Msg {
		ids, done := of.search.Next(of.ctx)
		return foundMsg{of, ids, of.search.After(), done}
	}
}

// takeFound adds what was found and goes on.
func (m *Model) takeFound(msg foundMsg) tea.Cmd {
	of := msg.of
	if of != m.matches {
		return nil // of a search that is over
	}
	of.ids = append(of.ids, msg.ids...)
	of.next, of.done = msg.next, msg.done
	m.resize()
	if !of.done {
		return tea.Batch(m.search(), m.loadSelected())
	}
	return m.loadSelected()
}

// shownMatches is how many of the matches the list shows: while it is held, not
// those that have come since.
func (m *Model) shownMatches() int {
	last, _ := m.opt.Store.At(m.counts.First + m.total - 1)
	n, found := slices.BinarySearch(m.matches.ids, last.ID)
	if found {
		n++
	}
	return n
}

// extendMatches looks through what has arrived since the search was done.
func (m *Model) extendMatches() tea.Cmd {
	last, _ := m.opt.Store.At(m.counts.First + m.total - 1)
	if m.matches == nil || !m.matches.done || m.matches.next > last.ID {
		return nil
	}
	m.matches.done = false
	return m.search()
}
