package mapping

import (
	"cmp"
	"slices"
)

// index is a catalogue made ready for judging: what an event key leads to is
// found at once. It never changes but for the memory of names, and nobody may
// change what it has.
type index struct {
	catalogue *Catalogue
	feeds     []Feed                // in the order of the metrics' keys
	byEvent   map[string][]*tracked // by event key, each sorted by the metric's key
	names     *names
}

// tracked is a metric with the experiments that use it.
type tracked struct {
	*Metric
	mentioned bool       // only an iteration speaks of it
	filter    *condition // nil: it takes every event with its key
	// The iterations that record it now, and the ones that do not.
	running, idle []use
	// The running ones, as a verdict lists them.
	toward []Toward
	// It is not sure what records it: a running experiment reads its events from a source that
	// is not known.
	unsure bool
}

// use is a metric in the current iteration of an experiment.
type use struct {
	experiment *Experiment
	as         *IterationMetric
}

// takes reports whether the iteration counts events with that key for the
// metric. Where the iteration does not say, its metric is as it is now.
func (u use) takes(eventKey string, t *tracked) bool {
	if u.as.EventKey == "" {
		return t.EventKey == eventKey
	}
	return u.as.EventKey == eventKey
}

// outdated reports whether the iteration uses another version of the metric
// than the current one.
func (u use) outdated(t *tracked) bool {
	return u.as.VersionID != "" && t.VersionID != "" && u.as.VersionID != t.VersionID ||
		u.as.EventKey != "" && u.as.EventKey != t.EventKey
}

// newIndex indexes a catalogue. Words says what comes of a name that misses, and
// the way out; it is asked once for each of the names that are remembered. With
// nil nothing is said.
func newIndex(c *Catalogue, words func(*Near) (effect, fix string)) *index {
	all := track(c)
	x := &index{catalogue: c, byEvent: make(map[string][]*tracked, len(all))}
	for _, t := range all {
		keys := []string{t.EventKey}
		for _, u := range t.running {
			keys = append(keys, u.as.EventKey)
			t.toward = append(t.toward, Toward{Experiment: u.experiment, Unit: u.experiment.Iteration.Unit})
		}
		slices.Sort(keys)
		keys = slices.DeleteFunc(slices.Compact(keys), func(key string) bool { return key == "" })
		for _, key := range keys {
			x.byEvent[key] = append(x.byEvent[key], t)
		}
		x.feeds = append(x.feeds, Feed{t.Metric, slices.Clip(keys)})
	}
	x.names = newNames(all, words)
	return x
}

// tracking gives the metrics that an event key feeds, by their keys.
func (x *index) tracking(eventKey string) []*tracked { return x.byEvent[eventKey] }

// near gives what an event name that no metric has as its event key is near to.
func (x *index) near(name string) *Near { return x.names.near(name) }

// track gives the metrics of a catalogue, sorted by key, with their experiments.
// A metric that only an iteration speaks of is one of which nothing else is
// known.
func track(c *Catalogue) []*tracked {
	all := make([]*tracked, 0, len(c.Metrics))
	byKey := make(map[string][]*tracked, len(c.Metrics))
	add := func(m *Metric, mentioned bool) {
		t := &tracked{Metric: m, mentioned: mentioned, filter: compileFilter(m.Filter)}
		all = append(all, t)
		byKey[m.Key] = append(byKey[m.Key], t)
	}
	for i := range c.Metrics {
		add(&c.Metrics[i], false)
	}
	for i := range c.Experiments {
		e := &c.Experiments[i]
		if !c.within(e) {
			continue
		}
		for k := range e.Iteration.Metrics {
			as := &e.Iteration.Metrics[k]
			if byKey[as.Key] == nil {
				add(as.metric(), true)
			}
			for _, t := range byKey[as.Key] {
				t.use(use{e, as})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *tracked) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// use notes an experiment of the metric. One that has the metric twice, alone
// and in a group, uses it once.
func (t *tracked) use(u use) {
	list := &t.idle
	if u.experiment.Running() {
		switch hostOf(u.experiment.DataSource) {
		case hostLaunchDarkly:
			list = &t.running
		case hostUnknown:
			t.unsure = true
		}
	}
	at := slices.IndexFunc(*list, func(other use) bool { return other.experiment == u.experiment })
	switch {
	case at < 0:
		*list = append(*list, u)
	case (*list)[at].as.EventKey == "":
		(*list)[at] = u
	}
}

// mayTakeValues reports whether the metric may count the values of its events:
// unless it is known to count the events alone, now and in its iterations.
func (t *tracked) mayTakeValues() bool {
	return t.Numeric || t.Kind != metricCustom || slices.ContainsFunc(t.running, func(u use) bool { return u.outdated(t) })
}

// Toward is an experiment that an event counts toward.
type Toward struct {
	Experiment *Experiment // the catalogue's
	Unit       string      // the context kind by which its iteration counts
}

// Feed is a metric with the event keys that feed it.
type Feed struct {
	// Metric is the catalogue's. One that only an iteration speaks of is as in
	// [MetricVerdict].
	Metric *Metric
	// EventKeys are the metric's own and those by which running iterations know
	// it, sorted. It must not be changed.
	EventKeys []string
}
