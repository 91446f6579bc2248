package capture

import (
	"slices"
	"time"

	"segtap/capture/journal"
	"segtap/mapping"
	"segtap/mapping/query"
)

// index is what is known of the entries without reading the capture file.
type index struct {
	rows        table
	annotations map[uint32]*annotations // by id
	arena       arena
	names       names
	coverage    *coverage
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

// Limits are how much a store lists. What goes beyond is let go, the oldest
// first, but for what is marked; a capture file still has it.
type Limits struct {
	Entries int   // how many entries besides those that stay for a mark; 0 for no limit
	Bytes   int64 // how many bytes of the capture file, from its end; 0 for no limit
}

func newIndex(limits Limits) *index {
	return &index{
		annotations: make(map[uint32]*annotations), coverage: newCoverage(), attempts: make(map[uint32][]journal.Place), limits: limits,
	}
}

// list adds the row of a draft that stands at a place, unless it is one that
// its sender has sent again.
func (x *index) list(d *draft, place journal.Place, generation uint8) {
	x.last = max(x.last, d.row.id)
	if as, again := x.sentAgain(d); again {
		x.resent.put(d.row.id, resent{as, d.row.id - uint32(d.row.item)})
		x.resent.keep(maxResent, nil)
		if i, ok := x.rows.find(as); ok {
			t := x.annotate(x.rows.at(i))
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
		x.coverage.add(d)
	}
}

// rowFor makes the row of a draft that stands at a place.
func (x *index) rowFor(d *draft, place journal.Place) row {
	d.row.offset, d.row.length = place.Offset, uint32(place.Length)
	d.row.name = x.names.number(d.name)
	d.row.text = x.arena.add(d.user, d.value)
	return d.row
}

// annotate gives the annotations of a row, which gets some.
func (x *index) annotate(r *row) *annotations {
	t := x.annotations[r.id]
	if t == nil {
		t = new(annotations)
		x.annotations[r.id] = t
		r.flags |= hasAnnotations
	}
	return t
}

// annotationsOf gives those of a row; zero when it has none.
func (x *index) annotationsOf(r *row) annotations {
	if t := x.annotations[r.id]; r.is(hasAnnotations) && t != nil {
		return *t
	}
	return annotations{}
}

func (x *index) count(r *row, by int) {
	switch {
	case r.errors > 0:
		x.errors += by
	case r.warnings > 0:
		x.warnings += by
	}
}

// find gives the row of an entry, or where it would be.
func (x *index) find(id uint64) (int, bool) {
	if id > 1<<32-1 {
		return 0, false
	}
	return x.rows.find(uint32(id))
}

// entry unpacks a row.
func (x *index) entry(i int) Entry {
	r := x.rows.at(i)
	t := x.annotationsOf(r)
	user, value := x.arena.get(r.text)
	return Entry{
		ID: uint64(r.id), At: time.UnixMicro(r.at), Origin: r.origin(), Parent: uint64(t.parent),
		Type: types[r.typ], Name: x.names.texts[r.name], User: user, Value: value, Verdict: r.verdict(),
		Attempts: int(t.attempts), Answer: int(t.answer), Forwarded: int(t.forwarded), Retries: int(t.retries),
		DuplicateOf: uint64(t.duplicateOf), Marked: r.is(isMarked),
	}
}

func (r *row) verdict() mapping.Verdict {
	return mapping.Verdict{Gates: r.gates, Headline: r.headline, Errors: int(r.errors), Warnings: int(r.warnings)}
}

// say has the row say what a judgement says.
func (r *row) say(v mapping.Verdict) {
	r.gates, r.headline = v.Gates, v.Headline
	r.errors, r.warnings = uint8(min(v.Errors, 255)), uint8(min(v.Warnings, 255))
}

// view is a row as a filter sees it.
func (x *index) view(r *row) query.Row {
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

// evict lets the oldest entries go that are beyond the limits, and says whether
// any went.
func (x *index) evict() (some bool) {
	some = x.unmarked && x.dropUnmarked()
	for r := x.rows.oldest(); r != nil && x.beyond(r); r = x.rows.oldest() {
		some = true
		if r.is(isMarked) {
			x.rows.drop(true)
			continue
		}
		x.letGo(r)
		x.rows.drop(false)
	}
	if some {
		x.forgetFirst()
		x.forgetNames()
	}
	return some
}

func (x *index) beyond(r *row) bool {
	return x.limits.Entries > 0 && x.rows.rest > x.limits.Entries || x.limits.Bytes > 0 && r.offset < x.upTo-x.limits.Bytes
}

// letGo forgets what is known of a row that is about to go.
func (x *index) letGo(r *row) {
	x.count(r, -1)
	x.arena.drop(r.text)
	delete(x.annotations, r.id)
	delete(x.attempts, r.id)
	x.evicted++
	x.base++
}

// dropUnmarked lets the entries go that stayed for a mark which they have lost.
func (x *index) dropUnmarked() (some bool) {
	x.unmarked = false
	x.rows.aside = slices.DeleteFunc(x.rows.aside, func(r row) bool {
		if r.is(isMarked) {
			return false
		}
		x.letGo(&r)
		some = true
		return true
	})
	return some
}

// forgetFirst forgets the messages whose entries have gone.
func (x *index) forgetFirst() {
	var stays func(uint32) bool
	if len(x.rows.aside) > 0 {
		stays = func(id uint32) bool {
			_, aside := slices.BinarySearchFunc(x.rows.aside, id, byID)
			return aside
		}
	}
	x.first.keep(x.rows.len()+chunkRows, stays)
}

// forgetNames numbers the names anew when most of them are no entry's any more.
func (x *index) forgetNames() {
	if len(x.names.texts) < 2*x.rows.len()+chunkRows {
		return
	}
	left := names{edition: x.names.edition + 1}
	for i := range x.rows.len() {
		r := x.rows.at(i)
		r.name = left.number(x.names.texts[r.name])
	}
	x.names = left
}

// mark puts a mark on an entry, or takes it off.
func (x *index) mark(id uint64, on bool) {
	i, ok := x.find(id)
	if !ok {
		return
	}
	r := x.rows.at(i)
	x.changes.note(r.id)
	if on {
		r.flags |= isMarked
	} else {
		r.flags &^= isMarked
		x.unmarked = true
	}
}
