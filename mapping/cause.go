package mapping

import (
	"slices"

	"segtap/mapping/gates"
	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
)

// Cause returns the place in Diagnostics of the finding that the headline comes
// from: why the event is lost, why no metric counts it, or why that is not
// known. It is -1 when no finding says so.
func (j *Judgement) Cause() int {
	switch j.Verdict.Headline {
	case verdict.DroppedBySegment, verdict.Rejected:
		for i := range j.Diagnostics {
			if j.Diagnostics[i].Severity == verdict.Error {
				return i
			}
		}
	case verdict.CountsNowhere, verdict.HeadlineUnknown:
		if j.unusable {
			return slices.IndexFunc(j.Diagnostics, verdict.Diagnostic.Unusable)
		}
		if lead := j.Lead(); lead != nil {
			return j.decides(lead)
		}
		return j.missesBy()
	case verdict.Unseen:
		return 0
	case verdict.MayNotArrive:
		return slices.IndexFunc(j.Diagnostics, func(d verdict.Diagnostic) bool { return d.Code == verdict.IntegrationUnclear })
	case verdict.Counts, verdict.NotForDestination:
	}
	return -1
}

// FirstIfDuplicate returns the code that is told first when another message of the same id
// turns out to have come before: what [Judgement.First] is of the message judged as such.
func (j *Judgement) FirstIfDuplicate(root jsondoc.Value) verdict.Code {
	duplicate := verdict.Diagnostic{Gate: verdict.Accepted, Severity: verdict.Error, Pointer: "/messageId"}
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		if d.Gate > verdict.Accepted {
			break
		}
		if d.Severity == verdict.Error && !gates.Before(&duplicate, d, root) && (d.Gate < verdict.Accepted || d.Pointer != duplicate.Pointer) {
			return d.Code
		}
	}
	return verdict.DuplicateMessageID
}

// Why returns the code of the finding for which a metric of the judgement does
// not count the event, or for which that is not known; [verdict.NoCode] when it counts
// the event, and when no finding says so or another version of the metric runs.
// An event that may not arrive is not known to count for any.
func (j *Judgement) Why(v *verdict.Metric) verdict.Code {
	if j.CountsFor(v) != v.Counts {
		return verdict.IntegrationUnclear
	}
	if i := j.decides(v); i >= 0 && !v.Outdated {
		return j.Diagnostics[i].Code
	}
	return verdict.NoCode
}

// decides gives the place of the worst finding at the gate where a metric fails,
// or of the one for which its filter or another version of it is not known to
// take the event; -1 for none.
func (j *Judgement) decides(v *verdict.Metric) int {
	switch {
	case v.Counts == verdict.Pass:
		return -1
	case j.unusable:
		return slices.IndexFunc(j.Diagnostics, verdict.Diagnostic.Unusable)
	}
	gate, at := v.FailsAt(), -1
	unsure := verdict.MetricFilterUnseen
	if v.Outdated {
		unsure = verdict.IterationUsesOtherVersion
	}
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		if d.Metric != v.Metric.Key {
			continue
		}
		if gate == verdict.NoGate {
			if d.Code == unsure {
				return i
			}
			continue
		}
		remark := d.Code == verdict.MetricArchived || d.Code == verdict.MetricFilterUnseen // of themselves no failure
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
		if d := &j.Diagnostics[i]; d.Gate == verdict.Named || d.Code == verdict.MetricNotCustom {
			return i
		}
	}
	return -1
}

// First returns the place in Diagnostics of the finding that is told first where there is
// room for one: what the headline comes from, else the first of the worst. It is -1 where nothing is wrong and the headline needs no reason.
func (j *Judgement) First() int {
	at := j.Cause()
	if worst := j.Verdict.Worst(); at < 0 && worst > verdict.Info {
		at = slices.IndexFunc(j.Diagnostics, func(d verdict.Diagnostic) bool { return d.Severity == worst })
	}
	return at
}
