package capture

import (
	"segtap/capture/journal"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// row is an Entry as the index holds it: small, since there may be millions.
// What few entries have is in its [annotations].
type row struct {
	offset   int64 // of its record in the capture file
	at       int64 // µs since 1970
	id       uint32
	length   uint32 // of its record, bytes
	name     uint32 // interned
	text     uint32 // of its user and value, in the arena
	content  uint32 // see identity
	gates    verdict.Gates
	item     uint16 // which message of its request
	errors   uint8
	warnings uint8
	typ      uint8 // index into types
	headline verdict.Headline
	// generation tells which judge its verdict is from.
	generation uint8
	flags      flags
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
)

func (r *row) origin() Origin { return Origin(r.flags & originBits) }

func (r *row) is(f flags) bool { return r.flags&f != 0 }

// annotations are what happened to an entry, or how it came to be: most have none.
type annotations struct {
	parent uint32
	// duplicateOf is an earlier entry of the same messageId; 0 for none.
	duplicateOf uint32
	answer      uint16
	forwarded   int16 // see Entry
	attempts    uint8
	retries     uint8
	lastTry     journal.Place // of the record of the last of them
}

func (r *row) place() journal.Place {
	return journal.Place{Offset: r.offset, Length: int(r.length)}
}

func (r *row) verdict() verdict.Verdict {
	return verdict.Verdict{Gates: r.gates, Headline: r.headline, Errors: int(r.errors), Warnings: int(r.warnings)}
}

// say has the row say what a judgement says.
func (r *row) say(v verdict.Verdict) {
	r.gates, r.headline = v.Gates, v.Headline
	r.errors, r.warnings = uint8(min(v.Errors, 255)), uint8(min(v.Warnings, 255))
}

// says reports whether the row says what a judgement says.
func (r *row) says(v verdict.Verdict) bool {
	now := *r
	now.say(v)
	return now == *r
}

// tell has the arrival of a message say what its annotations say.
func (a *annotations) tell(arrival *message.Arrival) {
	arrival.Retries, arrival.DuplicateOf = int(a.retries), uint64(a.duplicateOf)
}
