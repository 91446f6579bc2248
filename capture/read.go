package capture

import (
	"bytes"
	"fmt"
	"slices"

	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/mapping"
)

// Captured is everything that is known of one entry.
type Captured struct {
	Entry     Entry
	Message   mapping.Message
	Judgement mapping.Judgement
	// Record is the record of the request or of the entry that was made here,
	// the body as it came included.
	Record journal.Record
	// WriteKey is the write key that the request came with.
	WriteKey string
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

// NewReader gives a reader of the store.
func (s *Store) NewReader() *Reader { return &Reader{store: s} }

// Read is [Store.Read].
func (r *Reader) Read(id uint64) (*Captured, error) { return r.store.read(id, &r.last) }

// Read reads one entry from the capture file and judges it again. The error
// wraps [ErrNoEntry] when there is none of that id.
func (s *Store) Read(id uint64) (*Captured, error) { return s.read(id, new(reader)) }

func (s *Store) read(id uint64, rd *reader) (*Captured, error) {
	s.mu.RLock()
	i, ok := s.index.find(id)
	if !ok {
		s.mu.RUnlock()
		return nil, noEntry(id)
	}
	r, entry := *s.index.rows.at(i), s.index.entry(i)
	tries, judge := slices.Clone(s.index.attempts[r.id]), s.judging.judge
	var first journal.Place // of the message that this one has the id of
	if k, ok := s.index.find(entry.DuplicateOf); ok && entry.DuplicateOf != 0 {
		first = s.index.rows.at(k).place()
	}
	s.mu.RUnlock()

	message, arrival, err := rd.message(s.file, &r)
	if err != nil {
		return nil, err
	}
	got := &Captured{Entry: entry, Message: message, Record: rd.rec, WriteKey: rd.rec.WriteKey}
	arrival.Retries, arrival.DuplicateOf = entry.Retries, entry.DuplicateOf
	if first.Length > 0 {
		rec, err := s.file.ReadAt(first)
		arrival.OtherSource = err == nil && rec.WriteKey != got.WriteKey
	}
	got.Judgement = judge.Message(&got.Message, arrival)
	for _, place := range tries {
		try, err := s.readAttempt(place)
		if err != nil {
			return nil, err
		}
		got.Attempts = append(got.Attempts, try)
	}
	return got, nil
}

// bodyOf reads the body of a request's record as it was read when it came: one
// that was kept as one entry stays one.
func bodyOf(rec *journal.Record) *mapping.Body {
	if rec.FullBytes > 0 {
		return cutShort(rec.Body, rec.FullBytes)
	}
	route, _ := MatchRoute(rec.Path)
	body := ParseBody(rec.Body, route.Type)
	switch {
	case rec.Problem == mapping.InvalidJSON.String() && body.Syntax == nil:
		return Undecoded(rec.Body, rec.Encoding)
	case rec.N == 1 && body.Count() > 1:
		return Whole(body, rec.Body)
	}
	return body
}

// maxValues is how many values a body beyond what Segment takes may have to be
// taken apart: enough for a batch that grew too large by mistake. A value takes
// some 50 bytes of memory.
const maxValues = 150_000

// ParseBody splits the body of a request that came on a route for messages of a
// type ("" for a batch). A body larger than Segment takes that would need much
// memory for what it is worth counts as one message that cannot be read.
func ParseBody(raw []byte, typ string) *mapping.Body {
	if len(raw) > mapping.MaxRequestBytes {
		values := 1
		for _, mark := range []byte(",[{") {
			values += bytes.Count(raw, []byte{mark})
		}
		if values > maxValues {
			return mapping.UnreadableBody(raw, fmt.Sprintf("it has more than %d values, and is not taken apart", maxValues))
		}
	}
	return mapping.ParseBody(raw, typ)
}

// Whole is a batch that is not taken apart, since its messages would take much
// more memory than it.
func Whole(body *mapping.Body, raw []byte) *mapping.Body {
	whole := mapping.UnreadableBody(raw, fmt.Sprintf("a batch of %d messages that is not taken apart", body.Count()))
	whole.WriteKey = body.WriteKey
	return whole
}

// cutShort is a body of which only the beginning was kept.
func cutShort(raw []byte, full int64) *mapping.Body {
	return mapping.UnreadableBody(raw, fmt.Sprintf("only the first %d of its %d bytes were kept", len(raw), full))
}

// Undecoded is a body that is not in the content encoding it says it is in.
func Undecoded(raw []byte, encoding string) *mapping.Body {
	return mapping.UnreadableBody(raw, "the body is not in the content encoding it says, "+encoding)
}

// reader reads the messages of rows that stand behind each other in the file,
// without reading or splitting the record of a batch again for each of them.
type reader struct {
	place journal.Place
	rec   journal.Record
	body  *mapping.Body  // of a request; nil for an entry that was made here
	lines *journal.Lines // to read many records that follow each other; nil: one by one
}

// message gives the message of a row, split as it was when it came.
func (rd *reader) message(file *journal.Journal, r *row) (mapping.Message, mapping.Arrival, error) {
	if place := r.place(); rd.place != place || rd.rec.Kind == 0 {
		read := file.ReadAt
		if rd.lines != nil {
			read = rd.lines.Record
		}
		rec, err := read(place)
		if err != nil {
			return mapping.Message{}, mapping.Arrival{}, err
		}
		rd.take(place, rec)
	}
	if int(r.item) >= rd.len() {
		return mapping.Message{}, mapping.Arrival{}, fmt.Errorf("%w at byte %d: it does not hold message %d", journal.ErrDamaged, r.offset, r.item+1)
	}
	m, in := rd.item(int(r.item))
	return m, in, nil
}

// take keeps a record that has been read.
func (rd *reader) take(place journal.Place, rec journal.Record) {
	rd.place, rd.rec, rd.body = place, rec, nil
	if rec.Kind == journal.Request {
		rd.body = bodyOf(&rec)
	}
}

// item gives message i of the record, which has it.
func (rd *reader) item(i int) (mapping.Message, mapping.Arrival) {
	in := mapping.Arrival{At: rd.rec.At.UnixMilli(), RequestBytes: max(len(rd.rec.Body), int(rd.rec.FullBytes))}
	if rd.body == nil {
		return mapping.ParseMessage(rd.rec.Body), in
	}
	in.BatchMessages, in.SentAt = rd.body.BatchMessages(), rd.body.SentAt
	if info, ok := mapping.CodeByName(rd.rec.Problem); ok {
		in.Problem = info.Code
	}
	return rd.body.Message(i), in
}

// len is how many messages the record has.
func (rd *reader) len() int {
	if rd.body == nil {
		return 1
	}
	return rd.body.Len()
}
