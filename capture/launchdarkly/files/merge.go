package files

import (
	"cmp"
	"fmt"
	"slices"

	"segtap/capture/launchdarkly"
	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
)

// source is a catalogue, where it is from, and which of its lists are whole.
type source struct {
	*catalogue.Catalogue
	asked                      bool // LaunchDarkly gave it; else a person wrote it
	allMetrics, allExperiments bool // of the project, and of the environment
}

// sourceOf gives a catalogue that was pulled, or that a person wrote.
func sourceOf(c *catalogue.Catalogue) source {
	pulled := c.PulledAt != 0
	return source{c, pulled, pulled && !c.MetricsPartial && len(c.Metrics) > 0, pulled && c.ExperimentsKnown}
}

// merging is a catalogue that is made of sources.
type merging struct {
	*catalogue.Catalogue
	warnings    []string
	metrics     launchdarkly.MetricList
	experiments launchdarkly.ExperimentList
	// When what is left of each list was pulled, the oldest of it; 0: not known.
	metricsAt, experimentsAt, restAt int64
	allMetrics                       bool
	byHand                           map[string]bool         // metrics and experiments that a person wrote
	written                          map[string]origin.Place // where a person wrote a metric, by key
}

// merge joins what several sources tell of one project, and tells where they
// differ. Of two metrics with one key, and of two experiments with one key and
// environment, the later counts; what LaunchDarkly has given whole takes the
// place of all it gave earlier, since what is not in it is gone. What a person
// wrote stays, and where it is written is the place of the metric, whatever
// LaunchDarkly says of that. Project, environment and client-side ID are those of the later
// source as well. The catalogue is as old as the oldest source of which something
// is left. Its experiments are known where a source knew those of its
// environment, and its metrics are partial where those of a source are and none
// has them whole. An experiment that names no environment is of its source's,
// else of the catalogue's. The sources are not changed.
func merge(sources []source) (*catalogue.Catalogue, []string) {
	m := merging{Catalogue: &catalogue.Catalogue{}, byHand: map[string]bool{}, written: map[string]origin.Place{}}
	for _, s := range sources {
		m.place(s)
	}
	for _, s := range sources { // when it is known which environment it is
		m.takeMetrics(s)
		m.takeExperiments(s)
	}
	m.Metrics, m.Experiments = m.metrics.Sorted(), m.experiments.Sorted()
	m.PulledAt = older(older(m.metricsAt, m.experimentsAt), m.restAt)
	return m.Catalogue, m.warnings
}

// place takes which project and environment a source is of.
func (m *merging) place(s source) {
	for _, f := range []struct {
		dst        *string
		text, what string
	}{{&m.Project, s.Project, "projects"}, {&m.Environment, s.Environment, "environments"}, {&m.ClientSideID, s.ClientSideID, "client-side IDs"}} {
		if *f.dst != "" && f.text != "" && *f.dst != f.text {
			m.warnings = append(m.warnings, fmt.Sprintf("the files are of different %s, %q and %q; the later counts", f.what, *f.dst, f.text))
		}
		*f.dst = cmp.Or(f.text, *f.dst)
	}
	if s.PulledAt != 0 && s.Environment != "" {
		m.Critical, m.CriticalUnknown = s.Critical, s.CriticalUnknown
		return
	}
	m.Critical = m.Critical || s.Critical
	m.CriticalUnknown = m.CriticalUnknown || s.CriticalUnknown
}

func (m *merging) takeMetrics(s source) {
	switch {
	case s.allMetrics:
		m.metrics.Drop(func(metric *catalogue.Metric) bool { return !m.byHand[metric.Key] })
		m.metricsAt, m.MetricsPartial, m.allMetrics = 0, false, true
	case s.MetricsPartial && !m.allMetrics:
		m.MetricsPartial = true
	}
	for _, metric := range s.Metrics {
		if at, known := m.written[metric.Key]; known && s.asked {
			metric.Place = at
		} else if !s.asked {
			m.written[metric.Key] = metric.Place
		}
		m.metrics.Add(metric)
		m.byHand[metric.Key] = !s.asked
	}
	if len(s.Metrics) > 0 {
		m.metricsAt = older(m.metricsAt, s.PulledAt)
	}
}

func (m *merging) takeExperiments(s source) {
	environment := cmp.Or(s.Environment, m.Environment)
	if s.allExperiments {
		m.experiments.Drop(func(e *catalogue.Experiment) bool {
			return e.Environment == environment && !m.byHand[launchdarkly.ExperimentID(e)]
		})
		if len(m.experiments.Items) == 0 {
			m.experimentsAt = 0
		}
	}
	if s.ExperimentsKnown && environment == m.Environment {
		m.ExperimentsKnown = true
	}
	for _, e := range s.Experiments {
		e.Environment = cmp.Or(e.Environment, environment)
		m.experiments.Add(e)
		m.byHand[launchdarkly.ExperimentID(&e)] = !s.asked
	}
	switch {
	case len(s.Experiments) > 0:
		m.experimentsAt = older(m.experimentsAt, s.PulledAt)
	case len(s.Metrics) == 0:
		m.restAt = older(m.restAt, s.PulledAt)
	}
}

// older gives the earlier of two times, in ms since 1970; 0 is none.
func older(a, b int64) int64 {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// unresolved tells of metrics that an experiment names and nobody describes: a
// slip in a file by hand, mostly. Without any metrics there is nothing to
// compare with.
func unresolved(c *catalogue.Catalogue) []string {
	var warnings []string
	if len(c.Metrics) == 0 {
		return nil
	}
	for _, e := range c.Experiments {
		if e.Iteration == nil {
			continue
		}
		for _, used := range e.Iteration.Metrics {
			described := slices.ContainsFunc(c.Metrics, func(m catalogue.Metric) bool { return m.Key == used.Key })
			if used.EventKey == "" && !described {
				warnings = append(warnings, fmt.Sprintf("the experiment %q uses the metric %q, which no file describes", e.Key, used.Key))
			}
		}
	}
	return warnings
}

// keyless tells of custom metrics that no event can feed, since nothing says by
// which event key. Those of a warehouse have none.
func keyless(c *catalogue.Catalogue) []string {
	var keys []string
	for i := range c.Metrics {
		m := &c.Metrics[i]
		known := m.Kind != "custom" || m.EventKey != "" || m.Warehouse()
		for k := 0; k < len(c.Experiments) && !known; k++ {
			known = c.Experiments[k].Iteration != nil && slices.ContainsFunc(c.Experiments[k].Iteration.Metrics, func(used catalogue.IterationMetric) bool {
				return used.Key == m.Key && used.EventKey != ""
			})
		}
		if !known {
			keys = append(keys, m.Key)
		}
	}
	switch {
	case len(keys) == 0:
		return nil
	case len(keys) == 1:
		return []string{fmt.Sprintf("the custom metric %q has no event key: no event feeds it", keys[0])}
	}
	return []string{fmt.Sprintf("%d custom metrics have no event key, so that no event feeds them: %q", len(keys), keys)}
}
