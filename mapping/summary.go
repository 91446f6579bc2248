package mapping

import (
	"slices"
	"strconv"

	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Summary returns the headline as one sentence that names the metric and the
// experiment: "counts toward order-revenue in checkout-redesign", "counts
// nowhere: order-revenue needs a number", "dropped by Segment: no user key". Where there is no more to say it is
// the headline. Names in it came from outside: they may hold any character.
func (j *Judgement) Summary() string {
	switch j.Verdict.Headline {
	case verdict.Counts:
		return "counts toward " + j.toward(verdict.Pass)
	case verdict.CountsNowhere:
		nowhere := "counts nowhere: " + j.whyNowhere()
		if j.mayBeOff() {
			nowhere += "; and integrations may switch LaunchDarkly off"
		}
		return nowhere
	case verdict.MayNotArrive:
		if j.counts == verdict.Pass {
			return "may count toward " + j.toward(verdict.Pass) + "; integrations may switch LaunchDarkly off"
		}
		return "may not reach LaunchDarkly: integrations may switch it off"
	case verdict.DroppedBySegment, verdict.Rejected:
		if cause := j.Cause(); cause >= 0 {
			return j.Verdict.Headline.String() + ": " + j.Diagnostics[cause].Code.Short()
		}
	case verdict.HeadlineUnknown:
		lead := j.Lead()
		switch {
		case lead == nil && j.unread && j.Nearest != nil:
			return noneRead + ": " + j.meant()
		case lead == nil && j.unread:
			return noneRead
		case lead == nil:
		case lead.Outdated:
			return "may count: another version of " + lead.Metric.Key + " runs"
		case lead.Measurable == verdict.Unknown:
			return "feeds " + lead.Metric.Key + "; its kind or source is unknown"
		case lead.Recording == verdict.Unknown:
			return "feeds " + lead.Metric.Key + "; its experiments are unknown"
		case lead.Unit == verdict.Unknown:
			return "feeds " + lead.Metric.Key + "; its unit is unknown"
		default:
			return "may count toward " + j.toward(verdict.Unknown) + ": its filter decides"
		}
	}
	return j.Verdict.Headline.String()
}

// mayBeOff reports whether the message's integrations object may switch the
// destination off, in a way that Segment does not document.
func (j *Judgement) mayBeOff() bool {
	return slices.ContainsFunc(j.Diagnostics, func(d verdict.Diagnostic) bool { return d.Code == verdict.IntegrationUnclear })
}

// toward names the first metric and experiment among the metrics whose Counts is
// s, and says how many more pairs there are.
func (j *Judgement) toward(s verdict.State) string {
	name, more := "", -1
	for i := range j.Metrics {
		v := &j.Metrics[i]
		if v.Counts != s {
			continue
		}
		for _, t := range v.Toward {
			if name == "" {
				name = v.Metric.Key + " in " + t.Experiment.Key
			}
			more++
		}
	}
	if more > 0 {
		name += ", and " + strconv.Itoa(more) + " more"
	}
	return name
}

// noneRead is said of an event key that no metric has, where not all metrics were read: the
// same words everywhere.
const noneRead = "no metric read so far has this event key"

// meant asks whether the event key of the nearest metric was meant, where that has one.
func (j *Judgement) meant() string {
	if i := j.Cause(); i >= 0 && j.Diagnostics[i].Code == verdict.MetricNotCustom {
		return j.whyNowhere()
	}
	return "did you mean " + prose.Quoted(j.Nearest.EventKey) + "?"
}

// whyNowhere says in a few words why no metric counts the event.
func (j *Judgement) whyNowhere() string {
	metric := j.Nearest
	if lead := j.Lead(); lead != nil {
		metric = lead.Metric
	}
	i := j.Cause()
	switch {
	case j.unusable:
		return "LaunchDarkly takes no such context kind"
	case i < 0 || metric == nil:
		return "no metric has this event key"
	}
	return j.Diagnostics[i].Code.OfMetric(metric)
}
