package store

import (
	"context"

	"segtap/capture/coverage"
	"segtap/capture/problems"
	"segtap/capture/timeline"
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

// Toward returns how many events of a metric count in each experiment, by its key.
func (c Coverage) Toward(metricKey string) map[string]int {
	c.list.mu.RLock()
	defer c.list.mu.RUnlock()
	return c.list.index.Sums.Toward(metricKey)
}

// Axis returns the time over which the events of the app arrived.
func (c Coverage) Axis() timeline.Axis {
	c.list.mu.RLock()
	defer c.list.mu.RUnlock()
	return c.list.index.Sums.Axis()
}

// Over returns how many events of each of some event keys the app sent in each span of a
// time, as of [Coverage.Axis], together.
func (c Coverage) Over(eventKeys []string, time timeline.Axis) []int {
	c.list.mu.RLock()
	defer c.list.mu.RUnlock()
	all := make([]int, time.Spans)
	for _, key := range eventKeys {
		for i, n := range c.list.index.Sums.Over(key, time) {
			all[i] += n
		}
	}
	return all
}

// Sighting returns all that has been seen of one event key, of which the first 256
// bytes tell it from others.
func (c Coverage) Sighting(eventKey string) (coverage.Sighting, bool) {
	c.list.mu.Lock() // estimating tidies a sketch up
	defer c.list.mu.Unlock()
	return c.list.index.Sums.Sighting(eventKey)
}

// Problems are the diagnostics of a store's listed entries, counted by code and event
// name. They say at any time what is so then.
type Problems struct{ list *list }

// ProblemsOf returns the problems of the store's entries.
func ProblemsOf(s *Store) Problems { return Problems{s.list} }

// Groups returns all groups of entries that have a code, in no order; the time over which
// these arrived; and of how many entries it is not known what is wrong with them.
func (p Problems) Groups() (groups []problems.Group, over timeline.Axis, unknown int) {
	p.list.mu.RLock()
	defer p.list.mu.RUnlock()
	return p.list.index.Problems.Groups()
}

// renewed is how many rows are looked at under one lock for the newest of a group: others
// wait for it.
const renewed = 8_192

// Renew looks on for the newest entries of groups whose newest has gone, and reports whether
// it has to be called again; a screen must not wait for it.
func (p Problems) Renew() (more bool) {
	p.list.mu.Lock()
	defer p.list.mu.Unlock()
	return p.list.index.Problems.Renew(renewed)
}

// Over returns how many entries of a group arrived in each span of a time, as of
// [Problems.Groups].
func (p Problems) Over(k problems.Key, time timeline.Axis) []int {
	p.list.mu.RLock()
	defer p.list.mu.RUnlock()
	return p.list.index.Problems.Over(k, time)
}

// Ends returns the oldest and the newest entry of a group; 0 when there is none. It looks
// through the list, which must not be waited for by a screen.
func (p Problems) Ends(ctx context.Context, k problems.Key) (first, last uint64) {
	for i, more := 0, true; more && first == 0 && ctx.Err() == nil; i += stretch {
		p.list.mu.RLock()
		first, more = p.list.index.Problems.First(k, i, i+stretch)
		p.list.mu.RUnlock()
	}
	if first == 0 {
		return 0, 0
	}
	p.list.mu.RLock()
	to := p.list.index.Len()
	p.list.mu.RUnlock()
	for ; last == 0 && to > 0 && ctx.Err() == nil; to -= stretch {
		p.list.mu.RLock()
		last = p.list.index.Problems.Last(k, to-stretch, to)
		p.list.mu.RUnlock()
	}
	return first, max(first, last)
}
