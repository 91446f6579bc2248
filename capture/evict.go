package capture

import (
	"slices"

	"segtap/capture/journal"
)

// evict lets the oldest entries go that are beyond the limits, and says whether
// any went.
func (x *Index) evict() (some bool) {
	some = x.unmarked && x.dropUnmarked()
	for r := x.rows.first(); r != nil && x.beyond(r); r = x.rows.first() {
		some = true
		if r.is(isMarked) {
			x.rows.drop(true)
			continue
		}
		x.letGo(r)
		x.rows.drop(false)
	}
	if some {
		x.forgetFirst()
		x.forgetNames()
	}
	return some
}

func (x *Index) beyond(r *row) bool {
	return x.limits.Entries > 0 && x.rows.rest > x.limits.Entries || x.limits.Bytes > 0 && r.offset < x.upTo-x.limits.Bytes
}

// letGo forgets what is known of a row that is about to go.
func (x *Index) letGo(r *row) {
	x.count(r, -1)
	x.arena.drop(r.text)
	delete(x.annotations, r.id)
	delete(x.attempts, r.id)
	x.evicted++
	x.base++
}

// dropUnmarked lets the entries go that stayed for a mark which they have lost.
func (x *Index) dropUnmarked() (some bool) {
	x.unmarked = false
	x.rows.aside = slices.DeleteFunc(x.rows.aside, func(r row) bool {
		if r.is(isMarked) {
			return false
		}
		x.letGo(&r)
		some = true
		return true
	})
	return some
}

// forgetFirst forgets the messages whose entries have gone.
func (x *Index) forgetFirst() {
	var stays func(uint32) bool
	if len(x.rows.aside) > 0 {
		stays = func(id uint32) bool {
			_, aside := slices.BinarySearchFunc(x.rows.aside, id, byID)
			return aside
		}
	}
	x.first.keep(x.rows.size()+chunkRows, stays)
}

// forgetNames numbers the names anew when most of them are no entry's any more.
func (x *Index) forgetNames() {
	if len(x.names.texts) < 2*x.rows.size()+chunkRows {
		return
	}
	left := names{edition: x.names.edition + 1}
	for i := range x.rows.size() {
		r := x.rows.row(i)
		r.name = left.intern(x.names.texts[r.name])
	}
	x.names = left
}

// needed returns where what the entries need stands in the file: all from a place
// on, and some before it.
func (x *Index) needed() (from int64, before []journal.Place) {
	from = x.upTo
	if r := x.rows.first(); r != nil {
		from = r.offset
	}
	for i := range x.rows.aside {
		r := &x.rows.aside[i]
		before = append(append(before, r.place()), x.attempts[r.id]...)
	}
	return from, before
}

// putAside lists a marked entry that has been let go.
func (x *Index) putAside(d *draft, place journal.Place) {
	i, listed := x.rows.search(d.row.id)
	if listed || i > len(x.rows.aside) {
		return // or one that its sender has sent again: it stands elsewhere
	}
	r := x.rowFor(d, place)
	r.generation = unjudged
	r.flags |= isMarked
	if d.annotations != (annotations{}) {
		*x.annotate(&r) = d.annotations
	}
	x.rows.aside = slices.Insert(x.rows.aside, i, r)
	x.count(&r, 1)
	x.evicted--
	x.base--
}
