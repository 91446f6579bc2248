package index

import (
	"slices"

	"segtap/capture/journal"
	"segtap/capture/replay"
)

// ListAttempt notes an attempt with the entries it belongs to.
func (x *Index) ListAttempt(child uint64, attempt *replay.Attempt, place journal.Place) {
	if attempt.Kind == replay.Forward {
		x.listForwarded(attempt, place)
		return
	}
	ids := []uint64{attempt.EntryID, child}
	if ids[0] == ids[1] {
		ids = ids[:1]
	}
	for _, id := range ids {
		i, ok := x.Find(id)
		if !ok {
			continue
		}
		r := x.rows.row(i)
		x.attempts[r.ID] = append(x.attempts[r.ID], place)
		t := x.annotations.add(r)
		t.attempts = min(t.attempts, 254) + 1
		t.answer = uint16(attempt.Status)
	}
}

// AttemptsOf returns where what came of sending an entry on stands.
func (x *Index) AttemptsOf(r *Row) []journal.Place { return slices.Clone(x.attempts[r.ID]) }

// NoteUnforwarded notes that a request could not be passed on for want of room.
func (x *Index) NoteUnforwarded(request uint64) {
	x.eachOfRequest(request, func(r *Row) { x.annotations.add(r).forwarded = -1 })
}

// listForwarded notes with each entry of a request what came of passing the
// request on.
func (x *Index) listForwarded(attempt *replay.Attempt, place journal.Place) {
	x.eachOfRequest(attempt.EntryID, func(r *Row) {
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

// eachOfRequest gives the row of each message of a request, which for one that
// had been sent before is an earlier one. The request is known by the id of any
// of its messages that is listed, or of its first.
func (x *Index) eachOfRequest(id uint64, do func(*Row)) {
	first := uint32(id)
	if i, ok := x.Find(id); ok {
		r := x.rows.row(i)
		first = r.ID - uint32(r.Item)
	}
	for id, end := first, x.endOfRequest(first); id < end; id++ {
		as := id
		if earlier, ok := x.resent.get(id); ok && earlier.request == first {
			as = earlier.as
		}
		if i, ok := x.rows.search(as); ok {
			do(x.rows.row(i))
		}
	}
}

// endOfRequest gives the id behind those of a request, or one further on: that of
// the next request of which an entry is listed.
func (x *Index) endOfRequest(first uint32) uint32 {
	i, _ := x.rows.search(first)
	for ; i < x.rows.size(); i++ {
		if r := x.rows.row(i); r.ID-uint32(r.Item) > first {
			return r.ID - uint32(r.Item)
		}
	}
	return min(x.Last, first+maxItem) + 1
}
