package mapping

// conclude makes the verdict of the findings and of what gates 6 to 9 say, from which gates, headline and
// numbers come. Of the first five gates, one that finds an error fails and one
// that finds a warning warns; those behind the last one reached are unknown. The
// others are those of a metric.
func (j *Judgement) conclude(reached Gate, empty bool, in Arrival) {
	isTrack := j.Action != nil && j.Action.Name == trackEventName
	other := reached > Received && !isTrack
	v := &j.Verdict
	for g := Received; g <= min(reached, Valued); g++ {
		v.Gates = v.Gates.With(g, Pass)
	}
	failed := NoGate // the first of the first five that does
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		if d.Severity == Error && d.Gate <= Valued {
			failed = min(failed, d.Gate)
		}
		d.Severity = j.severity(d, other)
		switch d.Severity {
		case Error:
			v.Errors++
		case Warning:
			v.Warnings++
		case Info:
		}
		if d.Gate <= Valued {
			v.Gates = v.Gates.With(d.Gate, max(v.Gates.State(d.Gate), stateBy[d.Severity]))
		}
	}
	if other {
		v.Gates = v.Gates.With(Routed, Fail).With(Keyed, Unknown).With(Valued, Unknown)
	}
	rejected := in.Problem == ProblemBatchTooLarge || in.RequestBytes > MaxRequestBytes || in.BatchMessages == 0 && !empty // as a whole
	switch {
	case failed == Received && rejected:
		v.Headline = Rejected // the whole request is answered 400
	case failed <= Accepted:
		v.Headline = DroppedBySegment
	case other:
		v.Headline = NotForDestination
	case failed == Routed, j.Event == nil:
		v.Headline = DroppedBySegment
	case j.unusable:
		v.Headline = CountsNowhere
	default:
		v.Headline = headlineOf(j.counts)
	}
	if (v.Headline == Counts || v.Headline == HeadlineUnknown) && j.mayBeOff() {
		v.Headline = MayNotArrive
	}
	j.lost = failed <= Routed
}

// CountsFor gives [MetricVerdict].Counts of one of the judgement's metrics as it is
// of the event on its way: one that may not arrive may count.
func (j *Judgement) CountsFor(v *MetricVerdict) State {
	if v.Counts == Pass && j.Verdict.Headline == MayNotArrive {
		return Unknown
	}
	return v.Counts
}

// stateBy is what a finding makes of its gate, by its severity.
var stateBy = [...]State{Info: Unknown, Warning: Warn, Error: Fail}

// severity gives how much a finding matters to the message as a whole: nothing
// is lost where the destination has nothing to do with the message, and no more
// than the value where the event counts all the same.
func (j *Judgement) severity(d *Diagnostic, other bool) Severity {
	switch {
	case d.Severity != Error:
	case d.Gate == Routed && other:
		return Info
	case d.Gate == Valued && j.counts == Pass:
		return Warning
	}
	return d.Severity
}

// headlineOf gives the headline of an event that reaches LaunchDarkly.
func headlineOf(counts State) Headline {
	switch counts {
	case Pass:
		return Counts
	case Fail:
		return CountsNowhere
	}
	return HeadlineUnknown
}

// Lead is the metric whose gates the verdict has: one that counts the event
// before one of which it is not known, and that before others. Of those that do
// not count it, one that a running experiment records comes first, since its
// reason is the one to act on; then the one that gets furthest through gates 7
// to 9, then the first by key. It is nil when no metric has the event key.
func (j *Judgement) Lead() *MetricVerdict { return leadOf(j.Metrics) }
