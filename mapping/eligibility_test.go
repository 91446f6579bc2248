package mapping

import (
	"slices"
	"strings"
	"testing"
)

func TestWhatStandsInTheWayOfAMetric(t *testing.T) {
	running := func(as IterationMetric) Experiment {
		return Experiment{Key: "x", Iteration: &Iteration{Status: "running", Unit: "user", Metrics: []IterationMetric{as}}}
	}
	metric := func(change func(*Metric)) Metric {
		m := Metric{Key: "m", EventKey: "E", Kind: "custom", AttachedFlags: 1, Experiments: 1, ActiveExperiments: -1, ActiveRollouts: -1}
		change(&m)
		return m
	}
	same := func(*Metric) {}
	for _, test := range []struct {
		name        string
		metric      Metric
		experiments []Experiment
		bars, notes string // of each the words, ";" between them
		runs        int
	}{
		{"all is well", metric(same), []Experiment{running(IterationMetric{Key: "m"})}, "", "", 1},
		{"no experiment runs", metric(same), nil, "", "", 0},
		{"archived", metric(func(m *Metric) { m.Archived = true }), nil, "archived", "", 0},
		{"archived, and an experiment goes on", metric(func(m *Metric) { m.Archived = true }), []Experiment{running(IterationMetric{Key: "m"})}, "", "archived", 1},
		{"in a warehouse", metric(func(m *Metric) { m.DataSource = "snowflake" }), nil, "computed in snowflake, a warehouse", "", 0},
		{"of clicks", metric(func(m *Metric) { m.Kind, m.EventKey = "click", "" }), nil, "a click metric, not custom", "", 0},
		{"on no flag", metric(func(m *Metric) { m.AttachedFlags, m.Experiments = 0, 0 }), nil, "", "not attached", 0},
		{
			"an iteration with another event key", metric(same),
			[]Experiment{running(IterationMetric{Key: "m", EventKey: "Old"})},
			`x uses another version, with the event key "Old"`, "", 1,
		},
		{
			"an iteration with another version", metric(func(m *Metric) { m.VersionID = "6789-0" }),
			[]Experiment{running(IterationMetric{Key: "m", EventKey: "E", VersionID: "1234-5"})},
			"", "x uses version 1234, another than it has now", 1,
		},
		{
			"twice in one experiment", metric(same),
			[]Experiment{{Key: "x", Iteration: &Iteration{Status: "running", Metrics: []IterationMetric{{Key: "m"}, {Key: "m", Group: "g"}}}}},
			"", "", 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &Catalogue{Metrics: []Metric{test.metric}, Experiments: test.experiments, ExperimentsKnown: true}
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
	c := &Catalogue{ExperimentsKnown: true, Experiments: []Experiment{{Key: "x", Iteration: &Iteration{Status: "running", Unit: "user", Metrics: []IterationMetric{
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
	judge := NewJudge(newEngine(t, Actions())).With(c)
	for name, test := range map[string]struct {
		message string
		want    Headline
	}{
		"with a value, and a filter that nobody knows": {`{"type":"track","userId":"u","event":"E","properties":{"value":1}}`, HeadlineUnknown},
		"without the value that it needs":              {`{"type":"track","userId":"u","event":"E"}`, CountsNowhere},
	} {
		t.Run(name, func(t *testing.T) {
			m := ParseMessage([]byte(test.message))
			if got := judge.Message(&m, Arrival{}).Verdict.Headline; got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

// What runs is told in two ways, which must agree.
func TestTheExperimentsThatRunAreThoseThatAJudgeSees(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Catalogue, *Metric, *Experiment)
		runs   bool
	}{
		"running":                         {bare, true},
		"stopped":                         {func(_ *Catalogue, _ *Metric, e *Experiment) { e.Iteration.Status = "stopped" }, false},
		"archived":                        {func(_ *Catalogue, _ *Metric, e *Experiment) { e.Archived = true }, false},
		"of another environment":          {func(_ *Catalogue, _ *Metric, e *Experiment) { e.Environment = "production" }, false},
		"analysed in a warehouse":         {func(_ *Catalogue, _ *Metric, e *Experiment) { e.DataSource = "redshift" }, false},
		"analysed nobody knows where":     {func(_ *Catalogue, _ *Metric, e *Experiment) { e.DataSource = "lake" }, false},
		"of a metric that is only named":  {func(c *Catalogue, _ *Metric, _ *Experiment) { c.Metrics = nil }, true},
		"of a metric that is there twice": {func(c *Catalogue, m *Metric, _ *Experiment) { c.Metrics = append(c.Metrics, *m) }, true},
		"with the metric alone and in a group": {func(_ *Catalogue, m *Metric, e *Experiment) {
			e.Iteration.Metrics = append(e.Iteration.Metrics, IterationMetric{Key: m.Key, Group: "funnel"})
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			known := shop(c.change)
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
