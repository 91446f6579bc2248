package capture

import (
	"time"

	"segtap/capture/journal"
	"segtap/capture/replay"
)

// AddAttempt keeps what came of sending an entry on. It belongs to the entry
// that was sent, attempt.EntryID, and to the child that was made of it, where
// there is one: give 0 for none. What came of passing a request on belongs to
// each message of it; its EntryID is what [Store.Capture] gave.
func (s *Store) AddAttempt(child uint64, attempt *replay.Attempt, at time.Time) error {
	fields, err := attempt.AppendJSON(nil)
	if err != nil {
		return err
	}
	if child == 0 {
		child = attempt.EntryID
	}
	rec := journal.Record{Head: journal.Head{Kind: journal.Attempt, At: at, Entry: child}, Fields: fields}
	_, err = s.write(rec, func(_ uint64, place journal.Place) { s.index.listAttempt(child, attempt, place) })
	return err
}

// listAttempt notes an attempt with the entries it belongs to.
func (x *index) listAttempt(child uint64, attempt *replay.Attempt, place journal.Place) {
	if attempt.Kind == replay.Forward {
		x.listForwarded(attempt, place)
		return
	}
	ids := []uint64{attempt.EntryID, child}
	if ids[0] == ids[1] {
		ids = ids[:1]
	}
	for _, id := range ids {
		i, ok := x.find(id)
		if !ok {
			continue
		}
		r := x.rows.at(i)
		x.attempts[r.id] = append(x.attempts[r.id], place)
		t := x.annotate(r)
		t.attempts = min(t.attempts, 254) + 1
		t.answer = uint16(attempt.Status)
	}
}

// NoteUnforwarded notes that a request, by the id that [Store.Capture] gave,
// could not be passed on for want of room. That is not kept in the capture file:
// where there is no room, there is none for writing either.
func (s *Store) NoteUnforwarded(request uint64) {
	s.mu.Lock()
	s.index.eachOfRequest(request, func(r *row) { s.index.annotate(r).forwarded = -1 })
	s.mu.Unlock()
	s.signal()
}

// listForwarded notes with each entry of a request what came of passing the
// request on.
func (x *index) listForwarded(attempt *replay.Attempt, place journal.Place) {
	x.eachOfRequest(attempt.EntryID, func(r *row) {
		if had := x.attempts[r.id]; len(had) > 0 && had[len(had)-1] == place {
			return // the request has the message twice
		}
		x.attempts[r.id] = append(x.attempts[r.id], place)
		t := x.annotate(r)
		t.forwarded = int16(attempt.Status)
		if attempt.Failure != "" {
			t.forwarded = -1
		}
	})
}

// eachOfRequest gives the row of each message of a request, which for one that
// had been sent before is an earlier one. The request is known by the id of any
// of its messages that is listed, or of its first.
func (x *index) eachOfRequest(id uint64, do func(*row)) {
	first := uint32(id)
	if i, ok := x.find(id); ok {
		r := x.rows.at(i)
		first = r.id - uint32(r.item)
	}
	for id, end := first, x.endOfRequest(first); id < end; id++ {
		as := id
		if earlier, ok := x.resent.get(id); ok && earlier.request == first {
			as = earlier.as
		}
		if i, ok := x.rows.find(as); ok {
			do(x.rows.at(i))
		}
	}
}

// endOfRequest gives the id behind those of a request, or one further on: that of
// the next request of which an entry is listed.
func (x *index) endOfRequest(first uint32) uint32 {
	i, _ := x.rows.find(first)
	for ; i < x.rows.len(); i++ {
		if r := x.rows.at(i); r.id-uint32(r.item) > first {
			return r.id - uint32(r.item)
		}
	}
	return min(x.last, first+maxItem) + 1
}

func (s *Store) readAttempt(place journal.Place) (replay.Attempt, error) {
	rec, err := s.file.ReadAt(place)
	if err != nil {
		return replay.Attempt{}, err
	}
	return replay.ParseAttempt(rec.Fields)
}
