package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping/query"
)

// matches is the filtered list: the entries that match so far.
type matches struct {
	filter *query.Filter
	ids    []uint64 // also of entries that a held list does not show
	search *capture.Search
	next   uint64 // the first entry that has not been looked at
	done   bool   // everything up to the newest entry has been looked at
	seen   uint64 // the changes to entries up to this one are in ids: see capture.Store.ChangesSince
	early  bool   // it has been searched for while entries were judged anew
	cancel context.CancelFunc
	ctx    context.Context
}

// The messages of a search.
type (
	// foundMsg brings a stretch of it.
	foundMsg struct {
		of   *matches
		ids  []uint64
		next uint64
		done bool
	}
	// reviewedMsg brings which of the entries that have changed match.
	reviewedMsg struct {
		of     *matches
		ids    []uint64
		wanted []bool
	}
)

// newMatches begins a search.
func (m *Model) newMatches(wanted *query.Filter) *matches {
	ctx, cancel := context.WithCancel(context.Background())
	_, seen, _ := m.opt.Store.ChangesSince(0)
	return &matches{filter: wanted, ctx: ctx, cancel: cancel, seen: seen, search: m.opt.Store.Search(wanted)}
}

// searchFor begins the search for a filter. What a wider filter has found is
// looked through and nothing else. The list stays as it is until something is
// found, so that it does not flicker at each key.
func (m *Model) searchFor(wanted *query.Filter) tea.Cmd {
	before, renewed := m.matches, m.renewal != nil
	m.endSearch()
	m.matches, m.coming = before, m.newMatches(wanted)
	if before != nil && before.done && !renewed && before.seen == m.coming.seen && query.Narrows(before.filter, wanted) {
		m.coming.search = m.opt.Store.SearchAmong(wanted, slices.Clone(before.ids), before.next)
	}
	return m.coming.begin()
}

// asked is the search of the filter that was asked for; nil when there is none.
// The list may still be as before it: see coming.
func (m *Model) asked() *matches {
	if m.coming != nil {
		return m.coming
	}
	return m.matches
}

// searchAnew begins the same search again, since any entry may have changed. What
// has been found stays on the screen until it is done.
func (m *Model) searchAnew() tea.Cmd {
	if m.renewal != nil {
		m.renewal.cancel()
	}
	m.renewal = m.newMatches(m.matches.filter)
	m.renewal.early = m.counts.Stale > 0
	return m.renewal.look()
}

func (m *Model) endSearch() {
	for _, of := range []*matches{m.matches, m.renewal, m.coming} {
		if of != nil {
			of.cancel()
		}
	}
	m.matches, m.renewal, m.coming = nil, nil, nil
}

// typed is how long a search waits, so that what was typed is on the screen
// before it takes processors from whoever shows it.
const typed = 16 * time.Millisecond

// begin looks through the first stretch of entries, unless the next key ends the
// search before.
func (f *matches) begin() tea.Cmd {
	look := f.look()
	return func() tea.Msg {
		select {
		case <-f.ctx.Done():
			return nil
		case <-time.After(typed):
			return look()
		}
	}
}

// look looks through the next stretch of entries.
func (f *matches) look() tea.Cmd {
	return func() tea.Msg {
		ids, done := f.search.Next(f.ctx)
		return foundMsg{f, ids, f.search.After(), done}
	}
}

// takeFound adds what was found and goes on.
func (m *Model) takeFound(msg foundMsg) tea.Cmd {
	of := msg.of
	if of.ctx.Err() != nil {
		return nil // of a search that is over
	}
	if of == m.coming {
		m.matches, m.coming = of, nil
		m.list.SetCount(0)
	}
	of.ids = append(of.ids, msg.ids...)
	of.next, of.done = msg.next, msg.done
	if of == m.renewal && of.done {
		m.matches.cancel()
		m.matches, m.renewal = m.renewal, nil
		m.keepMatch()
	}
	m.resize()
	if !of.done {
		return tea.Batch(of.look(), m.loadSelected())
	}
	return m.loadSelected()
}

// keepMatch keeps the selected entry selected, and where it is on the screen, if
// it still matches.
func (m *Model) keepMatch() {
	i, _ := slices.BinarySearch(m.matches.ids, m.detail.id)
	if m.detail.id != 0 && !m.list.Following() {
		m.list.Shift(m.list.Cursor() - i)
	}
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
	if m.matches == nil || m.coming != nil || !m.matches.done || m.matches.next > last.ID {
		return nil
	}
	m.matches.done = false
	return m.matches.look()
}

// reviewMatches looks again at the entries that have changed since they were
// looked at: by a mark, a retry, or another judge. While a large file is loaded or
// judged anew that would be all, again and again: then it is done once, and at
// the end.
func (m *Model) reviewMatches() tea.Cmd {
	of := m.matches
	if of == nil || !of.done || m.coming != nil || m.renewal != nil {
		return nil
	}
	ids, now, all := m.opt.Store.ChangesSince(of.seen)
	switch {
	case all && (m.counts.Loading < 1 || m.counts.Stale > 0 && of.early):
		return nil
	case all:
		return m.searchAnew()
	case len(ids) == 0:
		return nil
	}
	of.seen = now
	slices.Sort(ids)
	ids = slices.Compact(ids)
	chooser := m.opt.Store.Chooser(of.filter)
	return func() tea.Msg {
		wanted := make([]bool, len(ids))
		for i, id := range ids {
			wanted[i] = chooser.Wants(id)
		}
		return reviewedMsg{of, ids, wanted}
	}
}

func (m *Model) takeReviewed(msg reviewedMsg) tea.Cmd {
	of := msg.of
	if of != m.matches {
		return nil
	}
	for i, id := range msg.ids {
		at, has := slices.BinarySearch(of.ids, id)
		switch {
		case msg.wanted[i] && !has && id < of.next:
			of.ids = slices.Insert(of.ids, at, id)
		case !msg.wanted[i] && has:
			of.ids = slices.Delete(of.ids, at, at+1)
		}
	}
	m.keepMatch()
	m.resize()
	return m.loadSelected()
}
