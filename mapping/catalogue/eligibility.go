package catalogue

import (
	"slices"
	"strings"

	"segtap/mapping/prose"
)

// Eligibility is what a catalogue says of one metric before any event has come.
type Eligibility struct {
	// Metric is the catalogue's. Of a metric that only an iteration speaks of,
	// everything that the iteration does not say is empty, and counts are -1.
	Metric *Metric
	// Described says that the catalogue has the metric itself, and does not only
	// name it in an iteration.
	Described bool
	// Running are the experiments that record it now, each once.
	Running []*Experiment
	// Bars say why no event counts for it now, a few words each; none: one may.
	// That no experiment runs is not among them.
	Bars []string
	// Notes say what else is worth knowing.
	Notes []string
}

// Eligibilities returns the eligibility of every metric, by key; those included that only
// an iteration speaks of.
func (c *Catalogue) Eligibilities() []Eligibility {
	var all []Eligibility
	for _, t := range track(c) {
		all = append(all, t.eligibility())
	}
	return all
}

// eligibility says what stands in the way of events of the metric's own event key,
// as gates 7 and 8 do.
func (t *Tracked) eligibility() Eligibility {
	s := Eligibility{Metric: t.Metric, Described: !t.mentioned}
	takes := false
	var missed []string
	for _, u := range t.Running {
		if !slices.Contains(s.Running, u.Experiment) {
			s.Running = append(s.Running, u.Experiment)
		}
		switch {
		case !u.Takes(t.EventKey, t):
			missed = append(missed, u.Experiment.Key+" uses another version, with the event key "+prose.Quoted(u.As.EventKey))
		case u.Outdated(t):
			takes = true
			s.Notes = append(s.Notes, u.Experiment.Key+" uses version "+shortVersion(u.As.VersionID)+", another than it has now")
		default:
			takes = true
		}
	}
	switch t.unfed() {
	case NotCustom:
		s.Bars = append(s.Bars, "a "+t.Kind+" metric, not custom")
	case InWarehouse:
		s.Bars = append(s.Bars, "computed in "+t.DataSource+", a warehouse")
	case NoEventKey:
		if t.Kind == KindCustom && len(t.Running) == 0 { // which may know it by one
			s.Bars = append(s.Bars, "no event key")
		}
	case NotExcluded, Archived:
	}
	if t.Archived && !takes {
		s.Bars = append(s.Bars, "archived")
	} else if t.Archived {
		s.Notes = append(s.Notes, "archived")
	}
	if !takes && !t.Unsure {
		s.Bars = append(s.Bars, missed...)
	} else {
		s.Notes = append(s.Notes, missed...)
	}
	if t.unattached() && len(s.Bars) == 0 {
		s.Notes = append(s.Notes, "not attached")
	}
	return s
}

// unattached reports whether the metric is known to be on no flag and in no
// experiment.
func (t *Tracked) unattached() bool {
	return len(t.Running)+len(t.Idle) == 0 && !t.Unsure && t.AttachedFlags == 0 && t.Experiments <= 0 && t.ActiveExperiments <= 0 && t.ActiveRollouts <= 0
}

// shortVersion gives as much of a version's UUID as tells it from others.
func shortVersion(id string) string {
	first, _, _ := strings.Cut(id, "-")
	if first == "" {
		return "unknown"
	}
	return prose.Shorten([]byte(first))
}

// metric gives a metric of which only an iteration speaks. Its filter and its
// source are not known; so its kind is not either, unless it is one that takes no
// custom event.
func (m *IterationMetric) metric() *Metric {
	made := &Metric{
		Key: m.Key, Name: m.Name, VersionID: m.VersionID, EventKey: m.EventKey, Numeric: m.Numeric,
		AttachedFlags: -1, Experiments: -1, ActiveExperiments: -1, ActiveRollouts: -1,
	}
	if isClickOrView(m.Kind) {
		made.Kind = m.Kind
	}
	return made
}
