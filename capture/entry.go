package capture

import (
	"time"

	"segtap/mapping/verdict"
)

// Origin says how an entry came to be.
type Origin uint8

// The origins.
const (
	Received Origin = iota // a client sent it
	Edited                 // made here, by editing another entry
	Replayed               // made here, by sending another entry somewhere else
	Opened                 // brought here from a file, or pasted
)

// MadeHere reports whether an entry of the origin was made here, by an edit or a replay:
// no app has sent it. What was captured is an app's, and so is what was opened or pasted;
// what has a parent is a replay that came back.
func (o Origin) MadeHere(parent uint64) bool {
	return o == Edited || o == Replayed || parent != 0
}

var originNames = [...]string{Received: "captured", Edited: "edit", Replayed: "replay", Opened: "opened"}

// String returns the origin as the capture file spells it.
func (o Origin) String() string { return originNames[o] }

// OriginNamed reads an origin as a capture file spells it; one that a later version
// may write reads as captured.
func OriginNamed(name string) Origin {
	for i, n := range originNames {
		if n == name {
			return Origin(i)
		}
	}
	return Received
}

// Provisional is the first number of the entries at the end of a file whose entries
// have not been counted yet. When they have been, they get their own.
const Provisional = 1 << 31

// Entry is what a list shows of one captured message. It is small, complete in
// itself and never changes, but for the counts of tries.
type Entry struct {
	ID      uint64
	At      time.Time
	Origin  Origin
	Parent  uint64 // the entry it was made from; 0 for none
	Type    string // track, page, …; empty when it has none
	Name    string // event name; for a page or screen its name; escaped nowhere
	User    string // userId, else anonymousId, as text; cut at 48 bytes
	Value   string // the value the destination looks at, as it came; cut at 24 bytes
	Verdict verdict.Verdict
	// Code is what is told first of what was found; [verdict.NoCode] for nothing.
	Code verdict.Code
	// Toward is what the event feeds, or would; the zero value for no metric.
	Toward Toward
	Source string // the SDK, as the message names it, else the file that it was brought from; cut at 48 bytes; or TooManySources
	// Attempts is how often it was sent on from here, or, for a replay, how
	// often it was tried; Answer is the status of the last one, 0 when no
	// answer came.
	Attempts, Answer int
	// Forwarded is the status that the upstream of --forward gave its request;
	// -1 when it gave none or could not be asked, 0 when it was not asked or
	// has not answered yet.
	Forwarded int
	Retries   int // how often its sender sent it again
	// DuplicateOf is an earlier entry of the same messageId and other content;
	// 0 for none.
	DuplicateOf uint64
	// Marked entries stay listed, however many come.
	Marked bool
	Draft  bool // a copy of it is unfinished: see Drafts of the store
}

// TooManySources stands for the source of an entry that came while there were more
// different ones than a list can tell apart; its message has it.
const TooManySources = "(too many to list)"

// Toward are the metrics that an event feeds: the one that says most of it, and the first
// of the running experiments that record that by a unit of the event.
type Toward struct {
	Metric, Experiment string // keys; the experiment is empty for none
	Metrics            int    // how many metrics there are
}

// Limits are how much a store lists. What goes beyond is let go, the oldest
// first, but for what is marked; a capture file still has it.
type Limits struct {
	Entries int   // how many entries besides those that stay for a mark; 0 for no limit
	Bytes   int64 // how many bytes of the capture file, from its end; 0 for no limit
}
