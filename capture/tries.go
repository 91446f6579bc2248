package capture

import "segtap/capture/journal"

// tries remembers the last further tries of all entries.
type tries struct {
	count uint64      // how many there have been
	ring  []resentTry // try n, counted from 1, is in place n-1
}

// resentTry is a further try and where its record stands.
type resentTry struct {
	Entry  uint32
	Number uint8
	Place  journal.Place
}

// maxTries is how many tries are remembered one by one: more than a batch can
// bring between two looks.
const maxTries = 1 << 12

func (t *tries) note(entry uint32, number uint8, place journal.Place) {
	if t.ring == nil {
		t.ring = make([]resentTry, maxTries)
	}
	t.ring[t.count%maxTries] = resentTry{entry, number, place}
	t.count++
}

// tryCount returns how many further tries there have been.
func (x *Index) tryCount() uint64 { return x.tries.count }

// triesSince returns the tries since an earlier call returned now, and how many are
// not remembered any more.
func (x *Index) triesSince(last uint64) (list []resentTry, now, missed uint64) {
	t := &x.tries
	now = t.count
	if now > last+maxTries {
		missed = now - last - maxTries
	}
	for n := min(last+missed, now); n < now; n++ {
		list = append(list, t.ring[n%maxTries])
	}
	return list, now, missed
}
