package index

import (
	"maps"
	"slices"

	"segtap/capture/journal"
)

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

// Family knows which entries were made of which: of most, none were.
type Family map[uint32][]uint32 // the children of a parent, oldest first

// Of returns the entries that were made of one, the oldest first.
func (f Family) Of(parent uint64) []uint32 { return f[uint32(parent)] }

// add notes an entry, if it was made of another.
func (f Family) add(parent, child uint32) {
	if parent == 0 {
		return
	}
	if at, known := slices.BinarySearch(f[parent], child); !known {
		f[parent] = slices.Insert(f[parent], at, child)
	}
}

// drop forgets an entry that has been let go: mostly the oldest.
func (f Family) drop(parent, child uint32) {
	at, known := slices.BinarySearch(f[parent], child)
	switch {
	case !known:
	case len(f[parent]) == 1:
		delete(f, parent)
	case at == 0:
		f[parent] = f[parent][1:]
	default:
		f[parent] = slices.Delete(f[parent], at, at+1)
	}
}

// Marks are the entries with a mark.
type Marks map[uint32]struct{}

// List returns them, the oldest first.
func (m Marks) List() []uint32 { return slices.Sorted(maps.Keys(m)) }

// Drafts are where the unfinished drafts of entries stand, by entry. One stays when its
// entry is let go.
type Drafts map[uint32]journal.Place

func (d Drafts) has(id uint32) bool {
	if len(d) == 0 { // as mostly
		return false
	}
	_, ok := d[id]
	return ok
}

// List returns the entries with a draft, the oldest first.
func (d Drafts) List() []uint32 { return slices.Sorted(maps.Keys(d)) }

// Note notes that an entry has an unfinished draft, which stands at a place, or none any
// more, and that it has changed.
func (d Drafts) Note(entry uint64, on bool, place journal.Place, changes *Changes) {
	id := uint32(entry)
	if uint64(id) != entry {
		return // no entry has such a number
	}
	if changes.note(id); on {
		d[id] = place
	} else {
		delete(d, id)
	}
}
