package mapping

import (
	"slices"

	"segtap/mapping/jsondoc"
)

// Arrival is what is known of a message beyond its own text.
type Arrival struct {
	At            int64  // when it arrived, ms since 1970
	RequestBytes  int    // size of the request's body, decompressed
	BatchMessages int    // how many messages its batch has; 0 outside of a batch
	Problem       Code   // why its request was refused; NoCode when it was not
	SentAt        string // when the sender says it sent the request; empty when it does not
	Retries       int    // how often its sender sent it again
	DuplicateOf   uint64 // an earlier entry with the same messageId and other content or another write key; 0 for none
	OtherSource   bool   // DuplicateOf came with another write key
}

// Judgement is all that can be said of one message.
type Judgement struct {
	// Action is the action of the destination that the message goes through;
	// nil when no subscription takes it.
	Action *Action
	// Event is what the destination sends; nil when it sends nothing.
	Event *Event
	// Reason says why Event is nil: the destination's own error message, or
	// ours when the message never gets that far. Empty when Event is set.
	Reason string
	// Value is the member of the message that the destination takes the metric
	// value from; Absent when there is none.
	Value jsondoc.Value
	// Verdict is the sum.
	Verdict Verdict
	// Diagnostics are all findings, in the order of the gates.
	Diagnostics []Diagnostic
	// Metrics are the metrics whose event key the event has, or had in a running
	// iteration, by their keys; nil without a catalogue, and when there is no
	// custom event. They say what would be if the event reached LaunchDarkly:
	// see [Judgement.Sent].
	Metrics []MetricVerdict
	// Nearest is the metric that the event was probably meant for, when no
	// metric has its event key; nil when there is none either. Its EventKey is
	// the one that was meant, be it one that only a running iteration knows.
	Nearest *Metric
	// Feeds says that the event key is one that feeds a metric, as of
	// [Judge.Feeds]; where no event is made, that the name of the Track call is.
	Feeds bool

	// Of the outcome only this is kept: judgements wait in great numbers until
	// their messages are listed.
	taken      taken
	correction int64
	nowUsed    bool

	counting counting
	unread   bool // no metric that is known has the event key, and not all are known
	unusable bool // LaunchDarkly takes the event, and cannot use it
	lost     bool // Segment does not send it, even where an event could be made of it
}

// Sent reports whether the event reaches LaunchDarkly. An event that is not
// sent, since Segment drops the message before, is what would be sent
// otherwise.
func (j *Judgement) Sent() bool { return j.Event != nil && !j.lost }

// Provenance says where the members of Event come from: see [Outcome.Provenance].
func (j *Judgement) Provenance() []Link { return j.taken.provenance(j.Event, j.nowUsed) }

// Correction is by how many ms Segment moves the timestamp of the message for the
// clock of its sender: see [Outcome.Correction].
func (j *Judgement) Correction() int64 { return j.correction }

// Judge judges messages for one destination. What it says never changes, and it
// may be used by many goroutines at once.
type Judge struct {
	engine *Engine
	index  *index // nil without a catalogue
	// ideal says that an event has whatever properties a filter asks for.
	ideal bool
}

// NewJudge gives a judge of what the engine's destination does. It knows no
// catalogue: see [Judge.With].
func NewJudge(engine *Engine) *Judge { return &Judge{engine: engine} }

// With gives a judge that also says which metrics and experiments of the
// catalogue count an event: gates 6 to 9. The catalogue must not change
// afterwards; with nil these gates stay unknown. The judge j is not changed.
func (j *Judge) With(c *Catalogue) *Judge {
	if c == nil {
		return &Judge{engine: j.engine}
	}
	return &Judge{engine: j.engine, index: newIndex(c, j.engine.Destination().Name == classicName)}
}

// Catalogue gives the catalogue that the judge knows; nil for none.
func (j *Judge) Catalogue() *Catalogue {
	if j.index == nil {
		return nil
	}
	return j.index.catalogue
}

// Engine gives the engine that the judge runs.
func (j *Judge) Engine() *Engine { return j.engine }

// Message judges one message.
func (j *Judge) Message(m *Message, in Arrival) Judgement {
	var out Judgement
	var f findings
	checkReceived(&f, m, in)
	reached := Unit
	if m.Syntax != nil || m.empty() {
		reached = Received
		out.Reason = whyNoMessage(m, in)
	} else {
		j.destination(&f, m, in, &out)
	}
	out.Diagnostics = f.list
	out.conclude(reached, m.empty(), in)
	return out
}

// whyNoMessage says why there is no message to map.
func whyNoMessage(m *Message, in Arrival) string {
	switch {
	case m.Syntax == nil:
		return "the batch is empty: there is no message to map"
	case in.Problem == BatchTooLarge:
		return "Segment answers 400: the request is larger than 500 KB"
	case in.Problem == MessageTooLarge:
		return "Segment answers 400: the message is larger than 32 KB"
	case in.Problem == BatchTooLong:
		return "Segment rejects the batch: it has more than 2,500 messages"
	}
	if in.BatchMessages > 0 {
		return "Segment discards this item of the batch: " + m.Syntax.Msg
	}
	return "Segment answers 400: " + m.Syntax.Error()
}

// destination walks gates 2 to 9 and runs the destination.
func (j *Judge) destination(f *findings, m *Message, in Arrival, out *Judgement) {
	typ := knownType(m.Root.Member("type"))
	dest := j.engine.Destination()
	out.Action = j.engine.Select(m.Root)
	if out.Action == nil {
		checkAccepted(f, m, typ, nil, in)
		checkRouted(f, m, typ, dest, false)
		out.Reason = "no subscription of the destination takes this type of message"
		return
	}
	at := in.clock()
	outcome := j.engine.run(out.Action, m.Root, at)
	checkAccepted(f, m, typ, &outcome, in)
	checkRouted(f, m, typ, dest, typ != "track")
	out.Event, out.Reason = outcome.Event, outcome.Err
	out.taken, out.correction, out.nowUsed = outcome.resolved.taken, outcome.Correction, outcome.NowUsed
	if typ == "track" {
		checkTime(f, &outcome, in, at)
		checkKey(f, m, &outcome)
		out.Value = checkValue(f, m, &outcome).node()
		checkRefused(f, &outcome)
		f.tellLosses(&outcome)
		out.unusable = out.Event != nil && slices.ContainsFunc(f.list, unusable)
		j.checkMetrics(f, m, &outcome, out)
		out.Feeds = j.feeds(m, out.Event)
	}
	sortByGate(f.list)
}

// feeds reports whether an event, or else the name of its message, feeds a
// metric that is known.
func (j *Judge) feeds(m *Message, e *Event) bool {
	switch {
	case j.index == nil:
		return false
	case e != nil:
		return e.Kind == KindCustom && len(j.index.byEvent[e.Key]) > 0
	}
	name := m.Root.Member("event")
	return name.Kind() == jsondoc.String && len(j.index.byEvent[name.Text()]) > 0
}

// knownTypes are the types of messages that Segment has, frequent ones first.
var knownTypes = [...]string{"track", "page", "identify", "screen", "group", "alias"}

// knownType gives the type of a message if it is one that Segment has; empty
// for every other.
func knownType(typ jsondoc.Value) string {
	for _, known := range knownTypes {
		if typ.TextIs(known) {
			return known
		}
	}
	return ""
}

// sortByGate puts findings in the order of the gates and keeps the order
// within one. Lists are short: insertion is enough and allocates nothing.
func sortByGate(list []Diagnostic) {
	for i := 1; i < len(list); i++ {
		for k := i; k > 0 && list[k].Gate < list[k-1].Gate; k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
}
