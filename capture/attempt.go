package capture

import (
	"time"

	"segtap/capture/journal"
	"segtap/capture/replay"
)

// AddAttempt keeps what came of sending an entry on. It belongs to the entry
// that was sent, attempt.EntryID, and to the child that was made of it, where
// there is one: give 0 for none.
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

// NoteUnforwarded notes that the request of an entry could not be passed on for
// want of room. That is not kept in the capture file.
func (s *Store) NoteUnforwarded(entry uint64) {
	s.mu.Lock()
	s.eachOfRequest(entry, func(r *row) { r.forwarded = -1 })
	s.mu.Unlock()
	s.signal()
}

// listForwarded notes with each entry of a request what came of passing the
// request on. The caller holds mu.
func (s *Store) listForwarded(attempt *replay.Attempt, place journal.Place) {
	s.eachOfRequest(attempt.EntryID, func(r *row) {
		s.attempts[uint64(r.id)] = append(s.attempts[uint64(r.id)], place)
		r.forwarded = int16(attempt.Status)
		if attempt.Failure != "" {
			r.forwarded = -1
		}
	})
}

// eachOfRequest gives the rows of the request that an entry came with. The
// caller holds mu.
func (s *Store) eachOfRequest(entry uint64, do func(*row)) {
	i, ok := s.index(entry)
	if !ok {
		return
	}
	first := s.rows[i].id - s.rows[i].item
	for i, _ = s.index(uint64(first)); i < len(s.rows) && s.rows[i].id-s.rows[i].item == first; i++ {
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
