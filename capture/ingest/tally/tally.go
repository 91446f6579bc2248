package tally

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"segtap/mapping/message"
)

// The outcomes that are no code of a refusal.
const (
	Captured  = "captured"  // kept, and answered as Segment does
	Telemetry = "telemetry" // what an SDK says about itself
	Settings  = "settings"  // what an SDK asks for before it sends
	Asked     = "asked"     // HEAD or OPTIONS: whether somebody is there
	Fault     = "fault"     // kept, and answered otherwise on purpose
	NotKept   = "not_kept"  // it could not be kept
	Gone      = "gone"      // the client went away before it was answered
)

// Answer is what a request was answered with: a status, 0 where its connection was closed without
// an answer, and what became of it, one of the outcomes or the code of a refusal.
type Answer struct {
	Status  int
	Outcome string
}

// usual is how nearly all requests are answered.
var usual = Answer{200, Captured}

// unkept are the answers that somebody is woken for, of messages and of pixels. They are counted from 0 on: what is not
// there before the first time has no rate then, and the first time would wake nobody.
var unkept = [...]Answer{{503, NotKept}, {200, NotKept}}

// Other is the type of a message that is none of Segment's, None that of one without a type.
const Other, None = "other", "none"

// Types are the types by which messages are counted.
func Types() []string { return append(slices.Clone(message.Types()), Other, None) }

// Bounds are the upper bounds of the spans of time in which answers are counted, apart from one
// without a bound: from what the processor takes for a call to what a person waits for.
func Bounds() []time.Duration { return slices.Clone(bounds[:]) }

var bounds = [...]time.Duration{
	10 * time.Microsecond, 25 * time.Microsecond, 50 * time.Microsecond, 100 * time.Microsecond, 250 * time.Microsecond, 500 * time.Microsecond,
	time.Millisecond, 2500 * time.Microsecond, 5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, time.Second,
}

// Tally counts.
type Tally struct {
	born     time.Time
	usual    atomic.Uint64 // requests with the usual answer
	bytes    atomic.Uint64
	messages [8 + 2]atomic.Uint64 // by type, more than there are
	spans    [len(bounds) + 1]atomic.Uint64
	took     atomic.Uint64 // by all of them together, ns

	mu     sync.Mutex
	others map[Answer]uint64
}

// New returns one that has counted nothing.
func New() *Tally { return &Tally{born: time.Now()} }

// Begin returns when a request began to be answered, since the tally began: to ask for that takes
// half as long as asking for the time of day.
func (t *Tally) Begin() (began time.Duration) {
	if t == nil {
		return 0
	}
	return time.Since(t.born)
}

// Answered counts a request that has been answered.
func (t *Tally) Answered(a Answer, began time.Duration) {
	if t == nil {
		return
	}
	took := time.Since(t.born) - began
	i := 0
	for i < len(bounds) && took > bounds[i] {
		i++
	}
	t.spans[i].Add(1)
	t.took.Add(uint64(max(took, 0)))
	if a == usual {
		t.usual.Add(1)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.others == nil {
		t.others = make(map[Answer]uint64)
	}
	t.others[a]++
}

// Kept counts the messages of a request that has been kept, n of which it has, and how many bytes
// of its body came over the wire.
func (t *Tally) Kept(n int, typeOf func(int) string, bytes int64) {
	if t == nil {
		return
	}
	t.bytes.Add(uint64(bytes))
	var by [len(t.messages)]uint64
	for i := range n {
		by[number(typeOf(i))]++
	}
	for i, n := range by {
		if n > 0 {
			t.messages[i].Add(n)
		}
	}
}

// number is where messages of a type are counted.
func number(typ string) int {
	known := message.Types()
	switch i := slices.Index(known, typ); {
	case i >= 0:
		return i
	case typ == "":
		return len(known) + 1
	}
	return len(known)
}

// Sums are what has been counted.
type Sums struct {
	Requests map[Answer]uint64
	Messages map[string]uint64 // by type
	Bytes    uint64            // of the bodies of requests that were kept, as they came over the wire
	Spans    []uint64          // requests in each span of [Bounds], and at last those behind all of them
	Took     time.Duration     // by all of them together
}

// Sums returns what has been counted so far. Requests that are answered meanwhile may be in some of
// it already.
func (t *Tally) Sums() Sums {
	s := Sums{Requests: make(map[Answer]uint64), Messages: make(map[string]uint64), Bytes: t.bytes.Load(), Took: time.Duration(t.took.Load())}
	for _, a := range unkept {
		s.Requests[a] = 0
	}
	t.mu.Lock()
	maps.Copy(s.Requests, t.others)
	t.mu.Unlock()
	s.Requests[usual] = t.usual.Load()
	for i, typ := range Types() {
		s.Messages[typ] = t.messages[i].Load()
	}
	for i := range t.spans {
		s.Spans = append(s.Spans, t.spans[i].Load())
	}
	return s
}
