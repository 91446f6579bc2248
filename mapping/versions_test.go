package mapping

import (
	"slices"

	"segtap/mapping/catalogue"
)

// olderVersion has the experiment go on with an older version of the metric.
func olderVersion(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
	e.Iteration.Metrics[1].VersionID = "v0"
}

// olderVersionOfTwo has a second experiment run, which uses the metric as it is.
func olderVersionOfTwo(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
	second, iteration := *e, *e.Iteration
	iteration.Metrics = slices.Clone(iteration.Metrics)
	second.Key, second.Iteration = "second", &iteration
	olderVersion(c, m, e)
	c.Experiments = append(c.Experiments, second)
}

// versionCases tell what is said while an experiment goes on with an older
// version of the metric.
var versionCases = []countingCase{
	{
		name: "no value, which another version may not need", body: noValue, change: olderVersion,
		gates: "pass unknown pass pass", codes: "info metric_value_required, info iteration_uses_other_version", sum: "may count: another version of order-revenue runs",
	},
	{
		name: "a filter, which another version may not have", body: trackWith(), change: func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			olderVersion(c, m, e)
			m.Filter = &catalogue.Filter{Type: "eventProperty", Attribute: "plan", Op: "in", Values: []string{`"pro"`}}
		}, gates: "pass unknown pass pass", codes: "info metric_filter_excludes, info iteration_uses_other_version", sum: "may count: another version of order-revenue runs",
	},
	{
		name: "a unit, which another version may have", body: trackWith(), change: func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			olderVersion(c, m, e)
			e.Iteration.Unit = "unauthenticatedUser"
		}, gates: "pass unknown pass unknown", codes: "info iteration_uses_other_version", sum: "may count: another version of order-revenue runs",
	},
	{
		name: "no key of the unit, whatever the version", body: trackWith(), change: func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			olderVersion(c, m, e)
			e.Iteration.Unit, m.Units = "device", nil
		}, gates: "pass pass pass fail", codes: "info iteration_uses_other_version, error unit_missing", sum: "counts nowhere: it has no key of the unit of order-revenue",
	},
	{
		name: "the version of now in a second experiment", body: trackWith(), change: olderVersionOfTwo,
		gates: "pass pass pass pass", codes: "info iteration_uses_other_version", sum: "counts toward order-revenue in second",
	},
	{
		name: "no value, which the first of two experiments may not need", body: noValue, change: olderVersionOfTwo,
		gates: "pass unknown pass pass", codes: "info metric_value_required, info iteration_uses_other_version", sum: "may count: another version of order-revenue runs",
	},
}
