package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/store/index"
	"segtap/capture/store/listing"
	"segtap/mapping/query"
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
	defer s.list.mu.Unlock()
	s.list.index.NoteUnforwarded(request)
	s.list.signal()
}

// Attempts are all attempts that are known of a store, in the order of the capture file:
// each is known by its number, and has its place among them.
type Attempts struct{ list *list }

// AttemptsOf returns the attempts of a store.
func AttemptsOf(s *Store) Attempts { return Attempts{s.list} }

// Sent is what a list shows of an attempt.
type Sent struct {
	Number   uint32
	Entry    uint64 // the entry that was sent, the first where they are several; 0 for none
	Child    uint64 // the entry that was made of it to be sent; 0 for none
	Sends    int    // how many entries it took
	At       time.Time
	Duration time.Duration // of the last try
	Target   string
	Status   int    // of the answer; 0 when none came
	Result   string // in a word, when none came: timeout, connection_refused, unknown …
	Tries    int
}

// Len returns how many there are, and changed a number that is another one as soon as one
// has come, gone or ended.
func (a Attempts) Len() (n int, changed uint64) {
	a.list.mu.RLock()
	defer a.list.mu.RUnlock()
	return a.list.index.Attempts.Len(), a.list.index.Attempts.Changed
}

// At returns the attempt in a place, from 0.
func (a Attempts) At(i int) (Sent, bool) {
	a.list.mu.RLock()
	defer a.list.mu.RUnlock()
	if i < 0 || i >= a.list.index.Attempts.Len() {
		return Sent{}, false
	}
	return a.sent(i), true
}

// Find returns an attempt by its number, and its place; of one that has gone, the place
// where it would be.
func (a Attempts) Find(number uint32) (s Sent, i int, ok bool) {
	a.list.mu.RLock()
	defer a.list.mu.RUnlock()
	if i, ok = a.list.index.Attempts.Find(number); ok {
		s = a.sent(i)
	}
	return s, i, ok
}

// sent unpacks a row. The caller holds the lock.
func (a Attempts) sent(i int) Sent {
	all := &a.list.index.Attempts
	r := all.At(i)
	return Sent{
		Number: r.Number, Entry: uint64(r.Entry), Child: uint64(r.Child), Sends: int(r.Sends), At: time.UnixMicro(r.Began),
		Duration: time.Duration(r.Duration) * time.Microsecond, Target: all.Target(r), Status: int(r.Status), Result: r.Result(), Tries: int(r.Tries),
	}
}

// Read reads all of an attempt from the capture file.
func (a Attempts) Read(number uint32) (replay.Attempt, error) {
	var place journal.Place
	var ok bool
	a.list.look(func(x *index.Index) {
		var i int
		if i, ok = x.Attempts.Find(number); ok {
			place = x.Attempts.At(i).Place
		}
	})
	if !ok {
		return replay.Attempt{}, fmt.Errorf("%w: its entry has gone", ErrNoEntry)
	}
	return listing.ReadAttempt(a.list.records, place)
}

// Choose returns the numbers of the attempts that a filter wants, in the given order; nil
// wants all. What the filter says of entries is asked of the entry that was sent, or of what
// was made of it where that one is not listed; of several that were sent together one is
// enough. It gives none when ctx ends.
func (a Attempts) Choose(ctx context.Context, wanted *query.Filter, order func(a, b *Sent) int) []uint32 {
	const stretch = 1 << 14
	var found []Sent
	c := Chooser{search: Search{list: a.list, filter: wanted}}
	for next := uint32(0); ctx.Err() == nil; {
		some := a.from(next, stretch)
		if len(some) == 0 {
			break
		}
		for i := range some {
			if wanted == nil || c.wantsSent(a, &some[i]) {
				found = append(found, some[i])
			}
		}
		next = some[len(some)-1].Number + 1
	}
	if ctx.Err() != nil {
		return nil
	}
	slices.SortStableFunc(found, func(x, y Sent) int { return order(&x, &y) })
	numbers := make([]uint32, len(found))
	for i := range found {
		numbers[i] = found[i].Number
	}
	return numbers
}

// from returns up to n attempts from a number on.
func (a Attempts) from(number uint32, n int) []Sent {
	a.list.mu.RLock()
	defer a.list.mu.RUnlock()
	i, _ := a.list.index.Attempts.Find(number)
	some := make([]Sent, 0, min(n, a.list.index.Attempts.Len()-i))
	for ; i < a.list.index.Attempts.Len() && len(some) < n; i++ {
		some = append(some, a.sent(i))
	}
	return some
}

// wantsSent reports whether the filter wants an attempt.
func (c *Chooser) wantsSent(of Attempts, s *Sent) bool {
	sends := []replay.Send{{Entry: s.Entry, Child: s.Child}}
	if s.Sends > 1 {
		if whole, err := of.Read(s.Number); err == nil {
			sends = whole.Sends
		}
	}
	sent := []query.Sending{{Target: s.Target, Status: s.Status, Result: s.Result}}
	known := false
	for _, send := range sends {
		r, view, listed := c.view(send.Entry)
		if !listed {
			r, view, listed = c.view(send.Child)
		}
		if view.Sent = sent; listed && c.search.wants(&c.reader, &r, &view) {
			return true
		}
		known = known || listed
	}
	if known {
		return false
	}
	return c.search.filter.Match(&query.Row{ID: s.Entry, At: s.At.UnixMicro(), Sent: sent}, func() *query.Document { return nil })
}

// view returns the row of an entry, and how a filter sees it; false when it is not listed.
func (c *Chooser) view(id uint64) (index.Row, query.Row, bool) {
	l := c.search.list
	l.mu.RLock()
	defer l.mu.RUnlock()
	i, ok := l.index.Find(id)
	if !ok {
		return index.Row{}, query.Row{}, false
	}
	c.search.of = l.index
	r := *l.index.At(i)
	return r, l.index.View(&r, c.search.filter), true
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
