package catalogue

import "slices"

// Catalogue is what is known of a LaunchDarkly project: its metrics, and the
// experiments of one environment. It never changes once a judge has it.
// Everything in it that the source did not say is empty.
type Catalogue struct {
	Project     string // key of the project
	Environment string // key of the environment
	// ClientSideID is the environment's; the key under which events reach it.
	ClientSideID string
	// Critical says that LaunchDarkly marks the environment as critical.
	Critical bool
	// CriticalUnknown says that LaunchDarkly was asked for that mark and did not
	// say.
	CriticalUnknown bool
	// PulledAt is when LaunchDarkly gave it, in ms since 1970; 0: not known.
	PulledAt    int64
	Metrics     []Metric
	Experiments []Experiment
	// MetricsPartial says that the project has metrics that are not in Metrics:
	// a name that none of them has may be the event key of another.
	MetricsPartial bool
	// ExperimentsKnown says that Experiments was asked for: an experiment that
	// is not in it does not run in Environment.
	ExperimentsKnown bool
}

// Filter is a condition on events, or a group of them
// (LaunchDarkly docs, home/metrics/event-filters).
type Filter struct {
	// Type is group, eventProperty or contextAttribute; of any other, such as
	// unreadable, what it lets through is not known.
	Type string
	// Op of a group is and or or; of a condition in, lessThan, contains …
	Op     string
	Negate bool
	// Group holds the members of a group.
	Group []Filter
	// ContextKind and Attribute say what a condition looks at: a top-level
	// member of the event's data, or an attribute of one of its contexts.
	ContextKind, Attribute string
	// Values are what a condition compares with, each as it stands in JSON.
	Values []string
}

// Experiment is an experiment of one environment.
type Experiment struct {
	Key, Name   string
	Environment string
	DataSource  string // launchdarkly, or a warehouse; empty: launchdarkly
	Archived    bool
	Iteration   *Iteration // the current one; nil: none
}

// Iteration is the current run of an experiment.
type Iteration struct {
	Status             string // not_started, running or stopped
	StartedAt, EndedAt int64  // ms since 1970; 0: not yet
	Unit               string // the randomization unit, a context kind
	Flags              []string
	Metrics            []IterationMetric
}

// IterationMetric is a metric as an iteration uses it: the version recorded
// when the iteration took it, whatever the metric has become since.
type IterationMetric struct {
	Key, Name string
	VersionID string // empty: not known
	EventKey  string // empty: not known
	Group     string // key of the metric group it comes with; empty: none
	Kind      string // as of [Metric]; empty: not known
	Numeric   bool   // counts values; false: conversions, or not known
}

// Running reports whether the experiment records events now.
func (e *Experiment) Running() bool {
	return !e.Archived && e.Iteration != nil && e.Iteration.Status == "running"
}

// Running returns the experiments that record each metric now, by its key, as a
// judge sees it: those that run in the catalogue's environment on LaunchDarkly's
// own data. One whose data source is neither that nor a warehouse is not among
// them.
func (c *Catalogue) Running() map[string][]*Experiment {
	running := make(map[string][]*Experiment)
	for _, t := range track(c) {
		if running[t.Key] != nil {
			continue // another metric of this key, with the same experiments
		}
		for _, u := range t.Running {
			running[t.Key] = append(running[t.Key], u.Experiment)
		}
	}
	return running
}

// MetricsUnread reports whether the metrics were not read, and experiments speak
// of some.
func (c *Catalogue) MetricsUnread() bool {
	return len(c.Metrics) == 0 && slices.ContainsFunc(c.Experiments, func(e Experiment) bool {
		return c.within(&e) && len(e.Iteration.Metrics) > 0
	})
}

// within reports whether an experiment has an iteration in the catalogue's
// environment, as far as both are known.
func (c *Catalogue) within(e *Experiment) bool {
	return e.Iteration != nil && (e.Environment == "" || c.Environment == "" || e.Environment == c.Environment)
}
