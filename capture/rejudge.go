package capture

import (
	"sync"

	"segtap/mapping"
)

// judging is the judge that entries are judged by, and its number: verdicts of
// another number are stale.
type judging struct {
	judge      *mapping.Judge
	generation uint8
}

// unjudged is the number of no judge.
const unjudged = 255

// rejudging is the work of judging anew what was judged by another judge, or by
// one that nothing is known of. It goes from the newest entry to the oldest,
// since the newest are looked at.
type rejudging struct {
	running bool
	closed  bool
	before  uint32 // id: the rows from there on are from the judge there is
	asked   int    // how often it has been begun from the newest
	done    sync.WaitGroup
}

// toGo is how many rows may be stale.
func (r *rejudging) toGo(x *index) int {
	if !r.running {
		return 0
	}
	n, _ := x.rows.find(r.before)
	return n
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
	if s.judging.generation == unjudged {
		// The numbers begin again: no row may keep one from before.
		s.judging.generation = 0
		for i := range s.index.rows.len() {
			s.index.rows.at(i).generation = unjudged
		}
	}
	s.index.coverage = newCoverage()
	s.stale()
}

// stale has all rows judged anew, as far as they are not from the judge there
// is. The caller holds mu.
func (s *Store) stale() {
	if s.again.closed || s.index.rows.len() == 0 {
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
	s.mu.Lock()
	s.again.closed = true
	s.mu.Unlock()
	s.again.done.Wait()
}

// rejudge judges stale rows anew, slice by slice, until there is none.
func (s *Store) rejudge() {
	for {
		s.mu.Lock()
		x, by := s.index, s.judging
		upTo, _ := x.rows.find(s.again.before)
		if upTo == 0 || s.again.closed {
			s.again.running = false
			s.mu.Unlock()
			s.signal()
			return
		}
		rows, tales := x.staleBefore(upTo, by.generation)
		if len(rows) == 0 {
			s.again.before = x.rows.at(max(upTo-slice, 0)).id
			s.mu.Unlock()
			continue
		}
		asked := s.again.asked
		s.mu.Unlock()

		drafts := s.judgeRows(by, rows, tales)

		s.mu.Lock()
		if x == s.index && by.generation == s.judging.generation {
			for i := range drafts {
				if place, ok := x.rows.find(rows[i].id); ok && x.rows.at(place).generation != by.generation {
					x.renew(rows[i].id, &drafts[i], by.generation)
				}
			}
			if asked == s.again.asked {
				s.again.before = rows[0].id
			}
		}
		s.mu.Unlock()
		s.signal()
	}
}

// staleBefore copies the stale rows among the slice before a place, and their annotations.
func (x *index) staleBefore(upTo int, generation uint8) (rows []row, tales []annotations) {
	for i := max(upTo-slice, 0); i < upTo; i++ {
		if r := x.rows.at(i); r.generation != generation {
			rows, tales = append(rows, *r), append(tales, x.annotationsOf(r))
		}
	}
	return rows, tales
}

// judgeRows judges rows, oldest first, with the workers it may have. A row whose message
// cannot be read gives a draft without a judgement.
func (s *Store) judgeRows(by judging, rows []row, tales []annotations) []draft {
	drafts := make([]draft, len(rows))
	pace := s.pace()
	part := max(len(rows)/pace.workers+1, 64)
	var all sync.WaitGroup
	for from := 0; from < len(rows); from += part {
		all.Go(func() {
			rd := reader{lines: s.file.Lines()}
			for i := from; i < min(from+part, len(rows)); i++ {
				message, arrival, err := rd.message(s.file, &rows[i])
				if err != nil {
					continue
				}
				arrival.Retries, arrival.DuplicateOf = int(tales[i].retries), uint64(tales[i].duplicateOf)
				j := by.judge.Message(&message, arrival)
				drafts[i] = newDraft(&message, &j, rd.rec.WriteKey)
				pace.giveWay(i)
			}
		})
	}
	all.Wait()
	return drafts
}

// renew gives a row what a new judgement says of its message. What the summaries of
// its record say is not believed any longer than that.
func (x *index) renew(id uint32, d *draft, generation uint8) {
	i, ok := x.rows.find(id)
	if !ok {
		return // it has been let go
	}
	r := x.rows.at(i)
	summed := r.generation == generation // it is in the sums of what was seen
	r.generation = generation
	x.changes.note(id)
	x.count(r, -1)
	if d.judgement == nil { // its message cannot be read
		if r.gates, r.headline, r.errors, r.warnings = 0, mapping.HeadlineUnknown, 0, 0; !r.is(isUnreadable) {
			r.flags |= isUnreadable
			x.damaged++
		}
		return
	}
	r.typ, r.content = d.row.typ, d.row.content
	r.say(d.judgement.Verdict)
	x.count(r, 1)
	if x.names.texts[r.name] != d.name {
		r.name = x.names.number(d.name)
	}
	if user, value := x.arena.get(r.text); user != d.user || value != d.value {
		x.arena.drop(r.text)
		r.text = x.arena.add(d.user, d.value)
	}
	if !summed {
		d.row, d.annotations = *r, x.annotationsOf(r)
		x.coverage.add(d)
	}
}
