package store

import (
	"segtap/capture/coverage"
)

// Coverage is what has been seen of each event key in the entries of a store, and
// how the events of each metric fare. It says at any time what is so then.
type Coverage struct{ list *list }

// Coverage returns the coverage of the store's entries.
func (s *Store) Coverage() Coverage { return Coverage{s.list} }

// EventKeys returns the event keys seen, in no order, with how often each was
// sent, lost and made here and when it came last.
func (c Coverage) EventKeys() []coverage.Sighting {
	c.list.mu.RLock()
	defer c.list.mu.RUnlock()
	return c.list.index.Sums.Keys()
}

// Tallies returns how the events of each metric fare that has had any, by metric
// key.
func (c Coverage) Tallies() map[string]coverage.Tally {
	c.list.mu.RLock()
	defer c.list.mu.RUnlock()
	return c.list.index.Sums.Tallies()
}

// Reasons returns why events do not count toward a metric, or why that is not
// known, the most frequent first.
func (c Coverage) Reasons(metricKey string) []coverage.Reason {
	c.list.mu.RLock()
	defer c.list.mu.RUnlock()
	return c.list.index.Sums.Reasons(metricKey)
}

// Sighting returns all that has been seen of one event key, of which the first 256
// bytes tell it from others.
func (c Coverage) Sighting(eventKey string) (coverage.Sighting, bool) {
	c.list.mu.Lock() // estimating tidies a sketch up
	defer c.list.mu.Unlock()
	return c.list.index.Sums.Sighting(eventKey)
}
