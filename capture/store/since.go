package store

import (
	"time"

	"segtap/capture/journal"
	"segtap/capture/store/index"
)

// ChangesSince returns the entries that have changed since an earlier call gave since,
// by a mark, a mark taken off or a retry, some perhaps twice; the first call may
// give any number. All says that every entry may have changed: they have been
// judged anew, or older ones have been listed. What a filter has found among what
// it looked at may then be wrong.
func (s *Store) ChangesSince(since uint64) (ids []uint64, now uint64, all bool) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Changes.Since(since)
}

// Try is a further try of a sender to send a message: one that came before.
type Try struct {
	Entry  uint64
	Number int // 2 for the second
	At     time.Time
	Status int // what it was answered with
}

// TryCount returns how many further tries there have been, for [Store.Tries].
func (s *Store) TryCount() uint64 {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Tries.Count()
}

// Tries returns the further tries since an earlier call gave since; the first call
// may give any number. Missed is how many are not remembered any more.
func (s *Store) Tries(since uint64) (list []Try, now, missed uint64) {
	var last []index.Try
	s.list.look(func(x *index.Index) { last, now, missed = x.Tries.Since(since) })
	var rec journal.Record
	var at journal.Place
	for _, l := range last {
		if l.Place != at {
			var err error
			if rec, err = s.list.records.ReadAt(l.Place); err != nil {
				continue // it cannot be read any more, or has been let go
			}
			at = l.Place
		}
		list = append(list, Try{uint64(l.Entry), int(l.Number), rec.At, rec.Status})
	}
	return list, now, missed
}
