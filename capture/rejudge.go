package capture

import (
	"runtime"
	"sync"

	"segtap/mapping"
)

// judging is the judge that entries are judged by, and its number: verdicts of
// another number are stale.
type judging struct {
	judge      *mapping.Judge
	generation uint8
}

// rejudging is the work of judging anew what was judged by another judge.
type rejudging struct {
	running bool
	closed  bool
	next    int // place in the list of the first row that may be stale
	toGo    int // rows from there on
	done    sync.WaitGroup
}

// slice is how many entries are judged anew between two looks at the store.
const slice = 4096

// Judge gives the judge of the store.
func (s *Store) Judge() *mapping.Judge { return s.currentJudging().judge }

func (s *Store) currentJudging() judging {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.judging
}

// SetJudge puts another judge in the place of the one there is: one with another
// destination, mapping or catalogue. What comes from now on is judged by it;
// what is there is judged anew in the background, and [Counts.Stale] says how
// many entries still have their old verdict.
func (s *Store) SetJudge(judge *mapping.Judge) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.judging = judging{judge, s.judging.generation + 1}
	s.coverage = newCoverage()
	s.stale(0)
}

// stale has the rows from place i on judged anew, as far as they are not from
// the judge there is. The caller holds mu.
func (s *Store) stale(i int) {
	if s.again.closed {
		return
	}
	if !s.again.running || i < s.again.next {
		s.again.next = i
	}
	s.again.toGo = len(s.rows) - s.again.next
	if !s.again.running {
		s.again.running = true
		s.again.done.Go(s.rejudge)
	}
}

// stopRejudging ends the work, and waits for its end.
func (s *Store) stopRejudging() {
	s.mu.Lock()
	s.again.closed = true
	s.mu.Unlock()
	s.again.done.Wait()
}

// rejudge judges stale rows anew, slice by slice, until there is none.
func (s *Store) rejudge() {
	for {
		s.mu.Lock()
		from := s.again.next
		if from >= len(s.rows) || s.again.closed {
			s.again.running, s.again.toGo = false, 0
			s.mu.Unlock()
			s.signal()
			return
		}
		rows := append([]row(nil), s.rows[from:min(from+slice, len(s.rows))]...)
		by := s.judging
		s.mu.Unlock()

		drafts := s.judgeRows(by, rows)

		s.mu.Lock()
		if by.generation == s.judging.generation {
			for i := range drafts {
				s.renew(from+i, &drafts[i], by.generation)
			}
			s.again.next = min(s.again.next, from) + len(rows)
			s.again.toGo = len(s.rows) - s.again.next
		}
		s.mu.Unlock()
		s.signal()
	}
}

// judgeRows judges rows that stand behind each other, on all processors. A row
// whose message cannot be read, or that is not stale, gives a draft without a
// judgement.
func (s *Store) judgeRows(by judging, rows []row) []draft {
	drafts := make([]draft, len(rows))
	part := max(len(rows)/runtime.GOMAXPROCS(0)+1, 64)
	var all sync.WaitGroup
	for from := 0; from < len(rows); from += part {
		all.Go(func() {
			var rd reader
			for i := from; i < min(from+part, len(rows)); i++ {
				r := &rows[i]
				if r.generation == by.generation {
					continue
				}
				message, arrival, err := rd.message(s.file, r)
				if err != nil {
					continue
				}
				arrival.Retries, arrival.DuplicateOf = int(r.retries), uint64(r.duplicateOf)
				j := by.judge.Message(&message, arrival)
				drafts[i] = newDraft(&message, &j)
			}
		})
	}
	all.Wait()
	return drafts
}

// renew gives a row the verdict and the value of a new judgement. The caller
// holds mu.
func (s *Store) renew(i int, d *draft, generation uint8) {
	r := &s.rows[i]
	if r.generation == generation {
		return
	}
	r.generation = generation
	if d.judgement == nil {
		return
	}
	s.count(r, -1)
	r.gates, r.headline, r.errors, r.warnings = d.row.gates, d.row.headline, d.row.errors, d.row.warnings
	s.count(r, 1)
	if user, value := s.arena.get(r.text); value != d.value {
		r.text = s.arena.add(user, d.value)
	}
	d.row = *r
	s.coverage.add(d)
}
