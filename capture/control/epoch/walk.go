package epoch

import (
	"context"
	"errors"

	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping/query"
)

// Walk goes through the events behind a cursor that a filter wants, in the order in which
// they came. It is used by one goroutine at a time.
type Walk struct {
	Late   int // events that the filter wants and that were left out, since they were late
	Made   int // others that were left out, since they were made here: edits and replays
	Unread int // events that cannot be read from the capture file any more
	// Gone are the entries behind the cursor that were let go before the walk came to
	// them: whether it would have given them is not known.
	Gone uint64

	Options
	of      *store.Store
	begun   bool
	unasked uint64
	last    uint64 // the last entry that was given or passed over
	search  *store.Search
	reader  *store.Reader
	found   []uint64 // by the search; not looked at yet
}

// Options say what a walk goes through.
type Options struct {
	Filter   *query.Filter
	After    Cursor
	KeepLate bool // late events are events like others
	KeepMade bool // so are edits and replays, which no app has sent
}

// NewWalk begins a walk through what a store has.
func NewWalk(of *store.Store, opts Options) *Walk {
	return &Walk{
		of: of, Options: opts, last: opts.After.Last,
		search: of.SearchAmong(opts.Filter, nil, opts.After.Last+1), reader: of.NewReader(),
	}
}

// Again begins the walk anew, through what the store has now. What has been let go since the
// walk began is gone then, whether or not the walk had come to it.
func (w *Walk) Again() *Walk {
	again := NewWalk(w.of, w.Options)
	again.begun, again.unasked = w.begun, w.unasked
	return again
}

// Lost returns how many events the walk may have missed: those that are gone, and those that
// cannot be read. What depends on nothing having been missed cannot be said then.
func (w *Walk) Lost() int {
	return int(w.Gone) + w.Unread //nolint:gosec // numbers of entries have 32 bits
}

// Cursor returns where the walk has come to: a walk from there gives what this one has
// not given.
func (w *Walk) Cursor() Cursor {
	if len(w.found) == 0 {
		return w.After.Behind(w.Looked())
	}
	return w.After.Behind(w.last)
}

// Looked returns the last entry that the walk knows of, be it wanted or not.
func (w *Walk) Looked() uint64 {
	return max(w.last, w.search.After()-1)
}

// Next returns the next event; nil when there is none so far. A later call goes on with
// what has come since.
func (w *Walk) Next(ctx context.Context) (*store.Captured, error) {
	for {
		id, err := w.next(ctx)
		if id == 0 || err != nil {
			return nil, err
		}
		got, place, err := w.Read(id)
		w.last = id
		switch {
		case errors.Is(err, journal.ErrDamaged):
			w.Unread++
		case err != nil:
			return nil, err
		case place == Within:
			return got, nil
		case place == Late:
			w.Late++
		case place == Made:
			w.Made++
		}
	}
}

// next returns the next entry that the search has found; 0 for none so far.
func (w *Walk) next(ctx context.Context) (uint64, error) {
	for len(w.found) == 0 {
		ids, done := w.search.Next(ctx)
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if err := w.search.Unread(); err != nil {
			return 0, err
		}
		if !w.begun && w.After.IsStart() {
			w.unasked = w.search.Gone() // all that are listed are asked for, and no others
		}
		w.begun, w.Gone = true, w.search.Gone()-w.unasked
		if w.found = ids; done && len(ids) == 0 {
			return 0, nil
		}
	}
	id := w.found[0]
	w.found = w.found[1:]
	return id, nil
}

// Read returns an entry, and where it stands as the walk sees it. One that the filter does
// not want, or that is not listed any more, is outside. The error wraps
// [journal.ErrDamaged] where the file does not have it any more.
func (w *Walk) Read(id uint64) (*store.Captured, Place, error) {
	got, err := w.reader.ReadWanted(id, w.Filter)
	if errors.Is(err, store.ErrNoEntry) {
		return nil, Outside, nil
	}
	if err != nil || got == nil {
		return nil, Outside, err
	}
	place := w.After.Of(got)
	if place == Late && w.KeepLate {
		place = Within
	}
	if place == Within && !w.KeepMade && got.Entry.Origin.MadeHere(got.Entry.Parent) {
		place = Made
	}
	return got, place, nil
}
