package mapping

import "slices"

// Headline is the sum of the nine gates in a few words.
type Headline uint8

// The headlines.
const (
	HeadlineUnknown   Headline = iota // it reaches LaunchDarkly; whether it counts is not known
	Counts                            // it counts toward a metric of a running experiment
	CountsNowhere                     // it reaches LaunchDarkly, and no metric takes it
	DroppedBySegment                  // Segment answers 200 and then discards it
	Rejected                          // Segment answers 400
	NotForDestination                 // not a Track call: the destination has nothing to do with it
	MayNotArrive                      // Segment may not hand it to LaunchDarkly, which is not documented; else it counts, or may

	headlineCount
)

// Headlines is how many headlines there are.
const Headlines = int(headlineCount)

var headlineTexts = [...]string{
	HeadlineUnknown:   "reaches LaunchDarkly, counting unknown",
	Counts:            "counts",
	CountsNowhere:     "counts nowhere",
	DroppedBySegment:  "dropped by Segment",
	Rejected:          "rejected",
	NotForDestination: "not a Track call",
	MayNotArrive:      "may not reach LaunchDarkly",
}

var headlineNames = [...]string{
	HeadlineUnknown:   "unknown",
	Counts:            "counts",
	CountsNowhere:     "counts_nowhere",
	DroppedBySegment:  "dropped",
	Rejected:          "rejected",
	NotForDestination: "not_track",
	MayNotArrive:      "may_not_arrive",
}

// String gives the headline as a person reads it.
func (h Headline) String() string { return headlineTexts[h] }

// Short gives the headline in the fewest words, for where there is little room.
func (h Headline) Short() string {
	switch h {
	case HeadlineUnknown:
		return "reaches LaunchDarkly"
	case MayNotArrive:
		return "may not arrive"
	}
	return headlineTexts[h]
}

// Name gives the headline in lower_snake, as JSON output carries it.
func (h Headline) Name() string { return headlineNames[h] }

// HeadlineNamed gives the headline of a name, as [Headline.Name] writes it.
func HeadlineNamed(name string) (Headline, bool) {
	i := slices.Index(headlineNames[:], name)
	return Headline(max(i, 0)), i >= 0
}

// Verdict is what all diagnostics of a message come to.
type Verdict struct {
	Gates    Gates
	Headline Headline
	Errors   int
	Warnings int
}

// Worst is the highest severity among the diagnostics: [Info] when there is
// none above it.
func (v Verdict) Worst() Severity {
	switch {
	case v.Errors > 0:
		return Error
	case v.Warnings > 0:
		return Warning
	}
	return Info
}

// Duplicate gives the verdict of a message that has been judged, and of which it
// turns out that an earlier one has its messageId: what a judgement with
// [Arrival].DuplicateOf says.
func (v Verdict) Duplicate() Verdict {
	v.Errors++
	v.Gates = v.Gates.With(Accepted, Fail)
	if v.Headline != Rejected {
		v.Headline = DroppedBySegment
	}
	return v
}

// conclude makes the verdict of the findings, from which gates, headline and
// numbers come. Of the first five gates, one that finds an error fails and one
// that finds a warning warns; those behind the last one reached are unknown. The
// others are those of a metric.
func (j *Judgement) conclude(reached Gate, empty bool, in Arrival) {
	isTrack := j.Action != nil && j.Action.Name == trackEventName
	other := reached > Received && !isTrack
	v := &j.Verdict
	v.Gates = j.counting.gates
	for g := Received; g <= min(reached, Valued); g++ {
		v.Gates = v.Gates.With(g, Pass)
	}
	failed := gateCount // the first of the first five that does
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
	rejected := in.Problem == BatchTooLarge || in.RequestBytes > MaxRequestBytes || in.BatchMessages == 0 && !empty // as a whole
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
		v.Headline = j.counting.headline()
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
	case d.Gate == Valued && j.counting.counts == Pass:
		return Warning
	}
	return d.Severity
}

// unusable reports whether a finding about an event that is made says that
// LaunchDarkly cannot use it.
func unusable(d Diagnostic) bool { return d.Gate == Keyed && d.Severity == Error }
