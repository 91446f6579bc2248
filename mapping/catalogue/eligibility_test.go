package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

func TestWhatStandsInTheWayOfAMetric(t *testing.T) {
	running := func(as catalogue.IterationMetric) catalogue.Experiment {
		return catalogue.Experiment{Key: "x", Iteration: &catalogue.Iteration{Status: "running", Unit: "user", Metrics: []catalogue.IterationMetric{as}}}
	}
	metric := func(change func(*catalogue.Metric)) catalogue.Metric {
		m := catalogue.Metric{Key: "m", EventKey: "E", Kind: "custom", AttachedFlags: 1, Experiments: 1, ActiveExperiments: -1, ActiveRollouts: -1}
		change(&m)
		return m
	}
	same := func(*catalogue.Metric) {}
	for _, test := range []struct {
		name        string
		metric      catalogue.Metric
		experiments []catalogue.Experiment
		bars, notes string // of each the words, ";" between them
		runs        int
	}{
		{"all is well", metric(same), []catalogue.Experiment{running(catalogue.IterationMetric{Key: "m"})}, "", "", 1},
		{"no experiment runs", metric(same), nil, "", "", 0},
		{"archived", metric(func(m *catalogue.Metric) { m.Archived = true }), nil, "archived", "", 0},
		{"archived, and an experiment goes on", metric(func(m *catalogue.Metric) { m.Archived = true }), []catalogue.Experiment{running(catalogue.IterationMetric{Key: "m"})}, "", "archived", 1},
		{"in a warehouse", metric(func(m *catalogue.Metric) { m.DataSource = "snowflake" }), nil, "computed in snowflake, a warehouse", "", 0},
		{"of clicks", metric(func(m *catalogue.Metric) { m.Kind, m.EventKey = "click", "" }), nil, "a click metric, not custom", "", 0},
		{"on no flag", metric(func(m *catalogue.Metric) { m.AttachedFlags, m.Experiments = 0, 0 }), nil, "", "not attached", 0},
		{
			"an iteration with another event key", metric(same),
			[]catalogue.Experiment{running(catalogue.IterationMetric{Key: "m", EventKey: "Old"})},
			`x uses another version, with the event key "Old"`, "", 1,
		},
		{
			"an iteration with another version", metric(func(m *catalogue.Metric) { m.VersionID = "6789-0" }),
			[]catalogue.Experiment{running(catalogue.IterationMetric{Key: "m", EventKey: "E", VersionID: "1234-5"})},
			"", "x uses version 1234, another than it has now", 1,
		},
		{
			"twice in one experiment", metric(same),
			[]catalogue.Experiment{{Key: "x", Iteration: &catalogue.Iteration{Status: "running", Metrics: []catalogue.IterationMetric{{Key: "m"}, {Key: "m", Group: "g"}}}}},
			"", "", 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &catalogue.Catalogue{Metrics: []catalogue.Metric{test.metric}, Experiments: test.experiments, ExperimentsKnown: true}
			all := c.Eligibilities()
			if len(all) != 1 {
				t.Fatalf("%d eligibilities", len(all))
			}
			s := all[0]
			if got := strings.Join(s.Bars, ";"); got != test.bars {
				t.Errorf("bars %q, want %q", got, test.bars)
			}
			if got := strings.Join(s.Notes, ";"); got != test.notes {
				t.Errorf("notes %q, want %q", got, test.notes)
			}
			if len(s.Running) != test.runs || !s.Described {
				t.Errorf("runs in %d, described %v", len(s.Running), s.Described)
			}
		})
	}
}

func TestAMetricThatOnlyAnIterationSpeaksOf(t *testing.T) {
	c := &catalogue.Catalogue{ExperimentsKnown: true, Experiments: []catalogue.Experiment{{Key: "x", Iteration: &catalogue.Iteration{Status: "running", Unit: "user", Metrics: []catalogue.IterationMetric{
		{Key: "clicks", Kind: "click"}, {Key: "revenue", EventKey: "E", Kind: "custom", Numeric: true},
	}}}}}
	var keys []string
	for _, s := range c.Eligibilities() {
		keys = append(keys, s.Metric.Key)
		if s.Described || len(s.Running) != 1 {
			t.Errorf("%+v", s)
		}
	}
	if !slices.Equal(keys, []string{"clicks", "revenue"}) {
		t.Errorf("listed %q", keys)
	}
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	judge := mapping.NewJudge(engine).With(c)
	for name, test := range map[string]struct {
		message string
		want    verdict.Headline
	}{
		"with a value, and a filter that nobody knows": {`{"type":"track","userId":"u","event":"E","properties":{"value":1}}`, verdict.HeadlineUnknown},
		"without the value that it needs":              {`{"type":"track","userId":"u","event":"E"}`, verdict.CountsNowhere},
	} {
		t.Run(name, func(t *testing.T) {
			m := message.Parse([]byte(test.message))
			if got := judge.Message(&m, message.Arrival{}).Verdict.Headline; got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

// What runs is told in two ways, which must agree.
func TestTheExperimentsThatRunAreThoseThatAJudgeSees(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
		runs   bool
	}{
		"running": {func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment) {}, true},
		"stopped": {func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
			e.Iteration.Status = "stopped"
		}, false},
		"archived": {func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) { e.Archived = true }, false},
		"of another environment": {func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
			e.Environment = "production"
		}, false},
		"analysed in a warehouse":        {func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) { e.DataSource = "redshift" }, false},
		"analysed nobody knows where":    {func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) { e.DataSource = "lake" }, false},
		"of a metric that is only named": {func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.Metrics = nil }, true},
		"of a metric that is there twice": {func(c *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
			c.Metrics = append(c.Metrics, *m)
		}, true},
		"with the metric alone and in a group": {func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			e.Iteration.Metrics = append(e.Iteration.Metrics, catalogue.IterationMetric{Key: m.Key, Group: "funnel"})
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			known := cataloguetest.Shop(c.change)
			running := known.Running()
			if got := running["order-revenue"]; (len(got) == 1) != c.runs || c.runs && got[0] != &known.Experiments[0] {
				t.Errorf("%d run", len(got))
			}
			for _, s := range known.Eligibilities() {
				if !slices.Equal(s.Running, running[s.Metric.Key]) {
					t.Errorf("%s: %d run, %d by its eligibility", s.Metric.Key, len(running[s.Metric.Key]), len(s.Running))
				}
			}
		})
	}
}
