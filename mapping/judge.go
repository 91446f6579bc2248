package mapping

import (
	"slices"

	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/gates"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// Judge judges messages for one destination. What it says never changes, and it
// may be used by many goroutines at once.
type Judge struct {
	engine *destination.Engine
	index  *catalogue.Index // nil without a catalogue
	// ideal says that an event has whatever properties a filter asks for.
	ideal bool
}

// NewJudge returns a judge of what the engine's destination does. It knows no
// catalogue: see [Judge.With].
func NewJudge(engine *destination.Engine) *Judge { return &Judge{engine: engine} }

// With returns a judge that also says which metrics and experiments of the
// catalogue count an event: gates 6 to 9. The catalogue must not change
// afterwards; with nil these gates stay unknown. The judge j is not changed.
func (j *Judge) With(c *catalogue.Catalogue) *Judge {
	if c == nil {
		return &Judge{engine: j.engine}
	}
	classic := j.engine.Destination().Name == destination.ClassicName
	return &Judge{engine: j.engine, index: catalogue.NewIndex(c, func(n *catalogue.Near) (effect, fix string) { return verdict.MissWords(n, classic) })}
}

// Catalogue returns the catalogue that the judge knows; nil for none.
func (j *Judge) Catalogue() *catalogue.Catalogue {
	if j.index == nil {
		return nil
	}
	return j.index.Catalogue
}

// Feeds returns all metrics that the judge knows, those that only an iteration
// speaks of included, in the order of their keys; nil without a catalogue. It
// must not be changed.
func (j *Judge) Feeds() []catalogue.Feed {
	if j.index == nil {
		return nil
	}
	return j.index.Feeds
}

// Engine returns the engine that the judge runs.
func (j *Judge) Engine() *destination.Engine { return j.engine }

// Scratch is memory for messages that are read and judged one after the other: see
// [message.Scratch] and [Judge.MessageIn]. The zero Scratch is ready for use, by one
// goroutine at a time.
type Scratch struct {
	message.Scratch
	event destination.Room
}

// Message judges one message.
func (j *Judge) Message(m *message.Message, in message.Arrival) Judgement {
	return j.judge(m, &in, nil)
}

// MessageIn is [Judge.Message] with memory that is used again: the event of the judgement
// lives until the next message is judged with it.
func (j *Judge) MessageIn(s *Scratch, m *message.Message, in message.Arrival) Judgement {
	return j.judge(m, &in, &s.event)
}

func (j *Judge) judge(m *message.Message, in *message.Arrival, room *destination.Room) Judgement {
	var out Judgement
	var f gates.Findings
	gates.Received(&f, m, in)
	reached := verdict.Unit
	if m.Syntax != nil || m.Empty() {
		reached = verdict.Received
		out.Reason = gates.WhyNoMessage(m, in)
	} else {
		j.destination(&f, m, in, &out, room)
	}
	out.Diagnostics = f.List
	out.conclude(reached, m.Empty(), in)
	gates.Sort(out.Diagnostics, m.Root) // by severities that it has settled
	return out
}

// destination walks gates 2 to 9 and runs the destination.
func (j *Judge) destination(f *gates.Findings, m *message.Message, in *message.Arrival, out *Judgement, room *destination.Room) {
	typed := m.Root.Member("type")
	typ := message.TypeOf(typed)
	dest := j.engine.Destination()
	out.Action = j.engine.SelectType(typed)
	if out.Action == nil {
		gates.Accepted(f, m, typ, nil, in)
		gates.Routed(f, m, typ, dest, false)
		out.Reason = "no subscription of the destination takes this type of message"
		return
	}
	at := gates.ClockOf(in)
	var outcome destination.Outcome
	j.engine.RunIn(room, &outcome, out.Action, m.Root, at)
	gates.Accepted(f, m, typ, &outcome, in)
	gates.Routed(f, m, typ, dest, typ != "track")
	out.Event, out.Reason = outcome.Event, outcome.Err
	out.trace = outcome.Trace()
	if typ == "track" {
		gates.Timed(f, &outcome, in, at)
		gates.Keyed(f, m, &outcome)
		out.Value = gates.Valued(f, m, &outcome).Node()
		gates.Refused(f, &outcome)
		f.TellLosses(&outcome)
		out.unusable = out.Event != nil && slices.ContainsFunc(f.List, verdict.Diagnostic.Unusable)
		c := gates.Counted(f, m, &outcome, j.index, j.ideal, out.unusable)
		out.Verdict.Gates, out.counts, out.Metrics, out.Nearest, out.unread = c.Gates, c.Counts, c.Metrics, c.Nearest, c.Unread
		out.Feeds = j.feeds(m, out.Event)
		out.unasked = j.index == nil || len(j.index.Catalogue.Metrics) == 0 && !j.index.Catalogue.MetricsPartial
	}
}

// feeds reports whether an event, or else the name of its message, feeds a
// metric that is known.
func (j *Judge) feeds(m *message.Message, e *destination.Event) bool {
	switch {
	case j.index == nil:
		return false
	case e != nil:
		return e.Kind == destination.KindCustom && len(j.index.FedBy(e.Key)) > 0
	}
	name := m.Root.Member("event")
	return name.Kind() == jsondoc.String && len(j.index.FedBy(name.Text())) > 0
}
