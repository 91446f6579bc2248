package listing

import (
	"bytes"
	"errors"

	"segtap/capture/journal"
	"segtap/capture/store/index"
)

// Part is some records that follow each other, read and not listed yet. Of a journal that
// others write, the reading may wait for the network, which the listing must not.
type Part struct {
	From, Next int64 // where it begins, and where the next one does
	Records    int
	records    []record
	damaged    int
}

// mostOfPart is how many records a part has at most.
const mostOfPart = 1 << 10

var errFull = errors.New("enough")

// Ahead reads the records of a journal from a place on, up to another one or to as many as
// are read at a time. The error says why there are no more; what was read before is given.
func (s Source) Ahead(from, upTo int64) (*Part, error) {
	l := Lister{of: s, Now: s.Judging()}
	p := &Part{From: from, Next: from}
	scanned, err := s.Records.Scan(from, func(head *journal.Head) error {
		switch {
		case s.Ended():
			return ErrEnded
		case head.Place.Offset >= upTo || len(p.records) == mostOfPart:
			return errFull
		}
		read, err := l.read(head, nil)
		if err != nil {
			return err
		}
		read.head.Summaries = bytes.Clone(read.head.Summaries)
		p.records = append(p.records, read)
		return nil
	})
	if errors.Is(err, errFull) {
		err = nil
	}
	p.Next, p.Records, p.damaged = min(scanned.Next, upTo), len(p.records), scanned.Damaged
	return p, err
}

// ListIn lists the part in an index that goes up to where it begins, without what is missing
// meanwhile. Records that cannot be listed count as damaged.
func (p *Part) ListIn(x *index.Index, missing []uint64) {
	l := Lister{Index: x, of: Source{Remote: true}}
	for i := range p.records {
		if !index.Misses(missing, p.records[i].head.Place) && l.list(&p.records[i]) != nil {
			x.Damaged++
		}
	}
	x.Damaged += p.damaged
	x.UpTo = p.Next
}
