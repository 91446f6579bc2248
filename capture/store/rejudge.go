package store

import (
	"slices"
	"sync"
	"time"

	"segtap/capture/store/index"
	"segtap/capture/store/listing"
	"segtap/capture/store/throttle"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/message"
)

// Judge returns the judge of the store.
func (s *Store) Judge() *mapping.Judge { return s.list.currentJudging().Judge }

// SetJudge puts another judge in the place of the one there is: one with another
// destination, mapping or catalogue. What comes from now on is judged by it;
// what is there is judged anew in the background, and [Counts.Stale] says how
// many entries still have their old verdict. Entries that a change of the catalogue does
// not concern keep theirs, and are not read.
func (s *Store) SetJudge(judge *mapping.Judge) {
	l := s.list
	l.mu.Lock()
	defer l.mu.Unlock()
	was := l.judging
	since := func() (*catalogue.Change, bool) { return judge.Since(was.Judge) }
	l.judging = listing.Judging{Judge: judge, Generation: index.Succeed(l.index, was.Generation, since)}
	s.again.begin()
}

// rejudging is the work of judging anew what was judged by another judge, or by
// one that nothing is known of. It goes from the newest entry to the oldest,
// since the newest are looked at.
type rejudging struct {
	list *list
	done sync.WaitGroup

	// what follows is behind the lock of the list
	closed  bool
	workers int    // who are at it
	before  uint64 // id: the rows from there on are from the judge there is, or taken
	after   uint64 // id: the rows before it are from the judge there is
	waits   bool   // messages could not be read, and are tried again soon
	taken   int    // rows that a worker judges now
}

// toGo is how many rows may be stale. The caller holds the lock.
func (r *rejudging) toGo() int {
	if r.workers == 0 && !r.waits {
		return 0
	}
	from, _ := r.list.index.Find(r.after)
	n, _ := r.list.index.Find(r.before)
	return max(n-from, 0) + r.taken
}

// begin has all rows judged anew, as far as they are not from the judge there is.
// The caller holds the lock.
func (r *rejudging) begin() { r.beginFrom(0) }

// beginFrom is begin where all rows before an id are from the judge there is, or somebody has
// begun to judge them. The caller holds the lock.
func (r *rejudging) beginFrom(id uint32) {
	if r.closed || r.list.index.Len() == 0 {
		return
	}
	if r.workers == 0 && !r.waits {
		r.after = uint64(id)
	}
	r.after = min(r.after, uint64(id))
	if r.before = 1<<32 - 1; r.workers == 0 && !r.waits {
		r.hire()
	}
}

// wait has the messages that could not be read tried again after a while: what they stand in
// is elsewhere, and out of reach. What was taken, up to an entry, is stale as before.
func (r *rejudging) wait(last uint32) {
	r.list.mu.Lock()
	defer r.list.mu.Unlock()
	r.before = max(r.before, uint64(last)+1)
	if r.waits || r.closed {
		return
	}
	r.waits = true
	time.AfterFunc(tryAgain, func() {
		r.list.mu.Lock()
		defer r.list.mu.Unlock()
		if r.waits = false; !r.closed && r.workers == 0 {
			r.hire()
		}
	})
}

func (r *rejudging) hire() {
	r.workers++
	r.done.Go(r.work)
}

// stop ends the work, and waits for its end.
func (r *rejudging) stop() {
	r.list.mu.Lock()
	r.closed = true
	r.list.mu.Unlock()
	r.done.Wait()
}

// slice is how many entries a worker judges anew between two looks at the store: few, so that they stay in its cache.
const slice = 256

// sliceOf are rows that a worker judges anew, and what it has judged.
type sliceOf struct {
	index.Outdated
	of         *index.Index
	carry      *index.Carrying // what is to be carried over before anything is judged
	by         listing.Judging
	scratch    []mapping.Scratch // of the judgements: each lives until its row has been brought up to date
	judgements []mapping.Judgement
	drafts     []index.Draft
}

// work judges stale rows anew, slice by slice, until there is none.
func (r *rejudging) work() {
	rd := listing.Messages{Lines: r.list.lines(), Scratch: new(message.Scratch)}
	var s sliceOf
	for limits := r.list.throttle(); r.take(&s, limits.Workers); limits = r.list.throttle() {
		if s.carry != nil {
			r.carry(s.carry)
		} else {
			reached := s.judge(&rd, r.list, limits)
			if r.renew(&s, reached); reached < len(s.Rows) {
				r.wait(s.Rows[len(s.Rows)-1].ID)
			}
		}
		r.list.signal()
	}
	r.list.signal()
}

// mostAsked is how long it is asked which names a change concerns; the others are judged anew.
const mostAsked = 100 * time.Millisecond

// carry carries over what the change of the judge does not concern.
func (r *rejudging) carry(c *index.Carrying) {
	c.Ask(time.Now().Add(mostAsked))
	l := r.list
	for more := true; more; {
		l.mu.Lock()
		more = c.Over(l.index, index.RowsCarried, &l.judging.Generation)
		l.mu.Unlock()
	}
}

// take gives a worker its next slice, or has it carry over what stands before that, and hires another worker as long as there may be more.
// It gives false where the worker has to end.
func (r *rejudging) take(s *sliceOf, mayWork int) bool {
	l := r.list
	l.mu.Lock()
	defer l.mu.Unlock()
	s.of, s.by, s.carry = l.index, l.judging, l.index.Carried
	if s.carry != nil && !s.carry.Taken && !r.closed {
		s.carry.Taken = true
		return true
	}
	upTo, _ := s.of.Find(r.before)
	first, _ := s.of.Find(r.after)
	if upTo <= first || r.closed || r.waits || r.workers > mayWork || s.carry != nil {
		r.workers--
		return false
	}
	from := s.of.Outdated(upTo, slice, s.by.Generation, &s.Outdated)
	r.before, r.taken = uint64(s.of.At(from).ID), r.taken+len(s.Rows)
	if from > first && len(s.Rows) >= slice && r.workers < mayWork {
		r.hire()
	}
	return true
}

// judge judges the rows of a slice, and returns how many. A row whose message cannot be read
// gets a draft without a judgement; where it may be read later, it ends there.
func (s *sliceOf) judge(rd *listing.Messages, of *list, limits throttle.Throttle) int {
	s.scratch = slices.Grow(s.scratch[:0], len(s.Rows))[:len(s.Rows)]
	s.judgements = slices.Grow(s.judgements[:0], len(s.Rows))[:len(s.Rows)]
	s.drafts = slices.Grow(s.drafts[:0], len(s.Rows))[:len(s.Rows)]
	ahead := 0
	for i := range s.Rows {
		if i == ahead && rd.Lines != nil {
			ahead = s.ahead(i, of.shared())
			rd.Lines.Ahead(s.Rows[ahead-1].Place().End())
		}
		message, arrival, err := rd.Of(of.records, &s.Rows[i])
		if err != nil {
			if of.outOfReach(err) {
				return i
			}
			s.drafts[i] = index.Draft{}
			continue
		}
		s.Noted[i].Tell(&arrival)
		s.judgements[i] = s.by.Judge.MessageIn(&s.scratch[i], &message, arrival)
		s.drafts[i] = index.NewDraft(&message, &s.judgements[i], rd.Record.WriteKey)
		s.judgements[i].Detach() // the next message takes its memory
		limits.GiveWay(i)
	}
	return len(s.Rows)
}

// nearBy is how many bytes of the file are read that nobody asks for, rather than reading
// once more; nearShared how many records of a journal that others write.
const nearBy, nearShared = 8 << 10, 8

// ahead returns the row behind those whose records are read together, from row i on.
func (s *sliceOf) ahead(i int, shared bool) int {
	near := int64(nearBy)
	if shared {
		near = nearShared
	}
	for i++; i < len(s.Rows) && s.Rows[i].Offset-s.Rows[i-1].Place().End() < near; i++ {
	}
	return i
}

// rowsAtOnce is how many rows are brought up to date under one lock, for which whoever captures
// waits: some 50 µs.
const rowsAtOnce = 64

// renew has the rows of a slice say what has been judged, those up to reached, as long as there
// is no other judge and no other index.
func (r *rejudging) renew(s *sliceOf, reached int) {
	l := r.list
	for from, all := 0, len(s.Rows); from < all; from += rowsAtOnce {
		l.mu.Lock()
		upTo := min(from+rowsAtOnce, all)
		r.taken -= upTo - from
		if s.of == l.index && s.by.Generation == l.judging.Generation {
			for i := from; i < min(upTo, reached); i++ {
				if id := s.Rows[i].ID; s.of.IsStale(id, s.by.Generation) {
					s.of.Renew(id, &s.drafts[i], s.by.Generation)
				}
			}
		}
		l.mu.Unlock()
	}
}
