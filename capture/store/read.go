package store

import (
	"fmt"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/store/index"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/query"
)

// Captured is everything that is known of one entry. All that it says of the
// message is of one judgement, Entry.Verdict as well.
type Captured struct {
	Entry     capture.Entry
	Message   message.Message
	Arrival   message.Arrival // of the message, as its judgement has it
	Judgement mapping.Judgement
	Judge     *mapping.Judge // whose judgement it is
	// Record is the record of the request or of the entry that was made here,
	// the body as it came included.
	Record journal.Record
	// WriteKey is the write key that the request came with.
	WriteKey string
	// LastStatus is what the last try of its sender was answered with; 0 when
	// there was but one.
	LastStatus int
	// Attempts are what came of sending the entry on, the oldest first; of a
	// replay, what came of itself.
	Attempts []replay.Attempt
}

// Reader reads entries one after another. It keeps the last record it has read,
// so that the messages of a batch cost one reading and one splitting. It may
// not be used by several goroutines at once.
type Reader struct {
	store *Store
	last  reader
}

// NewReader returns a reader of the store.
func (s *Store) NewReader() *Reader { return &Reader{store: s} }

// Read is [Store.Read].
func (r *Reader) Read(id uint64) (*Captured, error) { return r.store.read(id, nil, &r.last) }

// ReadWanted is Read for an entry that a filter wants; it gives nil for one that
// it does not want. Each message is judged once for both.
func (r *Reader) ReadWanted(id uint64, wanted *query.Filter) (*Captured, error) {
	return r.store.read(id, wanted, &r.last)
}

// Read reads one entry from the capture file and judges it again. The list says
// what that judgement says from then on, even where the others still wait to be
// judged anew. The error wraps [ErrNoEntry] when there is none of that id.
func (s *Store) Read(id uint64) (*Captured, error) { return s.read(id, nil, new(reader)) }

// read reads an entry, if the filter wants it; nil wants all.
func (s *Store) read(id uint64, wanted *query.Filter, rd *reader) (*Captured, error) {
	s.list.mu.RLock()
	i, ok := s.list.index.Find(id)
	if !ok {
		s.list.mu.RUnlock()
		return nil, noEntry(id)
	}
	r, entry, view := *s.list.index.At(i), s.list.index.Entry(i), query.Row{}
	if wanted != nil {
		view = s.list.index.View(&r)
	}
	tries, by := s.list.index.AttemptsOf(&r), s.list.judging
	noted := s.list.index.AnnotationsOf(&r)
	s.list.mu.RUnlock()
	if wanted != nil && wanted.MatchRow(&view) == query.False {
		return nil, nil
	}

	message, arrival, err := rd.message(s.list.file, &r)
	if err != nil {
		return nil, err
	}
	got := &Captured{Entry: entry, Message: message, Judge: by.judge, Record: rd.rec, WriteKey: rd.rec.WriteKey}
	noted.Tell(&arrival)
	arrival.OtherSource = s.otherSource(entry.DuplicateOf, got.WriteKey)
	got.Arrival = arrival
	got.Judgement = by.judge.Message(&got.Message, arrival)
	if wanted != nil {
		view.Verdict = got.Judgement.Verdict
		doc := query.DocumentOf(&got.Message, &got.Judgement, got.WriteKey)
		if !wanted.MatchDocument(&view, &doc) {
			return nil, nil
		}
	}
	if noted.LastTry.Length > 0 {
		if again, err := s.list.file.ReadAt(noted.LastTry); err == nil {
			got.LastStatus = again.Status
		}
	}
	s.settle(got, r, by.generation)
	for _, place := range tries {
		try, err := readAttempt(s.list.file, place)
		if err != nil {
			return nil, err
		}
		got.Attempts = append(got.Attempts, try)
	}
	return got, nil
}

// otherSource reports whether an earlier entry came with another write key.
func (s *Store) otherSource(id uint64, writeKey string) bool {
	s.list.mu.RLock()
	i, ok := s.list.index.Find(id)
	if !ok {
		s.list.mu.RUnlock()
		return false
	}
	place := s.list.index.At(i).Place()
	s.list.mu.RUnlock()
	rec, err := s.list.file.ReadAt(place)
	return err == nil && rec.WriteKey != writeKey
}

// settle has the entry say what its judgement says, and its row in the list with
// it, where they say what another judge said, or what was said before more was
// known of the entry. R is the row as the entry was made of it.
func (s *Store) settle(got *Captured, r index.Row, generation uint8) {
	if r.Generation == generation && r.Says(got.Judgement.Verdict) {
		return
	}
	d := index.NewDraft(&got.Message, &got.Judgement, got.WriteKey)
	d.Show(&got.Entry)
	s.list.mu.Lock()
	defer s.list.mu.Unlock()
	if generation == s.list.judging.generation {
		s.list.index.Renew(r.ID, &d, generation)
		s.list.signal()
	}
}

// reader reads the messages of rows that stand behind each other in the file,
// without reading or splitting the record of a batch again for each of them.
type reader struct {
	place journal.Place
	rec   journal.Record
	in    *message.Intake
	lines *journal.Lines // to read many records that follow each other; nil: one by one
}

// message gives the message of a row, split as it was when it came.
func (rd *reader) message(file *journal.Journal, r *index.Row) (message.Message, message.Arrival, error) {
	if place := r.Place(); rd.place != place || rd.rec.Kind == 0 {
		read := file.ReadAt
		if rd.lines != nil {
			read = rd.lines.Record
		}
		rec, err := read(place)
		if err != nil {
			return message.Message{}, message.Arrival{}, err
		}
		rd.take(place, rec)
	}
	if int(r.Item) >= rd.messages() {
		return message.Message{}, message.Arrival{}, fmt.Errorf("%w at byte %d: it does not hold message %d", journal.ErrDamaged, r.Offset, r.Item+1)
	}
	m, in := rd.item(int(r.Item))
	return m, in, nil
}

// take keeps a record that has been read.
func (rd *reader) take(place journal.Place, rec journal.Record) {
	rd.place, rd.rec = place, rec
	rd.in = IntakeOf(&rec)
}

// item gives message i of the record, which has it.
func (rd *reader) item(i int) (message.Message, message.Arrival) {
	return rd.in.Message(i), rd.in.Arrival(i)
}

// messages returns how many messages the record has.
func (rd *reader) messages() int { return rd.in.Len() }
