package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/capture/store/index"
	"segtap/capture/store/intake"
	"segtap/capture/store/lineage"
	"segtap/capture/store/listing"
	"segtap/capture/store/signal"
	"segtap/capture/store/signatures"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/query"
)

// Store holds what was captured: an index of small rows in memory, the messages
// in the capture file. It may be used by many goroutines at once.
type Store struct {
	list      *list
	again     *rejudging
	loading   *loading
	following *following
	lineage   *lineage.Key

	// what follows is behind the lock of the list
	unmatched     int
	lastUnmatched routes.Unmatched // the last
	failure       string           // why the last record could not be kept
	failed        time.Time        // when
	failures      int
	failing       bool   // none has been kept since
	recovered     int    // how often one was kept after that
	denied        string // why none can be, as the journal has known since it was opened; empty once one has been
}

// New returns a store over a journal, with the entries that it has as far
// as the limits go. What is judged is judged by judge. Of a large one, the
// newest entries are there at once, and the others come in the background; see
// [Counts].
func New(judge *mapping.Judge, kept journal.Journal, limits capture.Limits) (*Store, error) {
	return over(&list{records: kept, journal: kept}, judge, limits)
}

// Open returns a store over records that are only read: what others have captured or
// written down. Of a large file the newest entries are there at once, as in [New].
// Nothing can be kept in it, and a mark is one of this run. Closing the store closes
// the records.
func Open(judge *mapping.Judge, records Records, limits capture.Limits) (*Store, error) {
	kept, _ := records.(journal.Journal)
	return over(&list{records: records, journal: kept, opened: true}, judge, limits)
}

func over(l *list, judge *mapping.Judge, limits capture.Limits) (*Store, error) {
	l.changed, l.index, l.judging = signal.New(), index.New(limits), listing.Judging{Judge: judge}
	again := &rejudging{list: l}
	load := &loading{list: l, again: again, limits: limits, closing: make(chan struct{})}
	if err := load.begin(); err != nil {
		return nil, err
	}
	l.signed = signatures.Begin(signatures.Source{
		Lock: &l.mu, ReadAt: l.records.ReadAt, Lines: l.lines, Throttle: l.throttle, Changed: l.changed,
		Index: func() *index.Index {
			if again.workers > 0 || load.share() < 1 {
				return nil
			}
			return l.index
		},
	})
	s := &Store{list: l, again: again, loading: load, following: &following{list: l, again: again, loading: load}, lineage: lineage.New()}
	if remote, is := l.journal.(interface{ Denied() error }); is && remote.Denied() != nil {
		s.denied = remote.Denied().Error()
	}
	if l.shared() {
		s.following.back = func() { // why the last record could not be kept is no more
			l.mu.Lock()
			s.failure = ""
			l.mu.Unlock()
		}
		load.done.Go(s.following.others)
	}
	return s, nil
}

// Close closes the capture file. Nothing can be captured or read afterwards.
func (s *Store) Close() error {
	s.loading.stop()
	s.again.stop()
	s.list.signed.End()
	return s.list.records.Close()
}

// Present says whether what was captured can be found in the capture file: the
// error wraps [journal.ErrGone] when the file has been removed, replaced or
// shortened.
func (s *Store) Present() error {
	if s.list.journal == nil {
		return nil
	}
	return s.list.journal.Present()
}

// Opened reports whether the store was made by [Open].
func (s *Store) Opened() bool { return s.list.opened }

// Changed signals that the store has something new since it was last received
// from. It never blocks who writes: a receiver that is slow gets one signal
// for many changes. It has one receiver; others have [Store.Signal].
func (s *Store) Changed() <-chan struct{} { return s.list.changed.Changed() }

// Signal returns what signals the changes of the store.
func (s *Store) Signal() *signal.Signal { return s.list.changed }

// Prepared is a request whose messages have been judged, ready to be kept.
type Prepared struct {
	req        *Request
	library    string // of the first message
	drafts     []index.Draft
	judgements []mapping.Judgement
	message    message.Message // the one that is judged
	scratch    mapping.Scratch
	summaries  []byte
	headers    []journal.Header
}

// Prepare judges the messages of a request, once for all that is done with them.
func (s *Store) Prepare(req *Request) *Prepared {
	p := new(Prepared)
	p.Judge(s, req)
	return p
}

// Scratch is the memory that the body of the next request may be taken apart with.
func (p *Prepared) Scratch() *message.Scratch { return &p.scratch.Scratch }

// Judge has p be what Prepare returns, in the memory of what it was.
func (p *Prepared) Judge(s *Store, req *Request) {
	judging := s.list.currentJudging()
	p.req, p.drafts, p.judgements = req, slices.Grow(p.drafts[:0], req.Intake.Len()), slices.Grow(p.judgements[:0], req.Intake.Len())
	for i := range req.Intake.Len() {
		p.message = req.Intake.Message(i)
		if i == 0 {
			p.library = intake.Library(&p.message, req.Header.Get("User-Agent"))
		}
		if req.Intake.Len() == 1 { // else its event would be gone with the next one
			p.judgements = append(p.judgements, judging.Judge.MessageIn(&p.scratch, &p.message, req.Intake.Arrival(i)))
		} else {
			p.judgements = append(p.judgements, judging.Judge.Message(&p.message, req.Intake.Arrival(i)))
		}
		j := &p.judgements[i]
		d := index.NewDraft(&p.message, j, req.WriteKey)
		d.JudgedBy(judging.Generation)
		d.Came(req.At, i, capture.Received, req.ParentID)
		p.drafts = append(p.drafts, d)
		j.Detach() // the next message may take its memory
	}
}

// Judgements returns what was said of each message, and Type the type of one, as lists show it.
func (p *Prepared) Judgements() []mapping.Judgement { return p.judgements }
func (p *Prepared) Type(i int) string               { return p.drafts[i].Type() }

// DuplicateOf returns the entry that has the messageId of message i and is another
// one, as far as it is known before the request has been kept; 0 for none.
func (s *Store) DuplicateOf(p *Prepared, i int) uint64 {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.DuplicateOf(&p.drafts[i])
}

// Capture judges a request and keeps it: see [Store.Keep].
func (s *Store) Capture(req *Request) (first uint64, err error) { return s.Keep(s.Prepare(req)) }

// Keep keeps one request and lists its messages. It gives the id of the
// first, by which [Store.AddAttempt] and [Store.NoteUnforwarded] know the
// request: there is no entry of it when that message had been sent before. It
// returns after the request has been handed to the operating system; when it
// cannot be, the error says why, wraps [journal.ErrNotKept], and nothing is
// listed; it wraps [journal.ErrReadOnly] as well where records were opened to read.
func (s *Store) Keep(p *Prepared) (first uint64, err error) {
	for i := range p.drafts {
		p.drafts[i].NoteAnswer(p.req.Status)
	}
	rec := p.record()
	if s.list.journal != nil && s.list.journal.InMemory() && s.haveAll(p.drafts) {
		rec.Body = nil // nobody can ask for it: it stands in earlier entries
	}
	return s.record(rec, p.drafts)
}

// haveAll says whether all messages have come before.
func (s *Store) haveAll(drafts []index.Draft) bool {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	for i := range drafts {
		if !s.list.index.Has(&drafts[i]) {
			return false
		}
	}
	return true
}

// Add keeps a message that was made here, by an edit or a replay. It gives the
// id of the new entry.
func (s *Store) Add(text []byte, origin capture.Origin, parent uint64, at time.Time) (uint64, error) {
	in := message.TakeIn(message.Posted{Raw: text, At: at.UnixMilli(), Unreceived: true})
	m := in.Message(0)
	judging := s.list.currentJudging()
	j := judging.Judge.Message(&m, in.Arrival(0))
	d := index.NewDraft(&m, &j, "")
	d.JudgedBy(judging.Generation)
	d.Came(at, 0, origin, parent)
	drafts := []index.Draft{d}
	return s.record(entryRecord(text, origin, parent, at, drafts), drafts)
}

// record writes a record and lists its entries in the order of the file.
func (s *Store) record(rec journal.Record, drafts []index.Draft) (uint64, error) {
	return s.write(rec, func(id uint64, place journal.Place) {
		if id <= uint64(s.list.index.Last) { // a list whose ids went back would be none any more
			s.list.index.Damaged++
			return
		}
		stale := false
		for i := range drafts {
			drafts[i].Number(id)
			stale = s.list.index.List(&drafts[i], place, s.list.judging.Generation) || stale
		}
		if stale {
			s.again.begin()
		}
		if s.list.index.Evict() {
			s.list.journal.Forget(s.list.index.Needed())
		}
	})
}

// write writes a record and has it listed, unless whoever loads the file has
// read it already. List is called with the lock held.
func (s *Store) write(rec journal.Record, list func(id uint64, place journal.Place)) (first uint64, err error) {
	if s.list.opened {
		return 0, fmt.Errorf("%w: %w", journal.ErrNotKept, journal.ErrReadOnly)
	}
	rec.Under = s.list.under(&rec)
	_, err = s.list.journal.Append(rec, func(id uint64, place journal.Place) {
		listed := !s.list.shared() || s.following.upTo(place.Offset) == nil
		s.list.mu.Lock()
		defer s.list.mu.Unlock()
		first, s.failure, s.denied = id, "", ""
		if s.failing {
			s.failing, s.recovered = false, s.recovered+1
		}
		if listed && place.Offset >= s.list.index.UpTo {
			s.list.index.UpTo = place.End()
			list(id, place)
		}
	})
	if err != nil {
		s.list.mu.Lock()
		s.failure, s.failed, s.failures, s.failing = err.Error(), rec.At, s.failures+1, true
		s.list.mu.Unlock()
	}
	s.list.signal()
	return first, err
}

// Mark puts a mark on an entry, or takes it off. What is marked is never let go. Of
// records that were opened to read, nothing of it is written.
func (s *Store) Mark(id uint64, on bool, at time.Time) error {
	if _, ok := s.Index(id); !ok {
		return noEntry(id)
	}
	if s.list.opened {
		s.list.mu.Lock()
		defer s.list.mu.Unlock()
		s.list.index.Mark(id, on)
		s.list.signal()
		return nil
	}
	rec := journal.Record{Head: journal.Head{Kind: journal.Mark, At: at, Entry: id, On: on}}
	_, err := s.write(rec, func(uint64, journal.Place) { s.list.index.Mark(id, on) })
	return err
}

// ErrNothingToClear says that no entry is listed that could be taken from the list, or
// that none has been.
var ErrNothingToClear = errors.New("nothing to clear or to take back")

// Clear takes all entries from the list but those with a mark. The capture file has them
// as before, and gets no record of it; what counts, sums up or searches the entries goes
// by those that are listed. One that is sent again is listed again.
func (s *Store) Clear() error { return s.setCleared((*index.Index).Clear) }

// Unclear lists again all that [Store.Clear] took from the list.
func (s *Store) Unclear() error { return s.setCleared((*index.Index).Unclear) }

// setCleared changes what is listed, and has it summed up anew.
func (s *Store) setCleared(change func(*index.Index) bool) error {
	s.list.mu.Lock()
	defer s.list.mu.Unlock()
	if s.loading.share() < 1 {
		return errors.New("the " + Keeper(s.list.shared()) + " is still being read")
	}
	if !change(s.list.index) {
		return ErrNothingToClear
	}
	s.again.begin()
	s.list.signal()
	return nil
}

// NoteUnmatched counts a request that no route takes. It is not kept in the capture
// file: there is no message in it.
func (s *Store) NoteUnmatched(request routes.Unmatched) {
	request.Path = query.Cut(routes.WithoutKey(request.Path), query.MaxName)
	s.list.mu.Lock()
	s.unmatched++
	s.lastUnmatched = request
	s.list.mu.Unlock()
	s.list.signal()
}

// At returns the entry in a place of the list: the oldest is in [Counts].First,
// the others follow it. An entry keeps its place whatever comes and goes, but
// for one that stays for its mark when older and newer ones have gone.
func (s *Store) At(place int) (capture.Entry, bool) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	i := place - s.list.index.First()
	if i < 0 || i >= s.list.index.Len() {
		return capture.Entry{}, false
	}
	return s.list.index.Entry(i), true
}

// Entry returns an entry by its id.
func (s *Store) Entry(id uint64) (capture.Entry, bool) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	i, ok := s.list.index.Find(id)
	if !ok {
		return capture.Entry{}, false
	}
	return s.list.index.Entry(i), true
}

// Index returns the place of an entry in the list; of one that is not in it, the
// place where it would be.
func (s *Store) Index(id uint64) (place int, ok bool) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	i, ok := s.list.index.Find(id)
	return s.list.index.First() + i, ok
}

// ErrNoEntry says that there is no entry of an id.
var ErrNoEntry = errors.New("there is no such entry")

// noEntry names it.
func noEntry(id uint64) error { return fmt.Errorf("#%d: %w", id, ErrNoEntry) }
