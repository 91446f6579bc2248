package index

import (
	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/problems"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// Row is an Entry as the index holds it: small, since there may be millions.
// What few entries have is in its [Annotations].
type Row struct {
	Offset   int64 // of its record in the capture file
	At       int64 // µs since 1970
	ID       uint32
	length   uint32 // of its record, bytes
	Name     uint32 // interned
	text     uint32 // of its user and value, in the arena
	content  uint32 // see identity
	gates    verdict.Gates
	Item     uint16 // which message of its request
	found    uint16 // what was found about it, by its number in the index
	typ      uint8  // index into types
	headline verdict.Headline
	// Generation tells which judge its verdict is from.
	Generation uint8
	flags      flags
	code       verdict.Code // what is told first
	toward     uint16       // what the event feeds, interned
	source     uint16       // interned
}

// flags are the origin of an entry, and what is true of it.
type flags uint8

const (
	originBits     flags = 3
	hasAnnotations flags = 4
	isMarked       flags = 8
	// isUnreadable: its message could not be read when it was judged anew.
	isUnreadable flags = 16
	// isRefused: Segment's ingest has not taken its message, and no later try of it.
	isRefused flags = 32
	// isCleared: a person has cleared it from the list.
	isCleared flags = 64
)

func (r *Row) origin() capture.Origin { return capture.Origin(r.flags & originBits) }

func (r *Row) is(f flags) bool { return r.flags&f != 0 }

// Annotations are what happened to an entry, or how it came to be: most have none.
type Annotations struct {
	parent uint32
	// duplicateOf is an earlier entry of the same messageId; 0 for none.
	duplicateOf uint32
	answer      uint16
	forwarded   int16 // see Entry
	attempts    uint8
	retries     uint8
	LastTry     journal.Place // of the record of the last of them
}

// annotated are the annotations of those entries that have some, by id.
type annotated map[uint32]*Annotations

// add gives the annotations of a row, which gets some.
func (a annotated) add(r *Row) *Annotations {
	t := a[r.ID]
	if t == nil {
		t = new(Annotations)
		a[r.ID] = t
		r.flags |= hasAnnotations
	}
	return t
}

// of gives those of a row; zero when it has none.
func (a annotated) of(r *Row) Annotations {
	if !r.is(hasAnnotations) {
		return Annotations{} // as most have: a map is not asked for those
	}
	if t := a[r.ID]; t != nil {
		return *t
	}
	return Annotations{} // it has been let go
}

// Place returns where the record of the row stands in the capture file.
func (r *Row) Place() journal.Place {
	return journal.Place{Offset: r.Offset, Length: int(r.length)}
}

// verdict is that of a row about which something was found.
func (r *Row) verdict(found *problems.Found) verdict.Verdict {
	return verdict.Verdict{Gates: r.gates, Headline: r.headline, Errors: int(found.Errors), Warnings: int(found.Warnings)}
}

// say has the row say what a judgement says, and what is told first of it, but not what was
// found.
func (r *Row) say(v verdict.Verdict, first verdict.Code) {
	r.gates, r.headline, r.code = v.Gates, v.Headline, first
}

// firstOf returns the code that is told first; [verdict.NoCode] for none.
func firstOf(j *mapping.Judgement) verdict.Code {
	if i := j.First(); i >= 0 {
		return j.Diagnostics[i].Code
	}
	return verdict.NoCode
}

// Parent returns the entry that it was made of; 0 for none.
func (a *Annotations) Parent() uint64 { return uint64(a.parent) }

// Tell has the arrival of a message say what its annotations say.
func (a *Annotations) Tell(arrival *message.Arrival) {
	arrival.Retries, arrival.DuplicateOf = int(a.retries), uint64(a.duplicateOf)
}
