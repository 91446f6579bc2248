package mapping

import (
	"math"
	"slices"
	"strconv"

	"segtap/mapping/jsondoc"
	"segtap/mapping/kit"
)

// The fields of an action that the gates look at, by their names.
const (
	fieldUserKey     = "user_key"
	fieldMetricValue = "metric_value"
	fieldTimestamp   = "timestamp"
	fieldEventName   = "event_name"
	fieldContextKind = "context_kind"
	fieldContextKeys = "additional_context_keys"
	fieldProperties  = "event_properties"
)

// day is in ms.
const day = 24 * 60 * 60 * 1000

// errorOf gives what is wrong with a field, if something is.
func errorOf(o *Outcome, name string) *FieldError {
	for i := range o.FieldErrors {
		if o.FieldErrors[i].Field.Name == name {
			return &o.FieldErrors[i]
		}
	}
	return nil
}

// refused notes that the destination refuses the event, in its own words.
func (f *findings) refused(code Code, gate Gate, v found, message string) *Diagnostic {
	d := f.add(code, v.at(), v.raw())
	d.Gate, d.Effect = gate, "Segment rejects the event: "+message
	return d
}

// checkKey is gate 4: there is a usable context key, and it is one person's.
func checkKey(f *findings, m *Message, o *Outcome) {
	v := o.find(fieldUserKey)
	if e := errorOf(o, fieldUserKey); e != nil {
		checkNoKey(f, m, v, e)
		return
	}
	if o.Event == nil && v.value().IsBlank() {
		return // something else stopped the event before its key was looked at
	}
	key, err := keyText(v, o)
	switch {
	case err != nil:
	case v.value().Kind() != jsondoc.String:
		d := f.add(UserKeyCoerced, v.at(), v.raw())
		if v.node().Kind() == jsondoc.Number && v.node().Parent().Kind() == jsondoc.Object {
			d.QuickFix = Patch{{Op: "replace", Path: v.at(), Value: string(jsondoc.AppendString(nil, key))}}
		}
	case v.is("", "anonymousId"):
		f.add(UserKeyFromAnonymousID, v.at(), v.raw())
	}
	if err == nil && slices.Contains(sharedKeys, key) {
		f.add(UserKeyShared, v.at(), v.raw())
	}
	checkContexts(f, m, o)
}

// keyText gives the context key that the value becomes.
func keyText(v found, o *Outcome) (string, error) {
	if o.Event != nil && o.Event.UserKey != "" {
		return o.Event.UserKey, nil
	}
	return v.value().JSString()
}

// sharedKeys are context keys that stand for nobody in particular.
var sharedKeys = []string{
	"", "null", "undefined", "NaN", "0", "-1", "false", "true", "anonymous", "guest", "unknown", "none", "None", "nil", "user", "test",
	"[object Object]", "00000000-0000-0000-0000-000000000000",
}

func checkNoKey(f *findings, m *Message, v found, e *FieldError) {
	if e.Kind != FieldMissing {
		f.refused(FieldRejected, Keyed, v, e.Message)
		return
	}
	if v.value().Kind() == jsondoc.String { // it is there, and empty
		d := f.refused(UserKeyEmpty, Keyed, v, e.Message)
		if v.is("", "userId") {
			d.Effect += " userId exists, so anonymousId is not consulted; being empty it is then removed."
			d.QuickFix = idFix(m.Root, m.Root.Member("userId"))
		}
		return
	}
	f.refused(UserKeyMissing, Keyed, v, e.Message)
}

// isContextKind reports whether LaunchDarkly allows a context kind: letters,
// digits, dot, dash and underscore, and neither "kind" nor "multi".
func isContextKind(kind string) bool {
	for _, c := range []byte(kind) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return kind != "" && kind != "kind" && kind != "multi"
}

// checkContexts looks at the context keys of the event that goes out.
func checkContexts(f *findings, m *Message, o *Outcome) {
	if o.Event == nil {
		return
	}
	for _, c := range o.Event.ContextKeys {
		if !isContextKind(c.Kind) {
			f.add(ContextKindInvalid, "", jsondoc.AppendString(nil, c.Kind))
		}
		if anon := m.Root.Member("anonymousId"); c.Key == "null" && anon.Kind() == jsondoc.Null {
			f.add(UserKeyNullText, "/anonymousId", anon.Raw()).QuickFix = Patch{{Op: "remove", Path: "/anonymousId"}}
		}
	}
}

// checkValue is gate 5: the metric value is a number, or rightly absent.
func checkValue(f *findings, m *Message, o *Outcome) found {
	v := o.find(fieldMetricValue)
	if e := errorOf(o, fieldMetricValue); e != nil {
		f.notNumber(v, e)
		return v
	}
	switch v.value().Kind() {
	case jsondoc.Absent, jsondoc.Null:
		f.add(ValueMissing, v.at(), nil)
	case jsondoc.Number:
	case jsondoc.String:
		f.numberText(v)
	default:
		f.add(ValueCoerced, v.at(), v.raw())
	}
	if value := m.Root.Member("properties").Member("value"); v.is("properties", "revenue") && !missing(value) &&
		string(value.Raw()) != string(v.raw()) {
		f.add(RevenueShadowsValue, "/properties/revenue", v.raw()).Fix = "Remove revenue, or send the value that the metric should see as revenue: value is " + shorten(value.Raw()) + "."
	}
	return v
}

// notNumber notes a metric value that the destination does not take.
func (f *findings) notNumber(v found, e *FieldError) {
	code, effect := ValueNotNumber, "Segment rejects the event: "+e.Message
	if v.value().Kind() == jsondoc.Number {
		code = ValueOverflow
	}
	if e.Field.Reported {
		effect = "The event goes out without a metricValue; what Segment does with such a value is not documented."
	}
	d := f.add(code, v.at(), v.raw())
	d.Effect = effect
	if number, ok := numberIn(v.value().Text()); ok && v.node().Kind() == jsondoc.String {
		d.Fix = "Send a JSON number: " + number
		d.QuickFix = Patch{{Op: "replace", Path: v.at(), Value: number}}
	}
}

// numberText notes a metric value that is a string and is read as a number.
func (f *findings) numberText(v found) {
	text := v.value().Text()
	number, ok := kit.ParseNumber(text)
	switch {
	case kit.Trim(text) == "":
		f.add(ValueEmpty, v.at(), v.raw())
	case ok && math.IsInf(number, 0):
		f.add(ValueOverflow, v.at(), v.raw())
	default:
		d := f.add(ValueCoerced, v.at(), v.raw())
		if v.node().Kind() == jsondoc.String {
			fixed := string(kit.AppendNumber(nil, number))
			d.Fix = "Send a JSON number: " + fixed
			d.QuickFix = Patch{{Op: "replace", Path: v.at(), Value: fixed}}
		}
	}
}

// checkTimestamp is the part of gate 3 that looks at when the event happened.
func checkTimestamp(f *findings, o *Outcome, now int64) {
	v := o.find(fieldTimestamp)
	if e := errorOf(o, fieldTimestamp); e != nil {
		if e.Field.Reported {
			f.add(TimestampInvalid, v.at(), v.raw()).Severity = Warning
		} else if !f.has(TimestampInvalid) {
			f.refused(TimestampInvalid, Routed, v, e.Message)
		}
		return
	}
	switch {
	case o.Unusual:
		f.add(TimestampUnusual, v.at(), v.raw())
	case secondsLike(v.value(), o.Event):
		f.add(TimestampSeconds, v.at(), v.raw())
	case o.Event != nil && o.Event.CreationDate > now+day:
		f.add(TimestampFuture, v.at(), v.raw())
	}
}

// secondsLike tells a number that is a recent time in seconds, or a string that
// is a time in digits, which is read as a date of another century.
func secondsLike(v kit.Value, event *Event) bool {
	const low, high = 1e8, 1e11 // 1973 and 5138 in seconds, 2 and 1157 days in ms
	switch v.Kind() {
	case jsondoc.Number:
		return math.Abs(v.Number()) >= low && math.Abs(v.Number()) < high
	case jsondoc.String:
		if raw := v.Node().Raw(); len(raw) > 5 && (raw[5] == '-' || raw[1] < '0' || raw[1] > '9') {
			return false // nearly every timestamp: nothing to take apart
		}
		n, err := strconv.ParseUint(v.Text(), 10, 64)
		misread := event != nil && (event.CreationDate < 0 || event.CreationDate > 4e12) // not this century
		return err == nil && n >= low && misread
	default:
		return false
	}
}

// checkRefused notes what the destination refuses and no other gate has found.
func checkRefused(f *findings, o *Outcome) {
	for i := range o.FieldErrors {
		e := &o.FieldErrors[i]
		switch e.Field.Name {
		case fieldUserKey, fieldMetricValue, fieldTimestamp:
			continue
		}
		pointer := o.find(e.Field.Name).at()
		if at := f.at(pointer); at != nil && at.Severity == Error {
			at.Effect += " Its destination would refuse it too: " + e.Message
			continue
		}
		d := f.add(FieldRejected, pointer, nil)
		d.Effect = "Segment rejects the event: " + e.Message
	}
	if o.Err != "" && len(o.FieldErrors) == 0 {
		f.add(FieldRejected, "", nil).Effect = "Segment rejects the event: " + o.Err
	}
}

// has reports whether a code has been found.
func (f *findings) has(code Code) bool {
	return slices.ContainsFunc(f.list, func(d Diagnostic) bool { return d.Code == code })
}

// at gives the first finding at a place; nil when there is none.
func (f *findings) at(pointer string) *Diagnostic {
	for i := range f.list {
		if f.list[i].Pointer == pointer {
			return &f.list[i]
		}
	}
	return nil
}
