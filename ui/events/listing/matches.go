package listing

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/mapping/query"
)

// matches is the filtered list: the entries that match so far.
type matches struct {
	filter *query.Filter
	words  []string // that it looks for
	awaits uint64   // the entry that is to be selected when it is found; 0 for none
	ids    []uint64 // also of entries that a held list does not show
	search *store.Search
	next   uint64 // the first entry that has not been looked at
	done   bool   // everything up to the newest entry has been looked at
	seen   uint64 // the changes to entries up to this one are in ids: see store.Store.ChangesSince
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
func newMatches(store *store.Store, wanted *query.Filter) *matches {
	ctx, cancel := context.WithCancel(context.Background())
	_, seen, _ := store.ChangesSince(0)
	return &matches{filter: wanted, words: wanted.Words(), ctx: ctx, cancel: cancel, seen: seen, search: store.Search(wanted)}
}

// searchAnew begins the same search again, since any entry may have changed. What
// has been found stays on the screen until it is done.
func (l *Listing) searchAnew() tea.Cmd {
	if l.renewal != nil {
		l.renewal.cancel()
	}
	l.renewal = newMatches(l.store, l.matches.filter)
	l.renewal.early = l.counts.Stale > 0
	return l.renewal.look()
}

func (l *Listing) endSearch() {
	for _, of := range []*matches{l.matches, l.renewal, l.coming} {
		if of != nil {
			of.cancel()
		}
	}
	l.matches, l.renewal, l.coming = nil, nil, nil
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
func (l *Listing) takeFound(msg foundMsg) tea.Cmd {
	of := msg.of
	if of.ctx.Err() != nil {
		return nil // of a search that is over
	}
	if of == l.coming {
		of.awaits = lastSelected(l)
		l.matches, l.coming = of, nil
		l.place.SetCount(0)
	}
	of.ids = append(of.ids, msg.ids...)
	of.next, of.done = msg.next, msg.done
	if of == l.renewal && of.done {
		l.matches.cancel()
		l.matches, l.renewal = l.renewal, nil
		l.keepMatch()
	}
	l.settle()
	if of == l.matches {
		selectAwaited(l)
	}
	if of.done {
		return nil
	}
	return of.look()
}

// selectAwaited selects the entry again that was selected under another filter, or the one
// that stands in its place, as soon as it has been looked at; unless a person has gone
// elsewhere meanwhile.
func selectAwaited(l *Listing) {
	of := l.matches
	switch {
	case of.awaits == 0 || of.next <= of.awaits && !of.done:
		return
	case l.place.Cursor() <= 0:
		at, _ := slices.BinarySearch(of.ids, of.awaits)
		l.place.Select(at)
		l.settle()
	}
	of.awaits = 0
}

// keepMatch keeps the selected entry selected, and where it is on the screen, if
// it still matches.
func (l *Listing) keepMatch() {
	i, _ := slices.BinarySearch(l.matches.ids, l.selected.ID)
	if l.selected.ID != 0 && !l.place.Following() {
		l.place.Shift(l.place.Cursor() - i)
	}
}

// forget takes out the entries that are not listed any more, and returns how many
// there were. Oldest is the oldest entry that is not there for its mark.
func (f *matches) forget(store *store.Store, oldest uint64) int {
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

// shown is how many of the matches the list shows: while it is held, not
// those that have come since.
func (l *Listing) shown() int {
	last, _ := l.store.At(l.counts.First + l.total - 1)
	n, found := slices.BinarySearch(l.matches.ids, last.ID)
	if found {
		n++
	}
	return n
}

// extend looks through what has arrived since the search was done.
func (l *Listing) extend() tea.Cmd {
	last, _ := l.store.At(l.counts.First + l.total - 1)
	if l.matches == nil || l.coming != nil || !l.matches.done || l.matches.next > last.ID {
		return nil
	}
	l.matches.done = false
	return l.matches.look()
}

// review looks again at the entries that have changed since they were
// looked at: by a mark, a retry, or another judge. While a large file is loaded or
// judged anew that would be all, again and again: then it is done once, and at
// the end.
func (l *Listing) review() tea.Cmd {
	of := l.matches
	if of == nil || !of.done || l.coming != nil || l.renewal != nil {
		return nil
	}
	ids, now, all := l.store.ChangesSince(of.seen)
	switch {
	case all && (l.counts.Loading < 1 || l.counts.Stale > 0 && of.early):
		return nil
	case all:
		return l.searchAnew()
	case len(ids) == 0:
		return nil
	}
	of.seen = now
	slices.Sort(ids)
	ids = slices.Compact(ids)
	chooser := l.store.Chooser(of.filter)
	return func() tea.Msg {
		wanted := make([]bool, len(ids))
		for i, id := range ids {
			wanted[i] = chooser.Wants(id)
		}
		return reviewedMsg{of, ids, wanted}
	}
}

func (l *Listing) takeReviewed(msg reviewedMsg) {
	of := msg.of
	if of != l.matches {
		return
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
	l.keepMatch()
	l.settle()
}

// Update takes what a search of this list has brought, and reports whether it was that:
// other messages are none of its concern.
func (l *Listing) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case foundMsg:
		if !isOf(l, msg.of) {
			return nil, false
		}
		return l.takeFound(msg), true
	case reviewedMsg:
		if !isOf(l, msg.of) {
			return nil, false
		}
		l.takeReviewed(msg)
		return nil, true
	}
	return nil, false
}

// isOf reports whether a search is one of a list, and not over.
func isOf(l *Listing, of *matches) bool {
	return of == l.matches || of == l.coming || of == l.renewal
}

// Continue looks through what has come and what has changed since the search was done.
func (l *Listing) Continue() tea.Cmd { return tea.Batch(l.review(), l.extend()) }
