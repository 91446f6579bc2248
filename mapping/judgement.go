package mapping

import (
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
)

// Judgement is all that can be said of one message.
type Judgement struct {
	// Action is the action of the destination that the message goes through;
	// nil when no subscription takes it.
	Action *destination.Action
	// Event is what the destination sends; nil when it sends nothing.
	Event *destination.Event
	// Reason says why Event is nil: the destination's own error message, or
	// ours when the message never gets that far. Empty when Event is set.
	Reason string
	// Value is the member of the message that the destination takes the metric
	// value from; Absent when there is none.
	Value jsondoc.Value
	// Verdict is the sum.
	Verdict verdict.Verdict
	// Diagnostics are all findings, in the order of [gates.Sort].
	Diagnostics []verdict.Diagnostic
	// Metrics are the metrics whose event key the event has, or had in a running
	// iteration, by their keys; nil without a catalogue, and when there is no
	// custom event. They say what would be if the event reached LaunchDarkly:
	// see [Judgement.Sent].
	Metrics []verdict.Metric
	// Nearest is the metric that the event was probably meant for, when no
	// metric has its event key; nil when there is none either. Its EventKey is
	// the one that was meant, be it one that only a running iteration knows.
	Nearest *catalogue.Metric
	// Feeds says that the event key is one that feeds a metric, as of
	// [Judge.Feeds]; where no event is made, that the name of the Track call is.
	Feeds bool

	// Of the outcome only this is kept: judgements wait in great numbers until
	// their messages are listed.
	trace destination.Trace

	counts   verdict.State // as of [gates.Counting]
	unasked  bool          // no metrics are known at all
	unread   bool          // no metric that is known has the event key, and not all are known
	unusable bool          // LaunchDarkly takes the event, and cannot use it
	lost     bool          // Segment does not send it, even where an event could be made of it
}

// Sent reports whether the event reaches LaunchDarkly. An event that is not
// sent, since Segment drops the message before, is what would be sent
// otherwise.
func (j *Judgement) Sent() bool { return j.Event != nil && !j.lost }

// Detach lets go of all that points into the message, whose memory may be used again then:
// Value, the data of the event, and the places in the message that Provenance and ValuePlace
// speak of. Texts and numbers stay.
func (j *Judgement) Detach() {
	j.Value = jsondoc.Value{}
	if j.Event != nil {
		j.Event.Data = kit.Value{}
	}
	j.trace.Detach()
}

// Provenance says where the members of Event come from: see [destination.Outcome.Provenance].
func (j *Judgement) Provenance() []destination.Link { return j.trace.Provenance(j.Event) }

// Correction is by how many ms Segment moves the timestamp of the message for the
// clock of its sender: see [destination.Outcome.Correction].
func (j *Judgement) Correction() int64 { return j.trace.Correction() }

// ValuePlace is the JSON Pointer of the place in the message that the destination takes
// the metric value from, or looks for it first: see [destination.Trace.Place].
func (j *Judgement) ValuePlace() string { return j.trace.Place(destination.FieldMetricValue) }
