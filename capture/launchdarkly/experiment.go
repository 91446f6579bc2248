package launchdarkly

import (
	"fmt"

	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
)

// ExperimentOf reads an experiment as the API gives it (LaunchDarkly API,
// Experiment), and what could not be read of it. ok is false where it has no
// key.
func ExperimentOf(v jsondoc.Value) (e catalogue.Experiment, warnings []string, ok bool) {
	e = catalogue.Experiment{
		Key:         v.Member("key").Text(),
		Name:        v.Member("name").Text(),
		Environment: firstText(v.Member("environmentKey"), v.Member("environment").Member("key")),
		DataSource:  sourceName(v.Member("dataSource")),
		Archived:    v.Member("archivedDate").Kind() == jsondoc.Number || v.Member("archived").Bool(),
	}
	if e.Environment == "" {
		e.Environment = PlaceOf(SelfLink(v)).Environment
	}
	e.Iteration, warnings = iterationOf(v.Member("currentIteration"))
	for i, w := range warnings {
		warnings[i] = fmt.Sprintf("the experiment %q %s", e.Key, w)
	}
	return e, warnings, e.Key != ""
}

// iterationOf reads the run of an experiment (LaunchDarkly API, IterationRep).
// The warnings lack their subject, the experiment.
func iterationOf(v jsondoc.Value) (*catalogue.Iteration, []string) {
	if v.Kind() != jsondoc.Object {
		return nil, nil
	}
	i := &catalogue.Iteration{
		Status:    v.Member("status").Text(),
		StartedAt: wholeOr(v.Member("startedAt"), 0),
		EndedAt:   wholeOr(v.Member("endedAt"), 0),
		Unit:      v.Member("randomizationUnit").Text(),
	}
	for flag := range v.Member("flags").Properties() {
		i.Flags = append(i.Flags, flag.Name())
	}
	// The newer list, and the members it replaces: which of them an answer has
	// depends on the account's age and on expand, and they overlap.
	used := usedMetrics{at: map[string]int{}}
	used.list(v.Member("metrics"))
	used.one(v.Member("primarySingleMetric"))
	used.one(v.Member("primaryFunnel"))
	used.list(v.Member("secondaryMetrics"))
	i.Metrics = used.metrics
	return i, used.warnings
}

// LacksMetrics reports whether an experiment that runs uses a metric group whose
// metrics were not given.
func LacksMetrics(experiment jsondoc.Value) bool {
	i := experiment.Member("currentIteration")
	if i.Member("status").Text() != "running" {
		return false
	}
	lacks := func(v jsondoc.Value) bool { return v.Member("isGroup").Bool() && v.Member("metrics").Len() == 0 }
	for _, list := range []string{"metrics", "secondaryMetrics"} {
		for v := range i.Member(list).Elements() {
			if lacks(v) {
				return true
			}
		}
	}
	return lacks(i.Member("primarySingleMetric")) || lacks(i.Member("primaryFunnel"))
}

// IsCut reports whether an experiment lacks what LaunchDarkly always gives of one
// (LaunchDarkly API, Experiment). That it has no iteration then says nothing.
func IsCut(experiment jsondoc.Value) bool {
	lacks := func(v jsondoc.Value, name string) bool { return v.Member(name).Kind() == jsondoc.Absent }
	for _, name := range []string{"key", "_creationDate", "environmentKey", "currentIteration"} {
		if lacks(experiment, name) {
			return true
		}
	}
	i := experiment.Member("currentIteration")
	return i.Kind() == jsondoc.Object && (lacks(i, "status") || lacks(i, "metrics") && lacks(i, "primarySingleMetric") && lacks(i, "primaryFunnel") && lacks(i, "secondaryMetrics"))
}

// usedMetrics gathers the metrics of an iteration, each once.
type usedMetrics struct {
	metrics  []catalogue.IterationMetric
	at       map[string]int
	warnings []string
}

func (u *usedMetrics) list(v jsondoc.Value) {
	for e := range v.Elements() {
		u.one(e)
	}
}

// one takes a metric, or the metrics of a group (which has no event key of its
// own, and is none).
func (u *usedMetrics) one(v jsondoc.Value) {
	if v.Kind() != jsondoc.Object {
		return
	}
	inner := v.Member("metrics")
	if inner.Len() == 0 && !v.Member("isGroup").Bool() {
		u.put(v, "")
		return
	}
	group := v.Member("key").Text()
	if inner.Len() == 0 {
		u.warnings = append(u.warnings, fmt.Sprintf("uses the metric group %q, whose metrics were not given", group))
	}
	for e := range inner.Elements() {
		u.put(e, group)
	}
}

func (u *usedMetrics) put(v jsondoc.Value, group string) {
	m := catalogue.IterationMetric{
		Key:       v.Member("key").Text(),
		Name:      v.Member("name").Text(),
		VersionID: v.Member("_versionId").Text(),
		EventKey:  v.Member("eventKey").Text(),
		Group:     group,
		Kind:      v.Member("kind").Text(),
		Numeric:   v.Member("isNumeric").Bool(),
	}
	if m.Key == "" {
		u.warnings = append(u.warnings, "uses a metric without a key")
		return
	}
	at, known := u.at[m.Key]
	if !known {
		u.at[m.Key] = len(u.metrics)
		u.metrics = append(u.metrics, m)
		return
	}
	first := &u.metrics[at]
	for _, field := range []struct {
		dst  *string
		text string
	}{{&first.Name, m.Name}, {&first.VersionID, m.VersionID}, {&first.EventKey, m.EventKey}, {&first.Kind, m.Kind}} {
		if *field.dst == "" {
			*field.dst = field.text
		}
	}
	first.Numeric = first.Numeric || m.Numeric
}
