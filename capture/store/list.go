package store

import (
	"errors"
	"sync"
	"time"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/listing"
	"segtap/capture/store/overview"
	"segtap/capture/store/signal"
	"segtap/capture/store/signatures"
	"segtap/capture/store/throttle"
)

// Records is what the entries of a store stand in, see [listing.Records].
type Records = listing.Records

// list is what all who work on the entries of a store share: the file that they
// stand in, what is known of them, and by whom they are judged.
type list struct {
	records Records
	journal journal.Journal // the records as a journal; nil where they are none
	opened  bool            // to read: nothing is written
	changed *signal.Signal
	signed  *signatures.Signatures // of its entries

	mu      sync.RWMutex
	index   *index.Index
	judging listing.Judging
}

// throttle returns what is right now.
func (l *list) throttle() throttle.Throttle {
	if l.opened { // nothing arrives
		return throttle.None()
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	if n := l.index.Len(); n > 0 {
		return throttle.Since(time.Since(time.UnixMicro(l.index.At(n - 1).At)))
	}
	return throttle.None()
}

// shared says that others write the journal too.
func (l *list) shared() bool { return l.journal != nil && l.journal.Changed() != nil }

// known is the offset behind the last record that the journal is known to have, be it here or not.
func (l *list) known() int64 {
	if ahead, is := l.journal.(interface{ Known() int64 }); is {
		return ahead.Known()
	}
	return l.records.Size()
}

// outOfReach reports whether what could not be read for an error can be later: it is elsewhere,
// and not gone for good.
func (l *list) outOfReach(err error) bool {
	return l.shared() && !errors.Is(err, journal.ErrDamaged) && l.journal.Present() == nil
}

// look calls with with what is known of the entries, which holds as long as it runs. Whoever
// answers a request or draws a screen may be saved from a panic: the lock is let go by it too.
func (l *list) look(with func(x *index.Index)) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	with(l.index)
}

// currentJudging gives what entries are judged by now.
func (l *list) currentJudging() listing.Judging {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.judging
}

// signal says that there is something new, and waits for nobody.
func (l *list) signal() { l.changed.Ring() }

// lines returns a reader of many records that follow each other; nil where they are
// read one by one.
func (l *list) lines() journal.Lines {
	if l.journal == nil {
		return nil
	}
	return l.journal.Lines()
}

// entries gives what is known of the entries to who sums it up.
func (l *list) entries() overview.Entries {
	return overview.Entries{Lock: &l.mu, Index: func() *index.Index { return l.index }}
}

// Coverage returns the coverage of the store's entries.
func (s *Store) Coverage() overview.Coverage { return overview.CoverageOf(s.list.entries()) }

// ProblemsOf returns the problems of the store's entries.
func ProblemsOf(s *Store) overview.Problems { return overview.ProblemsOf(s.list.entries()) }
