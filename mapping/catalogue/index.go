package catalogue

import (
	"cmp"
	"slices"
)

// Index is a catalogue made ready for judging: what an event key leads to is
// found at once. It never changes but for the memory of names, and nobody may
// change what it has.
type Index struct {
	Catalogue *Catalogue
	Feeds     []Feed                // in the order of the metrics' keys
	byEvent   map[string][]*Tracked // by event key, each sorted by the metric's key
	names     *names
}

// Tracked is a metric with the experiments that use it.
type Tracked struct {
	*Metric
	mentioned bool       // only an iteration speaks of it
	Condition *Condition // nil: it takes every event with its key
	// The iterations that record it now, and the ones that do not.
	Running, Idle []Use
	// The running ones, as a verdict lists them.
	Toward []Toward
	// It is not sure what records it: a running experiment reads its events from a source that
	// is not known.
	Unsure bool
}

// Use is a metric in the current iteration of an experiment.
type Use struct {
	Experiment *Experiment
	As         *IterationMetric
}

// Takes reports whether the iteration counts events with that key for the
// metric. Where the iteration does not say, its metric is as it is now.
func (u Use) Takes(eventKey string, t *Tracked) bool {
	if u.As.EventKey == "" {
		return t.EventKey == eventKey
	}
	return u.As.EventKey == eventKey
}

// Outdated reports whether the iteration uses another version of the metric
// than the current one.
func (u Use) Outdated(t *Tracked) bool {
	return u.As.VersionID != "" && t.VersionID != "" && u.As.VersionID != t.VersionID ||
		u.As.EventKey != "" && u.As.EventKey != t.EventKey
}

// NewIndex indexes a catalogue. Words says what comes of a name that misses, and
// the way out; it is asked once for each of the names that are remembered. With
// nil nothing is said.
func NewIndex(c *Catalogue, words func(*Near) (effect, fix string)) *Index {
	all := track(c)
	x := &Index{Catalogue: c, byEvent: make(map[string][]*Tracked, len(all))}
	for _, t := range all {
		keys := []string{t.EventKey}
		for _, u := range t.Running {
			keys = append(keys, u.As.EventKey)
			t.Toward = append(t.Toward, Toward{Experiment: u.Experiment, Unit: u.Experiment.Iteration.Unit})
		}
		slices.Sort(keys)
		keys = slices.DeleteFunc(slices.Compact(keys), func(key string) bool { return key == "" })
		for _, key := range keys {
			x.byEvent[key] = append(x.byEvent[key], t)
		}
		x.Feeds = append(x.Feeds, Feed{t.Metric, slices.Clip(keys)})
	}
	x.names = newNames(all, words)
	return x
}

// FedBy returns the metrics that an event key feeds, by their keys.
func (x *Index) FedBy(eventKey string) []*Tracked { return x.byEvent[eventKey] }

// Near returns what an event name that no metric has as its event key is near to.
func (x *Index) Near(name string) *Near { return x.names.near(name) }

// track gives the metrics of a catalogue, sorted by key, with their experiments.
// A metric that only an iteration speaks of is one of which nothing else is
// known.
func track(c *Catalogue) []*Tracked {
	all := make([]*Tracked, 0, len(c.Metrics))
	byKey := make(map[string][]*Tracked, len(c.Metrics))
	add := func(m *Metric, mentioned bool) {
		t := &Tracked{Metric: m, mentioned: mentioned, Condition: compileFilter(m.Filter)}
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
				t.use(Use{e, as})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Tracked) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// use notes an experiment of the metric. One that has the metric twice, alone
// and in a group, uses it once.
func (t *Tracked) use(u Use) {
	list := &t.Idle
	if u.Experiment.Running() {
		switch hostOf(u.Experiment.DataSource) {
		case HostLaunchDarkly:
			list = &t.Running
		case HostUnknown:
			t.Unsure = true
		}
	}
	at := slices.IndexFunc(*list, func(other Use) bool { return other.Experiment == u.Experiment })
	switch {
	case at < 0:
		*list = append(*list, u)
	case (*list)[at].As.EventKey == "":
		(*list)[at] = u
	}
}

// MayTakeValues reports whether the metric may count the values of its events:
// unless it is known to count the events alone, now and in its iterations.
func (t *Tracked) MayTakeValues() bool {
	return t.Numeric || t.Kind != KindCustom || slices.ContainsFunc(t.Running, func(u Use) bool { return u.Outdated(t) })
}

// Toward is an experiment that an event counts toward.
type Toward struct {
	Experiment *Experiment // the catalogue's
	Unit       string      // the context kind by which its iteration counts
}

// Feed is a metric with the event keys that feed it.
type Feed struct {
	// Metric is the catalogue's. One that only an iteration speaks of is as in
	// [verdict.Metric].
	Metric *Metric
	// EventKeys are the metric's own and those by which running iterations know
	// it, sorted. It must not be changed.
	EventKeys []string
}
