package capture

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"segtap/capture/journal"
	"segtap/mapping"
)

// Store holds what was captured: a small row for each entry in memory, the
// messages in the capture file. It may be used by many goroutines at once.
type Store struct {
	file    *journal.Journal
	changed chan struct{} // capacity one: a burst of changes is one signal

	mu       sync.RWMutex
	judging  judging
	again    rejudging
	rows     []row
	arena    arena
	names    names
	counts   Counts
	attempts map[uint64][]journal.Place
	coverage *coverage
	// byMessageID gives the first entry of a messageId, by its hash.
	byMessageID map[uint64]uint32
	resent      map[uint32]resent // by the id that the message would have had
}

// Counts sums up a store.
type Counts struct {
	Entries  int // how many entries it holds
	Errors   int // entries with at least one error
	Warnings int // entries with warnings and no error
	Stale    int // entries that wait to be judged anew, since the judge has changed
	Damaged  int // stretches of the capture file that could not be read when it was opened
	// Strays are requests that no route takes, LastStray the last of them.
	Strays    int
	LastStray Stray
	// Failure says why the last request could not be kept; empty as soon as
	// one is kept again.
	Failure string
}

// New gives a store over a capture file, with the entries the file has. What
// is judged is judged by judge.
func New(judge *mapping.Judge, file *journal.Journal) (*Store, error) {
	s := &Store{
		file: file, judging: judging{judge: judge}, coverage: newCoverage(),
		changed:  make(chan struct{}, 1),
		attempts: make(map[uint64][]journal.Place), byMessageID: make(map[uint64]uint32), resent: make(map[uint32]resent),
	}
	if err := s.load(); err != nil {
		return nil, err
	}
	return s, nil
}

// Close closes the capture file. Nothing can be captured or read afterwards.
func (s *Store) Close() error {
	s.stopRejudging()
	return s.file.Close()
}

// Changed signals that the store has something new since it was last received
// from. It never blocks who writes: a receiver that is slow gets one signal
// for many changes.
func (s *Store) Changed() <-chan struct{} { return s.changed }

func (s *Store) signal() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// Capture keeps one request and lists its messages. It gives the id of the
// first, by which [Store.AddAttempt] and [Store.NoteUnforwarded] know the
// request: there is no entry of it when that message had been sent before. It
// returns after the request has been handed to the operating system; when it
// cannot be, the error says why, wraps [journal.ErrNotKept], and nothing is
// listed.
func (s *Store) Capture(req *Request) (first uint64, err error) {
	if _, ok := s.Entry(req.ParentID); !ok {
		req.ParentID = 0 // anyone may say so; only what is true is kept
	}
	judging := s.currentJudging()
	drafts := make([]draft, req.Body.Len())
	arrival := req.Arrival()
	for i := range drafts {
		m := req.Body.Message(i)
		j := judging.judge.Message(&m, arrival)
		drafts[i] = newDraft(&m, &j)
		drafts[i].row.generation = judging.generation
		drafts[i].row.item = uint32(i)
		drafts[i].row.parent = uint32(req.ParentID)
		drafts[i].row.at = req.At.UnixMicro()
	}
	first, err = s.keep(req.record(drafts), drafts)
	return first, err
}

// Add keeps a message that was made here, by an edit or a replay. It gives the
// id of the new entry.
func (s *Store) Add(text []byte, origin Origin, parent uint64, at time.Time) (uint64, error) {
	m := mapping.ParseMessage(text)
	judging := s.currentJudging()
	j := judging.judge.Message(&m, mapping.Arrival{At: at.UnixMilli(), RequestBytes: len(text)})
	d := newDraft(&m, &j)
	d.row.generation = judging.generation
	d.row.origin, d.row.parent, d.row.at = origin, uint32(parent), at.UnixMicro()
	drafts := []draft{d}
	return s.keep(entryRecord(text, origin, parent, at, drafts), drafts)
}

// keep writes a record and lists its entries in the order of the file.
func (s *Store) keep(rec journal.Record, drafts []draft) (uint64, error) {
	var first uint64
	_, err := s.file.Append(rec, func(id uint64, place journal.Place) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for i := range drafts {
			drafts[i].row.id = uint32(id) + uint32(i)
			s.list(&drafts[i], place)
		}
		first, s.counts.Failure = id, ""
	})
	if err != nil {
		s.fail(err)
		return 0, err
	}
	s.signal()
	return first, nil
}

// fail notes that something could not be kept.
func (s *Store) fail(err error) {
	s.mu.Lock()
	s.counts.Failure = err.Error()
	s.mu.Unlock()
	s.signal()
}

// list adds a row, unless it is one that its sender has sent again. The caller
// holds mu.
func (s *Store) list(d *draft, place journal.Place) {
	if as, again := s.sentAgain(d); again {
		s.resent[d.row.id] = resent{as, d.row.id - d.row.item}
		return
	}
	d.row.offset, d.row.length = place.Offset, uint32(place.Length)
	d.row.name = s.names.number(d.name)
	d.row.text = s.arena.add(d.user, d.value)
	s.rows = append(s.rows, d.row)
	s.count(&d.row, 1)
	if d.row.generation != s.judging.generation {
		s.stale(len(s.rows) - 1)
	} else {
		s.coverage.add(d)
	}
}

func (s *Store) count(r *row, by int) {
	s.counts.Entries += by
	switch {
	case r.errors > 0:
		s.counts.Errors += by
	case r.warnings > 0:
		s.counts.Warnings += by
	}
}

// Counts sums the store up.
func (s *Store) Counts() Counts {
	s.mu.RLock()
	defer s.mu.RUnlock()
	counts := s.counts
	counts.Stale = s.again.toGo
	return counts
}

// At gives the entry in place i of the list, from 0, the oldest first.
func (s *Store) At(i int) (Entry, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if i < 0 || i >= len(s.rows) {
		return Entry{}, false
	}
	return s.entry(i), true
}

// Entry gives an entry by its id.
func (s *Store) Entry(id uint64) (Entry, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, ok := s.index(id)
	if !ok {
		return Entry{}, false
	}
	return s.entry(i), true
}

// Index gives the place of an entry in the list.
func (s *Store) Index(id uint64) (int, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.index(id)
}

// index finds a row by its id. The caller holds mu.
func (s *Store) index(id uint64) (int, bool) {
	return slices.BinarySearchFunc(s.rows, uint32(id), func(r row, id uint32) int { return cmp.Compare(r.id, id) })
}

// entry unpacks a row. The caller holds mu.
func (s *Store) entry(i int) Entry {
	r := &s.rows[i]
	user, value := s.arena.get(r.text)
	return Entry{
		ID: uint64(r.id), At: time.UnixMicro(r.at), Origin: r.origin, Parent: uint64(r.parent),
		Type: types[r.typ], Name: s.names.texts[r.name], User: user, Value: value,
		Verdict:  mapping.Verdict{Gates: r.gates, Headline: r.headline, Errors: int(r.errors), Warnings: int(r.warnings)},
		Attempts: int(r.attempts), Answer: int(r.answer), Forwarded: int(r.forwarded), Retries: int(r.retries), DuplicateOf: uint64(r.duplicateOf),
	}
}

// ErrNoEntry says that there is no entry of an id.
var ErrNoEntry = errors.New("there is no such entry")

// noEntry names it.
func noEntry(id uint64) error { return fmt.Errorf("#%d: %w", id, ErrNoEntry) }
