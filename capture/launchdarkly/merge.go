package launchdarkly

import (
	"cmp"
	"fmt"
	"slices"

	"segtap/mapping"
)

// Merge joins what several files tell of one project, such as a page of metrics
// and a page of experiments. Of two metrics with one key, and of two
// experiments with one key and environment, the later counts. Project,
// environment and client-side ID are those of the later one as well; that they
// differ is a warning. The catalogue is as old as its oldest part. Its
// experiments are known where those of one part are. An experiment that names no
// environment is of the catalogue's. The parts are not changed, nil ones are
// passed over; the warnings are a sentence each, safe to print.
func Merge(catalogues ...*mapping.Catalogue) (*mapping.Catalogue, []string) {
	merged, warnings := merge(catalogues)
	return merged, append(warnings, unresolved(merged)...)
}

// merge joins catalogues and tells where they differ.
func merge(catalogues []*mapping.Catalogue) (*mapping.Catalogue, []string) {
	var warnings []string
	var metrics metricList
	var experiments experimentList
	merged := &mapping.Catalogue{}
	later := func(dst *string, text, what string) {
		if *dst != "" && text != "" && *dst != text {
			warnings = append(warnings, fmt.Sprintf("the files are of different %s, %q and %q; the later counts", what, *dst, text))
		}
		if text != "" {
			*dst = text
		}
	}
	for _, c := range catalogues {
		if c == nil {
			continue
		}
		later(&merged.Project, c.Project, "projects")
		later(&merged.Environment, c.Environment, "environments")
		later(&merged.ClientSideID, c.ClientSideID, "client-side IDs")
		merged.Critical = merged.Critical || c.Critical
		merged.ExperimentsKnown = merged.ExperimentsKnown || c.ExperimentsKnown
		if c.PulledAt != 0 && (merged.PulledAt == 0 || c.PulledAt < merged.PulledAt) {
			merged.PulledAt = c.PulledAt
		}
		for _, m := range c.Metrics {
			metrics.add(m)
		}
	}
	for _, c := range catalogues {
		if c == nil {
			continue
		}
		for _, e := range c.Experiments {
			e.Environment = cmp.Or(e.Environment, c.Environment, merged.Environment)
			experiments.add(e)
		}
	}
	merged.Metrics, merged.Experiments = metrics.sorted(), experiments.sorted()
	return merged, warnings
}

// unresolved tells of metrics that an experiment names and nobody describes: a
// slip in a file by hand, mostly. Without any metrics there is nothing to
// compare with.
func unresolved(c *mapping.Catalogue) []string {
	var warnings []string
	if len(c.Metrics) == 0 {
		return nil
	}
	for _, e := range c.Experiments {
		if e.Iteration == nil {
			continue
		}
		for _, used := range e.Iteration.Metrics {
			described := slices.ContainsFunc(c.Metrics, func(m mapping.Metric) bool { return m.Key == used.Key })
			if used.EventKey == "" && !described {
				warnings = append(warnings, fmt.Sprintf("the experiment %q uses the metric %q, which no file describes", e.Key, used.Key))
			}
		}
	}
	return warnings
}
