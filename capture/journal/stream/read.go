package stream

import (
	"errors"
	"fmt"
	"io/fs"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/parts"
	"segtap/capture/journal/stream/recent"
)

// blockAt gives messages that follow each other, the first of them with a sequence of seq or
// higher and none behind upTo: from memory, or at most so many from the stream. It gives none
// where there is none.
func (j *Journal) blockAt(seq, upTo, most uint64) (recent.Block, error) {
	if got, ok := j.recent.From(seq); ok {
		return got.UpTo(upTo), nil
	}
	if j.isClosed() {
		return recent.Block{}, client.ErrClosed
	}
	return j.link.Stored(j.only, seq, upTo, most)
}

// Scan is that of [journal.Journal].
func (j *Journal) Scan(from int64, fn func(*journal.Head) error) (journal.Scanned, error) {
	return j.scan(from, j.Size(), fn)
}

// Tail is that of [journal.Journal]: of the last n messages, or of those in memory where these
// are many bytes.
func (j *Journal) Tail(n int, fn func(*journal.Head) error) (journal.Scanned, error) {
	end := j.Size()
	from := max(end-int64(max(n, 0)), j.First(), min(1, end))
	if j.only != "" {
		from = max(j.key.tail(n, end), j.First())
	}
	if begin, bytes := j.recent.Held(); bytes >= tailBytes {
		from = max(from, int64(begin))
	}
	return j.scan(min(from, end), end, fn)
}

func (j *Journal) scan(from, end int64, fn func(*journal.Head) error) (journal.Scanned, error) {
	s := notation.Scanner{Scanned: journal.Scanned{From: from, Next: from}}
	sort := sorting{Scanner: &s, strays: []*strays{&j.ids.strays}, give: fn}
	s.Give = sort.record
	if from < 0 || from > end {
		return s.Scanned, fmt.Errorf("%s: %d is behind its last message: %w", j.Name(), from, journal.ErrDamaged)
	}
	var whole parts.Joining
	seq := max(uint64(from), j.first.Load(), 1)
	if before := min(j.since, uint64(end)); seq < before { // which ids are right to begin with was not found out then
		var n numbers
		if err := j.learn(&n, j.only, seq, min(before, seq+tailMessages)-1, &whole, nil); err != nil {
			return s.Scanned, err
		}
		whole.Drop()
		sort.strays = append(sort.strays, &n.strays)
	}
	for seq < uint64(end) {
		got, err := j.blockAt(seq, uint64(end)-1, client.FetchMessages)
		if err != nil {
			return s.Scanned, err
		}
		if len(got.Texts) == 0 {
			break // the rest has gone
		}
		for i, text := range got.Texts {
			at := got.Seq(i)
			sort.gone += at - seq
			seq = at + 1
			record, first, ok := whole.Add(at, text)
			if next := noted(record); ok && next > 0 {
				sort.tells(at, next, next)
			} else if ok {
				if err := s.Record(record, journal.Place{Offset: int64(first), Length: int(at - first)}); err != nil {
					s.Next = int64(first)
					return s.Scanned, err
				}
			}
			if !whole.Within() {
				s.Next = int64(at) + 1
			}
		}
	}
	s.Next = end
	if s.Newer > 0 {
		j.later.Store(true)
	}
	return s.Scanned, nil
}

// Messages gives what the stream has now as it stands there, be it a record or not: records that
// were split are whole, and notes of ids are left out. It is valid during the call only.
func (j *Journal) Messages(fn func(text []byte) error) error {
	var whole parts.Joining
	for seq, end := max(j.first.Load(), 1), uint64(j.Size()); seq < end; {
		got, err := j.blockAt(seq, end-1, client.FetchMessages)
		if err != nil || len(got.Texts) == 0 {
			return err
		}
		for i, text := range got.Texts {
			if record, _, ok := whole.Add(got.Seq(i), text); ok && noted(record) == 0 {
				if err := fn(record); err != nil {
					return err
				}
			}
		}
		seq = got.Last() + 1
	}
	return nil
}

// ReadAt is that of [journal.Journal].
func (j *Journal) ReadAt(place journal.Place) (journal.Record, error) {
	l := j.Lines()
	l.Ahead(place.End())
	return l.Record(place)
}

// lines reads records as they stand in the stream, a block at a time: [journal.Lines].
type lines struct {
	notation.Records
	journal *Journal
	block   recent.Block
	ahead   int64 // see Ahead
	reading onward
	whole   parts.Joining
}

// Lines is that of [journal.Journal].
func (j *Journal) Lines() journal.Lines {
	l := &lines{journal: j}
	l.Records = notation.Records{Line: l.At, Damaged: l.damagedAt}
	return l
}

// Ahead is that of [journal.Lines].
func (l *lines) Ahead(offset int64) { l.ahead = offset }

// At is that of [journal.Lines].
func (l *lines) At(place journal.Place) ([]byte, error) {
	j := l.journal
	if place.Offset < 1 || place.Length < 0 || place.Length >= parts.Most || uint64(place.Offset)+uint64(place.Length) >= j.recent.Next() {
		return nil, l.damagedAt(place, errNoRecord)
	}
	for seq := uint64(place.Offset); ; seq++ {
		text, err := l.message(seq, uint64(place.End()))
		if err != nil {
			return nil, err
		}
		if text == nil {
			return nil, l.damagedAt(place, errors.New("it has gone from the stream"))
		}
		record, first, ok := l.whole.Add(seq, text)
		last := seq+1 == uint64(place.End())
		if ok && last && first == uint64(place.Offset) {
			return record, nil
		}
		if ok || last {
			return nil, l.damagedAt(place, errNoRecord)
		}
	}
}

var errNoRecord = errors.New("no record begins and ends there")

// message gives one message; nil where it has gone. Up to end is needed in any case.
func (l *lines) message(seq, end uint64) ([]byte, error) {
	if text := l.block.Find(seq); text != nil {
		l.reading.asked = seq
		return text, nil
	}
	most := uint64(client.FetchMessages)
	switch {
	case l.journal.only != "":
		most = max(l.reading.most(&l.block), end-seq)
		end = max(end, l.journal.recent.Next())
	case l.ahead > int64(seq):
		end = max(end, uint64(l.ahead))
	default:
		end = max(end, seq+client.FetchMessages)
	}
	l.reading.asked = seq
	got, err := l.journal.blockAt(seq, end-1, most)
	if err != nil {
		return nil, err
	}
	l.block = got
	return got.Find(seq), nil
}

// damagedAt says why there is no record at a place.
func (l *lines) damagedAt(place journal.Place, why error) error {
	if l.journal.isClosed() {
		why = errors.Join(why, fs.ErrClosed)
	}
	return fmt.Errorf("%s: %w at %d: %w", l.journal.Name(), journal.ErrDamaged, place.Offset, why)
}
