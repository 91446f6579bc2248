package mapping

import (
	"slices"
	"strings"

	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// IdealEvent is a Track call of a name with which nothing else is wrong.
type IdealEvent struct {
	Judgement
	// EventKey is what the mapping makes of the name, be an event made or not.
	EventKey string
	// DependsOn are the places of the message, besides that of the name, which
	// the event key is made of or chosen by. Where there are some, events of that
	// name have several event keys, and EventKey and Judgement are of none of them.
	DependsOn []string
}

// Ideal judges a Track call of a name that has all that the destination's
// mapping looks for: keys of every kind that it maps, a metric value, and
// whatever properties a metric's filter asks for. What is wrong with it is wrong
// with every event of that name.
func (j *Judge) Ideal(name string) IdealEvent {
	ideal := *j
	ideal.ideal = true
	m := message.Parse(j.idealText(name))
	event := IdealEvent{Judgement: ideal.Message(&m, message.Arrival{RequestBytes: len(m.Text)})}
	if mapped := j.engine.Mapping(j.engine.Destination().Action(destination.TrackEvent), destination.FieldEventName); mapped != nil {
		if key, err := mapped.Resolve(kit.Of(m.Root)); err == nil {
			event.EventKey = key.Text()
		}
		places := mapped.Wanted(kit.Of(m.Root))
		place := nameAmong(places)
		event.DependsOn = slices.DeleteFunc(places, func(p string) bool { return p == place })
	}
	return event
}

// nameAmong gives the place of an event's name among those that the event key is
// made of: where Track calls have it, or the only one. Empty when there is none.
func nameAmong(places []string) string {
	switch {
	case slices.Contains(places, eventPlace):
		return eventPlace
	case len(places) == 1:
		return places[0]
	}
	return ""
}

// eventPlace is where a Track call has its name.
const eventPlace = "/event"

// idealRounds is how often a mapping is followed: what is found there can lead
// to another place.
const idealRounds = 4

// idealText writes the message: it puts a value wherever the mapping finds none.
func (j *Judge) idealText(name string) []byte {
	event := string(jsondoc.AppendString(nil, name))
	text := []byte(`{"type":"track","event":` + event + `,"userId":"k","anonymousId":"k","properties":{}}`)
	return j.fill(text, name, event, func(_, _ string) bool { return false })
}

// fill puts a value wherever the mapping of a field finds none in a message and looks at
// a place that its events do not lack.
func (j *Judge) fill(text []byte, name, event string, lacks func(field, pointer string) bool) []byte {
	action := j.engine.Destination().Action(destination.TrackEvent)
	for range idealRounds {
		doc, err := jsondoc.Parse(text)
		if err != nil {
			return text
		}
		before := len(text)
		for i := range action.Fields {
			field := action.Fields[i].Name
			mapped := j.engine.Mapping(action, field)
			if mapped == nil {
				continue
			}
			msg, only := kit.Of(doc.Root()), ""
			if field == destination.FieldEventName {
				only = nameAmong(mapped.Wanted(msg))
			}
			for _, source := range mapped.Trace(msg) {
				value := j.idealValue(field, source.Part, name, event)
				for _, pointer := range source.From {
					if field == destination.FieldEventName && pointer != only || lacks(field, pointer) {
						continue // no part of the name, or of such an event
					}
					if value != "" && doc.Root().Lookup(pointer).Kind() == jsondoc.Absent {
						text = put(text, pointer, value)
					}
				}
			}
		}
		if len(text) == before {
			break
		}
	}
	return text
}

// idealValue gives what a part of a field is best fed with, as JSON; empty where
// it does best without.
func (j *Judge) idealValue(field, part, name, event string) string {
	switch field {
	case destination.FieldEventName:
		return event
	case destination.FieldMetricValue:
		return "1"
	case destination.FieldTimestamp:
		return ""
	case destination.FieldContextKind:
		return string(jsondoc.AppendString(nil, j.idealKind(name)))
	case destination.FieldContextKeys:
		if part == "" {
			return j.idealKeys()
		}
	case destination.FieldProperties:
		if part == "" {
			return "{}"
		}
	}
	return `"k"`
}

// idealKind gives a context kind by which a metric of that event key is counted.
func (j *Judge) idealKind(name string) string {
	if j.index != nil {
		for _, t := range j.index.FedBy(name) {
			for _, toward := range t.Toward {
				if toward.Unit != "" {
					return toward.Unit
				}
			}
		}
	}
	return "user"
}

// idealKeys gives keys of all context kinds by which something is counted.
func (j *Judge) idealKeys() string {
	var kinds []string
	if j.index != nil {
		for i := range j.index.Catalogue.Experiments {
			e := &j.index.Catalogue.Experiments[i]
			if e.Running() && e.Iteration.Unit != "" && !slices.Contains(kinds, e.Iteration.Unit) {
				kinds = append(kinds, e.Iteration.Unit)
			}
		}
	}
	text := []byte{'{'}
	for i, kind := range kinds {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(jsondoc.AppendString(text, kind), `:"k"`...)
	}
	return string(append(text, '}'))
}

// put gives a text with a value at a place where there is none, and with the
// objects on the way to it. Where that cannot be, the text stays as it is.
func put(text []byte, pointer, value string) []byte {
	for end := 1; end < len(pointer); end++ {
		next := strings.IndexByte(pointer[end:], '/')
		if next < 0 {
			break
		}
		end += next
		if with, err := (verdict.Patch{{Op: "add", Path: pointer[:end], Value: "{}"}}).Apply(text); err == nil {
			text = with
		}
	}
	if with, err := (verdict.Patch{{Op: "add", Path: pointer, Value: value}}).Apply(text); err == nil {
		text = with
	}
	return text
}
