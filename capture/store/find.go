package store

import (
	"context"
	"errors"
	"sync"
	"time"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/listing"
	"segtap/capture/store/signatures"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/query"
)

// Search looks through the entries of a store for those that a filter wants,
// oldest first, stretch by stretch. It is used by one goroutine at a time.
type Search struct {
	list   *list
	filter *query.Filter
	// names are the answers for the interned names of an index, as far as they
	// have been asked for; one of them settles all entries of its name.
	names   []query.Tri
	of      *index.Index
	edition int // of its names
	// among are the only entries that may match before next; nil: all.
	among   []uint64
	next    uint64 // the entry from which on all are looked at
	gone    uint64 // see Gone
	unread  error  // see Unread
	readers []*searchReader
	atOnce  int // of how many entries it reads the message next; 0: of a page
	// block is the one that was looked at last, and hopeless says that the filter wants
	// none of its entries.
	block    *signatures.Block
	hopeless bool
}

const (
	// stretch is how many rows one call of [Search.Next] looks at, and page to mostRead
	// of how many it reads the message: what is found first is there first.
	stretch  = 100_000
	page     = 200
	mostRead = 5_000
)

// Search begins a search from the oldest entry on.
func (s *Store) Search(f *query.Filter) *Search { return &Search{list: s.list, filter: f} }

// SearchAmong begins a search that looks, of the entries before the id next,
// only at those given, oldest first: what a wider filter has found.
func (s *Store) SearchAmong(f *query.Filter, ids []uint64, next uint64) *Search {
	return &Search{list: s.list, filter: f, among: ids, next: next}
}

// Next looks on. It gives the ids that match, and whether the newest entry has
// been looked at; a later call goes on with what has come since. It stops early
// when ctx ends, and waits for messages that are out of reach.
func (s *Search) Next(ctx context.Context) (ids []uint64, done bool) {
	for ctx.Err() == nil {
		l := s.rows()
		some := s.merge(ctx, ids, l.found, l.open)
		if s.far() {
			select { // it goes on from here when that is within reach
			case <-ctx.Done():
			case <-time.After(tryAgain):
			}
			continue
		}
		if ids = some; ctx.Err() != nil {
			break
		}
		s.among, s.next, s.gone = l.among, l.next, s.gone+l.gone
		if len(ids) > 0 || !l.more {
			return ids, !l.more
		}
	}
	return ids, false
}

// Unread says why messages that decide could not be read, and never can be: the stream that
// they stood in is gone. They do not match.
func (s *Search) Unread() error { return s.unread }

// far reports whether a message that decides could not be read, and can be later.
func (s *Search) far() (far bool) {
	for _, rd := range s.readers {
		if rd.gone && s.list.shared() {
			s.unread = s.list.journal.Present()
		}
		far, rd.far = far || rd.far, false
	}
	return far
}

// After returns the id from which on the search has not looked.
func (s *Search) After() uint64 { return s.next }

// Gone returns how many numbers of entries the search has passed over whose entries had
// been let go before it came to them.
func (s *Search) Gone() uint64 { return s.gone }

// looked is a stretch of rows that have been looked at.
type looked struct {
	found []uint64    // those that match
	open  []index.Row // those on which their message decides
	more  bool        // there are more rows behind them
	among []uint64    // as of a Search that goes on behind them
	next  uint64
	gone  uint64 // as of Gone
}

// rows looks at the next rows, without their messages.
func (s *Search) rows() looked {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	x := s.list.index
	if x != s.of || x.Edition() != s.edition {
		s.of, s.names, s.edition, s.block = x, nil, x.Edition(), nil
	}
	s.atOnce = min(max(4*s.atOnce, page), mostRead)
	l := looked{among: s.among, next: s.next}
	n := 0
	for ; len(l.among) > 0 && n < stretch && len(l.open) < s.atOnce; n++ {
		if i, ok := x.Find(l.among[0]); ok && !s.ruledOut(x.At(i).ID) {
			s.look(x.At(i), &l)
		}
		l.among = l.among[1:]
	}
	if l.more = len(l.among) > 0; l.more {
		return l
	}
	if oldest := x.Oldest(); x.Evicted > 0 && oldest > l.next {
		l.gone = oldest - l.next
	}
	i, _ := x.Find(l.next)
	for ; i < x.Len() && n < stretch && len(l.open) < s.atOnce; n++ {
		r := x.At(i)
		if s.ruledOut(r.ID) {
			l.next = uint64(s.block.Last) + 1
			i, _ = x.Find(l.next)
			continue
		}
		s.look(r, &l)
		l.next = uint64(r.ID) + 1
		i++
	}
	l.more = i < x.Len()
	return l
}

// ruledOut reports whether the filter wants no entry of the block that one stands in. The
// caller holds the lock.
func (s *Search) ruledOut(id uint32) bool {
	if s.block == nil || id < s.block.First || id > s.block.Last {
		s.block = s.list.signed.Over(s.of, id)
		s.hopeless = s.block != nil && s.block.RulesOut(s.filter.MayBeAmong)
	}
	return s.hopeless
}

// look asks the filter about one row. The caller holds the lock.
func (s *Search) look(r *index.Row, l *looked) {
	for int(r.Name) >= len(s.names) {
		s.names = append(s.names, s.filter.MatchName(s.of.NameOf(len(s.names))))
	}
	answer := s.names[r.Name]
	if answer == query.Unknown {
		view := s.of.View(r, s.filter)
		answer = s.filter.MatchRow(&view)
	}
	switch answer {
	case query.True:
		l.found = append(l.found, uint64(r.ID))
	case query.Unknown:
		l.open = append(l.open, *r)
	case query.False:
	}
}

// merge reads the messages of the open rows and adds all that match to ids, in
// the order of the ids.
func (s *Search) merge(ctx context.Context, ids, found []uint64, open []index.Row) []uint64 {
	wanted := s.decide(ctx, open)
	if ctx.Err() != nil {
		return ids
	}
	for i := range open {
		for len(found) > 0 && found[0] < uint64(open[i].ID) {
			ids, found = append(ids, found[0]), found[1:]
		}
		if wanted[i] {
			ids = append(ids, uint64(open[i].ID))
		}
	}
	return append(ids, found...)
}

// decide asks the filter about rows and their messages, with the workers it may have.
func (s *Search) decide(ctx context.Context, open []index.Row) []bool {
	wanted := make([]bool, len(open))
	limits := s.list.throttle()
	part := limits.Part(len(open))
	var all sync.WaitGroup
	for p := 0; p*part < len(open); p++ {
		if p == len(s.readers) {
			lines := s.list.lines()
			s.readers = append(s.readers, &searchReader{last: listing.Messages{Lines: lines, Scratch: new(message.Scratch)}, lines: lines})
		}
		rd := s.readers[p]
		all.Go(func() {
			for i := p * part; i < min((p+1)*part, len(open)) && ctx.Err() == nil && !rd.far; i++ {
				wanted[i] = s.read(rd, &open[i])
				limits.GiveWay(i)
			}
		})
	}
	all.Wait()
	return wanted
}

// searchReader is what one goroutine of a search reads with.
type searchReader struct {
	last  listing.Messages
	lines journal.Lines // nil: records are read one by one
	// of is the record that the filter has been asked about as a whole, and
	// hopeless its answer: no message of it matches.
	of       journal.Place
	hopeless bool
	far      bool // a message is out of reach
	gone     bool // one is, and will be
}

// read asks the filter about a row and its message. One that cannot be read does
// not match.
func (s *Search) read(rd *searchReader, r *index.Row) bool {
	if rd.rulesOut(s.filter, r) {
		return false
	}
	var view query.Row
	var ok bool
	s.list.look(func(*index.Index) {
		var i int
		if i, ok = s.of.Find(uint64(r.ID)); ok { // else it has been let go meanwhile
			view = s.of.View(s.of.At(i), s.filter)
		}
	})
	return ok && s.wants(rd, r, &view)
}

// wants asks the filter about a row as it sees it, and its message.
func (s *Search) wants(rd *searchReader, r *index.Row, view *query.Row) bool {
	var noted index.Annotations
	var judge *mapping.Judge
	s.list.look(func(*index.Index) { noted, judge = s.of.AnnotationsOf(r), s.list.judging.Judge })
	return s.filter.Match(view, func() *query.Document {
		m, arrival, err := rd.last.Of(s.list.records, r)
		if err != nil {
			rd.far = s.list.outOfReach(err)
			rd.gone = !rd.far && !errors.Is(err, journal.ErrDamaged)
			return nil
		}
		var j mapping.Judgement
		if s.filter.Needs()&query.NeedsJudgement != 0 {
			noted.Tell(&arrival)
			j = judge.Message(&m, arrival)
		}
		doc := query.DocumentOf(&m, &j, rd.last.Record.WriteKey)
		return &doc
	})
}

// rulesOut says that the line of a row rules a match out. Finding that takes a
// hundredth of what reading the message takes.
func (rd *searchReader) rulesOut(f *query.Filter, r *index.Row) bool {
	if rd.lines == nil {
		return false
	}
	if place := r.Place(); rd.of != place {
		line, err := rd.lines.At(place)
		rd.of, rd.hopeless = place, err == nil && !f.MayMatch(line)
	}
	return rd.hopeless
}

// Chooser says of entries, one after another, whether a filter wants them. It is
// used by one goroutine at a time.
type Chooser struct {
	search Search
	reader searchReader
}

// Chooser returns a chooser of the store's entries.
func (s *Store) Chooser(f *query.Filter) *Chooser {
	return &Chooser{search: Search{list: s.list, filter: f}}
}

// Wants reports whether the filter wants an entry. One that is not there or
// cannot be read it does not.
func (c *Chooser) Wants(id uint64) bool {
	r, view, ok := c.view(id)
	return ok && c.search.wants(&c.reader, &r, &view)
}
