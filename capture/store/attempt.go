package store

import (
	"time"

	"segtap/capture/journal"
	"segtap/capture/replay"
)

// AddPlan keeps what is to be sent, as a JSON object, before any of it is.
func (s *Store) AddPlan(fields []byte, at time.Time) error {
	_, err := s.write(journal.Record{Head: journal.Head{Kind: journal.Plan, At: at}, Fields: fields}, func(uint64, journal.Place) {})
	return err
}

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
	_, err = s.write(rec, func(_ uint64, place journal.Place) { s.list.index.ListAttempt(child, attempt, place) })
	return err
}

// NoteUnforwarded notes that a request, by the id that [Store.Capture] gave,
// could not be passed on for want of room. That is not kept in the capture file:
// where there is no room, there is none for writing either.
func (s *Store) NoteUnforwarded(request uint64) {
	s.list.mu.Lock()
	s.list.index.NoteUnforwarded(request)
	s.list.mu.Unlock()
	s.list.signal()
}

// readAttempt reads what came of sending an entry on.
func readAttempt(records Records, place journal.Place) (replay.Attempt, error) {
	rec, err := records.ReadAt(place)
	if err != nil {
		return replay.Attempt{}, err
	}
	return replay.ParseAttempt(rec.Fields)
}
