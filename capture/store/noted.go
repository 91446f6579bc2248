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

// Draft is a copy of an entry whose editing is unfinished.
type Draft struct {
	Text []byte // as it was edited, byte for byte
	At   time.Time
}

// Drafts are the copies of the entries of a store whose editing is unfinished.
type Drafts struct{ of *Store }

// DraftsOf returns those of a store.
func DraftsOf(s *Store) Drafts { return Drafts{s} }

// Keep keeps the text of an unfinished copy of an entry, in place of an earlier one.
func (d Drafts) Keep(id uint64, text []byte, at time.Time) error {
	return d.note(journal.Record{Head: journal.Head{At: at, Entry: id, On: true}, Body: text})
}

// End says that the copy of an entry has been kept or thrown away.
func (d Drafts) End(id uint64, at time.Time) error {
	return d.note(journal.Record{Head: journal.Head{At: at, Entry: id}})
}

func (d Drafts) note(rec journal.Record) error {
	rec.Kind = journal.Draft
	_, err := d.of.write(rec, func(_ uint64, place journal.Place) {
		x := d.of.list.index
		x.Drafts.Note(rec.Entry, rec.On, place, &x.Changes)
	})
	return err
}

// Read reads the unfinished copy of an entry; ok says that there is one.
func (d Drafts) Read(id uint64) (draft Draft, ok bool, err error) {
	l := d.of.list
	l.mu.RLock()
	place, ok := l.index.Drafts[uint32(id)]
	l.mu.RUnlock()
	if !ok {
		return Draft{}, false, nil
	}
	rec, err := l.records.ReadAt(place)
	return Draft{rec.Body, rec.At}, err == nil, err
}

// Entries returns the entries with unfinished copies, the oldest first.
func (d Drafts) Entries() []uint64 {
	d.of.list.mu.RLock()
	defer d.of.list.mu.RUnlock()
	var ids []uint64
	for _, id := range d.of.list.index.Drafts.List() {
		ids = append(ids, uint64(id))
	}
	return ids
}
