package mapping

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
)

// checkReceived is gate 1: what came is one well-formed JSON object within
// Segment's limits, and means what it says.
func checkReceived(f *findings, m *Message, in Arrival) {
	switch {
	case in.Problem == ProblemBatchTooLarge || in.RequestBytes > MaxRequestBytes:
		d := f.add(BatchTooLarge, "", nil)
		d.Value = strconv.Itoa(in.RequestBytes) + " bytes"
		d.Effect = "Segment takes requests up to " + bytesText(MaxRequestBytes) + ": it answers 400 and keeps nothing of this one."
		if in.BatchMessages > 0 {
			d.Effect = "Segment takes requests up to " + bytesText(MaxRequestBytes) + ": it answers 400 and keeps none of its " + grouped(in.BatchMessages) + " messages."
		}
	case m.empty():
		checkEmpty(f, m)
		return
	case in.Problem == ProblemBatchTooLong || in.BatchMessages > MaxBatchMessages:
		d := f.add(BatchTooLong, "", nil)
		d.Value = strconv.Itoa(in.BatchMessages) + " messages"
		d.Effect = "Segment answers 200 and rejects the batch: it has " + grouped(in.BatchMessages) + " messages of at most " + grouped(MaxBatchMessages) + "."
	}
	switch {
	case m.Syntax == nil:
	case in.Problem == ProblemBatchTooLarge, in.Problem == ProblemBatchTooLong:
		return // it was refused before anybody read it, and is not taken apart
	case in.Problem == ProblemMessageTooLarge:
		tooLarge(f, m, in)
		return
	}
	if m.Syntax != nil {
		d := f.add(InvalidJSON, "", around(m.Text, m.Syntax.Offset))
		d.Effect = fmt.Sprintf("Segment answers 400. Line %d, column %d: %s.", m.Syntax.Line, m.Syntax.Column, m.Syntax.Msg)
		d.Fix = "Repair the text there; let an SDK or a JSON library write it."
		if in.BatchMessages > 0 {
			d.Effect = "Segment answers 200, discards this item and keeps the good ones of the batch. " + m.Syntax.Msg + "."
		}
		return
	}
	if m.Size > MaxMessageBytes {
		tooLarge(f, m, in)
	}
	if id := m.Root.Member("messageId"); id.Kind() == jsondoc.String && len(id.Raw()) > MaxMessageIDRunes+2 {
		if n := utf8.RuneCountInString(id.Text()); n > MaxMessageIDRunes {
			d := f.add(MessageIDTooLong, "/messageId", id.Raw())
			d.Effect = "It has " + grouped(n) + " characters, and Segment documents " + strconv.Itoa(MaxMessageIDRunes) + "; what happens then is not documented."
		}
	}
	checkText(f, m)
}

// tooLarge says how far a message is over the limit, and what in it is large.
func tooLarge(f *findings, m *Message, in Arrival) {
	d := f.add(MessageTooLarge, "", nil)
	d.Value = strconv.Itoa(m.Size) + " bytes"
	d.Effect = "Segment takes messages up to " + bytesText(MaxMessageBytes) + ": it answers 400."
	if in.BatchMessages > 0 {
		d.Effect = "Segment takes messages up to " + bytesText(MaxMessageBytes) + ": it drops this one from the batch."
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
		d.Fix = "Send less: " + dotted(largest.Pointer()) + " takes " + bytesText(len(largest.Raw())) + "."
	}
}

// checkEmpty says why a batch has no messages, where that can be seen.
func checkEmpty(f *findings, m *Message) {
	d := f.add(EmptyBatch, "", nil)
	doc, err := jsondoc.Parse(m.Text)
	if err != nil {
		return
	}
	batch := doc.Root().Member("batch")
	switch {
	case batch.Kind() != jsondoc.Absent && batch.Kind() != jsondoc.Array:
		d.Pointer, d.Value = "/batch", shorten(batch.Raw())
		d.Fix = "Send the messages as an array."
	case batch.Kind() == jsondoc.Absent && doc.Root().Member("event").Kind() == jsondoc.String:
		d.Fix = "This is a single Track call: send it to /v1/track, or as the one element of batch."
	case batch.Kind() == jsondoc.Absent:
		d.Pointer = "/batch"
		d.Fix = "Send the messages as the array batch; a single message has its own route, such as /v1/track."
	}
}

// checkAccepted is gate 2: the discard codes that Segment publishes for its
// ingest. A null counts as absent: Segment's Python library sends null for
// every member it has no value for. What becomes of the message, o, is nil where no
// action takes it.
func checkAccepted(f *findings, m *Message, typ string, o *Outcome, in Arrival) {
	if in.DuplicateOf != 0 {
		d := f.add(DuplicateMessageID, "/messageId", m.Root.Member("messageId").Raw())
		d.Effect = fmt.Sprintf("Segment keeps #%d, which came first, and drops this one.", in.DuplicateOf)
		if in.OtherSource {
			d.Effect = fmt.Sprintf("Segment keeps #%d, which came first with another write key, and drops this one: it looks for an id across all sources.", in.DuplicateOf)
			d.Fix = "Have each source give its messages ids of their own: what sends one call with several write keys makes a new messageId for each, or leaves it out."
		}
	}
	if in.Retries > 0 {
		d := f.add(SDKRetry, "/messageId", nil)
		d.Value = fmt.Sprintf("sent %d times", in.Retries+1)
	}
	user, anon := m.Root.Member("userId"), m.Root.Member("anonymousId")
	if missing(user) && missing(anon) {
		d := f.add(NoUserAnonID, "/userId", nil)
		d.QuickFix = nearMiss(d, m.Root, o, "/userId", "/anonymousId")
	}
	for _, id := range []jsondoc.Value{user, anon} {
		if !missing(id) && (id.Kind() != jsondoc.String || empty(id)) {
			d := f.add(IDNotString, id.Pointer(), id.Raw())
			d.Effect = id.Name() + " is " + article(id.Kind()) + ": Segment answers 200 and then discards the message."
			if empty(id) {
				d.Effect = id.Name() + " is empty: Segment answers 200 and then discards the message."
				d.Fix = "Leave " + id.Name() + " out while there is none."
				d.QuickFix = leaveOut(id, o)
			}
			if id.Kind() == jsondoc.Number {
				d.Fix = "Send it as a string: " + quoted(string(id.Raw())) + "."
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
			f.isA(TraitsNotObject, t)
		}
	case "page", "screen":
		checkPage(f, m.Root)
	}
}

// unknownType says which type was meant, where that can be seen.
func unknownType(f *findings, root jsondoc.Value, o *Outcome) {
	typ := root.Member("type")
	d := f.add(TypeUnknown, "/type", typ.Raw())
	if missing(typ) {
		d.Effect = "Without a type the message is none that Segment knows; the destination takes none without one."
		d.QuickFix = nearMiss(d, root, o, "/type")
		return
	}
	d.Effect = "Segment has no type " + shorten(typ.Raw()) + ", and the destination does not take it."
	d.Fix = "Send one of track, identify, page, screen, group and alias."
	if meant := strings.ToLower(strings.TrimSpace(typ.Text())); IsType(meant) {
		d.Fix = "Send " + quoted(meant) + ": types are in lower case."
		d.QuickFix = Patch{{Op: "replace", Path: "/type", Value: string(jsondoc.AppendString(nil, meant))}}
	}
}

func checkTrack(f *findings, root jsondoc.Value, o *Outcome) {
	switch event := root.Member("event"); {
	case missing(event) || empty(event):
		d := f.add(EventNotDefined, "/event", event.Raw())
		if root.Member("batch").Kind() == jsondoc.Array {
			d.Fix = "This is a batch: send it to /v1/batch."
			break
		}
		d.QuickFix = nearMiss(d, root, o, "/event")
	case event.Kind() != jsondoc.String:
		d := f.add(EventNotString, "/event", event.Raw())
		d.Effect = "event is " + article(event.Kind()) + ": Segment answers 200 and then discards the message."
		if event.Kind() == jsondoc.Number {
			d.Fix = "Send the name as a string: " + quoted(string(event.Raw())) + "."
			d.QuickFix = Patch{{Op: "replace", Path: "/event", Value: string(jsondoc.AppendString(nil, string(event.Raw())))}}
		}
	}
	checkProperties(f, root)
}

func checkPage(f *findings, root jsondoc.Value) {
	if v := root.Member("name"); !missing(v) && (v.Kind() != jsondoc.String || empty(v)) {
		f.isA(NameNotString, v)
	}
	if v := root.Member("category"); !missing(v) && (v.Kind() != jsondoc.String || empty(v)) {
		f.isA(CategoryNotString, v)
	}
	checkProperties(f, root)
}

func checkProperties(f *findings, root jsondoc.Value) {
	if p := root.Member("properties"); !missing(p) && p.Kind() != jsondoc.Object {
		f.isA(PropertiesNotObject, p)
	}
}

// isA notes a member of the wrong kind, for which Segment discards the message.
func (f *findings) isA(code Code, v jsondoc.Value) {
	what := article(v.Kind())
	if empty(v) {
		what = "empty"
	}
	f.add(code, v.Pointer(), v.Raw()).Effect = v.Name() + " is " + what + ": Segment answers 200 and then discards the message."
}

// checkRouted is the part of gate 3 that Segment's pipeline decides: the type,
// the message's integrations object, and consent.
func checkRouted(f *findings, m *Message, typ string, dest *Destination, aliased bool) {
	if typ != "track" {
		d := f.add(NotTrack, "/type", m.Root.Member("type").Raw())
		if typ == "" { // what was meant is said of the type itself
			d.Fix = "Send \"track\" as the type, if the message is meant to feed a metric."
		}
		if aliased {
			f.add(AliasUnsupported, "/type", m.Root.Member("type").Raw())
		}
	}
	checkIntegrations(f, m.Root, dest)
	checkConsent(f, m.Root)
}

// whyNoMessage says why there is no message to map.
func whyNoMessage(m *Message, in Arrival) string {
	switch {
	case m.Syntax == nil:
		return "the batch is empty: there is no message to map"
	case in.Problem == ProblemBatchTooLarge:
		return "Segment answers 400: the request is larger than 500 KB"
	case in.Problem == ProblemMessageTooLarge:
		return "Segment answers 400: the message is larger than 32 KB"
	case in.Problem == ProblemBatchTooLong:
		return "Segment rejects the batch: it has more than 2,500 messages"
	}
	if in.BatchMessages > 0 {
		return "Segment discards this item of the batch: " + m.Syntax.Msg
	}
	return "Segment answers 400: " + m.Syntax.Error()
}
