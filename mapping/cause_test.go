package mapping

import "testing"

func TestAMissingValueIsNoNewsWhereNoMetricTakesOne(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Catalogue, *Metric, *Experiment)
		said   bool
	}{
		{"a numeric metric", bare, true},
		{"a metric of occurrences", func(_ *Catalogue, m *Metric, _ *Experiment) { m.Numeric = false }, false},
		{"one of each", func(c *Catalogue, m *Metric, _ *Experiment) {
			other := *m
			other.Key, other.Numeric = "orders", false
			c.Metrics = append(c.Metrics, other)
		}, true},
		{"of which no more is known than its name", func(c *Catalogue, _ *Metric, _ *Experiment) { c.Metrics = nil }, true},
		{"that an iteration uses in another version", func(_ *Catalogue, m *Metric, e *Experiment) {
			m.Numeric, e.Iteration.Metrics[1].VersionID = false, "v0"
		}, true},
		{"no metric", func(_ *Catalogue, m *Metric, e *Experiment) {
			m.EventKey, e.Iteration.Metrics[1].EventKey = "Order Refunded", "Order Refunded"
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, j := judgedWith(t, Shop(c.change), Actions(), "", "track", noValue, Arrival{})
			if said := find(j, ValueMissing) != nil; said != c.said {
				t.Errorf("said: %v, %+v", said, j.Diagnostics)
			}
		})
	}
}

func TestTheCauseOfAHeadline(t *testing.T) {
	for _, c := range []struct {
		name, body string
		change     func(*Catalogue, *Metric, *Experiment)
		cause      Code
		why        string // of each metric
	}{
		{"counts", trackWith(), bare, NoCode, "none"},
		{"no metric, and no value", trackWith("event", `"Cart Emptied"`, "properties", `{}`), bare, MetricNotFound, ""},
		{"no metric, and a shared key", trackWith("event", `"Cart Emptied"`, "userId", `"guest"`), bare, MetricNotFound, ""},
		{"a click metric's name", trackWith("event", `"buy-now-clicks"`, "properties", `{}`), bare, MetricNotCustom, ""},
		{"a near miss", trackWith("event", `"Order Complted"`, "properties", `{}`), bare, MetricNearMiss, ""},
		{"no value", noValue, bare, MetricValueRequired, "metric_value_required"},
		{"no value, of an archived metric", noValue, func(_ *Catalogue, m *Metric, _ *Experiment) { m.Archived = true }, MetricValueRequired, "metric_value_required"},
		{"the filter", trackWith("event", `"Checkout Started"`, "properties", `{}`), bare, MetricFilterExcludes, "metric_filter_excludes"},
		{"what cannot be seen", trackWith("event", `"Checkout Started"`, "properties", `{"currency":"JPY"}`), bare, MetricFilterUnseen, "metric_filter_unseen"},
		{"not running", trackWith("userId", `"guest"`), func(_ *Catalogue, _ *Metric, e *Experiment) { e.Iteration.Status = "stopped" }, ExperimentNotRunning, "experiment_not_running"},
		{"no experiment", trackWith("event", `"Product Viewed"`, "properties", `{}`), bare, MetricNotAttached, "metric_not_attached"},
		{"the unit", trackWith(), func(_ *Catalogue, _ *Metric, e *Experiment) { e.Iteration.Unit = "account" }, UnitMissing, "unit_missing"},
		{"experiments unknown", trackWith(), func(c *Catalogue, _ *Metric, _ *Experiment) { c.Experiments, c.ExperimentsKnown = nil, false }, NoCode, "none"},
		{"another version runs", noValue, olderVersion, IterationUsesOtherVersion, "none"},
		{"dropped", trackWith("properties", `{"revenue":"x"}`, "userId", `"guest"`), bare, ValueNotNumber, ""},
		{"a page", trackWith("type", `"page"`), bare, NoCode, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, j := judgedWith(t, Shop(c.change), Actions(), "", "track", c.body, Arrival{})
			cause := NoCode
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
