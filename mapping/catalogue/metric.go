package catalogue

import (
	"slices"

	"segtap/mapping/origin"
)

// The kinds of metrics that LaunchDarkly has.
const (
	KindCustom   = "custom"
	KindClick    = "click"
	KindPageview = "pageview"
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
	Units []string
	// UnitsAs is what Terraform calls them where it says them; empty: it does not.
	UnitsAs    string
	Filter     *Filter // nil: it takes every event with its key
	DataSource string  // launchdarkly-hosted, or a warehouse; empty: launchdarkly-hosted
	Archived   bool
	LastSeen   int64 // newest event LaunchDarkly has, to the hour, ms since 1970; 0: none or not known
	Tags       []string
	// How many flags it is attached to, experiments that use it, and of these
	// the ones that run, in all environments.
	AttachedFlags, Experiments, ActiveExperiments, ActiveRollouts int
	// Place is where a file says it; empty: LaunchDarkly was asked.
	Place origin.Place
}

// Measures says what the metric makes of its events: value, count, occurrence,
// click or pageview, as LaunchDarkly's pages call it; else its aggregation or its
// kind as they are, and "not known" where nothing says so.
func (m *Metric) Measures() string {
	switch {
	case m.Kind == "" && !m.Numeric && m.Aggregation == "":
		return "not known"
	case m.Kind != "" && m.Kind != KindCustom:
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

// Lacks reports whether the metric is known not to have a unit.
func (m *Metric) Lacks(unit string) bool { return len(m.Units) > 0 && !slices.Contains(m.Units, unit) }

// Occurrence reports whether the metric counts whether an event came at all.
func (m *Metric) Occurrence() bool { return !m.Numeric && m.Aggregation == "average" }

// notCustom reports whether the metric is one of clicks or page views: no custom
// event feeds it.
func (m *Metric) notCustom() bool { return isClickOrView(m.Kind) }

func isClickOrView(kind string) bool { return kind == KindClick || kind == KindPageview }

// Exclusion is why nothing that Segment sends counts for a metric, by what the metric
// says of itself.
type Exclusion uint8

// The exclusions.
const (
	NotExcluded Exclusion = iota
	NotCustom             // it is one of clicks or page views
	InWarehouse           // it is computed in a data warehouse
	Archived              // LaunchDarkly hides it
	NoEventKey            // its event key is not known
)

// Exclusion returns why nothing that Segment sends counts for the metric, the first
// that holds; [NotExcluded] when something may.
func (m *Metric) Exclusion() Exclusion {
	why := m.unfed()
	if m.Archived && (why == NotExcluded || why == NoEventKey) {
		return Archived
	}
	return why
}

// unfed returns why nothing that Segment sends feeds the metric; [NotExcluded] when
// something may.
func (m *Metric) unfed() Exclusion {
	switch {
	case m.notCustom():
		return NotCustom
	case m.Warehouse():
		return InWarehouse
	case m.EventKey == "":
		return NoEventKey
	}
	return NotExcluded
}
