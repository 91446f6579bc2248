package gates

import (
	"fmt"
	"strings"

	"segtap/mapping/destination"
	"segtap/mapping/destination/date"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// checkText finds what well-formed JSON can still lose on its way. Which member
// of the event a place feeds is not known yet: it is told when the message has been mapped.
func checkText(f *Findings, m *message.Message) {
	doc := m.Root.Doc()
	if at, ok := doc.InvalidUTF8(); ok {
		f.notText(doc, at)
	}
	for v := range doc.Duplicates() {
		d := f.add(verdict.DuplicateMember, v.Pointer(), v.Raw())
		last := v.Parent().Member(v.Name()) // the last one is the one that is found
		d.Effect = "It is there more than once: the last one wins, " + prose.Shorten(last.Raw()) + "; " + prose.Shorten(v.Raw()) + " is lost."
		d.Fix = "Remove all but one."
	}
	for v := range doc.LongNumbers() {
		if m.Root.Lookup(v.Pointer()) == v { // and not lost already to another of its name
			f.longNumber(v)
		}
	}
}

// notText notes what is no Unicode: a byte that is not UTF-8, or half of a
// surrogate pair.
func (f *Findings) notText(doc *jsondoc.Doc, at jsondoc.Place) {
	d := f.add(verdict.InvalidUTF8, at.Pointer(), around(doc.Bytes(), at.Offset()))
	if c := doc.Bytes()[at.Offset()]; c != '\\' {
		d.Effect = fmt.Sprintf("The byte 0x%02X is not UTF-8 there, and arrives as a replacement character: two different texts can become one.", c)
		d.Fix = "Send UTF-8."
		return
	}
	half := doc.Bytes()[at.Offset():][:len(`\ud800`)]
	d.Effect = string(half) + " is half of a surrogate pair and no character: Segment passes it on, and what LaunchDarkly makes of it is not documented."
	d.Fix = "Cut strings between characters, not between code units."
}

// longNumber notes a number with more digits than JavaScript keeps.
func (f *Findings) longNumber(v jsondoc.Value) {
	d := f.add(verdict.NumberPrecisionLost, v.Pointer(), v.Raw())
	becomes := string(kit.Of(v).AppendJSON(nil))
	d.Effect = "Segment's destination reads numbers as doubles: of this one it makes " + becomes + "."
	if becomes == "null" {
		d.Effect = "It is larger than any double: Segment's destination takes it for infinity, which JSON writes as null."
	}
	switch v.Pointer() {
	case "/userId", "/anonymousId", "/previousId", "/groupId", "/messageId", "/event":
		d.Fix = "Send it as a string: " + prose.Quoted(string(v.Raw())) + "."
		d.QuickFix = verdict.Patch{{Op: "replace", Path: d.Pointer, Value: string(jsondoc.AppendString(nil, string(v.Raw())))}}
	case "/timestamp", "/originalTimestamp", "/sentAt":
		d.Fix = "Send ISO 8601 with a zone, or whole milliseconds."
	default:
		d.Fix = "Send it as a string if it is an identifier, else with the digits that count."
	}
}

// TellLosses says of what was found in the text what comes of it at
// LaunchDarkly: each place feeds a member of the event, or none.
func (f *Findings) TellLosses(o *destination.Outcome) {
	var links []destination.Link
	for i := range f.List {
		d := &f.List[i]
		switch d.Code {
		case verdict.InvalidUTF8, verdict.DuplicateMember, verdict.NumberPrecisionLost:
		default:
			continue
		}
		if links == nil {
			links = o.Provenance()
		}
		member := fedBy(links, d.Pointer)
		switch {
		case o.Event == nil:
		case member == "":
			d.Effect += " Nothing of it reaches LaunchDarkly."
		default:
			tellLoss(d, o, member)
		}
	}
}

// tellLoss says what the loss does to a member of the event.
func tellLoss(d *verdict.Diagnostic, o *destination.Outcome, member string) {
	d.Effect += " It is " + prose.Dotted(member) + " of the custom event."
	if d.Code != verdict.NumberPrecisionLost {
		return
	}
	switch {
	case strings.HasPrefix(member, "/creationDate"):
		d.Fix = "Send ISO 8601, such as " + date.ISO(o.Event.CreationDate) + ", or whole milliseconds."
	case strings.HasPrefix(member, "/metricValue"):
		d.Fix = "Send the value with as many digits as count: the metric sees " + string(kit.AppendNumber(nil, o.Event.MetricValue.Number)) + "."
	}
}

// fedBy gives the JSON Pointer of the member of the event that a place of the
// message feeds; "" for none.
func fedBy(links []destination.Link, place string) string {
	best, from := "", -1
	for _, link := range links {
		for _, p := range link.Message {
			if inside(place, p) && len(p) > from {
				best, from = link.Event+place[len(p):], len(p)
			}
		}
	}
	return best
}

// inside reports whether a JSON Pointer leads to a place or into it.
func inside(pointer, place string) bool {
	rest, ok := strings.CutPrefix(pointer, place)
	return ok && (rest == "" || rest[0] == '/')
}
