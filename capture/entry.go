package capture

import (
	"time"

	"segtap/mapping"
)

// Origin says how an entry came to be.
type Origin uint8

// The origins.
const (
	Received Origin = iota // a client sent it
	Edited                 // made here, by editing another entry
	Replayed               // made here, by sending another entry somewhere else
)

var originNames = [...]string{Received: "captured", Edited: "edit", Replayed: "replay"}

// String gives the origin as the capture file spells it.
func (o Origin) String() string { return originNames[o] }

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
	Verdict mapping.Verdict
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
}

// Limits on what an entry keeps in memory, in bytes.
const (
	maxUser  = 48
	maxValue = 24
)

// row is an Entry as the index holds it: small, since there may be millions.
type row struct {
	offset   int64 // of its record in the capture file
	at       int64 // µs since 1970
	id       uint32
	parent   uint32
	length   uint32 // of its record, bytes
	name     uint32 // interned
	text     uint32 // of its user and value, in the arena
	gates    mapping.Gates
	item     uint32 // which message of its request
	errors   uint8
	warnings uint8
	typ      uint8 // index into types
	headline mapping.Headline
	origin   Origin
	attempts uint8
	retries  uint8
	// generation tells which judge its verdict is from.
	generation uint8
	answer     uint16
	forwarded  int16  // see Entry
	content    uint32 // see identity
	// duplicateOf is an earlier entry of the same messageId; 0 for none.
	duplicateOf uint32
}

// types are the message types that an index knows by number.
var types = [...]string{"", "track", "identify", "page", "screen", "group", "alias", "other"}

// trackType is the number of "track".
const trackType = 1

func typeNumber(typ string) uint8 {
	for i, t := range types {
		if t == typ {
			return uint8(i)
		}
	}
	return uint8(len(types) - 1)
}

// arena holds the short texts of all rows in pages, so that a million of them
// are a few allocations and nothing for the garbage collector to follow.
type arena struct {
	pages [][]byte
}

const pageSize = 1 << 16

// add keeps a pair of texts of less than 256 bytes each and gives their place.
func (a *arena) add(first, second string) uint32 {
	need := 2 + len(first) + len(second)
	if len(a.pages) == 0 || len(a.pages[len(a.pages)-1])+need > pageSize {
		a.pages = append(a.pages, make([]byte, 0, pageSize))
	}
	last := len(a.pages) - 1
	page := a.pages[last]
	at := len(page)
	page = append(page, byte(len(first)), byte(len(second)))
	page = append(page, first...)
	a.pages[last] = append(page, second...)
	return uint32(last)<<16 | uint32(at)
}

func (a *arena) get(at uint32) (first, second string) {
	page := a.pages[at>>16][at&(pageSize-1):]
	n, m := int(page[0]), int(page[1])
	return string(page[2 : 2+n]), string(page[2+n : 2+n+m])
}

// names interns event names: there are few of them, however many events.
type names struct {
	byText map[string]uint32
	texts  []string
}

func (n *names) number(text string) uint32 {
	if i, ok := n.byText[text]; ok {
		return i
	}
	if n.byText == nil {
		n.byText = make(map[string]uint32)
	}
	i := uint32(len(n.texts))
	n.texts = append(n.texts, text)
	n.byText[text] = i
	return i
}
