package index

import (
	"slices"

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
