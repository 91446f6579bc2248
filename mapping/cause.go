package mapping

import "slices"

// Cause gives the place in Diagnostics of the finding that the headline comes
// from: why the event is lost, why no metric counts it, or why that is not
// known. It is -1 when no finding says so.
func (j *Judgement) Cause() int {
	switch j.Verdict.Headline {
	case DroppedBySegment, Rejected:
		for i := range j.Diagnostics {
			if j.Diagnostics[i].Severity == Error {
				return i
			}
		}
	case CountsNowhere, HeadlineUnknown:
		if j.unusable {
			return slices.IndexFunc(j.Diagnostics, Diagnostic.Unusable)
		}
		if lead := j.Lead(); lead != nil {
			return j.decides(lead)
		}
		return j.missesBy()
	case MayNotArrive:
		return slices.IndexFunc(j.Diagnostics, func(d Diagnostic) bool { return d.Code == IntegrationUnclear })
	case Counts, NotForDestination:
	}
	return -1
}

// Why gives the code of the finding for which a metric of the judgement does
// not count the event, or for which that is not known; [NoCode] when it counts
// the event, and when no finding says so or another version of the metric runs.
// An event that may not arrive is not known to count for any.
func (j *Judgement) Why(v *MetricVerdict) Code {
	if j.CountsFor(v) != v.Counts {
		return IntegrationUnclear
	}
	if i := j.decides(v); i >= 0 && !v.outdated {
		return j.Diagnostics[i].Code
	}
	return NoCode
}

// decides gives the place of the worst finding at the gate where a metric fails,
// or of the one for which its filter or another version of it is not known to
// take the event; -1 for none.
func (j *Judgement) decides(v *MetricVerdict) int {
	switch {
	case v.Counts == Pass:
		return -1
	case j.unusable:
		return slices.IndexFunc(j.Diagnostics, Diagnostic.Unusable)
	}
	gate, at := v.failsAt(), -1
	unsure := MetricFilterUnseen
	if v.outdated {
		unsure = IterationUsesOtherVersion
	}
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		if d.Metric != v.Metric.Key {
			continue
		}
		if gate == NoGate {
			if d.Code == unsure {
				return i
			}
			continue
		}
		remark := d.Code == MetricArchived || d.Code == MetricFilterUnseen // of themselves no failure
		if d.Gate == gate && !remark && (at < 0 || d.Severity > j.Diagnostics[at].Severity) {
			at = i
		}
	}
	return at
}

// missesBy gives the place of the finding that says how the event key misses
// all metrics; -1 for none.
func (j *Judgement) missesBy() int {
	for i := range j.Diagnostics {
		if d := &j.Diagnostics[i]; d.Gate == Named || d.Code == MetricNotCustom {
			return i
		}
	}
	return -1
}
