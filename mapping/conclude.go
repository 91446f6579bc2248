package mapping

import (
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// conclude makes the verdict of the findings and of what gates 6 to 9 say, from which gates, headline and
// numbers come. Of the first five gates, one that finds an error fails and one
// that finds a warning warns; those behind the last one reached are unknown. The
// others are those of a metric.
func (j *Judgement) conclude(reached verdict.Gate, empty bool, in *message.Arrival) {
	isTrack := j.Action != nil && j.Action.Name == destination.TrackEvent
	other := reached > verdict.Received && !isTrack
	v := &j.Verdict
	for g := verdict.Received; g <= min(reached, verdict.Valued); g++ {
		v.Gates = v.Gates.With(g, verdict.Pass)
	}
	failed := verdict.NoGate // the first of the first five that does
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		if d.Severity == verdict.Error && d.Gate <= verdict.Valued {
			failed = min(failed, d.Gate)
		}
		d.Severity = j.severity(d, other)
		switch d.Severity {
		case verdict.Error:
			v.Errors++
		case verdict.Warning:
			v.Warnings++
		case verdict.Info:
		}
		if d.Gate <= verdict.Valued {
			v.Gates = v.Gates.With(d.Gate, max(v.Gates.State(d.Gate), stateBy[d.Severity]))
		}
	}
	if other {
		v.Gates = v.Gates.With(verdict.Routed, verdict.Fail).With(verdict.Keyed, verdict.Unknown).With(verdict.Valued, verdict.Unknown)
	}
	rejected := in.Problem == message.BatchTooLarge || in.RequestBytes > message.MaxRequestBytes || in.BatchMessages == 0 && !empty // as a whole
	switch {
	case in.Problem.Unseen():
		v.Headline, v.Gates = verdict.Unseen, v.Gates.With(verdict.Received, verdict.Unknown)
	case failed == verdict.Received && rejected:
		v.Headline = verdict.Rejected // the whole request is answered 400
	case failed <= verdict.Accepted:
		v.Headline = verdict.DroppedBySegment
	case other:
		v.Headline = verdict.NotForDestination
	case failed == verdict.Routed, j.Event == nil:
		v.Headline = verdict.DroppedBySegment
	case j.unusable:
		v.Headline = verdict.CountsNowhere
	default:
		v.Headline = headlineOf(j.counts)
	}
	if (v.Headline == verdict.Counts || v.Headline == verdict.HeadlineUnknown) && j.mayBeOff() {
		v.Headline = verdict.MayNotArrive
	}
	j.lost = failed <= verdict.Routed
}

// CountsFor returns [verdict.Metric].Counts of one of the judgement's metrics as it is
// of the event on its way: one that may not arrive may count.
func (j *Judgement) CountsFor(v *verdict.Metric) verdict.State {
	if v.Counts == verdict.Pass && j.Verdict.Headline == verdict.MayNotArrive {
		return verdict.Unknown
	}
	return v.Counts
}

// stateBy is what a finding makes of its gate, by its severity.
var stateBy = [...]verdict.State{verdict.Info: verdict.Unknown, verdict.Warning: verdict.Warn, verdict.Error: verdict.Fail}

// severity gives how much a finding matters to the message as a whole: nothing
// is lost where the destination has nothing to do with the message, and no more
// than the value where the event counts all the same.
func (j *Judgement) severity(d *verdict.Diagnostic, other bool) verdict.Severity {
	switch {
	case d.Severity != verdict.Error:
	case d.Gate == verdict.Routed && other:
		return verdict.Info
	case d.Gate == verdict.Valued && j.counts == verdict.Pass:
		return verdict.Warning
	}
	return d.Severity
}

// headlineOf gives the headline of an event that reaches LaunchDarkly.
func headlineOf(counts verdict.State) verdict.Headline {
	switch counts {
	case verdict.Pass:
		return verdict.Counts
	case verdict.Fail:
		return verdict.CountsNowhere
	}
	return verdict.HeadlineUnknown
}

// Lead returns the metric whose gates the verdict has, as [verdict.Lead] finds it; the
// first by key where several say as much. It is nil when no metric has the event key.
func (j *Judgement) Lead() *verdict.Metric { return verdict.Lead(j.Metrics) }
