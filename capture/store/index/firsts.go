package index

import (
	"slices"

	"segtap/capture/repeat"
)

// messageKey is an identity's id in half the alignment: a map of millions is a
// third smaller by it.
type messageKey [2]uint32

func keyOf(id uint64) messageKey { return messageKey{uint32(id >> 32), uint32(id)} }

// firsts knows the first entry of each message that has an id, and of each other
// one of the same id.
type firsts struct {
	rows *table
	ids  recent[messageKey, uint32]
}

// take notes a message from a client, and gives the row in which it stands if it
// has come before. Another message of the same id is noted as well, and known as
// one that Segment would take for a duplicate.
func (f *firsts) take(d *Draft) (same *Row) {
	if !d.mayBeSentAgain() {
		return nil
	}
	same, other := f.before(d)
	switch {
	case same != nil:
	case other != nil && other.is(isRefused): // it takes nobody's place, and is known by its content
		was := repeat.Identity{ID: d.identity.ID, Content: other.content}
		f.ids.put(keyOf(was.Other()), other.ID)
		f.ids.put(keyOf(d.identity.ID), d.row.ID)
	case other != nil:
		f.ids.put(keyOf(d.identity.Other()), d.row.ID)
		d.duplicate(other.ID)
	default:
		f.ids.put(keyOf(d.identity.ID), d.row.ID)
	}
	return same
}

// before gives the row of the same message, if it has come before, else that of
// the first other one of the same id.
func (f *firsts) before(d *Draft) (same, other *Row) {
	if !d.mayBeSentAgain() {
		return nil, nil
	}
	return repeat.Find(d.identity, f.rowOf, func(r *Row) uint32 { return r.content })
}

// rowOf gives the row that is known by a hash; nil when there is none.
func (f *firsts) rowOf(hash uint64) *Row {
	id, ok := f.ids.get(keyOf(hash))
	if !ok {
		return nil
	}
	i, ok := f.rows.search(id)
	if !ok {
		return nil // it has been let go
	}
	return f.rows.row(i)
}

// forgetGone forgets the messages whose entries have gone.
func (f *firsts) forgetGone() {
	var stays func(uint32) bool
	if len(f.rows.aside) > 0 {
		stays = func(id uint32) bool {
			_, aside := slices.BinarySearchFunc(f.rows.aside, id, byID)
			return aside
		}
	}
	f.ids.keep(f.rows.size()+chunkRows, stays)
}

// recent is a map that can forget what was put into it long ago without looking
// at it: its older half goes at once.
type recent[K comparable, V any] struct{ young, old map[K]V }

func (r *recent[K, V]) get(key K) (V, bool) {
	if v, ok := r.young[key]; ok {
		return v, true
	}
	v, ok := r.old[key]
	return v, ok
}

func (r *recent[K, V]) put(key K, v V) {
	if r.young == nil {
		r.young = make(map[K]V)
	}
	r.young[key] = v
}

// keep forgets what was put before the last n, or somewhat more, of what has been
// put, but for the values that stay; nil: none does.
func (r *recent[K, V]) keep(n int, stays func(V) bool) {
	if len(r.young) < n {
		return
	}
	before := r.old
	r.young, r.old = nil, r.young
	if stays == nil {
		return
	}
	for key, v := range before {
		if stays(v) {
			r.put(key, v)
		}
	}
}
