package mapping

import (
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

func TestAMissingValueIsNoNewsWhereNoMetricTakesOne(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
		said   bool
	}{
		{"a numeric metric", bare, true},
		{"a metric of occurrences", func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.Numeric = false }, false},
		{"one of each", func(c *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
			other := *m
			other.Key, other.Numeric = "orders", false
			c.Metrics = append(c.Metrics, other)
		}, true},
		{"of which no more is known than its name", func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.Metrics = nil }, true},
		{"that an iteration uses in another version", func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			m.Numeric, e.Iteration.Metrics[1].VersionID = false, "v0"
		}, true},
		{"no metric", func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			m.EventKey, e.Iteration.Metrics[1].EventKey = "Order Refunded", "Order Refunded"
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, j := judgedWith(t, cataloguetest.Shop(c.change), destination.Actions(), "", "track", noValue, message.Arrival{})
			if said := find(j, verdict.ValueMissing) != nil; said != c.said {
				t.Errorf("said: %v, %+v", said, j.Diagnostics)
			}
		})
	}
}

func TestTheCauseOfAHeadline(t *testing.T) {
	for _, c := range []struct {
		name, body string
		change     func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
		cause      verdict.Code
		why        string // of each metric
	}{
		{"counts", trackWith(), bare, verdict.NoCode, "none"},
		{"no metric, and no value", trackWith("event", `"Cart Emptied"`, "properties", `{}`), bare, verdict.MetricNotFound, ""},
		{"no metric, and a shared key", trackWith("event", `"Cart Emptied"`, "userId", `"guest"`), bare, verdict.MetricNotFound, ""},
		{"a click metric's name", trackWith("event", `"buy-now-clicks"`, "properties", `{}`), bare, verdict.MetricNotCustom, ""},
		{"a near miss", trackWith("event", `"Order Complted"`, "properties", `{}`), bare, verdict.MetricNearMiss, ""},
		{"no value", noValue, bare, verdict.MetricValueRequired, "metric_value_required"},
		{"no value, of an archived metric", noValue, func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.Archived = true }, verdict.MetricValueRequired, "metric_value_required"},
		{"the filter", trackWith("event", `"Checkout Started"`, "properties", `{}`), bare, verdict.MetricFilterExcludes, "metric_filter_excludes"},
		{"what cannot be seen", trackWith("event", `"Checkout Started"`, "properties", `{"currency":"JPY"}`), bare, verdict.MetricFilterUnseen, "metric_filter_unseen"},
		{"not running", trackWith("userId", `"guest"`), func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
			e.Iteration.Status = "stopped"
		}, verdict.ExperimentNotRunning, "experiment_not_running"},
		{"no experiment", trackWith("event", `"Product Viewed"`, "properties", `{}`), bare, verdict.MetricNotAttached, "metric_not_attached"},
		{"the unit", trackWith(), func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
			e.Iteration.Unit = "account"
		}, verdict.UnitMissing, "unit_missing"},
		{"experiments unknown", trackWith(), func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) {
			c.Experiments, c.ExperimentsKnown = nil, false
		}, verdict.NoCode, "none"},
		{"another version runs", noValue, olderVersion, verdict.IterationUsesOtherVersion, "none"},
		{"dropped", trackWith("properties", `{"revenue":"x"}`, "userId", `"guest"`), bare, verdict.ValueNotNumber, ""},
		{"a page", trackWith("type", `"page"`), bare, verdict.NoCode, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, j := judgedWith(t, cataloguetest.Shop(c.change), destination.Actions(), "", "track", c.body, message.Arrival{})
			cause := verdict.NoCode
			if i := j.Cause(); i >= 0 {
				cause = j.Diagnostics[i].Code
			}
			if cause != c.cause {
				t.Errorf("%s, want %s: %+v", cause, c.cause, j.Diagnostics)
			}
			for i := range j.Metrics {
				if why := j.Why(&j.Metrics[i]); why.String() != c.why {
					t.Errorf("why: %s, want %s", why, c.why)
				}
			}
		})
	}
}
