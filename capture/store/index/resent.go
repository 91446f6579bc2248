package index

import (
	"segtap/capture/repeat"
)

// messageKey is an identity's id in half the alignment: a map of millions is a
// third smaller by it.
type messageKey [2]uint32

func keyOf(id uint64) messageKey { return messageKey{uint32(id >> 32), uint32(id)} }

// resent is a message that stands in an earlier entry.
type resent struct {
	as      uint32 // the entry
	request uint32 // the id of the first message of its request
}

// sentAgain looks whether a message from a client has come before. An SDK that
// tries again sends the same message: it is counted where it stands, in the row
// of id as, and not to be listed. Another message of the same id is listed,
// and known as one that Segment would take for a duplicate.
func (x *Index) sentAgain(d *Draft) (as uint32, again bool) {
	if !d.mayBeSentAgain() {
		return 0, false
	}
	r, other := x.before(d)
	switch {
	case r != nil:
	case other != nil && other.is(isRefused): // it takes nobody's place, and is known by its content
		was := repeat.Identity{ID: d.identity.ID, Content: other.content}
		x.first.put(keyOf(was.Other()), other.ID)
		x.first.put(keyOf(d.identity.ID), d.row.ID)
		return 0, false
	case other != nil:
		x.first.put(keyOf(d.identity.Other()), d.row.ID)
		d.duplicate(other.ID)
		return 0, false
	default:
		x.first.put(keyOf(d.identity.ID), d.row.ID)
		return 0, false
	}
	if !d.row.is(isRefused) {
		r.flags &^= isRefused
	}
	t := x.annotations.add(r)
	t.retries = min(t.retries, 254) + 1
	x.Changes.note(r.ID)
	return r.ID, true
}

// before gives the row of the same message, if it has come before, else that of
// the first other one of the same id.
func (x *Index) before(d *Draft) (same, other *Row) {
	if !d.mayBeSentAgain() {
		return nil, nil
	}
	return repeat.Find(d.identity, x.rowOf, func(r *Row) uint32 { return r.content })
}

// rowOf gives the row that is known by a hash; nil when there is none.
func (x *Index) rowOf(hash uint64) *Row {
	id, ok := x.first.get(keyOf(hash))
	if !ok {
		return nil
	}
	i, ok := x.rows.search(id)
	if !ok {
		return nil // it has been let go
	}
	return x.rows.row(i)
}

// Has reports whether the message of a draft has come before.
func (x *Index) Has(d *Draft) bool {
	same, _ := x.before(d)
	return same != nil
}

// DuplicateOf returns the entry that has the messageId of a draft and is another
// one; 0 for none.
func (x *Index) DuplicateOf(d *Draft) uint64 {
	_, other := x.before(d)
	if other == nil || other.is(isRefused) {
		return 0
	}
	return uint64(other.ID)
}
