package index

import "segtap/capture/journal"

// Changes remembers which entries have changed since they were listed, the last
// of them.
type Changes struct {
	count uint64   // how often one has
	ids   []uint32 // a ring: change n, counted from 1, is in place n-1
	all   uint64   // the last change that concerned all
}

// MaxChanges is how many changes are remembered one by one.
const MaxChanges = 1 << 10

func (c *Changes) note(id uint32) {
	if c.ids == nil {
		c.ids = make([]uint32, MaxChanges)
	}
	c.ids[c.count%MaxChanges] = id
	c.count++
}

func (c *Changes) noteAll() {
	c.count++
	c.all = c.count
}

// Since returns the entries that have changed since an earlier call returned now,
// some perhaps twice. All says that every entry may have changed.
func (c *Changes) Since(last uint64) (ids []uint64, now uint64, all bool) {
	if c.all > last || c.count-last > MaxChanges {
		return nil, c.count, true
	}
	for n := last; n < c.count; n++ {
		ids = append(ids, uint64(c.ids[n%MaxChanges]))
	}
	return ids, c.count, false
}

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
