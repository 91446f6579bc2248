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
	_, err = s.file.Append(rec, func(_ uint64, place journal.Place) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.listAttempt(child, attempt, place)
	})
	if err != nil {
		s.fail(err)
		return err
	}
	s.signal()
	return nil
}

// listAttempt notes an attempt with the entries it belongs to. The caller holds
// mu.
func (s *Store) listAttempt(child uint64, attempt *replay.Attempt, place journal.Place) {
	if attempt.Kind == replay.Forward {
		s.listForwarded(attempt, place)
		return
	}
	ids := []uint64{attempt.EntryID, child}
	if ids[0] == ids[1] {
		ids = ids[:1]
	}
	for _, id := range ids {
		i, ok := s.index(id)
		if !ok {
			continue
		}
		s.attempts[id] = append(s.attempts[id], place)
		r := &s.rows[i]
		r.attempts = min(r.attempts, 254) + 1
		r.answer = uint16(attempt.Status)
	}
}

// NoteUnforwarded notes that a request, by the id that [Store.Capture] gave,
// could not be passed on for want of room. That is not kept in the capture file:
// where there is no room, there is none for writing either.
func (s *Store) NoteUnforwarded(request uint64) {
	s.mu.Lock()
	s.eachOfRequest(request, func(r *row) { r.forwarded = -1 })
	s.mu.Unlock()
	s.signal()
}

// listForwarded notes with each entry of a request what came of passing the
// request on. The caller holds mu.
func (s *Store) listForwarded(attempt *replay.Attempt, place journal.Place) {
	s.eachOfRequest(attempt.EntryID, func(r *row) {
		id := uint64(r.id)
		if had := s.attempts[id]; len(had) > 0 && had[len(had)-1] == place {
			return // the request has the message twice
		}
		s.attempts[id] = append(s.attempts[id], place)
		r.forwarded = int16(attempt.Status)
		if attempt.Failure != "" {
			r.forwarded = -1
		}
	})
}

// eachOfRequest gives the row of each message of a request, which for one that
// had been sent before is an earlier one. The request is known by the id of any
// of its messages that is listed, or of its first. The caller holds mu.
func (s *Store) eachOfRequest(id uint64, do func(*row)) {
	first := uint32(id)
	if i, ok := s.index(id); ok {
		first = s.rows[i].id - s.rows[i].item
	}
	for id := first; ; id++ {
		as := id
		if earlier, ok := s.resent[id]; ok && earlier.request == first {
			as = earlier.as
		}
		i, ok := s.index(uint64(as))
		if !ok || as == id && s.rows[i].id-s.rows[i].item != first {
			return
		}
		do(&s.rows[i])
	}
}

// loadAttempt reads an attempt from its record and lists it. One that cannot be
// read is damage.
func (s *Store) loadAttempt(child uint64, place journal.Place) error {
	attempt, err := s.readAttempt(place)
	if err == nil {
		s.listAttempt(child, &attempt, place)
	}
	return err
}

func (s *Store) readAttempt(place journal.Place) (replay.Attempt, error) {
	rec, err := s.file.ReadAt(place)
	if err != nil {
		return replay.Attempt{}, err
	}
	return replay.ParseAttempt(rec.Fields)
}
