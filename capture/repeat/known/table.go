package known

import "math/bits"

// Value is what is known by a hash. The zero Value is nothing.
type Value [2]uint64

// entry is a value with its hash, scattered; 0 for no entry.
type entry struct {
	hash  uint64
	value Value
}

// Table finds values by hashes. The zero Table is empty and keeps all in memory. It is used
// by one goroutine at a time.
type Table struct {
	slots   []entry // as many as a power of two, each at its place or behind it
	n       int
	most    int    // slots in memory; 0: any number
	older   []*run // in files, those of the newest entries last
	written filter // of the hashes in them
	apart   bool   // no more of them are made one
	failed  error
}

// mostSlots is how many entries a bounded table has room for, of which three in four are
// used.
const mostSlots = 1 << 18

// Bounded returns a table that keeps in memory what was set lately, and the rest in files.
func Bounded() *Table { return &Table{most: mostSlots} }

// Get returns what is known by a hash; the zero Value for nothing.
func (t *Table) Get(hash uint64) Value {
	hash = scatter(hash)
	if t.n > 0 {
		if e := t.slot(hash); e.hash != 0 {
			return e.value
		}
	}
	if len(t.older) == 0 || !t.written.has(hash) {
		return Value{}
	}
	for i := len(t.older) - 1; i >= 0; i-- {
		e, err := t.older[i].find(hash)
		if err != nil {
			t.failed = err
		}
		if e.hash != 0 {
			return e.value
		}
	}
	return Value{}
}

// Set sets what is known by a hash.
func (t *Table) Set(hash uint64, v Value) {
	if t.n >= len(t.slots)*3/4 {
		t.makeRoom()
	}
	t.put(entry{scatter(hash), v})
}

func (t *Table) put(e entry) {
	s := t.slot(e.hash)
	if s.hash == 0 {
		t.n++
	}
	*s = e
}

// Err says why something could not be read that was written: what was not found since may
// be known all the same.
func (t *Table) Err() error { return t.failed }

// Close removes the files and forgets everything but the error.
func (t *Table) Close() {
	for _, r := range t.older {
		r.close()
	}
	*t = Table{failed: t.failed}
}

// scatter makes all bits of a hash count for the first ones: they say where an entry stands.
func scatter(hash uint64) uint64 { return max(hash*0x9e3779b97f4a7c15, 1) }

// slot returns the slot of a hash, or the free one where it belongs.
func (t *Table) slot(hash uint64) *entry {
	mask := len(t.slots) - 1
	for i := int(hash >> (64 - bits.Len(uint(mask)))); ; i++ {
		if e := &t.slots[i&mask]; e.hash == hash || e.hash == 0 {
			return e
		}
	}
}

// makeRoom writes all entries to a file, or makes the table larger.
func (t *Table) makeRoom() {
	if t.most > 0 && len(t.slots) >= t.most {
		if t.write() == nil {
			clear(t.slots)
			t.n = 0
			return
		}
		t.most = 0 // there is no room for files, and no use in trying again and again
	}
	full := t.slots
	t.slots, t.n = make([]entry, max(2*len(full), 64)), 0
	for _, e := range full {
		if e.hash != 0 {
			t.put(e)
		}
	}
}

// sort moves the entries to the first slots, in the order of their hashes. They stand
// nearly so already.
func (t *Table) sort() []entry {
	sorted := t.slots[:0]
	for _, e := range t.slots {
		if e.hash == 0 {
			continue
		}
		sorted = append(sorted, e)
		for i := len(sorted) - 1; i > 0 && sorted[i-1].hash > e.hash; i-- {
			sorted[i], sorted[i-1] = sorted[i-1], e
		}
	}
	clear(t.slots[len(sorted):])
	return sorted
}
