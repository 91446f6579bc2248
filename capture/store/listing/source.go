package listing

import (
	"errors"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/throttle"
	"segtap/mapping"
)

// Records is what the entries of a store stand in: a capture file, or another file
// that messages are read from, one record after another. A record is known by its
// place as long as the file is open.
type Records interface {
	// Scan gives the heads of the records from an offset on, which is 0 or the Next
	// of an earlier call, in the order of the file; Tail gives those of about the
	// last n. An error of give ends them. Except of a capture file, the ids of the
	// heads say nothing: a store numbers the entries itself, from 1 in the order of
	// the file.
	Scan(from int64, give func(*journal.Head) error) (journal.Scanned, error)
	Tail(n int, give func(*journal.Head) error) (journal.Scanned, error)
	// ReadAt returns the record at a place; the error wraps [journal.ErrDamaged]
	// when there is none. It may be called by many goroutines at once.
	ReadAt(place journal.Place) (journal.Record, error)
	Size() int64 // bytes
	Close() error
}

// Judging is the judge that entries are judged by, and its number: verdicts of
// another number are stale.
type Judging struct {
	Judge      *mapping.Judge
	Generation uint8
}

// Source is what is listed, and by whom it is judged.
type Source struct {
	Records  Records
	Numbered bool // the heads of the records have the ids of their entries, and mostly summaries
	Remote   bool // they stand elsewhere: what cannot be read now can be later
	Limits   capture.Limits
	Judging  func() Judging // the judge there is
	Throttle func() throttle.Throttle
	Ended    func() bool        // says that it is to end
	At       func(offset int64) // told now and then how far it has come
}

// ErrEnded says that it was to end before all had been listed.
var ErrEnded = errors.New("closing")

// Lister lists what records hold, in an index of its own. Of a journal it judges only what it
// cannot list otherwise; other records have no summaries, and all is judged, once.
type Lister struct {
	Index *index.Index
	Now   Judging // by which was judged what the sums have

	of   Source
	seen int // records so far
	// next is the number of the next entry, where the heads of the records say none.
	next              uint64
	gathered, judging *gathering
	fromEnd           bool         // the number of the last entry is known, and no other
	held              []*gathering // those of the end, until they are counted
	// missed are the entries with a mark that had been let go when it was read:
	// marks stand behind the entries.
	missed map[uint64]bool
	drafts []index.Draft // of one record after another
}

// Lister returns one that has listed nothing.
func (s Source) Lister() *Lister {
	return &Lister{of: s, Now: s.Judging(), Index: index.New(s.Limits), next: 1}
}

// Read lists what the records have from a place on. Damaged ones are passed over and
// counted. The index says up to where it has come, whatever the error.
func (l *Lister) Read(from int64) error {
	scanned, err := l.of.Records.Scan(from, l.head)
	if err == nil || !errors.Is(err, ErrEnded) {
		err = errors.Join(err, l.judgeRest())
	}
	l.Index.Damaged += scanned.Damaged
	l.Index.UpTo = scanned.Next
	return err
}

// last is the number of the last entry of a file whose entries have not been counted.
const last = 2*capture.Provisional - 2

// ReadEnd lists about the last n records.
func (l *Lister) ReadEnd(n int) error {
	l.fromEnd = true
	scanned, err := l.of.Records.Tail(n, l.head)
	if err = errors.Join(err, l.judgeRest()); err != nil {
		return err
	}
	l.fromEnd, l.next = false, last+1
	for _, g := range l.held {
		for _, drafts := range g.drafts {
			l.next -= uint64(len(drafts))
		}
	}
	for _, g := range l.held {
		if err := l.listGathered(g); err != nil {
			return err
		}
	}
	l.Index.UpTo = scanned.Next
	return nil
}

// head lists what a record stands for.
func (l *Lister) head(head *journal.Head) error {
	if l.of.Ended() {
		return ErrEnded
	}
	if l.seen++; l.seen%1024 == 0 && !l.fromEnd {
		l.of.At(head.Place.Offset)
	}
	if head.Kind.Numbered() && !l.of.Numbered {
		return l.gather(head)
	}
	read, err := l.read(head, l.drafts)
	if err != nil {
		return err
	}
	if read.drafts != nil {
		l.drafts = read.drafts
	}
	return l.list(&read)
}
