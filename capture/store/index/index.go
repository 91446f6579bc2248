package index

import (
	"time"

	"segtap/capture"
	"segtap/capture/coverage"
	"segtap/capture/journal"
	"segtap/mapping/query"
)

// Index is what is known of the entries without reading the capture file.
type Index struct {
	rows        table
	annotations annotated
	arena       arena
	names       names
	Sums        *coverage.Sums
	attempts    map[uint32][]journal.Place // by id
	// first gives the first entry of a message that has an id, and of each
	// other one of the same id.
	first    recent[messageKey, uint32]
	resent   recent[uint32, resent] // by the id that the message would have had
	Errors   int                    // entries with at least one error
	Warnings int                    // entries with warnings and no error
	Evicted  int                    // entries that have been let go
	Damaged  int                    // stretches of the file that cannot be read
	UpTo     int64                  // bytes of the file that it covers
	Base     int                    // place of the first row
	limits   capture.Limits
	unmarked bool   // an entry that stays for a mark may have lost it
	Last     uint32 // the highest id so far, listed or not
	Changes  Changes
	Tries    Tries
}

// maxItem is the number of the last message that a request may have.
const maxItem = 1<<16 - 1

// maxResent is of how many messages that were sent again it is known which entry
// they stand in: what came of their request is told soon, or never.
const maxResent = 1 << 16

func New(limits capture.Limits) *Index {
	return &Index{
		annotations: make(annotated), Sums: coverage.New(), attempts: make(map[uint32][]journal.Place), limits: limits,
	}
}

// List adds the row of a draft that stands at a place, unless it is one that
// its sender has sent again.
func (x *Index) List(d *Draft, place journal.Place, generation uint8) {
	x.Last = max(x.Last, d.row.ID)
	if as, again := x.sentAgain(d); again {
		x.resent.put(d.row.ID, resent{as, d.row.ID - uint32(d.row.Item)})
		x.resent.keep(maxResent, nil)
		if i, ok := x.rows.search(as); ok {
			t := x.annotations.add(x.rows.row(i))
			t.LastTry = place
			x.Tries.note(as, t.retries+1, place)
		}
		return
	}
	r := x.rows.push(x.rowFor(d, place))
	if d.annotations != (Annotations{}) {
		*x.annotations.add(r) = d.annotations
	}
	x.count(r, 1)
	if r.Generation == generation {
		x.sumUp(d)
	}
}

// sumUp takes a draft that has just been judged into the sums of what was seen,
// and lets go of its judgement.
func (x *Index) sumUp(d *Draft) {
	j := d.Judgement
	d.Judgement = nil
	if j == nil || d.row.typ != trackType || d.name == "" {
		return
	}
	x.Sums.Take(j, coverage.Event{
		Name: d.name, At: d.row.At, Duplicate: d.annotations.duplicateOf != 0,
		Made: d.row.origin() != capture.Received || d.annotations.parent != 0,
	})
}

// rowFor makes the row of a draft that stands at a place.
func (x *Index) rowFor(d *Draft, place journal.Place) Row {
	d.row.Offset, d.row.length = place.Offset, uint32(place.Length)
	d.row.Name = x.names.intern(d.name)
	d.row.text = x.arena.keep(d.user, d.value)
	return d.row
}

// AnnotationsOf returns those of a row; zero when it has none.
func (x *Index) AnnotationsOf(r *Row) Annotations { return x.annotations.of(r) }

func (x *Index) count(r *Row, by int) {
	switch {
	case r.errors > 0:
		x.Errors += by
	case r.warnings > 0:
		x.Warnings += by
	}
}

// Len returns how many entries there are.
func (x *Index) Len() int { return x.rows.size() }

// At returns the row in a place, from 0. It is valid until the next change.
func (x *Index) At(i int) *Row { return x.rows.row(i) }

// Edition returns how often the names have been numbered anew, and nameOf the text
// of one by its number.
func (x *Index) Edition() int             { return x.names.edition }
func (x *Index) NameOf(number int) string { return x.names.texts[number] }

// Oldest returns the oldest entry that is not listed for its mark; 0 for none.
func (x *Index) Oldest() uint64 {
	if r := x.rows.first(); r != nil {
		return uint64(r.ID)
	}
	return 0
}

// Find returns the row of an entry, or where it would be.
func (x *Index) Find(id uint64) (int, bool) {
	if id > 1<<32-1 {
		return 0, false
	}
	return x.rows.search(uint32(id))
}

// Entry unpacks a row.
func (x *Index) Entry(i int) capture.Entry {
	r := x.rows.row(i)
	t := x.annotations.of(r)
	user, value := x.arena.get(r.text)
	return capture.Entry{
		ID: uint64(r.ID), At: time.UnixMicro(r.At), Origin: r.origin(), Parent: uint64(t.parent),
		Type: types[r.typ], Name: x.names.texts[r.Name], User: user, Value: value, Verdict: r.verdict(),
		Attempts: int(t.attempts), Answer: int(t.answer), Forwarded: int(t.forwarded), Retries: int(t.retries),
		DuplicateOf: uint64(t.duplicateOf), Marked: r.is(isMarked),
	}
}

// View is a row as a filter sees it.
func (x *Index) View(r *Row) query.Row {
	t := x.annotations.of(r)
	user, value := x.arena.get(r.text)
	v := query.Row{
		ID: uint64(r.ID), At: r.At, Type: types[r.typ], Name: x.names.texts[r.Name], User: user, Value: value, Verdict: r.verdict(),
		Origin: query.Origin(r.origin()), Retries: int(t.retries), Marked: r.is(isMarked),
	}
	if r.origin() == capture.Received && t.parent != 0 { // a replay that came back here
		v.Origin = query.Replayed
	}
	return v
}

// Mark puts a mark on an entry, or takes it off.
func (x *Index) Mark(id uint64, on bool) {
	i, ok := x.Find(id)
	if !ok {
		return
	}
	r := x.rows.row(i)
	x.Changes.note(r.ID)
	if on {
		r.flags |= isMarked
	} else {
		r.flags &^= isMarked
		x.unmarked = true
	}
}

// TakeOver has the index, of all that the file has, take the place of one of its
// end: what is known but from the file, and the places in the list, stay.
func (x *Index) TakeOver(from *Index) {
	for id, t := range from.annotations {
		if i, ok := x.rows.search(id); ok && t.forwarded < 0 {
			x.annotations.add(x.rows.row(i)).forwarded = t.forwarded // see noteUnforwarded
		}
	}
	x.Changes, x.Tries = from.Changes, from.Tries
	x.Changes.noteAll()
	x.Base = from.Base + from.rows.size() - x.rows.size()
}
