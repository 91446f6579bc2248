package mapping

// MetricVerdict says whether one metric counts an event, as if the event reached
// LaunchDarkly.
type MetricVerdict struct {
	// Metric is the catalogue's. Of a metric that only an iteration speaks of,
	// everything that the iteration does not say is empty, and counts are -1.
	Metric *Metric
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
	Toward []Toward

	outdated bool // gate 7 is unknown since another version of the metric runs
}

// Toward is an experiment that an event counts toward.
type Toward struct {
	Experiment *Experiment // the catalogue's
	Unit       string      // the context kind by which its iteration counts
}

// failsAt gives the first of gates 7 to 9 that fails; gateCount when none does.
func (v *MetricVerdict) failsAt() Gate {
	for i, s := range [...]State{v.Measurable, v.Recording, v.Unit} {
		if s == Fail {
			return Measurable + Gate(i)
		}
	}
	return gateCount
}

// Lead is the metric whose gates the verdict has: one that counts the event
// before one of which it is not known, and that before others. Of those that do
// not count it, one that a running experiment records comes first, since its
// reason is the one to act on; then the one that gets furthest through gates 7
// to 9, then the first by key. It is nil when no metric has the event key.
func (j *Judgement) Lead() *MetricVerdict {
	var lead *MetricVerdict
	for i := range j.Metrics {
		if v := &j.Metrics[i]; lead == nil || v.leads(lead) {
			lead = v
		}
	}
	return lead
}

// leads reports whether the metric says more of the event than another one.
func (v *MetricVerdict) leads(other *MetricVerdict) bool {
	if v.Counts != other.Counts {
		rank := [...]int{Fail: 0, Unknown: 1, Pass: 2}
		return rank[v.Counts] > rank[other.Counts]
	}
	if v, other := v.Recording == Pass, other.Recording == Pass; v != other {
		return v
	}
	return v.failsAt() > other.failsAt()
}

// counting is what gates 6 to 9 come to for an event. The zero value is that
// nothing is known.
type counting struct {
	counts State // as of [MetricVerdict], of all metrics together
	gates  Gates // 6 to 9 only
}

// countingOf sums the metrics up: one that counts the event decides, then one of
// which it is not known. The gates are those of the lead.
func countingOf(metrics []MetricVerdict, lead *MetricVerdict) counting {
	c := counting{counts: Fail, gates: Gates(0).With(Named, Pass).
		With(Measurable, lead.Measurable).With(Recording, lead.Recording).With(Unit, lead.Unit)}
	for i := range metrics {
		if s := metrics[i].Counts; s == Pass || s == Unknown && c.counts == Fail {
			c.counts = s
		}
	}
	return c
}

func (c counting) headline() Headline {
	switch c.counts {
	case Pass:
		return Counts
	case Fail:
		return CountsNowhere
	}
	return HeadlineUnknown
}
