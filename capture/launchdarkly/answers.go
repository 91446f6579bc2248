package launchdarkly

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"segtap/mapping"
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
	if s := sortAt(selfLink(v)); s != unknownSort {
		return s
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return v.Member(n).Kind() != jsondoc.Absent })
	}
	kind := v.Member("kind").Text()
	switch {
	case has("currentIteration", "draftIteration", "previousIterations", "methodology", "environmentKey"):
		return experimentSort
	case has("eventKey", "isNumeric", "successCriteria", "unitAggregationType", "randomizationUnits", "analysisUnits"),
		kind == "custom", kind == "click", kind == "pageview":
		return metricSort
	}
	return unknownSort
}

func sortAt(href string) sort {
	switch placeOf(href).collection {
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
	metrics                                    metricList
	experiments                                experimentList
	projects                                   []string // each once, in the order they were met
	warnings                                   []string
	metricsSkipped, experimentsSkipped, others int
	metricPages, experimentPages               coverage
}

// coverage is how much of a list its pages give.
type coverage struct {
	pages   int
	given   int      // how many different things there are
	total   int      // the largest that was said; 0: none was
	open    bool     // without a total, but with a link to another page
	filters []string // that the pages were asked for with
}

// take reads an answer: a page, a metric or an experiment.
func (a *answers) take(v jsondoc.Value) {
	p, isPage := pageOf(v)
	if !isPage {
		a.object(v, unknownSort)
		return
	}
	s := sortAt(p.self)
	for _, item := range p.items {
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
		a.metricPages.add(p, link(v, "prev"))
	case experimentSort:
		a.experimentPages.add(p, link(v, "prev"))
	}
	a.project(p.self)
	for _, item := range p.items {
		a.object(item, s)
	}
}

func (c *coverage) add(p page, prev string) {
	c.pages++
	c.total = max(c.total, p.total)
	c.open = p.total < 0 && (p.next != "" || prev != "" && c.pages == 1)
	_, params, _ := strings.Cut(p.self, "?")
	q, _ := url.ParseQuery(params) // what of it can be read
	if f := q.Get("filter"); f != "" {
		c.filters = append(c.filters, f)
	}
	if f := q.Get("lifecycleState"); f != "" && !strings.Contains(f, "active") {
		c.filters = append(c.filters, "lifecycleState "+f)
	}
}

// whole tells whether no page of the list is missing.
func (c *coverage) whole() bool { return c.given >= c.total && !c.open }

// object reads one metric or experiment; fallback is what its page holds.
func (a *answers) object(v jsondoc.Value, fallback sort) {
	s := sortOf(v)
	if s == unknownSort {
		s = fallback
	}
	switch s {
	case metricSort:
		if m, ok := metricOf(v); ok {
			a.metrics.add(m)
		} else {
			a.metricsSkipped++
		}
	case experimentSort:
		e, odd, ok := experimentOf(v)
		if !ok {
			a.experimentsSkipped++
			return
		}
		a.warnings = append(a.warnings, odd...)
		a.experiments.add(e)
	default:
		a.others++
		return
	}
	a.project(selfLink(v))
}

// project remembers which project an address belongs to.
func (a *answers) project(href string) {
	if p := placeOf(href).project; p != "" && !slices.Contains(a.projects, p) {
		a.projects = append(a.projects, p)
	}
}

// found tells whether the answers were of metrics or experiments at all.
func (a *answers) found() bool {
	return len(a.metrics.items)+len(a.experiments.items)+a.metricsSkipped+a.experimentsSkipped+a.metricPages.pages+a.experimentPages.pages > 0
}

// catalogue gives what was gathered, and what is missing in it or odd.
func (a *answers) catalogue() (*mapping.Catalogue, []string) {
	c := &mapping.Catalogue{Metrics: a.metrics.sorted(), Experiments: a.experiments.sorted()}
	warnings := appendSkipped(a.warnings, a.metricsSkipped, "metric")
	warnings = appendSkipped(warnings, a.experimentsSkipped, "experiment")
	if a.others > 0 {
		warnings = append(warnings, fmt.Sprintf("%d of its objects are neither metrics nor experiments", a.others))
	}
	a.metricPages.given = len(c.Metrics) + a.metricsSkipped
	a.experimentPages.given = len(c.Experiments) + a.experimentsSkipped
	warnings = a.metricPages.tell(warnings, "metrics")
	warnings = a.experimentPages.tell(warnings, "experiments")
	var environments []string
	for _, e := range c.Experiments {
		if e.Environment != "" && !slices.Contains(environments, e.Environment) {
			environments = append(environments, e.Environment)
		}
	}
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
	// What is asked for with status:running leaves out only what does not run.
	unfiltered := !slices.ContainsFunc(a.experimentPages.filters, func(f string) bool { return f != "status:running" })
	c.ExperimentsKnown = a.experimentPages.pages > 0 && a.experimentPages.whole() && unfiltered && len(environments) <= 1
	return c, warnings
}

// tell says what of a list is missing.
func (c *coverage) tell(warnings []string, what string) []string {
	switch {
	case c.whole():
	case c.total > c.given:
		warnings = append(warnings, fmt.Sprintf("it has %d of %d %s, so that those it lacks will be called unknown; read the other pages as well", c.given, c.total, what))
	default:
		warnings = append(warnings, fmt.Sprintf("it has %d %s, and LaunchDarkly has more on other pages, which will be called unknown; read these as well", c.given, what))
	}
	for _, f := range c.filters {
		if what != "experiments" || f != "status:running" {
			warnings = append(warnings, fmt.Sprintf("its %s were asked for with the filter %q, so that others are missing", what, shortened(f)))
		}
	}
	return warnings
}
