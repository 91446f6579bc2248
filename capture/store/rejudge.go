package store

import (
	"sync"

	"segtap/capture/store/index"
	"segtap/mapping"
)

// rejudging is the work of judging anew what was judged by another judge, or by
// one that nothing is known of. It goes from the newest entry to the oldest,
// since the newest are looked at.
type rejudging struct {
	running bool
	closed  bool
	before  uint64 // id: the rows from there on are from the judge there is
	asked   int    // how often it has been begun from the newest
	done    sync.WaitGroup
}

// toGo is how many rows may be stale.
func (r *rejudging) toGo(x *index.Index) int {
	if !r.running {
		return 0
	}
	n, _ := x.Find(r.before)
	return n
}

// slice is how many entries are judged anew between two looks at the store.
const slice = 4096

// Judge returns the judge of the store.
func (s *Store) Judge() *mapping.Judge { return s.list.currentJudging().judge }

// SetJudge puts another judge in the place of the one there is: one with another
// destination, mapping or catalogue. What comes from now on is judged by it;
// what is there is judged anew in the background, and [Counts.Stale] says how
// many entries still have their old verdict.
func (s *Store) SetJudge(judge *mapping.Judge) {
	s.list.mu.Lock()
	defer s.list.mu.Unlock()
	s.list.judging = judging{judge, s.list.judging.generation + 1}
	if s.list.judging.generation == index.Unjudged {
		// The numbers begin again: no row may keep one from before.
		s.list.judging.generation = 0
		s.list.index.Unjudge()
	}
	s.list.index.ForgetSums()
	s.stale()
}

// stale has all rows judged anew, as far as they are not from the judge there
// is. The caller holds mu.
func (s *Store) stale() {
	if s.again.closed || s.list.index.Len() == 0 {
		return
	}
	s.again.before = 1<<32 - 1
	s.again.asked++
	if !s.again.running {
		s.again.running = true
		s.again.done.Go(s.rejudge)
	}
}

// stopRejudging ends the work, and waits for its end.
func (s *Store) stopRejudging() {
	s.list.mu.Lock()
	s.again.closed = true
	s.list.mu.Unlock()
	s.again.done.Wait()
}

// rejudge judges stale rows anew, slice by slice, until there is none.
func (s *Store) rejudge() {
	for {
		s.list.mu.Lock()
		x, by := s.list.index, s.list.judging
		upTo, _ := x.Find(s.again.before)
		if upTo == 0 || s.again.closed {
			s.again.running = false
			s.list.mu.Unlock()
			s.list.signal()
			return
		}
		from := max(upTo-slice, 0)
		rows, noted := x.Outdated(from, upTo, by.generation)
		if len(rows) == 0 {
			s.again.before = uint64(x.At(from).ID)
			s.list.mu.Unlock()
			continue
		}
		asked := s.again.asked
		s.list.mu.Unlock()

		drafts := s.judgeRows(by, rows, noted)

		s.list.mu.Lock()
		if x == s.list.index && by.generation == s.list.judging.generation {
			for i := range drafts {
				if x.IsStale(rows[i].ID, by.generation) {
					x.Renew(rows[i].ID, &drafts[i], by.generation)
				}
			}
			if asked == s.again.asked {
				s.again.before = uint64(rows[0].ID)
			}
		}
		s.list.mu.Unlock()
		s.list.signal()
	}
}

// judgeRows judges rows, oldest first, with the workers it may have. A row whose message
// cannot be read gives a draft without a judgement.
func (s *Store) judgeRows(by judging, rows []index.Row, noted []index.Annotations) []index.Draft {
	drafts := make([]index.Draft, len(rows))
	pace := s.list.pace()
	part := pace.part(len(rows))
	var all sync.WaitGroup
	for from := 0; from < len(rows); from += part {
		all.Go(func() {
			rd := reader{lines: s.list.file.Lines()}
			for i := from; i < min(from+part, len(rows)); i++ {
				message, arrival, err := rd.message(s.list.file, &rows[i])
				if err != nil {
					continue
				}
				noted[i].Tell(&arrival)
				j := by.judge.Message(&message, arrival)
				drafts[i] = index.NewDraft(&message, &j, rd.rec.WriteKey)
				pace.giveWay(i)
			}
		})
	}
	all.Wait()
	return drafts
}
