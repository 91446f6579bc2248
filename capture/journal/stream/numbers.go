package stream

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// numbers is what a journal knows of the ids. It is behind the turn.
type numbers struct {
	next    uint64 // id; 0 as long as nothing tells it
	told    uint64 // the sequence of the last message that tells which is next; 0 for none
	begin   uint64 // the sequence behind which they began again; 0 for never
	guessed bool   // nothing tells them, and nobody has given one since
	least   uint64 // id: those before it are known to have been given, where the next is guessed
	passed  bool   // messages have gone before they were read
	gone    uint64 // how many messages were not there any more, of all since the reading began
	before  uint64 // how many of them before the last that tells
	maybe   map[uint64]tell
	strays  strays
}

// tell is a message that tells ids, and that nothing before it could be held against. Such ones
// are known by the id behind theirs, until one of them is followed exactly.
type tell struct{ seq, id, behind, gone uint64 }

// Rows of a list have 32 bits for an id. Whoever may publish can put in records with ids that
// nobody gave: those that have been, or go further ahead than this.
const (
	lastID = 1<<32 - 2
	far    = 1 << 24
	// farEach is how much further behind each message that has gone.
	farEach = 1 << 16
)

// follows says whether the ids of a record can follow next, behind so many messages that have gone.
func follows(next, id, behind, gone uint64) bool {
	return id >= next && behind <= lastID+1 && behind-next <= far+min(gone, lastID)*farEach
}

// lack gives how many messages have gone behind the last that tells: each may have had ids.
func (n *numbers) lack() uint64 { return n.gone - n.before }

// reads takes in the ids of a record, or of a note, that begins at a sequence.
func (n *numbers) reads(from, id, behind uint64) {
	switch {
	case n.next == 0 || n.maybe != nil:
		n.finds(tell{from, id, behind, n.gone})
	case follows(n.next, id, behind, n.lack()):
		n.tells(tell{from, id, behind, n.gone})
	default:
		n.strays.add(from)
	}
}

func (n *numbers) tells(t tell) { n.told, n.next, n.before = t.seq, t.behind, t.gone }

// finds takes in what is found first. Whoever writes goes on exactly where the last record ends:
// so the first of which that is true has been given its ids.
func (n *numbers) finds(t tell) {
	first, exact := n.maybe[t.id]
	_, again := n.maybe[t.behind]
	switch {
	case exact:
		for _, o := range n.maybe {
			if o != first && (o.behind > first.id || o.gone == first.gone) {
				n.strays.add(o.seq)
			}
		}
		n.maybe = nil
		n.tells(t)
	case again || t.behind > lastID+1:
		n.strays.add(t.seq)
	default:
		if n.maybe == nil {
			n.maybe = make(map[uint64]tell)
		}
		n.maybe[t.behind] = t
	}
}

// settle ends the reading of what is there: where none was followed exactly, the first counts,
// unless a lower one follows.
func (n *numbers) settle() {
	found := slices.SortedFunc(maps.Values(n.maybe), func(a, b tell) int { return cmp.Compare(a.seq, b.seq) })
	n.maybe = nil
	for i, t := range found {
		switch {
		case i == 0 || follows(n.next, t.id, t.behind, t.gone-n.before):
			n.tells(t)
		case i == 1 && t.id < n.next:
			n.strays.add(n.told)
			n.tells(t)
		default:
			n.strays.add(t.seq)
		}
	}
}

// strays are the sequences of records with ids that nobody gave. They count as damaged.
type strays struct {
	mu  sync.Mutex
	all map[uint64]bool
}

func (s *strays) add(seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = make(map[uint64]bool)
	}
	s.all[seq] = true
}

func (s *strays) has(seq uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all[seq]
}

// from forgets those before a sequence.
func (s *strays) from(seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.all, func(at uint64, _ bool) bool { return at < seq })
}

// sorting gives the records of a scan on but for those with ids that nobody gave.
type sorting struct {
	*notation.Scanner
	strays []*strays
	give   func(*journal.Head) error
	next   uint64 // id; 0 for none yet
	gone   uint64 // how many messages have gone since that was told
}

func (s *sorting) record(h *journal.Head) error {
	if h.Kind.Numbered() && !s.tells(uint64(h.Place.Offset), h.ID, h.ID+uint64(h.N)) {
		s.Records--
		s.Damaging(h.Place.Offset, int64(h.Place.Length))
		return nil
	}
	return s.give(h)
}

// tells takes in the ids of a record, or of a note, and says whether they were given.
func (s *sorting) tells(seq, id, behind uint64) bool {
	if s.next > 0 && !follows(s.next, id, behind, s.gone) || behind > lastID+1 ||
		slices.ContainsFunc(s.strays, func(of *strays) bool { return of.has(seq) }) {
		return false
	}
	s.next, s.gone = behind, 0
	return true
}
