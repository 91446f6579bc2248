package destination

import (
	"math"
	"strconv"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// EventKind is the member "kind" of an event.
type EventKind string

// The kinds of events that the destinations send.
const (
	KindCustom EventKind = "custom"
	KindAlias  EventKind = "alias"
)

// The schemas of events that the destinations send.
const (
	SchemaOfUsers    = 3
	SchemaOfContexts = 4
)

// ContextKey is one member of an event's contextKeys.
type ContextKey struct {
	Kind string // the context kind: "user"
	Key  string
}

// ValueState says what metricValue is.
type ValueState uint8

// The states of metricValue.
const (
	ValueAbsent ValueState = iota // there is no such member
	ValueNull                     // null: the value was too large for a double
	ValueNumber
)

// MetricValue is the metricValue of an event.
type MetricValue struct {
	State  ValueState
	Number float64 // finite; 0 unless State is ValueNumber
}

// Event is what a destination sends to LaunchDarkly for one message. Texts are
// WTF-8, as JavaScript's strings are. Data may point into the message, whose
// bytes must not change while the event is in use.
type Event struct {
	Kind         EventKind
	Schema       int          // LaunchDarkly's event schema: 4 has context keys, 3 a user key
	Key          string       // the event key, which a metric must have; of an alias the user key
	ContextKeys  []ContextKey // of a custom event of schema 4, in the order of the body
	UserKey      string       // of a custom event of schema 3
	CreationDate int64        // ms since 1970
	MetricValue  MetricValue
	Data         kit.Value // an object; Absent stands for {}

	// Of an alias only.
	PreviousKey, ContextKind, PreviousContextKind string

	OwnKind string // of a custom event of schema 4: the kind among ContextKeys that has the event's own key
}

// ContextKey returns the key of a context kind.
func (e *Event) ContextKey(kind string) (key string, ok bool) {
	for _, k := range e.ContextKeys {
		if k.Kind == kind {
			return k.Key, true
		}
	}
	return "", false
}

// Carries returns the key of a context kind that LaunchDarkly can use: it is not
// empty. An event of schema 3 has a user key only.
func (e *Event) Carries(kind string) (key string, ok bool) {
	if e.Schema == SchemaOfUsers {
		return e.UserKey, kind == "user" && e.UserKey != ""
	}
	key, _ = e.ContextKey(kind)
	return key, key != ""
}

// Kinds returns the context kinds that the event carries keys of.
func (e *Event) Kinds() []string {
	if e.Schema == SchemaOfUsers {
		return []string{"user"}
	}
	var kinds []string
	for _, k := range e.ContextKeys {
		if k.Key != "" {
			kinds = append(kinds, k.Kind)
		}
	}
	return kinds
}

// Body returns the body of the request: a JSON array of the one event.
func (e *Event) Body() []byte {
	return append(e.AppendJSON([]byte{'['}), ']')
}

// AppendJSON appends the event as Segment sends it: compact, its members in the
// order of the destination's code.
func (e *Event) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"kind":"`...)
	dst = append(dst, e.Kind...)
	dst = append(dst, `","key":`...)
	dst = jsondoc.AppendString(dst, e.Key)
	switch {
	case e.Kind == KindAlias:
		return append(e.appendAlias(dst), '}')
	case e.Schema == SchemaOfUsers:
		dst = jsondoc.AppendString(append(dst, `,"userKey":`...), e.UserKey)
	default:
		dst = e.appendContextKeys(dst)
	}
	dst = e.appendCreationDate(dst)
	switch e.MetricValue.State {
	case ValueNumber:
		dst = kit.AppendNumber(append(dst, `,"metricValue":`...), e.MetricValue.Number)
	case ValueNull:
		dst = append(dst, `,"metricValue":null`...)
	case ValueAbsent:
	}
	dst = append(dst, `,"data":`...)
	if e.Data.Kind() == jsondoc.Absent {
		dst = append(dst, '{', '}')
	} else {
		dst = e.Data.AppendJSON(dst)
	}
	return append(dst, '}')
}

func (e *Event) appendContextKeys(dst []byte) []byte {
	dst = append(dst, `,"contextKeys":{`...)
	for i, k := range e.ContextKeys {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsondoc.AppendString(dst, k.Kind), ':')
		dst = jsondoc.AppendString(dst, k.Key)
	}
	return append(dst, '}')
}

func (e *Event) appendAlias(dst []byte) []byte {
	dst = jsondoc.AppendString(append(dst, `,"previousKey":`...), e.PreviousKey)
	dst = jsondoc.AppendString(append(dst, `,"contextKind":`...), e.ContextKind)
	dst = jsondoc.AppendString(append(dst, `,"previousContextKind":`...), e.PreviousContextKind)
	return e.appendCreationDate(dst)
}

func (e *Event) appendCreationDate(dst []byte) []byte {
	return strconv.AppendInt(append(dst, `,"creationDate":`...), e.CreationDate, 10)
}

// metricValueOf gives the metricValue that JSON makes of a number.
func metricValueOf(f float64) MetricValue {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return MetricValue{State: ValueNull}
	}
	return MetricValue{State: ValueNumber, Number: f}
}
