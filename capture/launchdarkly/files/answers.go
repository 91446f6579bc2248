package files

import (
	"cmp"
	"fmt"
	"slices"

	"segtap/capture/launchdarkly"
	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
)

// sort is what an object of the API is.
type sort uint8

const (
	unknownSort sort = iota
	metricSort
	experimentSort
	otherSort // another thing, such as a flag
)

// sortOf tells what an object is: by its address, else by members that only
// one of them has.
func sortOf(v jsondoc.Value) sort {
	if s := sortAt(launchdarkly.SelfLink(v)); s != unknownSort {
		return s
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return v.Member(n).Kind() != jsondoc.Absent })
	}
	kind := v.Member("kind").Text()
	switch {
	case has("currentIteration", "draftIteration", "previousIterations", "methodology", "environmentKey"):
		return experimentSort
	case has("eventKey", "isNumeric", "successCriteria", "unitAggregationType", "randomizationUnits", "analysisUnits",
		"event_key", "is_numeric", "success_criteria", "unit_aggregation_type", "randomization_units", "analysis_units"),
		kind == "custom", kind == "click", kind == "pageview":
		return metricSort
	}
	return unknownSort
}

func sortAt(href string) sort {
	switch launchdarkly.PlaceOf(href).Collection {
	case "":
		return unknownSort
	case "metrics":
		return metricSort
	case "experiments":
		return experimentSort
	}
	return otherSort
}

// answers gathers what several answers of the API tell.
type answers struct {
	where                                      where
	metrics                                    launchdarkly.MetricList
	experiments                                launchdarkly.ExperimentList
	projects                                   []string // each once, in the order they were met
	warnings                                   []string
	metricsSkipped, experimentsSkipped, others int
	metricPages, experimentPages               coverage
	lacking                                    bool // metrics of an experiment that runs
}

// take reads an answer: a page, a metric or an experiment.
func (a *answers) take(v jsondoc.Value) {
	p, isPage := launchdarkly.PageOf(v)
	if !isPage {
		a.object(v, unknownSort, "")
		return
	}
	s := sortAt(p.Self)
	for _, item := range p.Items {
		if s != unknownSort {
			break
		}
		s = sortOf(item)
	}
	if s == unknownSort && v.Member("total_count").Kind() == jsondoc.Number {
		s = experimentSort
	}
	switch s {
	case metricSort:
		a.metricPages.page(p, launchdarkly.Link(v, "prev"))
		a.metricPages.uncounted = a.metricPages.uncounted || isAlone(&p, v) && len(p.Items) >= fullPage
	case experimentSort:
		// LaunchDarkly says how many experiments there are on every page, and
		// ldcli's --fields leaves that away.
		a.experimentPages.page(p, launchdarkly.Link(v, "prev"))
		a.experimentPages.uncounted = a.experimentPages.uncounted || isAlone(&p, v)
		for _, item := range p.Items {
			if launchdarkly.IsCut(item) {
				a.experimentPages.cut++
			}
		}
	}
	a.project(p.Self)
	for _, item := range p.Items {
		a.object(item, s, launchdarkly.PlaceOf(p.Self).Environment)
	}
}

// isAlone reports whether a page says neither how many things there are nor where
// others stand.
func isAlone(p *launchdarkly.Page, v jsondoc.Value) bool {
	return p.Total < 0 && p.Next == "" && launchdarkly.Link(v, "prev") == ""
}

// object reads one metric or experiment; fallback is what its page holds, and
// environment the one that the page is of.
func (a *answers) object(v jsondoc.Value, fallback sort, environment string) {
	s := sortOf(v)
	if s == unknownSort {
		s = fallback
	}
	switch s {
	case metricSort:
		if m, ok := launchdarkly.MetricOf(v); ok {
			m.Place = a.where.is(v)
			a.metrics.Add(m)
		} else {
			a.metricsSkipped++
		}
	case experimentSort:
		e, odd, ok := launchdarkly.ExperimentOf(v)
		if !ok {
			a.experimentsSkipped++
			return
		}
		e.Environment = cmp.Or(e.Environment, environment)
		a.warnings = append(a.warnings, odd...)
		a.lacking = a.lacking || launchdarkly.LacksMetrics(v)
		a.experiments.Add(e)
	default:
		a.others++
		return
	}
	a.project(launchdarkly.SelfLink(v))
}

// project remembers which project an address belongs to.
func (a *answers) project(href string) {
	if p := launchdarkly.PlaceOf(href).Project; p != "" && !slices.Contains(a.projects, p) {
		a.projects = append(a.projects, p)
	}
}

// found tells whether the answers were of metrics or experiments at all.
func (a *answers) found() bool {
	return len(a.metrics.Items)+len(a.experiments.Items)+a.metricsSkipped+a.experimentsSkipped+a.metricPages.pages+a.experimentPages.pages > 0
}

// catalogue gives what was gathered, and what is odd in it.
func (a *answers) catalogue() (*catalogue.Catalogue, []string) {
	c := &catalogue.Catalogue{Metrics: a.metrics.Sorted(), Experiments: a.experiments.Sorted()}
	warnings := launchdarkly.AppendSkipped(a.warnings, a.metricsSkipped, "metric")
	warnings = launchdarkly.AppendSkipped(warnings, a.experimentsSkipped, "experiment")
	if a.others > 0 {
		warnings = append(warnings, fmt.Sprintf("%d of its objects are neither metrics nor experiments", a.others))
	}
	environments := a.environments()
	switch {
	case len(a.projects) == 1:
		c.Project = a.projects[0]
	case len(a.projects) > 1:
		warnings = append(warnings, fmt.Sprintf("its objects are of several projects: %q", a.projects))
	}
	switch {
	case len(environments) == 1:
		c.Environment = environments[0]
	case len(environments) > 1:
		warnings = append(warnings, fmt.Sprintf("its experiments are of several environments: %q", environments))
	}
	return c, warnings
}

// environments gives the environments of the experiments, each once.
func (a *answers) environments() []string {
	var environments []string
	for _, e := range a.experiments.Items {
		if e.Environment != "" && !slices.Contains(environments, e.Environment) {
			environments = append(environments, e.Environment)
		}
	}
	return environments
}
