package store

import (
	"sync"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/overview"
	"segtap/capture/store/signal"
	"segtap/capture/store/signatures"
	"segtap/mapping"
)

// Records is what the entries of a store stand in: a capture file, or another file
// that messages are read from, one record after another. A record is known by its
// place as long as the file is open.
type Records interface {
	// Scan gives the heads of the records from an offset on, which is 0 or the Next
	// of an earlier call, in the order of the file; Tail gives those of about the
	// last n. An error of give ends them. Except of a capture file, the ids of the
	// heads say nothing: a store numbers the entries itself, from 1 in the order of
	// the file.
	Scan(from int64, give func(*journal.Head) error) (journal.Scanned, error)
	Tail(n int, give func(*journal.Head) error) (journal.Scanned, error)
	// ReadAt returns the record at a place; the error wraps [journal.ErrDamaged]
	// when there is none. It may be called by many goroutines at once.
	ReadAt(place journal.Place) (journal.Record, error)
	Size() int64 // bytes
	Close() error
}

// list is what all who work on the entries of a store share: the file that they
// stand in, what is known of them, and by whom they are judged.
type list struct {
	records Records
	file    journal.Journal // the records as a capture file; nil where they are none
	opened  bool            // to read: nothing is written
	changed *signal.Signal
	signed  *signatures.Signatures // of its entries

	mu      sync.RWMutex
	index   *index.Index
	judging judging
}

// judging is the judge that entries are judged by, and its number: verdicts of
// another number are stale.
type judging struct {
	judge      *mapping.Judge
	generation uint8
}

// currentJudging gives what entries are judged by now.
func (l *list) currentJudging() judging {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.judging
}

// signal says that there is something new, and waits for nobody.
func (l *list) signal() { l.changed.Ring() }

// lines returns a reader of many records that follow each other; nil where they are
// read one by one.
func (l *list) lines() journal.Lines {
	if l.file == nil {
		return nil
	}
	return l.file.Lines()
}

// entries gives what is known of the entries to who sums it up.
func (l *list) entries() overview.Entries {
	return overview.Entries{Lock: &l.mu, Index: func() *index.Index { return l.index }}
}

// Coverage returns the coverage of the store's entries.
func (s *Store) Coverage() overview.Coverage { return overview.CoverageOf(s.list.entries()) }

// ProblemsOf returns the problems of the store's entries.
func ProblemsOf(s *Store) overview.Problems { return overview.ProblemsOf(s.list.entries()) }
