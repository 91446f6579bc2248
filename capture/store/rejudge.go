package store

import (
	"sync"

	"segtap/capture/store/index"
	"segtap/mapping"
)

// Judge returns the judge of the store.
func (s *Store) Judge() *mapping.Judge { return s.list.currentJudging().judge }

// SetJudge puts another judge in the place of the one there is: one with another
// destination, mapping or catalogue. What comes from now on is judged by it;
// what is there is judged anew in the background, and [Counts.Stale] says how
// many entries still have their old verdict. Entries that a change of the catalogue does
// not concern keep theirs, and are not read.
func (s *Store) SetJudge(judge *mapping.Judge) {
	l := s.list
	l.mu.RLock()
	was, carried := l.judging, index.Carry(l.index, l.judging.generation)
	l.mu.RUnlock()
	if change, known := judge.Since(was.judge); known {
		carried.Ask(change)
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	next := judging{judge, l.judging.generation + 1}
	switch {
	case next.generation == index.Unjudged:
		// The numbers begin again: no row may keep one from before.
		next.generation = 0
		l.index.Unjudge()
		l.index.ForgetSums()
	case was != l.judging || !carried.Over(l.index, next.generation):
		l.index.ForgetSums()
	}
	l.judging = next
	s.again.begin()
}

// rejudging is the work of judging anew what was judged by another judge, or by
// one that nothing is known of. It goes from the newest entry to the oldest,
// since the newest are looked at.
type rejudging struct {
	list *list
	done sync.WaitGroup

	// what follows is behind the lock of the list
	running bool
	closed  bool
	before  uint64 // id: the rows from there on are from the judge there is
	asked   int    // how often it has been begun from the newest
}

// toGo is how many rows may be stale. The caller holds the lock.
func (r *rejudging) toGo() int {
	if !r.running {
		return 0
	}
	n, _ := r.list.index.Find(r.before)
	return n
}

// slice is how many entries are judged anew between two looks at the store.
const slice = 4096

// begin has all rows judged anew, as far as they are not from the judge there is.
// The caller holds the lock.
func (r *rejudging) begin() {
	if r.closed || r.list.index.Len() == 0 {
		return
	}
	r.before = 1<<32 - 1
	r.asked++
	if !r.running {
		r.running = true
		r.done.Go(r.run)
	}
}

// stop ends the work, and waits for its end.
func (r *rejudging) stop() {
	r.list.mu.Lock()
	r.closed = true
	r.list.mu.Unlock()
	r.done.Wait()
}

// run judges stale rows anew, slice by slice, until there is none.
func (r *rejudging) run() {
	l := r.list
	for {
		l.mu.Lock()
		x, by := l.index, l.judging
		upTo := r.toGo()
		if upTo == 0 || r.closed {
			r.running = false
			l.mu.Unlock()
			l.signal()
			return
		}
		from := max(upTo-slice, 0)
		rows, noted := x.Outdated(from, upTo, by.generation)
		if len(rows) == 0 {
			r.before = uint64(x.At(from).ID)
			l.mu.Unlock()
			continue
		}
		asked := r.asked
		l.mu.Unlock()

		drafts := r.judge(by, rows, noted)

		l.mu.Lock()
		if x == l.index && by.generation == l.judging.generation {
			for i := range drafts {
				if x.IsStale(rows[i].ID, by.generation) {
					x.Renew(rows[i].ID, &drafts[i], by.generation)
				}
			}
			if asked == r.asked {
				r.before = uint64(rows[0].ID)
			}
		}
		l.mu.Unlock()
		l.signal()
	}
}

// judge judges rows, oldest first, with the workers it may have. A row whose message
// cannot be read gives a draft without a judgement.
func (r *rejudging) judge(by judging, rows []index.Row, noted []index.Annotations) []index.Draft {
	drafts := make([]index.Draft, len(rows))
	limits := r.list.throttle()
	part := limits.Part(len(rows))
	var all sync.WaitGroup
	for from := 0; from < len(rows); from += part {
		all.Go(func() {
			rd := reader{lines: r.list.lines()}
			for i := from; i < min(from+part, len(rows)); i++ {
				message, arrival, err := rd.message(r.list.records, &rows[i])
				if err != nil {
					continue
				}
				noted[i].Tell(&arrival)
				j := by.judge.Message(&message, arrival)
				drafts[i] = index.NewDraft(&message, &j, rd.rec.WriteKey)
				limits.GiveWay(i)
			}
		})
	}
	all.Wait()
	return drafts
}
