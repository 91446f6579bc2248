package gates

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Received is gate 1: what came is one well-formed JSON object within
// Segment's limits, and means what it says.
func Received(f *Findings, m *message.Message, in *message.Arrival) {
	switch {
	case in.Problem == message.BodyNotRecorded:
		f.add(verdict.BodyNotRecorded, "", nil)
		return
	case in.Problem == message.BodySpoilt:
		f.add(verdict.BodySpoilt, "", around(m.Text, 0))
		return
	case in.Problem == message.BatchTooLarge || in.RequestBytes > message.MaxRequestBytes:
		d := f.add(verdict.BatchTooLarge, "", nil)
		d.Value = strconv.Itoa(in.RequestBytes) + " bytes"
		d.Effect = "Segment takes requests up to " + prose.Bytes(message.MaxRequestBytes) + ": it answers 400 and keeps nothing of this one."
		if in.BatchMessages > 0 {
			d.Effect = "Segment takes requests up to " + prose.Bytes(message.MaxRequestBytes) + ": it answers 400 and keeps none of the messages of the batch, " + prose.Grouped(in.BatchMessages) + " in all."
		}
	case m.Empty():
		checkEmpty(f, m)
		return
	case in.Problem == message.BatchTooLong || in.BatchMessages > message.MaxBatchMessages:
		d := f.add(verdict.BatchTooLong, "", nil)
		d.Value = strconv.Itoa(in.BatchMessages) + " messages"
		d.Effect = "Segment answers 200 and drops the batch: it has " + prose.Grouped(in.BatchMessages) + " messages, and " + prose.Grouped(message.MaxBatchMessages) + " are the most."
	}
	switch {
	case m.Syntax == nil:
	case in.Problem == message.BatchTooLarge, in.Problem == message.BatchTooLong:
		return // it was refused before anybody read it, and is not taken apart
	case in.Problem == message.TooLarge:
		tooLarge(f, m, in)
		return
	}
	if m.Syntax != nil {
		d := f.add(verdict.InvalidJSON, "", around(m.Text, m.Syntax.Offset))
		d.Effect = fmt.Sprintf("Segment answers 400. Line %d, column %d: %s.", m.Syntax.Line, m.Syntax.Column, m.Syntax.Msg)
		d.Fix = "Repair the text there; let an SDK or a JSON library write it."
		if in.BatchMessages > 0 {
			d.Effect = "Segment answers 200, drops this item and keeps the good ones of the batch. " + m.Syntax.Msg + "."
		}
		return
	}
	if m.Size > message.MaxMessageBytes {
		tooLarge(f, m, in)
	}
	if id := m.Root.Member("messageId"); id.Kind() == jsondoc.String && len(id.Raw()) > message.MaxMessageIDRunes+2 {
		if n := utf8.RuneCountInString(id.Text()); n > message.MaxMessageIDRunes {
			d := f.add(verdict.MessageIDTooLong, "/messageId", id.Raw())
			d.Effect = "It has " + prose.Grouped(n) + " characters, and Segment documents " + strconv.Itoa(message.MaxMessageIDRunes) + "; what happens then is not documented."
		}
	}
	checkText(f, m)
}

// tooLarge says how far a message is over the limit, and what in it is large.
func tooLarge(f *Findings, m *message.Message, in *message.Arrival) {
	d := f.add(verdict.MessageTooLarge, "", nil)
	d.Value = strconv.Itoa(m.Size) + " bytes"
	d.Effect = "Segment takes messages up to " + prose.Bytes(message.MaxMessageBytes) + ": it answers 400."
	if in.BatchMessages > 0 {
		d.Effect = "Segment takes messages up to " + prose.Bytes(message.MaxMessageBytes) + ": it drops this one from the batch."
	}
	largest := m.Root
	for range 2 { // what is deeper says little
		var inner jsondoc.Value
		for member := range largest.Members() {
			if len(member.Raw()) > len(inner.Raw()) {
				inner = member
			}
		}
		if 2*len(inner.Raw()) < len(largest.Raw()) {
			break
		}
		largest = inner
	}
	if largest != m.Root {
		d.Fix = "Send less: " + prose.Dotted(largest.Pointer()) + " takes " + prose.Bytes(len(largest.Raw())) + "."
	}
}

// checkEmpty says why a batch has no messages, where that can be seen.
func checkEmpty(f *Findings, m *message.Message) {
	d := f.add(verdict.EmptyBatch, "", nil)
	doc, err := jsondoc.Parse(m.Text)
	if err != nil {
		return
	}
	batch := doc.Root().Member("batch")
	switch {
	case batch.Kind() != jsondoc.Absent && batch.Kind() != jsondoc.Array:
		d.Pointer, d.Value = "/batch", prose.Shorten(batch.Raw())
		d.Fix = "Send the messages as an array."
	case batch.Kind() == jsondoc.Absent && doc.Root().Member("event").Kind() == jsondoc.String:
		d.Fix = "This is a single Track call: send it to /v1/track, or as the one element of batch."
	case batch.Kind() == jsondoc.Absent:
		d.Pointer = "/batch"
		d.Fix = "Send the messages as the array batch; a single message has its own route, such as /v1/track."
	}
}

// Accepted is gate 2: the discard codes that Segment publishes for its
// ingest. A null counts as absent: Segment's Python library sends null for
// every member it has no value for. What becomes of the message, o, is nil where no
// action takes it.
func Accepted(f *Findings, m *message.Message, typ string, o *destination.Outcome, in *message.Arrival) {
	if in.DuplicateOf != 0 {
		d := f.add(verdict.DuplicateMessageID, "/messageId", m.Root.Member("messageId").Raw())
		d.Effect = fmt.Sprintf("Segment keeps #%d, which came first, and drops this one.", in.DuplicateOf)
		if in.OtherSource {
			d.Effect = fmt.Sprintf("Segment keeps #%d, which came first with another write key, and drops this one: it looks for an id across all sources.", in.DuplicateOf)
			d.Fix = "Have each source give its messages ids of their own: what sends one call with several write keys makes a new messageId for each, or leaves it out."
		}
	}
	if in.Retries > 0 {
		d := f.add(verdict.SDKRetry, "/messageId", nil)
		d.Value = fmt.Sprintf("sent %d times", in.Retries+1)
	}
	user, anon := m.Root.Member("userId"), m.Root.Member("anonymousId")
	if missing(user) && missing(anon) {
		d := f.add(verdict.NoUserAnonID, "/userId", nil)
		d.QuickFix = nearMiss(d, m.Root, o, "/userId", "/anonymousId")
	}
	for _, id := range []jsondoc.Value{user, anon} {
		if !missing(id) && (id.Kind() != jsondoc.String || empty(id)) {
			d := f.add(verdict.IDNotString, id.Pointer(), id.Raw())
			d.Effect = id.Name() + " is " + prose.Article(id.Kind()) + ": Segment answers 200 and then drops the message."
			if empty(id) {
				d.Effect = id.Name() + " is empty: Segment answers 200 and then drops the message."
				d.Fix = "Leave " + id.Name() + " out while there is none."
				d.QuickFix = leaveOut(id, o)
			}
			if id.Kind() == jsondoc.Number {
				d.Fix = "Send it as a string: " + prose.Quoted(string(id.Raw())) + "."
				d.QuickFix = digitsAsText(id)
			}
		}
	}
	switch typ {
	case "":
		unknownType(f, m.Root, o)
	case "track":
		checkTrack(f, m.Root, o)
	case "identify", "group":
		if t := m.Root.Member("traits"); !missing(t) && t.Kind() != jsondoc.Object {
			f.isA(verdict.TraitsNotObject, t)
		}
	case "page", "screen":
		checkPage(f, m.Root)
	}
}

// unknownType says which type was meant, where that can be seen.
func unknownType(f *Findings, root jsondoc.Value, o *destination.Outcome) {
	typ := root.Member("type")
	d := f.add(verdict.TypeUnknown, "/type", typ.Raw())
	if missing(typ) {
		d.Effect = "Without a type the message is none that Segment knows; the destination takes none without one."
		d.QuickFix = nearMiss(d, root, o, "/type")
		return
	}
	d.Effect = "Segment has no type " + prose.Shorten(typ.Raw()) + ", and the destination does not take it."
	d.Fix = "Send one of track, identify, page, screen, group and alias."
	if meant := strings.ToLower(strings.TrimSpace(typ.Text())); message.IsType(meant) {
		d.Fix = "Send " + prose.Quoted(meant) + ": types are in lower case."
		d.QuickFix = verdict.Patch{{Op: "replace", Path: "/type", Value: string(jsondoc.AppendString(nil, meant))}}
	}
}

func checkTrack(f *Findings, root jsondoc.Value, o *destination.Outcome) {
	switch event := root.Member("event"); {
	case missing(event) || empty(event):
		d := f.add(verdict.EventNotDefined, "/event", event.Raw())
		if root.Member("batch").Kind() == jsondoc.Array {
			d.Fix = "This is a batch: send it to /v1/batch."
			break
		}
		d.QuickFix = nearMiss(d, root, o, "/event")
	case event.Kind() != jsondoc.String:
		d := f.add(verdict.EventNotString, "/event", event.Raw())
		d.Effect = "event is " + prose.Article(event.Kind()) + ": Segment answers 200 and then drops the message."
		if event.Kind() == jsondoc.Number {
			d.Fix = "Send the name as a string: " + prose.Quoted(string(event.Raw())) + "."
			d.QuickFix = verdict.Patch{{Op: "replace", Path: "/event", Value: string(jsondoc.AppendString(nil, string(event.Raw())))}}
		}
	}
	checkProperties(f, root)
}

func checkPage(f *Findings, root jsondoc.Value) {
	if v := root.Member("name"); !missing(v) && (v.Kind() != jsondoc.String || empty(v)) {
		f.isA(verdict.NameNotString, v)
	}
	if v := root.Member("category"); !missing(v) && (v.Kind() != jsondoc.String || empty(v)) {
		f.isA(verdict.CategoryNotString, v)
	}
	checkProperties(f, root)
}

func checkProperties(f *Findings, root jsondoc.Value) {
	if p := root.Member("properties"); !missing(p) && p.Kind() != jsondoc.Object {
		f.isA(verdict.PropertiesNotObject, p)
	}
}

// isA notes a member of the wrong kind, for which Segment discards the message.
func (f *Findings) isA(code verdict.Code, v jsondoc.Value) {
	what := prose.Article(v.Kind())
	if empty(v) {
		what = "empty"
	}
	f.add(code, v.Pointer(), v.Raw()).Effect = v.Name() + " is " + what + ": Segment answers 200 and then drops the message."
}

// Routed is the part of gate 3 that Segment's pipeline decides: the type,
// the message's integrations object, and consent.
func Routed(f *Findings, m *message.Message, typ string, dest *destination.Destination, aliased bool) {
	if typ != "track" {
		d := f.add(verdict.NotTrack, "/type", m.Root.Member("type").Raw())
		if typ == "" { // what was meant is said of the type itself
			d.Fix = "Send \"track\" as the type, if the message is meant to feed a metric."
		}
		if aliased {
			f.add(verdict.AliasUnsupported, "/type", m.Root.Member("type").Raw())
		}
	}
	checkIntegrations(f, m.Root, dest)
	checkConsent(f, m.Root)
}

// WhyNoMessage says why there is no message to map.
func WhyNoMessage(m *message.Message, in *message.Arrival) string {
	switch {
	case in.Problem.Unseen():
		return "the file does not have the body as it was sent"
	case m.Syntax == nil:
		return "the batch is empty: there is no message to map"
	case in.Problem == message.BatchTooLarge:
		return "Segment answers 400: the request is larger than 500 KB"
	case in.Problem == message.TooLarge:
		return "Segment answers 400: the message is larger than 32 KB"
	case in.Problem == message.BatchTooLong:
		return "Segment drops the batch: it has more than 2,500 messages"
	}
	if in.BatchMessages > 0 {
		return "Segment drops this item of the batch: " + m.Syntax.Msg
	}
	return "Segment answers 400: " + m.Syntax.Error()
}
