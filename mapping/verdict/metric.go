package verdict

import (
	"segtap/mapping/catalogue"
)

// Metric says whether one metric counts an event, as if the event reached
// LaunchDarkly.
type Metric struct {
	// Metric is the catalogue's. Of a metric that only an iteration speaks of,
	// everything that the iteration does not say is empty, and counts are -1.
	Metric *catalogue.Metric
	// The states of gates 7 to 9.
	Measurable, Recording, Unit State
	// Counts is the sum: [Pass] when an experiment counts the event, [Fail] when
	// none does or LaunchDarkly cannot use the event, [Unknown] when that cannot
	// be seen here: a gate is unknown, or the metric's filter looks at what
	// Segment's event does not carry. An
	// iteration goes on with the version of the metric that it began with
	// (LaunchDarkly docs, home/metrics): one with another version than the
	// catalogue's leaves gate 7 unknown, unless an experiment with the
	// catalogue's counts the event.
	Counts State
	// Toward are the running experiments that record the metric by a unit that
	// the event carries, all with the catalogue's version of it or all with
	// others. It must not be changed.
	Toward []catalogue.Toward

	Outdated bool // gate 7 is unknown since another version of the metric runs
}

// FailsAt returns the first of gates 7 to 9 that fails; NoGate when none does.
func (v *Metric) FailsAt() Gate {
	for i, s := range [...]State{v.Measurable, v.Recording, v.Unit} {
		if s == Fail {
			return Measurable + Gate(i)
		}
	}
	return NoGate
}

// leads reports whether the metric says more of the event than another one.
func (v *Metric) leads(other *Metric) bool {
	if v.Counts != other.Counts {
		rank := [...]int{Fail: 0, Unknown: 1, Pass: 2}
		return rank[v.Counts] > rank[other.Counts]
	}
	if v, other := v.Recording == Pass, other.Recording == Pass; v != other {
		return v
	}
	return v.FailsAt() > other.FailsAt()
}

// Lead returns the metric that says most of an event: one that counts the event
// before one of which it is not known, and that before others. Of those that do
// not count it, one that a running experiment records comes first, since its
// reason is the one to act on; then the one that gets furthest through gates 7
// to 9, then the first of the list. It is nil when there is none.
func Lead(metrics []Metric) *Metric {
	var lead *Metric
	for i := range metrics {
		if v := &metrics[i]; lead == nil || v.leads(lead) {
			lead = v
		}
	}
	return lead
}
