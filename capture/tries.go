package capture

import "time"

// Try is one time that a message was sent again by its sender.
type Try struct {
	ID     uint64 // of the entry that it stands in
	N      int    // which time it was, from 2 on; beyond 256 it stays there
	At     time.Time
	Status int // that it was answered with; 0 when the connection was dropped on purpose
}

// tries remembers the last messages that were sent again.
type tries struct {
	count uint64
	ring  []Try // try n, counted from 1, is in place n-1
}

// maxTries is how many are remembered.
const maxTries = 1 << 12

func (t *tries) note(try Try) {
	if t.ring == nil {
		t.ring = make([]Try, maxTries)
	}
	t.ring[t.count%maxTries] = try
	t.count++
}

// Tries gives the messages that have been sent again since an earlier call gave
// since, in the order they came, and how many more there were than are remembered.
// A store remembers those that it has captured, and none from its file.
func (s *Store) Tries(since uint64) (list []Try, now uint64, missed int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := &s.tries
	if behind := t.count - since; behind > maxTries {
		missed = int(behind - maxTries)
		since += behind - maxTries
	}
	for n := since; n < t.count; n++ {
		list = append(list, t.ring[n%maxTries])
	}
	return list, t.count, missed
}
