package gates

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// recording is gate 8: an iteration that runs now counts the event for the
// metric. A guarded rollout may count it as well, and LaunchDarkly's API does not
// say in which environment one runs.
func (w *walk) recording() verdict.State {
	t := w.metric
	known := w.catalogue.ExperimentsKnown
	switch {
	case w.versions():
		return verdict.Pass
	case t.Unsure, t.ActiveRollouts > 0:
		return verdict.Unknown
	case !known && (t.ActiveExperiments != 0 || t.ActiveRollouts != 0):
		return verdict.Unknown
	case known && len(t.Running) > 0: // but with another event key, as noted
		return verdict.Fail
	case len(t.Idle) > 0 || t.AttachedFlags > 0 || t.Experiments > 0 || t.ActiveExperiments > 0:
		w.notRunning()
	default:
		w.add(verdict.MetricNotAttached, "", nil, t.Key, " is in no experiment", w.environment(), ": nothing counts the event.")
	}
	return verdict.Fail
}

// versions notes where a running iteration uses the metric in another version
// than the current one, and reports whether a running iteration counts the event.
func (w *walk) versions() bool {
	t := w.metric
	var missed, outdated []string
	took := false
	for _, u := range t.Running {
		switch {
		case !u.Takes(w.event.Key, t):
			missed = append(missed, u.Experiment.Key+" (event key "+prose.Quoted(cmp.Or(u.As.EventKey, t.EventKey))+")")
		case u.Outdated(t):
			outdated = append(outdated, u.Experiment.Key)
			took = true
		default:
			took = true
		}
	}
	if len(outdated) > 0 {
		d := w.add(verdict.IterationUsesOtherVersion, "", nil, t.Key, " is used by ", prose.Listed(outdated, "and"), " in another version than the present one. ",
			"Its kind, filter and units may differ there: whether the event counts is not known.")
		d.Severity = verdict.Info
	}
	if len(missed) > 0 {
		d := w.add(verdict.IterationUsesOtherVersion, "/event", nil, t.Key, " has another event key in ", prose.Listed(missed, "and"), ": the event is not counted there.")
		if took || t.Unsure || t.ActiveRollouts > 0 || !w.catalogue.ExperimentsKnown {
			d.Severity = verdict.Info // it may count elsewhere
		}
	}
	return took
}

// notRunning names the experiments that have the metric and do not record it.
func (w *walk) notRunning() {
	t := w.metric
	var idle []string
	for _, u := range t.Idle {
		idle = append(idle, u.Experiment.Key+" ("+statusOf(u.Experiment)+")")
	}
	says := "has flags or experiments, and none of them records it" + w.environment() + " now"
	if len(idle) > 0 {
		says = "is used by " + prose.Listed(idle, "and") + ", and recorded by none" + w.environment() + " now"
	}
	switch n := t.ActiveExperiments; {
	case n == 1: // which may be one that is analysed in a warehouse
		says += "; LaunchDarkly's list of metrics has 1 that runs, in some environment"
	case n > 1:
		says += "; LaunchDarkly's list of metrics has " + strconv.Itoa(n) + " that run, in some environment"
	}
	w.add(verdict.ExperimentNotRunning, "", nil, t.Key, " ", says, ".")
}

// statusOf says why an experiment does not record events at LaunchDarkly.
func statusOf(e *catalogue.Experiment) string {
	switch {
	case e.Archived:
		return "archived"
	case e.Running() && e.Warehouse():
		return "analysed in " + e.DataSource
	case e.Iteration == nil || e.Iteration.Status == "":
		return "not running"
	}
	return strings.ReplaceAll(e.Iteration.Status, "_", " ")
}

// environment names the environment, to stand behind a word; "" when it is not
// known.
func (w *walk) environment() string {
	if key := w.catalogue.Environment; key != "" {
		return " in " + key
	}
	return ""
}

// countedBy says by which iterations the event may count, as far as their units
// go: by one that uses the metric as it is now, and by one with another version,
// of which the catalogue knows neither kind nor filter.
func (w *walk) countedBy() (now, old bool) {
	t := w.metric
	for _, u := range t.Running {
		if !u.Takes(w.event.Key, t) {
			continue
		}
		s := w.unitOf(u)
		if u.Outdated(t) {
			old = old || s != verdict.Fail
		} else {
			now = now || s == verdict.Pass || s == verdict.Warn
		}
	}
	return now, old
}

// unit is gate 9: the event carries the unit of an iteration that records it,
// and the metric has that unit.
func (w *walk) unit() verdict.State {
	t := w.metric
	var count [4]int // by state
	for _, u := range t.Running {
		if u.Takes(w.event.Key, t) {
			count[w.unitOf(u)]++
		}
	}
	good, others := count[verdict.Pass]+count[verdict.Warn], count[verdict.Unknown]+count[verdict.Fail]
	if good+others == 0 {
		return w.unitOfMetric()
	}
	w.unitFindings(count[verdict.Fail]+count[verdict.Warn], good+count[verdict.Unknown] > 0)
	switch {
	case count[verdict.Pass] > 0:
		return verdict.Pass
	case good > 0:
		return verdict.Warn
	case count[verdict.Unknown] > 0:
		return verdict.Unknown
	}
	return verdict.Fail
}

// unitOf says whether the event has the unit of an iteration, and the metric as
// well; which units another version of the metric has is not known. A metric of
// occurrences is analysed by other units all the same (LaunchDarkly docs,
// home/experimentation/health-checks).
func (w *walk) unitOf(u catalogue.Use) verdict.State {
	unit := u.Experiment.Iteration.Unit
	if unit == "" {
		return verdict.Unknown
	}
	_, carried := w.event.Carries(unit)
	switch {
	case !carried:
		return verdict.Fail
	case !w.metric.Lacks(unit):
		return verdict.Pass
	case u.Outdated(w.metric):
		return verdict.Unknown
	case w.metric.Occurrence():
		return verdict.Warn
	}
	return verdict.Fail
}

// unitFindings notes what is wrong with the units of n iterations. Elsewhere says
// that another iteration takes the event.
func (w *walk) unitFindings(n int, elsewhere bool) {
	t := w.metric
	for _, u := range t.Running {
		if n == 0 {
			return
		}
		if s := w.unitOf(u); !u.Takes(w.event.Key, t) || s != verdict.Fail && s != verdict.Warn {
			continue
		}
		n--
		unit := u.Experiment.Iteration.Unit
		first := len(w.findings.List)
		if _, carried := w.event.Carries(unit); !carried {
			w.unitMissing(unit, u.Experiment.Key)
		}
		if t.Lacks(unit) {
			d := w.add(verdict.UnitNotInMetric, "", nil, u.Experiment.Key, " counts by ", unit, "; ", t.Key, " has ", prose.Listed(t.Units, "and"), " only.")
			if t.Occurrence() {
				d.Severity = verdict.Warning
			}
		}
		for i := range w.findings.List[first:] {
			if d := &w.findings.List[first+i]; elsewhere && d.Severity == verdict.Error {
				d.Severity = verdict.Info
			}
		}
	}
}

// toward gives the running experiments that the event counts toward by its
// unit: those with the metric as it is now, or else those with another version.
func (w *walk) toward(outdated bool) []catalogue.Toward {
	t := w.metric
	takes := func(u catalogue.Use) bool {
		s := w.unitOf(u)
		return u.Takes(w.event.Key, t) && u.Outdated(t) == outdated && (s == verdict.Pass || s == verdict.Warn)
	}
	if i := slices.IndexFunc(t.Running, func(u catalogue.Use) bool { return !takes(u) }); i < 0 {
		return slices.Clip(t.Toward)
	}
	var list []catalogue.Toward
	for i, u := range t.Running {
		if takes(u) {
			list = append(list, t.Toward[i])
		}
	}
	return list
}

// unitOfMetric is gate 9 where no iteration that runs says the unit. An event
// that carries all units that the metric can be analysed by carries whichever an
// experiment will use; of any other that is not known, and nothing is missing.
func (w *walk) unitOfMetric() verdict.State {
	if len(w.metric.Units) == 0 {
		return verdict.Unknown
	}
	for _, unit := range w.metric.Units {
		if _, ok := w.event.Carries(unit); !ok {
			return verdict.Unknown
		}
	}
	return verdict.Pass
}

// unitMissing notes that the event has no key of the unit by which an experiment
// counts.
func (w *walk) unitMissing(unit, experiment string) {
	pointer := w.keyPointer(unit)
	d := w.add(verdict.UnitMissing, pointer, w.message.Root.Lookup(pointer).Raw(), experiment, " counts ", w.metric.Key, " by ", unit,
		", and the event has no key of that kind: it has ", cmp.Or(prose.Listed(w.event.Kinds(), "and"), "none"), ".")
	instead := "run the experiment on " + prose.Listed(w.event.Kinds(), "or")
	if w.event.Schema == destination.SchemaOfUsers {
		d.Fix = "This destination sends user keys only: " + instead + ", or use LaunchDarkly (Actions)."
		return
	}
	if pointer != "" {
		d.Fix = "Send " + pointer + ", where the destination takes the key of " + unit + " from"
	} else {
		d.Fix = "Map the key of " + unit + " in the destination's Additional Context Keys"
		d.Pointer, d.Value = "", ""
	}
	if len(w.event.Kinds()) > 0 {
		d.Fix += ", or " + instead
	}
	d.Fix += "."
}

// keyPointer gives the place that the mapping takes the key of a context kind
// from; "" when it maps none.
func (w *walk) keyPointer(kind string) string {
	part := "/" + jsondoc.EscapePointer(kind)
	for _, source := range w.outcome.Sources(destination.FieldContextKeys) {
		if len(source.From) == 0 {
			continue
		}
		switch source.Part {
		case part:
			return source.From[0]
		case "":
			return source.From[0] + part
		}
	}
	return ""
}
