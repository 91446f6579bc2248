package listing

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/mapping/query"
	"segtap/ui/widget/viewport"
)

// Listing is the list of entries: all of them, or those that a filter wants.
type Listing struct {
	store  *store.Store
	place  viewport.List
	counts store.Counts // of the store, as of the last look
	total  int          // entries that there are to show
	rush   bool         // the last look found more new entries than the list has rows
	paused bool         // the list is held; capture goes on
	heldAt uint64       // the newest entry of the held list

	matches *matches // what the filter found; nil when there is no filter
	coming  *matches // takes its place with the first that it finds, for another filter
	renewal *matches // takes its place when it is done; nil when it need not be renewed

	highest  uint64          // number of the newest entry, as of the last settling
	before   uint64          // the entry that was selected last, if nothing is
	left     uint64          // the newest entry when the list followed last
	fresh    int             // how many entries that are newer stand below the window, as of the last settling
	selected capture.Entry   // the one under the cursor, as of the last settling; zero for none
	rows     []capture.Entry // those in the window, as of the last settling
}

// New returns the list of a store's entries, which follows the newest.
func New(store *store.Store) *Listing {
	l := &Listing{store: store}
	l.place.Follow()
	return l
}

// Look looks at the store: how many entries there are, and where the list stands among
// them.
func (l *Listing) Look() {
	before := l.counts
	l.counts = l.store.Counts()
	l.rush = l.counts.First+l.counts.Entries-before.First-before.Entries > l.place.Height()
	l.total = l.counts.Entries
	if l.paused {
		upTo, _ := l.store.Index(l.heldAt + 1)
		l.total = upTo - l.counts.First
	}
	if l.counts.First != before.First {
		l.keepPlace()
	}
	l.settle()
}

// Counts returns what the store had at the last look.
func (l *Listing) Counts() store.Counts { return l.counts }

// Total returns how many entries there are to show, with or without a filter: while the
// list is held, not those that have come since.
func (l *Listing) Total() int { return l.total }

// Rush reports whether so much arrives that the list is another one at each look.
func (l *Listing) Rush() bool { return l.rush }

// settle brings the list into line with what it shows, and keeps what is in its window.
func (l *Listing) settle() {
	n := l.total
	if l.matches != nil {
		n = l.shown()
	}
	l.place.SetCount(n)
	l.before = cmp.Or(l.selected.ID, l.before)
	l.selected, _ = l.entryAt(l.place.Cursor())
	newest, _ := l.store.At(l.counts.First + l.total - 1)
	l.highest = newest.ID
	if l.place.Following() {
		l.left = newest.ID
	}
	l.rows = l.rows[:0]
	from, to := l.place.Window()
	for i := from; i < to; i++ {
		entry, ok := l.entryAt(i)
		if !ok {
			break
		}
		l.rows = append(l.rows, entry)
	}
	l.fresh = min(newerThan(l, l.left), n-to)
}

// newerThan returns how many entries of a list are newer than one.
func newerThan(l *Listing, id uint64) int {
	if l.matches != nil {
		upTo, _ := slices.BinarySearch(l.matches.ids, id+1)
		return max(l.place.Count()-upTo, 0)
	}
	place, _ := l.store.Index(id + 1)
	return max(l.counts.First+l.total-place, 0)
}

// NewBelow returns how many entries stand below the window of a list that have come since it
// followed, or since it is held.
func NewBelow(l *Listing) int {
	if l.paused {
		return l.counts.Entries - l.total
	}
	return l.fresh
}

// entryAt returns the entry in a row of the list.
func (l *Listing) entryAt(i int) (capture.Entry, bool) {
	if l.matches != nil {
		if i < 0 || i >= len(l.matches.ids) {
			return capture.Entry{}, false
		}
		return l.store.Entry(l.matches.ids[i])
	}
	return l.store.At(l.counts.First + i)
}

// Refresh reads the rows in the window again: what is said of their entries has changed.
func (l *Listing) Refresh() { l.settle() }

// Len returns how many entries the list shows.
func (l *Listing) Len() int { return l.place.Count() }

// Shown returns what gives the numbers of all entries that the list shows now, oldest
// first. It may take its time: it is for a command.
func (l *Listing) Shown() func() []uint64 {
	if l.matches != nil {
		ids := slices.Clone(l.matches.ids[:l.shown()])
		return func() []uint64 { return ids }
	}
	store, from, to := l.store, l.counts.First, l.counts.First+l.total
	return func() []uint64 {
		ids := make([]uint64, 0, to-from)
		for place := from; place < to; place++ {
			if e, ok := store.At(place); ok {
				ids = append(ids, e.ID)
			}
		}
		return ids
	}
}

// Rows returns the entries in the window, and which of them is under the cursor. They are
// those of the last change: it reads no store.
func (l *Listing) Rows() (rows []capture.Entry, selected int) {
	from, _ := l.place.Window()
	return l.rows, l.place.Cursor() - from
}

// Window returns which of the entries that a list shows are in the window: from the first
// (inclusive) to upTo (exclusive).
func Window(l *Listing) (from, upTo int) { return l.place.Window() }

// Highest returns the number of the newest entry, with or without a filter; 0 for none.
func (l *Listing) Highest() uint64 {
	if l.highest >= capture.Provisional {
		return 0
	}
	return l.highest
}

// Words returns what the filter looks for in texts, to be shown where it stands.
func (l *Listing) Words() []string {
	if l.matches == nil {
		return nil
	}
	return l.matches.words
}

// Selected returns the entry under the cursor as of the last change; none has the number 0.
func (l *Listing) Selected() capture.Entry { return l.selected }

// Following reports whether the newest entry stays selected.
func (l *Listing) Following() bool { return l.place.Following() }

// Paused reports whether the list is held.
func (l *Listing) Paused() bool { return l.paused }

// keepPlace keeps the selected entry selected, and where it is on the screen, when the
// places of the entries have changed: the oldest have gone, or those of the capture file
// have come in front of them.
func (l *Listing) keepPlace() {
	if l.matches != nil {
		l.place.Shift(l.matches.forget(l.store, l.counts.Oldest))
		if l.renewal != nil {
			l.renewal.forget(l.store, l.counts.Oldest)
		}
		return
	}
	if place, _ := l.store.Index(l.selected.ID); l.selected.ID != 0 && !l.place.Following() {
		l.place.Shift(l.place.Cursor() + l.counts.First - place)
	}
}

// lastSelected returns the entry that is selected, or was before nothing was; 0 while the
// list follows.
func lastSelected(l *Listing) uint64 {
	if l.place.Following() {
		return 0
	}
	return cmp.Or(l.selected.ID, l.before)
}

// SetHeight says how many rows the window has.
func (l *Listing) SetHeight(h int) {
	if h != l.place.Height() {
		l.place.SetHeight(h)
		l.settle()
	}
}

// Move moves the cursor, upwards by less than none.
func (l *Listing) Move(by int) { l.place.Move(by); l.settle() }

// Page moves the cursor by windows.
func (l *Listing) Page(by int) { l.place.Page(by); l.settle() }

// Home moves the cursor to the oldest.
func (l *Listing) Home() { l.place.Home(); l.settle() }

// Wheel scrolls the window.
func (l *Listing) Wheel(by int) { l.place.Wheel(by); l.settle() }

// ClickAt selects the entry in a line of the window; false where there is none.
func (l *Listing) ClickAt(y int) bool {
	ok := l.place.ClickAt(y)
	l.settle()
	return ok
}

// Stay leaves the cursor where it is when more arrives.
func (l *Listing) Stay() { l.place.Unfollow() }

// Follow selects the newest entry, and lets a held list go on with all that has come
// since.
func (l *Listing) Follow() tea.Cmd {
	l.place.End()
	if !l.paused {
		l.settle()
		return nil
	}
	l.paused = false
	l.Look()
	return l.extend()
}

// Select selects an entry, wherever it stands: a list that is held goes on, and one that
// is filtered shows everything.
func (l *Listing) Select(id uint64) {
	l.paused = false
	l.Clear()
	l.Look()
	if i, ok := l.store.Index(id); ok {
		l.place.Select(i - l.counts.First)
	}
	l.settle()
}

// Go selects an entry without changing what is shown; false where it is not shown.
func (l *Listing) Go(id uint64) bool {
	at := -1
	if l.matches != nil {
		if i, ok := slices.BinarySearch(l.matches.ids, id); ok {
			at = i
		}
	} else if i, ok := l.store.Index(id); ok {
		at = i - l.counts.First
	}
	if at < 0 || at >= l.place.Count() {
		return false
	}
	l.place.Select(at)
	l.settle()
	return true
}

// Pause holds the list still, or lets it go on with all that has come since.
func (l *Listing) Pause() tea.Cmd {
	if l.paused = !l.paused; l.paused {
		newest, _ := l.store.At(l.counts.First + l.total - 1)
		l.heldAt = newest.ID
	}
	l.Look()
	return l.extend()
}

// Search begins the search for a filter. What a wider filter has found is looked through
// and nothing else. The list stays as it is until something is found, so that it does not
// flicker at each key.
func (l *Listing) Search(wanted *query.Filter) tea.Cmd {
	before, renewed := l.matches, l.renewal != nil
	l.endSearch()
	l.matches, l.coming = before, newMatches(l.store, wanted)
	if before != nil && before.done && !renewed && before.seen == l.coming.seen && query.Narrows(before.filter, wanted) {
		l.coming.search = l.store.SearchAmong(wanted, slices.Clone(before.ids), before.next)
	}
	return l.coming.begin()
}

// Clear shows everything again. The selected entry stays selected.
func (l *Listing) Clear() {
	id := lastSelected(l)
	l.endSearch()
	l.settle()
	if i, ok := l.store.Index(id); ok && id != 0 {
		l.place.Select(i - l.counts.First)
		l.settle()
	}
}

// Asked is how the search for the filter that was asked for stands. The list may still be
// as before it.
type Asked struct {
	Filter *query.Filter // nil when there is none
	Found  int           // how many entries have been found
	Done   bool          // and there are no more
}

// Asked returns how the search stands.
func (l *Listing) Asked() Asked {
	of := l.matches
	if l.coming != nil {
		of = l.coming
	}
	if of == nil {
		return Asked{}
	}
	return Asked{of.filter, len(of.ids), of.done}
}
