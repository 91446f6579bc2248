package store

import (
	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/store/index"
	"segtap/capture/store/listing"
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
	Item   int // which message of its record it is, from 0
	// WriteKey is the write key that the request came with; of an entry made here, that of
	// the one that it was made of.
	WriteKey string
	// LastStatus is what the last try of its sender was answered with; 0 when
	// there was but one.
	LastStatus int
	// Attempts are what came of sending the entry on, the oldest first; of a
	// replay, what came of itself.
	Attempts []replay.Attempt
}

// Row returns what filters see of the entry.
func (c *Captured) Row() query.Row {
	e := &c.Entry
	row := query.RowOf(&c.Message, &c.Judgement)
	row.Tell(&c.Judgement)
	row.ID, row.At, row.Origin, row.Parent = e.ID, e.At.UnixMicro(), query.Origin(e.Origin), e.Parent
	row.Retries, row.Marked, row.Draft = e.Retries, e.Marked, e.Draft
	if e.Origin == capture.Received && e.Parent != 0 { // a replay that came back here
		row.Origin = query.Replayed
	}
	for i := range c.Attempts {
		a := &c.Attempts[i]
		row.Sent = append(row.Sent, query.Sending{Target: a.Target, Status: a.Status, Result: index.ResultOf(a)})
	}
	return row
}

// Read reads one entry from the capture file and judges it again. The list says
// what that judgement says from then on, even where the others still wait to be
// judged anew. The error wraps [ErrNoEntry] when there is none of that id.
func (s *Store) Read(id uint64) (*Captured, error) { return s.NewReader().ReadWanted(id, nil) }

// find calls with with where an entry stands in the index, which holds as long as it runs;
// false for one that is not there.
func (l *list) find(id uint64, with func(i int)) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	i, ok := l.index.Find(id)
	if ok {
		with(i)
	}
	return ok
}

// NewReader returns a reader of the store.
func (s *Store) NewReader() *Reader { return &Reader{list: s.list} }

// Reader reads entries one after another. It keeps the last record it has read,
// so that the messages of a batch cost one reading and one splitting. It may
// not be used by several goroutines at once.
type Reader struct {
	list *list
	last listing.Messages
}

// ReadWanted is [Store.Read] for an entry that a filter wants; it gives nil for one that
// it does not want. Each message is judged once for both. The filter nil wants all.
func (r *Reader) ReadWanted(id uint64, wanted *query.Filter) (*Captured, error) {
	l := r.list
	var row index.Row
	var entry capture.Entry
	var view query.Row
	var tries []journal.Place
	var by listing.Judging
	var noted index.Annotations
	if !l.find(id, func(i int) {
		row, entry = *l.index.At(i), l.index.Entry(i)
		if wanted != nil {
			view = l.index.View(&row, wanted)
		}
		tries, by, noted = l.index.AttemptsOf(&row), l.judging, l.index.AnnotationsOf(&row)
	}) {
		return nil, noEntry(id)
	}
	if wanted != nil && wanted.MatchRow(&view) == query.False {
		return nil, nil
	}

	message, arrival, err := r.last.Of(l.records, &row)
	if err != nil {
		return nil, err
	}
	got := &Captured{Entry: entry, Message: message, Judge: by.Judge, Record: r.last.Record, Item: int(row.Item), WriteKey: r.writeKey(entry.Parent)}
	noted.Tell(&arrival)
	arrival.OtherSource = l.otherSource(entry.DuplicateOf, got.WriteKey)
	got.Arrival = arrival
	got.Judgement = by.Judge.Message(&got.Message, arrival)
	if wanted != nil {
		view.Tell(&got.Judgement)
		doc := query.DocumentOf(&got.Message, &got.Judgement, got.Record.WriteKey)
		if !wanted.MatchDocument(&view, &doc) {
			return nil, nil
		}
	}
	if noted.LastTry != (journal.Place{}) {
		if again, err := l.records.ReadAt(noted.LastTry); err == nil {
			got.LastStatus = again.Status
		}
	}
	l.settle(got, row, by)
	for _, place := range tries {
		try, err := listing.ReadAttempt(l.records, place)
		if err != nil {
			return nil, err
		}
		got.Attempts = append(got.Attempts, try)
	}
	return got, nil
}

// Message returns the message of an entry, and the write key that it came with, without
// judging it.
func (r *Reader) Message(id uint64) (message.Message, string, error) {
	l := r.list
	var row index.Row
	var parent uint64
	if !l.find(id, func(i int) {
		row = *l.index.At(i)
		noted := l.index.AnnotationsOf(&row)
		parent = noted.Parent()
	}) {
		return message.Message{}, "", noEntry(id)
	}
	m, _, err := r.last.Of(l.records, &row)
	if err != nil {
		return message.Message{}, "", err
	}
	return m, r.writeKey(parent), nil
}

// writeKey returns the write key of the record that was read last; of an entry made here,
// that of the one that it was made of.
func (r *Reader) writeKey(parent uint64) string {
	key := r.last.Record.WriteKey
	if key == "" && parent != 0 {
		key, _ = r.list.writeKey(parent)
	}
	return key
}

// otherSource reports whether an earlier entry came with another write key.
func (l *list) otherSource(id uint64, writeKey string) bool {
	key, known := l.writeKey(id)
	return known && key != writeKey
}

// writeKey returns the write key that an entry came with, or that the one came with of
// which it was made; false when an entry is not listed or cannot be read any more.
func (l *list) writeKey(id uint64) (key string, known bool) {
	for {
		var place journal.Place
		if !l.find(id, func(i int) { place = l.index.At(i).Place() }) {
			return "", false
		}
		rec, err := l.records.ReadAt(place)
		if err != nil || rec.WriteKey != "" || rec.Parent == 0 || rec.Parent >= id {
			return rec.WriteKey, err == nil
		}
		id = rec.Parent
	}
}

// under returns the write key of the entry that a record is about or was made of, for a journal
// in which what came with a key stands apart. Where that cannot be read now the record is kept
// all the same, under none.
func (l *list) under(rec *journal.Record) string {
	about := rec.Entry
	if rec.Kind == journal.Entry && rec.WriteKey == "" {
		about = rec.Parent
	}
	if about == 0 || !l.shared() {
		return ""
	}
	l.look(func(x *index.Index) { about = index.Stands(x, about) })
	key, _ := l.writeKey(about)
	return key
}

// settle has the entry say what its judgement says, and its row in the list with
// it, where they say what another judge said, or what was said before more was
// known of the entry. R is the row as the entry was made of it.
func (l *list) settle(got *Captured, r index.Row, by listing.Judging) {
	said := false
	l.look(func(x *index.Index) { said = x.Problems.Says(r.ID, &got.Judgement, by.Generation) })
	if said {
		return
	}
	d := index.NewDraft(&got.Message, &got.Judgement, got.Record.WriteKey)
	d.Show(&got.Entry)
	l.mu.Lock()
	defer l.mu.Unlock()
	if by.Judge == l.judging.Judge { // perhaps under another number: what stands has been carried over to it
		l.index.Renew(r.ID, &d, l.judging.Generation)
		l.signal()
	}
}
