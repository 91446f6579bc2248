package index

import (
	"slices"
	"sort"
	"time"

	"segtap/capture"
	"segtap/capture/coverage"
	"segtap/capture/journal"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// Index is what is known of the entries without reading the capture file.
type Index struct {
	Sums     *coverage.Sums // what was seen of each event key
	Problems Problems       // what was found about the listed entries
	Verdicts Verdicts       // what that comes to
	Changes  Changes
	Tries    Tries
	Attempts Attempts
	Family   Family
	Marks    Marks
	Cleared  Cleared
	Drafts   Drafts
	Carried  *Carrying // what is being carried over from the judge before; nil for nothing
	Errors   int       // entries with at least one error
	Warnings int       // entries with warnings and no error
	Evicted  int       // entries that have been let go
	Gone     int       // those of them whose records are no more
	Damaged  int       // stretches of the file that cannot be read
	UpTo     int64     // bytes of the file that it covers
	Base     int       // place of the first row, cleared or not
	Last     uint32    // the highest id so far, listed or not

	limits      capture.Limits
	rows        table
	annotations annotated
	attempts    map[uint32][]uint32 // the numbers of those of an entry, by its id
	brought     map[string][]uint32 // by where they were brought from
	arena       arena
	names       names
	towards     numbered[capture.Toward]
	sources     numbered[string]
	firsts      firsts
	requests    requests
	sumsGone    bool // entries that have been let go are in the sums
	unmarked    bool // an entry that stays for a mark may have lost it
	// renumbered are the ids of entries by the provisional ones that they had.
	renumbered map[uint64]uint64
}

// New returns an index of nothing, with the limits beyond which entries go.
func New(limits capture.Limits) *Index {
	x := &Index{
		annotations: make(annotated), Sums: coverage.New(), attempts: make(map[uint32][]uint32),
		brought: make(map[string][]uint32), Family: make(Family), Marks: make(Marks), Drafts: make(Drafts), limits: limits,
	}
	x.firsts.rows, x.requests.rows, x.Problems.of = &x.rows, &x.rows, x
	return x
}

// List adds the row of a draft that stands at a place, unless it is one that
// its sender has sent again. Stale says that a row has to be judged that was not from the
// judge of the generation.
func (x *Index) List(d *Draft, place journal.Place, generation uint8) (stale bool) {
	x.Last = max(x.Last, d.row.ID)
	if as := x.firsts.take(d); as != nil {
		again := x.listAgain(as)
		x.sentAgain(d, as, place)
		return again
	}
	r := x.rows.push(x.rowFor(d, place))
	if d.annotations != (Annotations{}) {
		*x.annotations.add(r) = d.annotations
		x.Family.add(d.annotations.parent, r.ID)
	}
	if d.from != "" {
		x.brought[d.from] = append(x.brought[d.from], r.ID)
	}
	x.count(r, 1)
	if summed(x, r, generation) {
		x.sumUp(d)
	}
	return r.Generation != generation
}

// sentAgain counts a message where it stands. An SDK that tries again sends the
// same message.
func (x *Index) sentAgain(d *Draft, as *Row, place journal.Place) {
	x.requests.sentAgain(d, as.ID)
	if !d.row.is(isRefused) {
		as.flags &^= isRefused
	}
	t := x.annotations.add(as)
	t.retries = min(t.retries, 254) + 1
	t.LastTry = place
	x.Problems.find(as, verdict.SDKRetry)
	x.Tries.note(as.ID, min(t.retries, 254)+1, place) // the first try was no retry
	x.Changes.note(as.ID)
}

// Has reports whether the message of a draft has come before.
func (x *Index) Has(d *Draft) bool {
	same, _ := x.firsts.before(d)
	return same != nil
}

// DuplicateOf returns the entry that has the messageId of a draft and is another
// one; 0 for none.
func (x *Index) DuplicateOf(d *Draft) uint64 {
	_, other := x.firsts.before(d)
	if other == nil || other.is(isRefused) {
		return 0
	}
	return uint64(other.ID)
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
		Made: d.row.origin().MadeHere(uint64(d.annotations.parent)),
	})
}

// rowFor makes the row of a draft that stands at a place.
func (x *Index) rowFor(d *Draft, place journal.Place) Row {
	d.row.Offset, d.row.length = place.Offset, uint32(place.Length)
	d.row.Name = x.names.intern(d.name)
	d.row.text = x.arena.keep(d.user, d.value)
	d.row.found = x.Problems.found.Keep(d.found)
	d.row.toward, d.row.source = x.towards.keep(d.toward), x.sources.keep(d.source)
	return d.row
}

// AnnotationsOf returns those of a row; zero when it has none.
func (x *Index) AnnotationsOf(r *Row) Annotations { return x.annotations.of(r) }

// count counts a row, if it is listed, or takes it back: the one place where that is
// done, so that what counts entries says the same everywhere.
func (x *Index) count(r *Row, by int) {
	if r.is(isCleared) {
		return
	}
	e := x.Problems.entry(r)
	switch {
	case e.Found.Errors > 0:
		x.Errors += by
	case e.Found.Warnings > 0:
		x.Warnings += by
	}
	x.Problems.tally.Count(&e, by)
	x.Verdicts.count(r, by)
}

// Len returns how many entries are listed.
func (x *Index) Len() int { return x.rows.size() - x.Cleared.Hidden() }

// First returns the place of the first entry that is listed.
func (x *Index) First() int { return x.Base + x.Cleared.Hidden() }

// At returns the row of the listed entry i, from 0. It is valid until the next change.
func (x *Index) At(i int) *Row { return x.rows.row(x.Cleared.place(i, &x.rows)) }

// Edition returns how often the names have been numbered anew, and nameOf the text
// of one by its number.
func (x *Index) Edition() int             { return x.names.edition }
func (x *Index) NameOf(number int) string { return x.names.texts[number] }

// Oldest returns the oldest entry that is not listed for its mark; 0 for none.
func (x *Index) Oldest() uint64 {
	r := x.rows.first()
	if r != nil && r.ID < x.Cleared.before {
		if r = nil; x.Cleared.upTo < x.rows.size() {
			r = x.rows.row(x.Cleared.upTo)
		}
	}
	if r == nil {
		return 0
	}
	return uint64(r.ID)
}

// Find returns which of the listed entries has an id, or would have it. An entry is found
// by its provisional id, too.
func (x *Index) Find(id uint64) (int, bool) {
	if now, ok := x.renumbered[id]; ok {
		id = now
	}
	c := &x.Cleared
	if id < uint64(c.before) {
		return slices.BinarySearch(c.kept, uint32(id))
	}
	i, ok := x.rows.find(id)
	return i - c.Hidden(), ok
}

// Entry unpacks a row.
func (x *Index) Entry(i int) capture.Entry {
	r := x.At(i)
	t := x.annotations.of(r)
	user, value := x.arena.get(r.text)
	toward, _ := x.towards.of(r.toward)
	source, known := x.sources.of(r.source)
	if !known {
		source = capture.TooManySources
	}
	return capture.Entry{
		ID: uint64(r.ID), At: time.UnixMicro(r.At), Origin: r.origin(), Parent: uint64(t.parent),
		Type: types[r.typ], Name: x.names.texts[r.Name], User: user, Value: value, Verdict: r.verdict(x.Problems.found.At(r.found)),
		Code: r.code, Toward: toward, Source: source,
		Attempts: int(t.attempts), Answer: int(t.answer), Forwarded: int(t.forwarded), Retries: int(t.retries),
		DuplicateOf: uint64(t.duplicateOf), Marked: r.is(isMarked), Draft: x.Drafts.has(r.ID),
	}
}

// View is a row as a filter sees it.
func (x *Index) View(r *Row, f *query.Filter) query.Row {
	t := x.annotations.of(r)
	user, value := x.arena.get(r.text)
	v := query.Row{
		ID: uint64(r.ID), At: r.At, Type: types[r.typ], Name: x.names.texts[r.Name], User: user, Value: value, Verdict: r.verdict(x.Problems.found.At(r.found)),
		Origin: query.Origin(r.origin()), Parent: uint64(t.parent), Retries: int(t.retries), Marked: r.is(isMarked), Draft: x.Drafts.has(r.ID),
	}
	if r.origin() != capture.Opened { // else it may be the file that it was brought from
		v.Source, _ = x.sources.of(r.source)
	}
	if toward, _ := x.towards.of(r.toward); r.Generation != Unjudged {
		v.Metric, v.Metrics = toward.Metric, toward.Metrics
	}
	v.Codes, v.CodesKnown = x.Problems.found.CodesAt(r.found)
	if r.is(hasAnnotations) && f.LooksAtSent() {
		v.Sent = x.Attempts.sendings(x.attempts[r.ID])
	}
	if r.origin() == capture.Received && t.parent != 0 { // a replay that came back here
		v.Origin = query.Replayed
	}
	return v
}

// Brought returns the entries that were brought from a place and are still listed.
func (x *Index) Brought(from string) []uint32 {
	return slices.DeleteFunc(slices.Clone(x.brought[from]), func(id uint32) bool {
		_, listed := x.rows.search(id)
		return !listed
	})
}

// Mark puts a mark on an entry, or takes it off.
func (x *Index) Mark(id uint64, on bool) {
	i, ok := x.Find(id)
	if !ok {
		return
	}
	r := x.At(i)
	x.Changes.note(r.ID)
	if on {
		r.flags |= isMarked
		x.Marks[r.ID] = struct{}{}
	} else {
		r.flags &^= isMarked
		delete(x.Marks, r.ID)
		x.unmarked = true
	}
}

// TakeOver has the index, of all that the file has, take the place of one of its
// end: what is known but from the file, and the places in the list, stay.
func (x *Index) TakeOver(from *Index) {
	for id, t := range from.annotations {
		if i, ok := x.rows.search(id); ok && t.forwarded < 0 {
			x.annotations.add(x.rows.row(i)).forwarded = t.forwarded // see NoteUnforwarded
		}
	}
	if from.Last >= capture.Provisional {
		x.renumber(from)
	}
	x.Changes, x.Tries = from.Changes, from.Tries
	x.Changes.noteAll()
	x.Base = from.Base + from.rows.size() - x.rows.size()
}

// renumber has the entries found that were listed with provisional ids, and keeps
// their marks.
func (x *Index) renumber(from *Index) {
	x.renumbered = make(map[uint64]uint64, from.rows.size())
	for i := range from.rows.size() {
		was := from.rows.row(i)
		at := sort.Search(x.rows.size(), func(i int) bool {
			r := x.rows.row(i)
			return r.Offset > was.Offset || r.Offset == was.Offset && r.Item >= was.Item
		})
		if at == x.rows.size() {
			continue
		}
		r := x.rows.row(at)
		if r.Offset != was.Offset || r.Item != was.Item {
			continue // it stands elsewhere: its sender had sent it before
		}
		x.renumbered[uint64(was.ID)] = uint64(r.ID)
		if was.is(isMarked) {
			r.flags |= isMarked
			x.Marks[r.ID] = struct{}{}
		}
	}
}
