package destination

import (
	"slices"
	"strings"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// Link says where a member of an event comes from. It holds for everything
// inside: with a link from /data to /properties, /data/plan comes from
// /properties/plan. Where two links fit, the longer Event is the right one.
type Link struct {
	Event   string   // JSON Pointer into the event, e.g. /contextKeys/user
	Message []string // JSON Pointers into the message; all of them exist there
}

// Provenance says where the members of the event come from, in the order of the
// action's fields. Members that come from nowhere, such as a creation date taken
// from the clock, are not listed; nor is anything when no event is made.
func (o *Outcome) Provenance() []Link {
	t := o.Trace()
	return t.Provenance(o.Event)
}

// Trace is what is kept of an outcome to tell later where its event comes from:
// outcomes are large.
type Trace struct {
	taken
	correction int64
	nowUsed    bool
}

// Trace returns what is to be kept of the outcome.
func (o *Outcome) Trace() Trace { return Trace{o.resolved.taken, o.Correction, o.NowUsed} }

// Detach lets go of the message: no place in it is known any more.
func (t *Trace) Detach() { t.msg = jsondoc.Value{} }

// Correction is [Outcome.Correction].
func (t *Trace) Correction() int64 { return t.correction }

// Place returns the JSON Pointer of the place in the message that a field is taken from,
// or where its mapping looks first when there is nothing; "" when it looks nowhere.
func (t *Trace) Place(field string) string {
	i := t.place(field)
	if i < 0 {
		return ""
	}
	for _, source := range t.sources(i) {
		for _, from := range source.From {
			if t.msg.Lookup(from).Kind() != jsondoc.Absent {
				return from
			}
		}
	}
	if wanted := t.compiled.mappings[i].Wanted(kit.Of(t.msg)); len(wanted) > 0 {
		return wanted[0]
	}
	return ""
}

// Provenance is [Outcome.Provenance]; e is the outcome's event.
func (t *Trace) Provenance(e *Event) []Link {
	if e == nil {
		return nil
	}
	p := provenance{msg: t.msg, event: e}
	ownKey := "/" + jsondoc.EscapePointer(e.OwnKind)
	fields := t.action.Fields
	for i := range fields {
		field := &fields[i]
		member := strings.Replace(field.feeds, "/*", ownKey, 1)
		if !p.has(member, t.nowUsed) {
			continue
		}
		for _, source := range t.sources(i) {
			part := ""
			if field.Type == TypeObject {
				part = source.Part
			}
			if field.feeds == "/contextKeys" && part == ownKey {
				continue // the event's own key stands in its place
			}
			p.add(member+part, source.From)
		}
	}
	return p.links
}

// provenance gathers the links of one event.
type provenance struct {
	msg   jsondoc.Value
	event *Event
	links []Link
}

// has reports whether the event has a member that is fed from the message.
func (p *provenance) has(member string, nowUsed bool) bool {
	switch member {
	case "/metricValue":
		return p.event.MetricValue.State != ValueAbsent
	case "/creationDate":
		return !nowUsed
	}
	return true
}

// add links a member to the places of the message that exist.
func (p *provenance) add(member string, pointers []string) {
	if kind, ok := strings.CutPrefix(member, "/contextKeys/"); ok && !p.hasKind(kind) {
		return
	}
	at := slices.IndexFunc(p.links, func(l Link) bool { return l.Event == member })
	for _, pointer := range pointers {
		if p.msg.Lookup(pointer).Kind() == jsondoc.Absent {
			continue
		}
		if at < 0 {
			at = len(p.links)
			p.links = append(p.links, Link{Event: member})
		}
		if !slices.Contains(p.links[at].Message, pointer) {
			p.links[at].Message = append(p.links[at].Message, pointer)
		}
	}
}

// hasKind reports whether the event has a key of that kind, escaped as in a
// JSON Pointer.
func (p *provenance) hasKind(kind string) bool {
	_, ok := p.event.ContextKey(jsondoc.UnescapePointer(kind))
	return ok
}
