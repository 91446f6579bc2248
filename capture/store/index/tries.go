package index

import "segtap/capture/journal"

// Tries remembers the last further tries of all entries.
type Tries struct {
	count uint64 // how many there have been
	ring  []Try  // try n, counted from 1, is in place n-1
}

// Try is a further try and where its record stands.
type Try struct {
	Entry  uint32
	Number uint8
	Place  journal.Place
}

// maxTries is how many tries are remembered one by one: more than a batch can
// bring between two looks.
const maxTries = 1 << 12

func (t *Tries) note(entry uint32, number uint8, place journal.Place) {
	if t.ring == nil {
		t.ring = make([]Try, maxTries)
	}
	t.ring[t.count%maxTries] = Try{entry, number, place}
	t.count++
}

// Count returns how many further tries there have been.
func (t *Tries) Count() uint64 { return t.count }

// Since returns the tries since an earlier call returned now, and how many are not
// remembered any more.
func (t *Tries) Since(last uint64) (list []Try, now, missed uint64) {
	now = t.count
	if now > last+maxTries {
		missed = now - last - maxTries
	}
	for n := min(last+missed, now); n < now; n++ {
		list = append(list, t.ring[n%maxTries])
	}
	return list, now, missed
}
