package index

import (
	"cmp"
	"math"
	"slices"

	"segtap/capture/journal"
)

// chunkRows is how many rows a chunk of a table holds.
const chunkRows = 1 << 12

// table holds rows in the order of their ids. It grows without copying, and
// lets its oldest rows go; those that are to stay are set aside in front.
type table struct {
	aside  []Row
	chunks [][]Row
	lasts  []int64 // for each chunk, when the last row of it, or of one before it, arrived
	gone   int     // rows at the start of the first chunk that have gone
	rest   int     // rows in the chunks that have not
}

func (t *table) size() int { return len(t.aside) + t.rest }

// row returns row i, from 0. It is valid until the next push or drop.
func (t *table) row(i int) *Row {
	if i < len(t.aside) {
		return &t.aside[i]
	}
	i += t.gone - len(t.aside)
	return &t.chunks[i/chunkRows][i%chunkRows]
}

// push adds a row, whose id is higher than those there are, and gives it as it
// is in the table.
func (t *table) push(r Row) *Row {
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last]) == chunkRows {
		t.chunks = append(t.chunks, make([]Row, 0, chunkRows))
		at := r.At
		if last >= 0 {
			at = max(at, t.lasts[last])
		}
		t.lasts = append(t.lasts, at)
		last++
	}
	t.lasts[last] = max(t.lasts[last], r.At)
	t.chunks[last] = append(t.chunks[last], r)
	t.rest++
	return &t.chunks[last][len(t.chunks[last])-1]
}

// first returns the oldest row that has not been set aside; nil when there is
// none.
func (t *table) first() *Row {
	if t.rest == 0 {
		return nil
	}
	return &t.chunks[0][t.gone]
}

// drop lets the oldest row go, or sets it aside.
func (t *table) drop(keep bool) {
	if keep {
		t.aside = append(t.aside, *t.first())
	}
	t.gone, t.rest = t.gone+1, t.rest-1
	if t.gone == chunkRows {
		t.chunks, t.lasts = slices.Delete(t.chunks, 0, 1), slices.Delete(t.lasts, 0, 1)
		t.gone = 0
	}
}

// remove lets rows go wherever they stand, and reports whether there were any. It copies the
// others, which takes time.
func (t *table) remove(gone func(*Row) bool, forget func(*Row)) (some bool) {
	for i := 0; i < t.size() && !some; i++ {
		some = gone(t.row(i))
	}
	if !some {
		return false
	}
	var left table
	for i := range t.size() {
		switch r := t.row(i); {
		case gone(r):
			forget(r)
		case i < len(t.aside):
			left.aside = append(left.aside, *r)
		default:
			left.push(*r)
		}
	}
	*t = left
	return true
}

// latest returns a moment after which none of the rows up to row i arrived.
func (t *table) latest(i int) int64 {
	at := int64(math.MinInt64)
	for j := range min(i+1, len(t.aside)) {
		at = max(at, t.aside[j].At)
	}
	if i < len(t.aside) {
		return at
	}
	return max(at, t.lasts[(i+t.gone-len(t.aside))/chunkRows])
}

// find is search for an id that may be one that no row has.
func (t *table) find(id uint64) (int, bool) {
	if id > 1<<32-1 {
		return 0, false
	}
	return t.search(uint32(id))
}

// search returns the place of the row of an id, or the place where it would be.
func (t *table) search(id uint32) (int, bool) {
	first := t.first()
	if first == nil || id < first.ID {
		return slices.BinarySearchFunc(t.aside, id, byID)
	}
	c, found := slices.BinarySearchFunc(t.chunks, id, func(chunk []Row, id uint32) int { return cmp.Compare(chunk[0].ID, id) })
	if !found {
		c-- // there is one before it: that of the first row
	}
	// A row stands no further on in its chunk than its id, and no further back than
	// by the ids that are missing there: mostly none.
	chunk := t.chunks[c]
	size, on := uint32(len(chunk)), id-chunk[0].ID
	missing := chunk[size-1].ID - chunk[0].ID - (size - 1)
	from, to := min(on-min(missing, on), size), min(on, size-1)+1
	i, found := slices.BinarySearchFunc(chunk[from:to], id, byID)
	return len(t.aside) + c*chunkRows + int(from) + i - t.gone, found
}

func byID(r Row, id uint32) int { return cmp.Compare(r.ID, id) }

// Run is rows that follow each other, cleared or not: from one id to another, and the
// records that they stand in.
type Run struct {
	First, Last uint32
	Records     []journal.Place
}

// RunBehind returns the rows of an index behind an id, as many as there are asked for or as stand in
// so many bytes of the file, and those that stand in the record of the last; none when
// there are less.
func RunBehind(x *Index, id uint32, rows, bytes int) (run Run) {
	i, found := x.rows.search(id)
	if found {
		i++
	}
	i = max(i, len(x.rows.aside))
	var last journal.Place
	for n := 0; i < x.rows.size(); n, i = n+1, i+1 {
		r := x.rows.row(i)
		if place := r.Place(); place != last {
			if n >= rows || bytes <= 0 {
				return run
			}
			run.Records, last, bytes = append(run.Records, place), place, bytes-place.Length
		}
		if n == 0 {
			run.First = r.ID
		}
		run.Last = r.ID
	}
	return Run{} // more messages of the last record may come
}

// Kept returns the id of the oldest row of an index, cleared or not, that has not been set aside; 0 for
// none.
func Kept(x *Index) uint32 {
	if r := x.rows.first(); r != nil {
		return r.ID
	}
	return 0
}
