package verdict

import (
	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
)

// OfMetric says a code of gates 6 to 9 in a few words of the metric that does not
// count an event.
func (c Code) OfMetric(m *catalogue.Metric) string {
	switch c {
	case MetricNearMiss, MetricMatchesNameNotEventKey, MetricCaseDiffers:
		return m.Key + " takes " + prose.Quoted(m.EventKey)
	case MetricNotCustom:
		return m.Key + " is a " + m.Kind + " metric"
	case MetricWarehouseNative:
		return m.Key + " is computed in " + m.DataSource
	case MetricValueRequired:
		return m.Key + " needs a number"
	case MetricFilterExcludes:
		return "the filter of " + m.Key + " excludes it"
	case MetricNotAttached:
		return m.Key + " is in no experiment"
	case ExperimentNotRunning:
		return "no experiment of " + m.Key + " runs"
	case IterationUsesOtherVersion:
		return m.Key + " runs with another event key"
	case UnitMissing:
		return "it has no key of the unit of " + m.Key
	case UnitNotInMetric:
		return m.Key + " lacks the experiment's unit"
	}
	return c.Info().What
}

// ofEvents say a code behind the number of events that do not count for a metric,
// or may not.
var ofEvents = map[Code]string{
	NoCode:                    "while the metric's kind, experiments or unit is not known",
	ContextKindInvalid:        "with a context kind that LaunchDarkly does not take",
	MetricNotCustom:           "of a kind that it does not count",
	MetricWarehouseNative:     "sent to LaunchDarkly, not to its warehouse",
	MetricValueRequired:       "without a value",
	MetricFilterExcludes:      "excluded by the filter",
	MetricFilterUnseen:        "for which the filter cannot be seen here",
	MetricNotAttached:         "while it is in no experiment",
	ExperimentNotRunning:      "while no experiment of it runs",
	IterationUsesOtherVersion: "under another event key than in the experiment",
	UnitMissing:               "without a key of the unit",
	UnitNotInMetric:           "by a unit that the metric lacks",
}

// OfEvents says a code as the reason for which events do not count for a metric,
// to stand behind their number.
func (c Code) OfEvents() string {
	if words, ok := ofEvents[c]; ok {
		return words
	}
	return "by " + c.String()
}

// Loses reports whether something is wrong with an event that does not count by this
// code: what a filter excludes, and what no experiment records, was not meant to count.
func (c Code) Loses() bool {
	switch c {
	case NoCode, MetricNotCustom, MetricWarehouseNative, MetricFilterExcludes, MetricFilterUnseen, MetricNotAttached, ExperimentNotRunning:
		return false
	}
	return true
}
