package mapping

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
)

// findings gathers the diagnostics of one message.
type findings struct {
	list []Diagnostic
}

// add notes a finding with the texts of the table of codes.
func (f *findings) add(code Code, pointer string, value []byte) *Diagnostic {
	info := &codes[code]
	f.list = append(f.list, Diagnostic{
		Code: code, Severity: info.Severity, Gate: info.Gate,
		Pointer: pointer, Value: shorten(value), Effect: info.Why, Fix: info.Fix,
	})
	return &f.list[len(f.list)-1]
}

// drop takes back all findings of a code.
func (f *findings) drop(code Code) {
	f.list = slices.DeleteFunc(f.list, func(d Diagnostic) bool { return d.Code == code })
}

// checkReceived is gate 1: what came is one well-formed JSON object within
// Segment's limits, and means what it says.
func checkReceived(f *findings, m *Message, in Arrival) {
	switch {
	case in.Problem == BatchTooLarge || in.RequestBytes > MaxRequestBytes:
		f.add(BatchTooLarge, "", nil).Value = strconv.Itoa(in.RequestBytes) + " bytes"
	case m.empty():
		checkEmpty(f, m)
		return
	case in.BatchMessages > MaxBatchMessages:
		f.add(BatchTooLong, "", nil).Value = strconv.Itoa(in.BatchMessages) + " messages"
	}
	if m.Syntax != nil {
		d := f.add(InvalidJSON, "", around(m.Text, m.Syntax.Offset))
		d.Effect = fmt.Sprintf("Segment answers 400. Line %d, column %d: %s.", m.Syntax.Line, m.Syntax.Column, m.Syntax.Msg)
		if in.BatchMessages > 0 {
			d.Effect = "Segment answers 200, discards this item and keeps the good ones of the batch. " + m.Syntax.Msg + "."
		}
		return
	}
	if m.Size > MaxMessageBytes {
		f.add(MessageTooLarge, "", nil).Value = strconv.Itoa(m.Size) + " bytes"
	}
	if id := m.Root.Member("messageId"); id.Kind() == jsondoc.String && len(id.Raw()) > MaxMessageIDRunes+2 &&
		utf8.RuneCountInString(id.Text()) > MaxMessageIDRunes {
		f.add(MessageIDTooLong, "/messageId", id.Raw())
	}
	checkText(f, m)
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

// empty reports whether there is no message at all: an empty batch.
func (m *Message) empty() bool { return m.Syntax == nil && m.Root.Kind() == jsondoc.Absent }

// checkText finds what well-formed JSON can still lose on its way.
func checkText(f *findings, m *Message) {
	doc := m.Root.Doc()
	if at, ok := doc.InvalidUTF8(); ok {
		f.add(InvalidUTF8, at.Pointer(), around(doc.Bytes(), at.Offset()))
	}
	for v := range doc.Duplicates() {
		f.add(DuplicateMember, v.Pointer(), v.Raw())
	}
	for v := range doc.LongNumbers() {
		f.add(NumberPrecisionLost, v.Pointer(), v.Raw())
	}
}

// around cuts the line of an offset to what a diagnostic carries.
func around(text []byte, offset int) []byte {
	offset = min(max(offset, 0), len(text))
	start := max(bytes.LastIndexByte(text[:offset], '\n')+1, offset-16)
	for start < offset && !utf8.RuneStart(text[start]) {
		start++
	}
	line := text[start:min(len(text), start+maxShown)]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return bytes.TrimSpace(line)
}

// checkAccepted is gate 2: the discard codes that Segment publishes for its
// ingest. A null counts as absent: Segment's Python library sends null for
// every member it has no value for.
func checkAccepted(f *findings, m *Message, typ string, in Arrival) {
	if in.DuplicateOf != 0 {
		d := f.add(DuplicateMessageID, "/messageId", m.Root.Member("messageId").Raw())
		d.Effect = fmt.Sprintf("Segment keeps #%d, which came first, and drops this one.", in.DuplicateOf)
		if in.OtherSource {
			d.Effect = fmt.Sprintf("Segment keeps #%d, which came first with another write key, and drops this one: it looks for an id across all sources.", in.DuplicateOf)
			d.Fix = "Have each source give its messages ids of their own: what sends one call with several write keys makes a new messageId for each, or leaves it out."
		}
	}
	if in.Retries > 0 {
		f.add(SDKRetry, "/messageId", nil).Value = fmt.Sprintf("sent %d times", in.Retries+1)
	}
	user, anon := m.Root.Member("userId"), m.Root.Member("anonymousId")
	if missing(user) && missing(anon) {
		f.add(NoUserAnonID, "/userId", nil)
	}
	for _, id := range []jsondoc.Value{user, anon} {
		if !missing(id) && (id.Kind() != jsondoc.String || empty(id)) {
			d := f.add(IDNotString, id.Pointer(), id.Raw())
			d.QuickFix = idFix(m.Root, id)
		}
	}
	switch typ {
	case "":
		f.add(TypeUnknown, "/type", m.Root.Member("type").Raw())
	case "track":
		checkTrack(f, m.Root)
	case "identify", "group":
		if t := m.Root.Member("traits"); !missing(t) && t.Kind() != jsondoc.Object {
			f.add(TraitsNotObject, "/traits", t.Raw())
		}
	case "page", "screen":
		checkPage(f, m.Root)
	}
}

func checkTrack(f *findings, root jsondoc.Value) {
	switch event := root.Member("event"); {
	case missing(event) || empty(event):
		d := f.add(EventNotDefined, "/event", event.Raw())
		if root.Member("batch").Kind() == jsondoc.Array {
			d.Fix = "This is a batch: send it to /v1/batch."
		}
	case event.Kind() != jsondoc.String:
		f.add(EventNotString, "/event", event.Raw())
	}
	checkProperties(f, root)
}

func checkPage(f *findings, root jsondoc.Value) {
	if v := root.Member("name"); !missing(v) && (v.Kind() != jsondoc.String || empty(v)) {
		f.add(NameNotString, "/name", v.Raw())
	}
	if v := root.Member("category"); !missing(v) && (v.Kind() != jsondoc.String || empty(v)) {
		f.add(CategoryNotString, "/category", v.Raw())
	}
	checkProperties(f, root)
}

func checkProperties(f *findings, root jsondoc.Value) {
	if p := root.Member("properties"); !missing(p) && p.Kind() != jsondoc.Object {
		f.add(PropertiesNotObject, "/properties", p.Raw())
	}
}

// checkRouted is the part of gate 3 that Segment's pipeline decides: the type,
// and the message's integrations object. Names are those of the destination.
func checkRouted(f *findings, m *Message, typ string, names []string, aliased bool) {
	if typ != "track" {
		f.add(NotTrack, "/type", m.Root.Member("type").Raw())
		if aliased {
			f.add(AliasUnsupported, "/type", m.Root.Member("type").Raw())
		}
	}
	integrations := m.Root.Member("integrations")
	if integrations.Kind() != jsondoc.Object {
		return
	}
	rule := integrations.Member("All")
	for _, name := range names {
		if v := integrations.Member(name); v.Kind() != jsondoc.Absent {
			rule = v
			break
		}
	}
	if rule.Kind() == jsondoc.Bool && !rule.Bool() {
		f.add(IntegrationDisabled, rule.Pointer(), rule.Raw())
	}
}

func missing(v jsondoc.Value) bool {
	return v.Kind() == jsondoc.Absent || v.Kind() == jsondoc.Null
}

func empty(v jsondoc.Value) bool {
	return v.Kind() == jsondoc.String && len(v.Raw()) == 2
}

// skewed is from how many ms on the sender's clock is called off: more than a
// slow network explains.
const skewed = 60_000

// checkSkew compares when the sender says it sent the request with when it
// came. Segment corrects the timestamp by that difference.
func checkSkew(f *findings, in Arrival) {
	if in.SentAt == "" {
		return
	}
	sent := readTime(in.SentAt)
	if by := in.At - sent.ms; sent.ok && (by > skewed || by < -skewed) {
		d := f.add(ClockSkew, "/sentAt", jsondoc.AppendString(nil, in.SentAt))
		d.Effect = fmt.Sprintf("Segment corrects the timestamp by the difference: %+d s.", by/1000)
	}
}
