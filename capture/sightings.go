package capture

// EventKeys returns the event keys seen, in no order, with how often each was
// sent, lost and made here and when it came last.
func (s *Store) EventKeys() []Sighting {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.index.sums.keys()
}

// Tallies returns how the events of each metric fare that has had any, by metric
// key.
func (s *Store) Tallies() map[string]Tally {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.index.sums.tallies()
}

// Reasons returns why events do not count toward a metric, or why that is not
// known, the most frequent first.
func (s *Store) Reasons(metricKey string) []Reason {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.index.sums.reasons(metricKey)
}

// Sighting returns all that has been seen of one event key, of which the first 256
// bytes tell it from others.
func (s *Store) Sighting(eventKey string) (Sighting, bool) {
	s.mu.Lock() // estimating tidies a sketch up
	defer s.mu.Unlock()
	return s.index.sums.sighting(eventKey)
}
