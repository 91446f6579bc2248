package store

import (
	"segtap/capture/coverage"
)

// EventKeys returns the event keys seen, in no order, with how often each was
// sent, lost and made here and when it came last.
func (s *Store) EventKeys() []coverage.Sighting {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Sums.Keys()
}

// Tallies returns how the events of each metric fare that has had any, by metric
// key.
func (s *Store) Tallies() map[string]coverage.Tally {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Sums.Tallies()
}

// Reasons returns why events do not count toward a metric, or why that is not
// known, the most frequent first.
func (s *Store) Reasons(metricKey string) []coverage.Reason {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	return s.list.index.Sums.Reasons(metricKey)
}

// Sighting returns all that has been seen of one event key, of which the first 256
// bytes tell it from others.
func (s *Store) Sighting(eventKey string) (coverage.Sighting, bool) {
	s.list.mu.Lock() // estimating tidies a sketch up
	defer s.list.mu.Unlock()
	return s.list.index.Sums.Sighting(eventKey)
}
