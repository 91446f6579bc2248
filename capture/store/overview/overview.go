package overview

import (
	"context"
	"sync"

	"segtap/capture/coverage"
	"segtap/capture/problems"
	"segtap/capture/store/index"
	"segtap/capture/timeline"
)

// Entries are what is known of the entries of a store, behind its lock.
type Entries struct {
	Lock  *sync.RWMutex
	Index func() *index.Index // called with the lock held
}

// Coverage is what has been seen of each event key in the entries of a store, and
// how the events of each metric fare. It says at any time what is so then.
type Coverage struct{ of Entries }

// CoverageOf returns the coverage of entries.
func CoverageOf(e Entries) Coverage { return Coverage{e} }

// EventKeys returns the event keys seen, in no order, with how often each was
// sent, lost and made here and when it came last.
func (c Coverage) EventKeys() []coverage.Sighting {
	c.of.Lock.RLock()
	defer c.of.Lock.RUnlock()
	return c.of.Index().Sums.Keys()
}

// Tallies returns how the events of each metric fare that has had any, by metric
// key.
func (c Coverage) Tallies() map[string]coverage.Tally {
	c.of.Lock.RLock()
	defer c.of.Lock.RUnlock()
	return c.of.Index().Sums.Tallies()
}

// Reasons returns why events do not count toward a metric, or why that is not
// known, the most frequent first.
func (c Coverage) Reasons(metricKey string) []coverage.Reason {
	c.of.Lock.RLock()
	defer c.of.Lock.RUnlock()
	return c.of.Index().Sums.Reasons(metricKey)
}

// Toward returns how many events of a metric count in each experiment, by its key.
func (c Coverage) Toward(metricKey string) map[string]int {
	c.of.Lock.RLock()
	defer c.of.Lock.RUnlock()
	return c.of.Index().Sums.Toward(metricKey)
}

// Axis returns the time over which the events of the app arrived.
func (c Coverage) Axis() timeline.Axis {
	c.of.Lock.RLock()
	defer c.of.Lock.RUnlock()
	return c.of.Index().Sums.Axis()
}

// Over returns how many events of each of some event keys the app sent in each span of a
// time, as of [Coverage.Axis], together.
func (c Coverage) Over(eventKeys []string, time timeline.Axis) []int {
	c.of.Lock.RLock()
	defer c.of.Lock.RUnlock()
	all := make([]int, time.Spans)
	for _, key := range eventKeys {
		for i, n := range c.of.Index().Sums.Over(key, time) {
			all[i] += n
		}
	}
	return all
}

// Sighting returns all that has been seen of one event key, of which the first 256
// bytes tell it from others.
func (c Coverage) Sighting(eventKey string) (coverage.Sighting, bool) {
	c.of.Lock.Lock() // estimating tidies a sketch up
	defer c.of.Lock.Unlock()
	return c.of.Index().Sums.Sighting(eventKey)
}

// Problems are the diagnostics of a store's listed entries, counted by code and event
// name. They say at any time what is so then.
type Problems struct{ of Entries }

// ProblemsOf returns the problems of entries.
func ProblemsOf(e Entries) Problems { return Problems{e} }

// Groups returns all groups of entries that have a code, in no order; the time over which
// these arrived; and of how many entries it is not known what is wrong with them.
func (p Problems) Groups() (groups []problems.Group, over timeline.Axis, unknown int) {
	p.of.Lock.RLock()
	defer p.of.Lock.RUnlock()
	return p.of.Index().Problems.Groups()
}

// stretch is how many rows are looked at under one lock for the ends of a group.
const stretch = 100_000

// renewed is how many rows are looked at under one lock for the newest of a group: others
// wait for it.
const renewed = 8_192

// Renew looks on for the newest entries of groups whose newest has gone, and reports whether
// it has to be called again; a screen must not wait for it.
func (p Problems) Renew() (more bool) {
	p.of.Lock.Lock()
	defer p.of.Lock.Unlock()
	return p.of.Index().Problems.Renew(renewed)
}

// Over returns how many entries of a group arrived in each span of a time, as of
// [Problems.Groups].
func (p Problems) Over(k problems.Key, time timeline.Axis) []int {
	p.of.Lock.RLock()
	defer p.of.Lock.RUnlock()
	return p.of.Index().Problems.Over(k, time)
}

// Ends returns the oldest and the newest entry of a group; 0 when there is none. It looks
// through the list, which must not be waited for by a screen.
func (p Problems) Ends(ctx context.Context, k problems.Key) (first, last uint64) {
	look := func(with func(x *index.Index)) {
		p.of.Lock.RLock()
		defer p.of.Lock.RUnlock()
		with(p.of.Index())
	}
	for i, more := 0, true; more && first == 0 && ctx.Err() == nil; i += stretch {
		look(func(x *index.Index) { first, more = x.Problems.First(k, i, i+stretch) })
	}
	if first == 0 {
		return 0, 0
	}
	to := 0
	look(func(x *index.Index) { to = x.Len() })
	for ; last == 0 && to > 0 && ctx.Err() == nil; to -= stretch {
		look(func(x *index.Index) { last = x.Problems.Last(k, to-stretch, to) })
	}
	return first, max(first, last)
}
