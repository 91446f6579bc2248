package capture

import (
	"time"

	"segtap/capture/journal"
)

// Try is a further try of a sender to send a message: one that came before.
type Try struct {
	Entry  uint64
	Number int // 2 for the second
	At     time.Time
	Status int // what it was answered with
}

// tries remembers the last further tries of all entries.
type tries struct {
	count uint64    // how many there have been
	ring  []lastTry // try n, counted from 1, is in place n-1
}

// lastTry is a try and where its record stands.
type lastTry struct {
	entry  uint32
	number uint8
	place  journal.Place
}

// maxTries is how many tries are remembered one by one: more than a batch can
// bring between two looks.
const maxTries = 1 << 12

func (t *tries) note(entry uint32, number uint8, place journal.Place) {
	if t.ring == nil {
		t.ring = make([]lastTry, maxTries)
	}
	t.ring[t.count%maxTries] = lastTry{entry, number, place}
	t.count++
}

// TryCount gives how many further tries there have been, for [Store.Tries].
func (s *Store) TryCount() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.index.tries.count
}

// Tries gives the further tries since an earlier call gave since; the first call
// may give any number. Missed is how many are not remembered any more.
func (s *Store) Tries(since uint64) (list []Try, now, missed uint64) {
	s.mu.RLock()
	t := &s.index.tries
	now = t.count
	if now > since+maxTries {
		missed = now - since - maxTries
	}
	var last []lastTry
	for n := min(since+missed, now); n < now; n++ {
		last = append(last, t.ring[n%maxTries])
	}
	s.mu.RUnlock()
	var rec journal.Record
	var at journal.Place
	for _, l := range last {
		if l.place != at {
			var err error
			if rec, err = s.file.ReadAt(l.place); err != nil {
				continue // it cannot be read any more, or has been let go
			}
			at = l.place
		}
		list = append(list, Try{uint64(l.entry), int(l.number), rec.At, rec.Status})
	}
	return list, now, missed
}
