package index

import (
	"slices"

	"segtap/capture/journal"
)

// Evict lets the oldest entries go that are beyond the limits, and says whether
// any went.
func (x *Index) Evict() (some bool) {
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
		forgetGone(x)
	}
	return some
}

// forgetGone forgets what is known of rows that have gone, and kept apart from them.
func forgetGone(x *Index) {
	x.firsts.forgetGone()
	x.names.forgetGone(&x.rows)
	x.Attempts.forgetGone(&x.rows)
}

func (x *Index) beyond(r *Row) bool {
	return x.limits.Entries > 0 && x.rows.rest > x.limits.Entries || x.limits.Bytes > 0 && r.Offset < x.UpTo-x.limits.Bytes
}

// LetGo lets the entries go whose records are no more, those with a mark too, and reports
// whether any went: records before an offset, and those that have a message which is missing.
// What is missing is given in its order.
func LetGo(x *Index, before int64, missing []uint64) (some bool) {
	was := x.Evicted
	gone := func(place journal.Place) bool {
		return place.Offset < before || Misses(missing, place)
	}
	forget := func(r *Row) {
		delete(x.Marks, r.ID)
		x.letGo(r)
	}
	x.rows.aside = slices.DeleteFunc(x.rows.aside, func(r Row) bool {
		if !gone(r.Place()) {
			return false
		}
		x.Changes.note(r.ID)
		forget(&r)
		return true
	})
	for r := x.rows.first(); r != nil && r.Offset < before; r = x.rows.first() {
		forget(r)
		x.rows.drop(false)
	}
	if len(missing) > 0 && x.rows.remove(func(r *Row) bool { return gone(r.Place()) }, forget) {
		x.Changes.noteAll() // others stand in other places now
	}
	x.Attempts.miss(missing)
	for id, place := range x.Drafts {
		if gone(place) {
			delete(x.Drafts, id)
			x.Changes.note(id)
		}
	}
	if x.Evicted == was {
		return false
	}
	x.Gone += x.Evicted - was
	forgetGone(x)
	return true
}

// Misses reports whether a record has one of the messages that are missing.
func Misses(missing []uint64, place journal.Place) bool {
	i, _ := slices.BinarySearch(missing, uint64(place.Offset))
	return i < len(missing) && missing[i] < uint64(place.End())
}

// letGo forgets what is known of a row that is about to go.
func (x *Index) letGo(r *Row) {
	x.count(r, -1)
	x.Cleared.forget(r)
	x.arena.drop(r.text)
	x.Problems.found.Drop(r.found)
	x.towards.drop(r.toward)
	x.sources.drop(r.source)
	x.Family.drop(x.annotations.of(r).parent, r.ID)
	delete(x.annotations, r.ID)
	delete(x.attempts, r.ID)
	x.Attempts.gone++
	x.Evicted++
	x.Base++
	x.sumsGone = true
}

// dropUnmarked lets the entries go that stayed for a mark which they have lost.
func (x *Index) dropUnmarked() (some bool) {
	x.unmarked = false
	x.rows.aside = slices.DeleteFunc(x.rows.aside, func(r Row) bool {
		if r.is(isMarked) {
			return false
		}
		x.letGo(&r)
		some = true
		return true
	})
	return some
}

// Needed returns where what the entries need stands in the file: all from a place
// on, and some before it.
func (x *Index) Needed() (from int64, before []journal.Place) {
	from = x.UpTo
	if r := x.rows.first(); r != nil {
		from = r.Offset
	}
	for i := range x.rows.aside {
		r := &x.rows.aside[i]
		before = append(append(before, r.Place()), x.Attempts.placesOf(x.attempts[r.ID])...)
	}
	for _, place := range x.Drafts {
		if place.Offset < from {
			before = append(before, place)
		}
	}
	return from, before
}

// PutAside lists a marked entry that has been let go.
func (x *Index) PutAside(d *Draft, place journal.Place) {
	i, listed := x.rows.search(d.row.ID)
	if listed || i > len(x.rows.aside) {
		return // or one that its sender has sent again: it stands elsewhere
	}
	r := x.rowFor(d, place)
	r.Generation = Unjudged
	r.flags |= isMarked
	x.Marks[r.ID] = struct{}{}
	if d.annotations != (Annotations{}) {
		*x.annotations.add(&r) = d.annotations
		x.Family.add(d.annotations.parent, r.ID)
	}
	x.rows.aside = slices.Insert(x.rows.aside, i, r)
	x.count(&r, 1)
	x.Evicted--
	x.Base--
}
