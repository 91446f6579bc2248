package index

import (
	"slices"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/replay"
)

// ListAttempt notes an attempt with the entries it belongs to. What came of one that
// was begun takes its place.
func (x *Index) ListAttempt(child uint64, attempt *replay.Attempt, place journal.Place) {
	if attempt.Kind == replay.Forward {
		x.listForwarded(attempt, place)
		return
	}
	begun, known := x.begun[attempt.ID]
	switch {
	case attempt.Begun:
		x.begun[attempt.ID] = place
	case known:
		delete(x.begun, attempt.ID)
	}
	sends := attempt.Sends
	if len(sends) == 0 {
		sends = []replay.Send{{Entry: attempt.EntryID, Child: child}}
	}
	for _, send := range sends {
		x.listSent(send.Entry, attempt, place, begun)
		if send.Child != send.Entry {
			x.listSent(send.Child, attempt, place, begun)
		}
	}
}

// family knows which entries were made of which: of most, none were.
type family map[uint32][]uint32 // the children of a parent, by id, oldest first

// add notes a child.
func (f family) add(parent, child uint32) {
	if parent == 0 {
		return
	}
	at, known := slices.BinarySearch(f[parent], child)
	if !known {
		f[parent] = slices.Insert(f[parent], at, child)
	}
}

// drop forgets a child that has been let go: mostly the oldest.
func (f family) drop(parent, child uint32) {
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

// Children returns the listed entries that were made of an entry, the oldest first: those
// from one place on, up to n. All is how many there are.
func (x *Index) Children(id uint64, from, n int) (children []capture.Entry, all int) {
	ids := x.family[uint32(id)]
	for _, child := range ids[min(max(from, 0), len(ids)):] {
		if len(children) == n {
			break
		}
		if i, ok := x.Find(uint64(child)); ok {
			children = append(children, x.Entry(i))
		}
	}
	return children, len(ids)
}

// Sibling returns the place among the children of an entry that a child has, and whether
// it is one of them.
func (x *Index) Sibling(parent, child uint64) (place int, ok bool) {
	return slices.BinarySearch(x.family[uint32(parent)], uint32(child))
}

// listSent notes an attempt with an entry, in the place of the begun one.
func (x *Index) listSent(id uint64, attempt *replay.Attempt, place, begun journal.Place) {
	i, ok := x.rows.find(id)
	if !ok {
		return
	}
	r := x.rows.row(i)
	t := x.annotations.add(r)
	t.answer = uint16(attempt.Status)
	if at := slices.Index(x.attempts[r.ID], begun); at >= 0 {
		x.attempts[r.ID][at] = place
		return
	}
	x.attempts[r.ID] = append(x.attempts[r.ID], place)
	t.attempts = min(t.attempts, 254) + 1
}

// AttemptsOf returns where what came of sending an entry on stands.
func (x *Index) AttemptsOf(r *Row) []journal.Place { return slices.Clone(x.attempts[r.ID]) }

// NoteUnforwarded notes that a request could not be passed on for want of room.
func (x *Index) NoteUnforwarded(request uint64) {
	x.requests.each(request, x.Last, func(r *Row) { x.annotations.add(r).forwarded = -1 })
}

// listForwarded notes with each entry of a request what came of passing the
// request on.
func (x *Index) listForwarded(attempt *replay.Attempt, place journal.Place) {
	x.requests.each(attempt.EntryID, x.Last, func(r *Row) {
		if had := x.attempts[r.ID]; len(had) > 0 && had[len(had)-1] == place {
			return // the request has the message twice
		}
		x.attempts[r.ID] = append(x.attempts[r.ID], place)
		t := x.annotations.add(r)
		t.forwarded = int16(attempt.Status)
		if attempt.Failure != "" {
			t.forwarded = -1
		}
	})
}
