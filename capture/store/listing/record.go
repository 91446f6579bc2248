package listing

import (
	"errors"
	"fmt"
	"math"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/store/index"
	"segtap/mapping"
)

// record is a record that has been read as far as a list needs it.
type record struct {
	head    journal.Head
	drafts  []index.Draft  // of its entries
	attempt replay.Attempt // that it is about
	damaged bool
}

// read reads what a list needs of a record. Its drafts may be in the memory of others.
func (l *Lister) read(head *journal.Head, memory []index.Draft) (r record, err error) {
	r.head = *head
	switch head.Kind {
	case journal.Request, journal.Entry:
		if r.drafts, err = l.draftsOf(head, memory); errors.Is(err, journal.ErrDamaged) {
			r.damaged, err = true, nil
		}
	case journal.Attempt:
		var rec journal.Record
		if rec, err = l.of.Records.ReadAt(head.Place); err != nil && l.of.Remote && !errors.Is(err, journal.ErrDamaged) {
			return r, err
		}
		if err == nil {
			r.attempt, err = replay.ParseAttempt(rec.Fields)
		}
		r.damaged, err = err != nil, nil
	}
	return r, err
}

// ReadAttempt reads what came of sending an entry on.
func ReadAttempt(records Records, place journal.Place) (replay.Attempt, error) {
	rec, err := records.ReadAt(place)
	if err != nil {
		return replay.Attempt{}, err
	}
	return replay.ParseAttempt(rec.Fields)
}

// list lists what a record stands for.
func (l *Lister) list(r *record) error {
	head := &r.head
	if head.Kind.Numbered() && l.of.Remote && (head.ID <= uint64(l.Index.Last) || head.ID+uint64(head.N) >= math.MaxUint32) {
		l.Index.Damaged++ // whoever may write the stream has put it there: nobody gave these ids
		return nil
	}
	if head.Kind.Numbered() && head.ID <= uint64(l.Index.Last) {
		return fmt.Errorf("at byte %d its ids begin again with %d, as when two capture files are joined: open them one by one", head.Place.Offset, head.ID)
	}
	if r.damaged {
		l.Index.Damaged++
		return nil
	}
	switch head.Kind {
	case journal.Request, journal.Entry:
		l.entries(head, r.drafts)
	case journal.Attempt:
		l.Index.ListAttempt(head.Entry, &r.attempt, head.Place)
	case journal.Mark:
		if _, listed := l.Index.Find(head.Entry); !listed {
			l.miss(head.Entry, head.On)
		}
		l.Index.Mark(head.Entry, head.On)
	case journal.Draft:
		l.Index.Drafts.Note(head.Entry, head.On, head.Place, &l.Index.Changes)
	}
	return nil
}

// entries lists the entries of a record. Their verdicts are stale.
func (l *Lister) entries(head *journal.Head, drafts []index.Draft) {
	for i := range drafts {
		drafts[i].JudgedBy(index.Unjudged)
		l.Index.List(&drafts[i], head.Place, 0)
	}
	l.Index.UpTo = head.Place.End()
	l.Index.Evict()
}

// draftsOf makes the drafts of a record, by its summaries as far as they can be understood,
// else by its body.
func (l *Lister) draftsOf(head *journal.Head, memory []index.Draft) ([]index.Draft, error) {
	if drafts, ok := index.FromSummaries(head, memory); ok {
		return drafts, nil
	}
	return l.bodies(head.Place)
}

// bodies judges the messages of a record. A record that does not hold as many
// messages as it says is damaged.
func (l *Lister) bodies(place journal.Place) ([]index.Draft, error) {
	rec, err := l.of.Records.ReadAt(place)
	if err != nil {
		return nil, err
	}
	var m Messages
	m.take(place, rec)
	if has := m.in.Len(); rec.N != has {
		return nil, fmt.Errorf("%w: it says that it has %d messages and has %d", journal.ErrDamaged, rec.N, has)
	}
	drafts := m.drafts(l.Now.Judge)
	for i := range drafts {
		drafts[i].Judgement = nil
		drafts[i].Number(rec.ID)
		if rec.Kind == journal.Request {
			drafts[i].NoteAnswer(rec.Status)
		}
	}
	return drafts, nil
}

// drafts judges the messages of the record that has been taken.
func (m *Messages) drafts(judge *mapping.Judge) []index.Draft {
	rec, drafts := &m.Record, make([]index.Draft, m.in.Len())
	for i := range drafts {
		message, arrival := m.in.Message(i), m.in.Arrival(i)
		j := judge.Message(&message, arrival)
		d := &drafts[i]
		*d = index.NewDraft(&message, &j, rec.WriteKey)
		d.Came(rec.At, i, capture.OriginNamed(rec.Origin), rec.Parent)
		d.BroughtFrom(rec.From)
	}
	return drafts
}
