package mapping

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

// The kinds of metrics that LaunchDarkly has.
const (
	metricCustom   = "custom"
	metricClick    = "click"
	metricPageview = "pageview"
)

// Metric is a metric of a project (LaunchDarkly API, MetricListingRep). A
// number that the source did not give is -1.
type Metric struct {
	Key, Name   string
	VersionID   string
	Kind        string // custom, click or pageview; empty or another: not known
	EventKey    string // custom metrics only
	Numeric     bool   // counts values; else conversions
	Aggregation string // sum, average or another, such as count_distinct, per unit
	Analysis    string // mean or percentile
	Unit        string // what its values count, such as USD
	// Success is HigherThanBaseline or LowerThanBaseline.
	Success string
	// Units are the context kinds it can be analysed by; empty: not known.
	Units      []string
	Filter     *MetricFilter // nil: it takes every event with its key
	DataSource string        // launchdarkly-hosted, or a warehouse; empty: launchdarkly-hosted
	Archived   bool
	LastSeen   int64 // newest event LaunchDarkly has, to the hour, ms since 1970; 0: none or not known
	Tags       []string
	// How many flags it is attached to, experiments that use it, and of these
	// the ones that run, in all environments.
	AttachedFlags, Experiments, ActiveExperiments, ActiveRollouts int
}

// MetricFilter is a condition on events, or a group of them
// (LaunchDarkly docs, home/metrics/event-filters).
type MetricFilter struct {
	// Type is group, eventProperty or contextAttribute; of any other, such as
	// unreadable, what it lets through is not known.
	Type string
	// Op of a group is and or or; of a condition in, lessThan, contains …
	Op     string
	Negate bool
	// Group holds the members of a group.
	Group []MetricFilter
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

// Running gives the experiments that record each metric now, by its key, as a
// judge sees it: those that run in the catalogue's environment on LaunchDarkly's
// own data. One whose data source is neither that nor a warehouse is not among
// them.
func (c *Catalogue) Running() map[string][]*Experiment {
	running := make(map[string][]*Experiment)
	for _, t := range track(c) {
		if running[t.Key] != nil {
			continue // another metric of this key, with the same experiments
		}
		for _, u := range t.running {
			running[t.Key] = append(running[t.Key], u.experiment)
		}
	}
	return running
}

// Warehouse reports whether the metric is computed from the events of a data
// warehouse, which what Segment sends to LaunchDarkly does not reach.
func (m *Metric) Warehouse() bool { return hosted(m.DataSource) == Fail }

// Measures says what the metric makes of its events: value, count, occurrence,
// click or pageview, as LaunchDarkly's pages call it; else its aggregation or its
// kind as they are, and "not known" where nothing says so.
func (m *Metric) Measures() string {
	switch {
	case m.Kind == "" && !m.Numeric && m.Aggregation == "":
		return "not known"
	case m.Kind != "" && m.Kind != "custom":
		return m.Kind
	case m.Aggregation != "" && m.Aggregation != "sum" && m.Aggregation != "average":
		return m.Aggregation
	case m.Numeric:
		return "value"
	case m.Aggregation == "sum":
		return "count"
	}
	return "occurrence"
}
