package mapping_test

import (
	"slices"
	"strings"
	"testing"

	"segtap/mapping"
)

func TestWhatStandsInTheWayOfAMetric(t *testing.T) {
	running := func(as mapping.IterationMetric) mapping.Experiment {
		return mapping.Experiment{Key: "x", Iteration: &mapping.Iteration{Status: "running", Unit: "user", Metrics: []mapping.IterationMetric{as}}}
	}
	metric := func(change func(*mapping.Metric)) mapping.Metric {
		m := mapping.Metric{Key: "m", EventKey: "E", Kind: "custom", AttachedFlags: 1, Experiments: 1, ActiveExperiments: -1, ActiveRollouts: -1}
		change(&m)
		return m
	}
	same := func(*mapping.Metric) {}
	for _, test := range []struct {
		name        string
		metric      mapping.Metric
		experiments []mapping.Experiment
		bars, notes string // of each the words, ";" between them
		runs        int
	}{
		{"all is well", metric(same), []mapping.Experiment{running(mapping.IterationMetric{Key: "m"})}, "", "", 1},
		{"no experiment runs", metric(same), nil, "", "", 0},
		{"archived", metric(func(m *mapping.Metric) { m.Archived = true }), nil, "archived", "", 0},
		{"archived, and an experiment goes on", metric(func(m *mapping.Metric) { m.Archived = true }), []mapping.Experiment{running(mapping.IterationMetric{Key: "m"})}, "", "archived", 1},
		{"in a warehouse", metric(func(m *mapping.Metric) { m.DataSource = "snowflake" }), nil, "computed in snowflake, a warehouse", "", 0},
		{"of clicks", metric(func(m *mapping.Metric) { m.Kind, m.EventKey = "click", "" }), nil, "a click metric, not custom", "", 0},
		{"on no flag", metric(func(m *mapping.Metric) { m.AttachedFlags, m.Experiments = 0, 0 }), nil, "", "not attached", 0},
		{
			"an iteration with another event key", metric(same),
			[]mapping.Experiment{running(mapping.IterationMetric{Key: "m", EventKey: "Old"})},
			`x uses another version, with the event key "Old"`, "", 1,
		},
		{
			"an iteration with another version", metric(func(m *mapping.Metric) { m.VersionID = "6789-0" }),
			[]mapping.Experiment{running(mapping.IterationMetric{Key: "m", EventKey: "E", VersionID: "1234-5"})},
			"", "x uses version 1234, another than it has now", 1,
		},
		{
			"twice in one experiment", metric(same),
			[]mapping.Experiment{{Key: "x", Iteration: &mapping.Iteration{Status: "running", Metrics: []mapping.IterationMetric{{Key: "m"}, {Key: "m", Group: "g"}}}}},
			"", "", 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &mapping.Catalogue{Metrics: []mapping.Metric{test.metric}, Experiments: test.experiments, ExperimentsKnown: true}
			all := c.Eligibilities()
			if len(all) != 1 {
				t.Fatalf("%d standings", len(all))
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
	c := &mapping.Catalogue{ExperimentsKnown: true, Experiments: []mapping.Experiment{{Key: "x", Iteration: &mapping.Iteration{Status: "running", Unit: "user", Metrics: []mapping.IterationMetric{
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
	engine, err := mapping.NewEngine(mapping.Actions(), mapping.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	judge := mapping.NewJudge(engine).With(c)
	for name, test := range map[string]struct {
		message string
		want    mapping.Headline
	}{
		"with a value, and a filter that nobody knows": {`{"type":"track","userId":"u","event":"E","properties":{"value":1}}`, mapping.HeadlineUnknown},
		"without the value that it needs":              {`{"type":"track","userId":"u","event":"E"}`, mapping.CountsNowhere},
	} {
		t.Run(name, func(t *testing.T) {
			m := mapping.ParseMessage([]byte(test.message))
			if got := judge.Message(&m, mapping.Arrival{}).Verdict.Headline; got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

// What runs is told in two ways, which must agree.
func TestTheExperimentsThatRunAreThoseThatAJudgeSees(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*mapping.Catalogue, *mapping.Metric, *mapping.Experiment)
		runs   bool
	}{
		"running":                        {func(*mapping.Catalogue, *mapping.Metric, *mapping.Experiment) {}, true},
		"stopped":                        {func(_ *mapping.Catalogue, _ *mapping.Metric, e *mapping.Experiment) { e.Iteration.Status = "stopped" }, false},
		"archived":                       {func(_ *mapping.Catalogue, _ *mapping.Metric, e *mapping.Experiment) { e.Archived = true }, false},
		"of another environment":         {func(_ *mapping.Catalogue, _ *mapping.Metric, e *mapping.Experiment) { e.Environment = "production" }, false},
		"analysed in a warehouse":        {func(_ *mapping.Catalogue, _ *mapping.Metric, e *mapping.Experiment) { e.DataSource = "redshift" }, false},
		"analysed nobody knows where":    {func(_ *mapping.Catalogue, _ *mapping.Metric, e *mapping.Experiment) { e.DataSource = "lake" }, false},
		"of a metric that is only named": {func(c *mapping.Catalogue, _ *mapping.Metric, _ *mapping.Experiment) { c.Metrics = nil }, true},
		"of a metric that is there twice": {func(c *mapping.Catalogue, m *mapping.Metric, _ *mapping.Experiment) {
			c.Metrics = append(c.Metrics, *m)
		}, true},
		"with the metric alone and in a group": {func(_ *mapping.Catalogue, m *mapping.Metric, e *mapping.Experiment) {
			e.Iteration.Metrics = append(e.Iteration.Metrics, mapping.IterationMetric{Key: m.Key, Group: "funnel"})
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			known := mapping.Shop(c.change)
			running := known.Running()
			if got := running["order-revenue"]; (len(got) == 1) != c.runs || c.runs && got[0] != &known.Experiments[0] {
				t.Errorf("%d run", len(got))
			}
			for _, s := range known.Eligibilities() {
				if !slices.Equal(s.Running, running[s.Metric.Key]) {
					t.Errorf("%s: %d run, standing in %d", s.Metric.Key, len(running[s.Metric.Key]), len(s.Running))
				}
			}
		})
	}
}
