package capture

import (
	"time"

	"segtap/capture/journal"
	"segtap/mapping/query"
)

// Index is what is known of the entries without reading the capture file.
type Index struct {
	rows        table
	annotations map[uint32]*annotations // by id
	arena       arena
	names       names
	sums        *sums
	attempts    map[uint32][]journal.Place // by id
	// first gives the first entry of a message that has an id, and of each
	// other one of the same id.
	first    recent[messageKey, uint32]
	resent   recent[uint32, resent] // by the id that the message would have had
	errors   int                    // entries with at least one error
	warnings int                    // entries with warnings and no error
	evicted  int                    // entries that have been let go
	damaged  int                    // stretches of the file that cannot be read
	upTo     int64                  // bytes of the file that it covers
	base     int                    // place of the first row
	limits   Limits
	unmarked bool   // an entry that stays for a mark may have lost it
	last     uint32 // the highest id so far, listed or not
	changes  changes
	tries    tries
}

// maxItem is the number of the last message that a request may have.
const maxItem = 1<<16 - 1

// maxResent is of how many messages that were sent again it is known which entry
// they stand in: what came of their request is told soon, or never.
const maxResent = 1 << 16

func NewIndex(limits Limits) *Index {
	return &Index{
		annotations: make(map[uint32]*annotations), sums: newSums(), attempts: make(map[uint32][]journal.Place), limits: limits,
	}
}

// list adds the row of a draft that stands at a place, unless it is one that
// its sender has sent again.
func (x *Index) list(d *draft, place journal.Place, generation uint8) {
	x.last = max(x.last, d.row.id)
	if as, again := x.sentAgain(d); again {
		x.resent.put(d.row.id, resent{as, d.row.id - uint32(d.row.item)})
		x.resent.keep(maxResent, nil)
		if i, ok := x.rows.search(as); ok {
			t := x.annotate(x.rows.row(i))
			t.lastTry = place
			x.tries.note(as, t.retries+1, place)
		}
		return
	}
	r := x.rows.push(x.rowFor(d, place))
	if d.annotations != (annotations{}) {
		*x.annotate(r) = d.annotations
	}
	x.count(r, 1)
	if r.generation == generation {
		x.sumUp(d)
	}
}

// sumUp takes a draft that has just been judged into the sums of what was seen,
// and lets go of its judgement.
func (x *Index) sumUp(d *draft) {
	j := d.judgement
	d.judgement = nil
	if j == nil || d.row.typ != trackType || d.name == "" {
		return
	}
	x.sums.take(j, arrival{
		Name: d.name, At: d.row.at, Duplicate: d.annotations.duplicateOf != 0,
		Made: d.row.origin() != Received || d.annotations.parent != 0,
	})
}

// rowFor makes the row of a draft that stands at a place.
func (x *Index) rowFor(d *draft, place journal.Place) row {
	d.row.offset, d.row.length = place.Offset, uint32(place.Length)
	d.row.name = x.names.intern(d.name)
	d.row.text = x.arena.keep(d.user, d.value)
	return d.row
}

// annotate gives the annotations of a row, which gets some.
func (x *Index) annotate(r *row) *annotations {
	t := x.annotations[r.id]
	if t == nil {
		t = new(annotations)
		x.annotations[r.id] = t
		r.flags |= hasAnnotations
	}
	return t
}

// annotationsOf gives those of a row; zero when it has none.
func (x *Index) annotationsOf(r *row) annotations {
	if t := x.annotations[r.id]; r.is(hasAnnotations) && t != nil {
		return *t
	}
	return annotations{}
}

func (x *Index) count(r *row, by int) {
	switch {
	case r.errors > 0:
		x.errors += by
	case r.warnings > 0:
		x.warnings += by
	}
}

// len returns how many entries there are.
func (x *Index) len() int { return x.rows.size() }

// at returns the row in a place, from 0. It is valid until the next change.
func (x *Index) at(i int) *row { return x.rows.row(i) }

// edition returns how often the names have been numbered anew, and nameOf the text
// of one by its number.
func (x *Index) edition() int             { return x.names.edition }
func (x *Index) nameOf(number int) string { return x.names.texts[number] }

// oldest returns the oldest entry that is not listed for its mark; 0 for none.
func (x *Index) oldest() uint64 {
	if r := x.rows.first(); r != nil {
		return uint64(r.id)
	}
	return 0
}

// find gives the row of an entry, or where it would be.
func (x *Index) find(id uint64) (int, bool) {
	if id > 1<<32-1 {
		return 0, false
	}
	return x.rows.search(uint32(id))
}

// entry unpacks a row.
func (x *Index) entry(i int) Entry {
	r := x.rows.row(i)
	t := x.annotationsOf(r)
	user, value := x.arena.get(r.text)
	return Entry{
		ID: uint64(r.id), At: time.UnixMicro(r.at), Origin: r.origin(), Parent: uint64(t.parent),
		Type: types[r.typ], Name: x.names.texts[r.name], User: user, Value: value, Verdict: r.verdict(),
		Attempts: int(t.attempts), Answer: int(t.answer), Forwarded: int(t.forwarded), Retries: int(t.retries),
		DuplicateOf: uint64(t.duplicateOf), Marked: r.is(isMarked),
	}
}

// view is a row as a filter sees it.
func (x *Index) view(r *row) query.Row {
	t := x.annotationsOf(r)
	user, value := x.arena.get(r.text)
	v := query.Row{
		ID: uint64(r.id), At: r.at, Type: types[r.typ], Name: x.names.texts[r.name], User: user, Value: value, Verdict: r.verdict(),
		Origin: query.Origin(r.origin()), Retries: int(t.retries), Marked: r.is(isMarked),
	}
	if r.origin() == Received && t.parent != 0 { // a replay that came back here
		v.Origin = query.Replayed
	}
	return v
}

// mark puts a mark on an entry, or takes it off.
func (x *Index) mark(id uint64, on bool) {
	i, ok := x.find(id)
	if !ok {
		return
	}
	r := x.rows.row(i)
	x.changes.note(r.id)
	if on {
		r.flags |= isMarked
	} else {
		r.flags &^= isMarked
		x.unmarked = true
	}
}

// takeOver has the index, of all that the file has, take the place of one of its
// end: what is known but from the file, and the places in the list, stay.
func (x *Index) takeOver(from *Index) {
	for id, t := range from.annotations {
		if i, ok := x.rows.search(id); ok && t.forwarded < 0 {
			x.annotate(x.rows.row(i)).forwarded = t.forwarded // see noteUnforwarded
		}
	}
	x.changes, x.tries = from.changes, from.tries
	x.changes.noteAll()
	x.base = from.base + from.rows.size() - x.rows.size()
}
