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
		i, ok := x.rows.find(id)
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
