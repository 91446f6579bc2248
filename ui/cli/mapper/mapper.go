package mapper

import (
	"slices"
	"time"

	"segtap/capture/control/eventjson"
	"segtap/capture/formats"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// Options say how messages are mapped.
type Options struct {
	Now         int64 // for messages without a timestamp, in ms since 1970
	Diagnostics bool  // are added
}

// mapper maps the lines of one worker.
type mapper struct {
	judge *mapping.Judge
	opt   Options
	now   time.Time
	url   []byte // the judge's URL, as JSON
	doc   jsondoc.Doc
	read  mapping.Scratch
	room  destination.Room
	out   destination.Outcome
}

func newMapper(judge *mapping.Judge, opt Options) *mapper {
	return &mapper{judge: judge, opt: opt, now: time.UnixMilli(opt.Now), url: jsondoc.AppendString(nil, judge.Engine().URL())}
}

// append appends the result lines of one thing that was read.
func (m *mapper) append(dst []byte, form formats.Form, text []byte) []byte {
	if form == formats.Value {
		return m.appendLine(dst, text)
	}
	item := formats.Item{Form: form, Text: text}
	taken, ok, err := item.Take(m.now)
	return m.appendRead(dst, taken, ok, err)
}

// appendLine appends the result lines of one input line. Which form it has
// shows in its members.
func (m *mapper) appendLine(dst, line []byte) []byte {
	if err := m.doc.Reset(line); err != nil {
		return m.appendTaken(dst, formats.TakeIn(formats.Message, line, nil, "", m.now, &m.read.Scratch))
	}
	root := m.doc.Root()
	if root.Member("event").Kind() == jsondoc.Object {
		return m.appendCase(dst, root)
	}
	kind, err := formats.KindOf(root)
	switch {
	case err != nil:
		return appendError(dst, err)
	case kind == formats.List:
		for _, item := range itemsOf(root) {
			dst = m.appendLine(dst, item)
		}
		return dst
	case kind == formats.Record:
		return m.appendRecord(dst, line)
	case kind == formats.Batch, m.opt.Diagnostics, root.Kind() != jsondoc.Object, len(line) > message.MaxMessageBytes:
		return m.appendTaken(dst, formats.TakeIn(kind, line, &m.doc, "", m.now, &m.read.Scratch))
	}
	engine := m.judge.Engine()
	action := engine.Select(root)
	if action == nil {
		return append(dst, `{"skip":true}`+"\n"...)
	}
	m.out = destination.Outcome{}
	engine.RunIn(&m.room, &m.out, action, root, destination.Clock{Now: m.opt.Now})
	return append(appendOutcome(append(dst, '{'), m.url, &m.out), '}', '\n')
}

// appendOutcome appends the members that say what is sent, or why nothing is.
func appendOutcome(dst, url []byte, out *destination.Outcome) []byte {
	if out.Event == nil {
		return jsondoc.AppendString(append(dst, `"error":`...), out.Err)
	}
	dst = append(append(append(dst, `"url":`...), url...), `,"body":[`...)
	return append(out.Event.AppendJSON(dst), ']')
}

// appendMessage appends the line of one message, judged.
func (m *mapper) appendMessage(dst []byte, msg message.Message, in message.Arrival) []byte {
	j := m.judge.MessageIn(&m.read, &msg, in)
	switch {
	case in.Problem == message.BatchTooLarge, in.Problem == message.BatchTooLong: // nothing of the request is kept
		dst = jsondoc.AppendString(append(dst, `{"error":`...), string(in.Problem)+": "+verdict.CodeOfProblem(in.Problem).Info().Why)
	case j.Event != nil:
		dst = append(append(append(dst, `{"url":`...), m.url...), `,"body":[`...)
		dst = append(j.Event.AppendJSON(dst), ']')
	case j.Action == nil && j.Verdict.Headline != verdict.Unseen && j.Verdict.Gates.State(verdict.Received) != verdict.Fail:
		dst = append(dst, `{"skip":true`...)
	default:
		dst = jsondoc.AppendString(append(dst, `{"error":`...), j.Reason)
	}
	if m.opt.Diagnostics {
		dst = eventjson.AppendDiagnostics(append(dst, `,"diagnostics":`...), j.Diagnostics)
	}
	return append(dst, '}', '\n')
}

// appendTaken appends a line for each message that came together.
func (m *mapper) appendTaken(dst []byte, taken formats.Taken) []byte {
	for i := range taken.Len() {
		dst = m.appendMessage(dst, taken.Message(i), taken.Arrival(i))
	}
	return dst
}

// appendRecord appends the lines of a record of a capture file; those that hold
// no message have none.
func (m *mapper) appendRecord(dst, line []byte) []byte {
	taken, ok, err := formats.Recorded(line)
	return m.appendRead(dst, taken, ok, err)
}

// appendRead appends the lines of what was read, or the one that says why it cannot be.
func (m *mapper) appendRead(dst []byte, taken formats.Taken, ok bool, err error) []byte {
	switch {
	case err != nil:
		return appendError(dst, err)
	case !ok:
		return dst
	}
	return m.appendTaken(dst, taken)
}

func appendError(dst []byte, err error) []byte {
	return append(jsondoc.AppendString(append(dst, `{"error":`...), err.Error()), '}', '\n')
}

// itemsOf returns the texts of an array's items, which stay when the document is
// read anew.
func itemsOf(list jsondoc.Value) [][]byte {
	var items [][]byte
	for item := range list.Elements() {
		items = append(items, item.Raw())
	}
	return items
}

// appendCase appends the line of a case: a message with the mapping and the
// settings that it is to run with.
func (m *mapper) appendCase(dst []byte, c jsondoc.Value) []byte {
	engine, err := m.engineOf(c)
	if err != nil {
		return append(jsondoc.AppendString(append(dst, `{"error":`...), err.Error()), '}', '\n')
	}
	msg, url := c.Member("event"), jsondoc.AppendString(nil, engine.URL())
	dest := engine.Destination()
	name := c.Member("action").Text()
	action := dest.Action(name)
	switch {
	case name == "auto":
		action = engine.Select(msg)
		if action == nil {
			return append(dst, `{"skip":true}`+"\n"...)
		}
	case name == "":
		action = &dest.Actions[0]
	case action == nil:
		return append(jsondoc.AppendString(append(dst, `{"error":`...), "there is no action "+name), '}', '\n')
	}
	out := engine.Run(action, msg, m.opt.Now)
	dst = append(dst, '{')
	if name == "auto" {
		dst = jsondoc.AppendString(append(dst, `"results":[{"action":`...), action.Name)
		dst = append(appendOutcome(append(dst, ','), url, &out), `}]`...)
	} else {
		dst = appendOutcome(dst, url, &out)
	}
	if m.opt.Diagnostics {
		copied := message.Parse(slices.Clone(msg.Raw()))
		j := mapping.NewJudge(engine).Message(&copied, message.Arrival{At: m.opt.Now, RequestBytes: len(copied.Text)})
		dst = eventjson.AppendDiagnostics(append(dst, `,"diagnostics":`...), j.Diagnostics)
	}
	return append(dst, '}', '\n')
}

// caseClientID is the client-side ID of cases that do not give one.
const caseClientID = "test-client-id"

// engineOf returns the engine that a case runs with. As Segment does, it takes
// the mapping as it is: a mistake in it is the error of the message.
func (m *mapper) engineOf(c jsondoc.Value) (*destination.Engine, error) {
	own := m.judge.Engine()
	settings := own.Settings()
	if settings.ClientID == "" {
		settings.ClientID = caseClientID
	}
	if given := c.Member("settings"); given.Kind() == jsondoc.Object {
		merged := append([]byte(`{"client_id":`), jsondoc.AppendString(nil, settings.ClientID)...)
		if settings.EventsHost != "" {
			merged = jsondoc.AppendString(append(merged, `,"events_host_name":`...), settings.EventsHost)
		}
		for member := range given.Members() {
			merged = append(append(append(merged, ','), member.NameRaw()...), ':')
			merged = append(merged, member.Raw()...)
		}
		doc, err := jsondoc.Parse(append(merged, '}'))
		if err != nil {
			return nil, err
		}
		if settings, err = destination.ParseSettings(doc.Root()); err != nil {
			return nil, err
		}
	}
	return destination.NewEngine(own.Destination(), destination.EngineOptions{Mappings: c.Member("mapping"), Settings: settings, Lenient: true})
}
