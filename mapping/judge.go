package mapping

import (
	"slices"

	"segtap/mapping/jsondoc"
)

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
	classic := j.engine.Destination().Name == classicName
	return &Judge{engine: j.engine, index: newIndex(c, func(n *Near) (effect, fix string) { return missWords(n, classic) })}
}

// Catalogue gives the catalogue that the judge knows; nil for none.
func (j *Judge) Catalogue() *Catalogue {
	if j.index == nil {
		return nil
	}
	return j.index.catalogue
}

// Feeds gives all metrics that the judge knows, those that only an iteration
// speaks of included, in the order of their keys; nil without a catalogue. It
// must not be changed.
func (j *Judge) Feeds() []Feed {
	if j.index == nil {
		return nil
	}
	return j.index.feeds
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
	out.Diagnostics = f.sorted()
	out.conclude(reached, m.empty(), in)
	return out
}

// destination walks gates 2 to 9 and runs the destination.
func (j *Judge) destination(f *findings, m *Message, in Arrival, out *Judgement) {
	typ := TypeOf(m.Root.Member("type"))
	dest := j.engine.Destination()
	out.Action = j.engine.Select(m.Root)
	if out.Action == nil {
		checkAccepted(f, m, typ, nil, in)
		checkRouted(f, m, typ, dest, false)
		out.Reason = "no subscription of the destination takes this type of message"
		return
	}
	at := clockOf(in)
	outcome := j.engine.RunAt(out.Action, m.Root, at)
	checkAccepted(f, m, typ, &outcome, in)
	checkRouted(f, m, typ, dest, typ != "track")
	out.Event, out.Reason = outcome.Event, outcome.Err
	out.trace = outcome.trace()
	if typ == "track" {
		checkTime(f, &outcome, in, at)
		checkKey(f, m, &outcome)
		out.Value = checkValue(f, m, &outcome).node()
		checkRefused(f, &outcome)
		f.tellLosses(&outcome)
		out.unusable = out.Event != nil && slices.ContainsFunc(f.list, Diagnostic.Unusable)
		c := checkMetrics(f, m, &outcome, j.index, j.ideal, out.unusable)
		out.Verdict.Gates, out.counts, out.Metrics, out.Nearest, out.unread = c.Gates, c.Counts, c.Metrics, c.Nearest, c.Unread
		out.Feeds = j.feeds(m, out.Event)
	}
}

// feeds reports whether an event, or else the name of its message, feeds a
// metric that is known.
func (j *Judge) feeds(m *Message, e *Event) bool {
	switch {
	case j.index == nil:
		return false
	case e != nil:
		return e.Kind == KindCustom && len(j.index.tracking(e.Key)) > 0
	}
	name := m.Root.Member("event")
	return name.Kind() == jsondoc.String && len(j.index.tracking(name.Text())) > 0
}
