package mapping

import (
	"math"
	"slices"

	"segtap/mapping/jsondoc"
	"segtap/mapping/kit"
)

// checkValue is gate 5: the metric value is a number, or rightly absent.
func checkValue(f *findings, m *Message, o *Outcome) found {
	v := o.find(fieldMetricValue)
	if e := o.fieldError(fieldMetricValue); e != nil {
		f.notNumber(v, e, o)
		return v
	}
	switch v.value().Kind() {
	case jsondoc.Absent, jsondoc.Null:
		f.noValue(v, m)
	case jsondoc.Number:
	case jsondoc.String:
		f.numberText(v, o)
	default:
		d := f.add(ValueCoerced, v.at(), v.raw())
		if o.Event != nil {
			d.Effect = "The destination makes a number of it, as JavaScript does: the metric value is " + valueText(o.Event.MetricValue) + "."
		}
	}
	f.shadowed(v, m)
	return v
}

// noValue notes that there is no metric value, and what stands near its place.
func (f *findings) noValue(v found, m *Message) {
	places := v.wanted()
	d := f.add(ValueMissing, v.at(), nil)
	if len(places) == 0 {
		d.Effect = "The mapping takes no metric value from the message. That is right for a conversion metric; a numeric metric ignores the event."
		d.Fix = "For a numeric metric map Metric Value in the destination."
		return
	}
	d.Fix = "For a numeric metric send a number in " + orElse(places) + "."
	d.QuickFix = nearMiss(d, m.Root, v.outcome, places...)
}

// shadowed notes a value that is not consulted since revenue stands before it.
func (f *findings) shadowed(v found, m *Message) {
	value := m.Root.Member("properties").Member("value")
	if !v.is("properties", "revenue") || missing(value) || string(value.Raw()) == string(v.raw()) ||
		!slices.Contains(v.alternatives(), value.Pointer()) {
		return
	}
	d := f.add(RevenueShadowsValue, v.at(), v.raw())
	d.Effect = "The metric value is taken from properties.revenue; properties.value, which is " + shorten(value.Raw()) + ", is not consulted."
	d.Fix = "Remove properties.revenue, or send in it what the metric should see."
}

// valueText writes a metric value as JSON does.
func valueText(v MetricValue) string {
	switch v.State {
	case ValueNull:
		return "null"
	case ValueAbsent:
		return "none"
	}
	return string(kit.AppendNumber(nil, v.Number))
}

// notNumber notes a metric value that the destination does not take.
func (f *findings) notNumber(v found, e *FieldError, o *Outcome) {
	code, effect := ValueNotNumber, "Segment rejects the event: "+e.Message
	if v.value().Kind() == jsondoc.Number {
		code = ValueOverflow
	}
	if e.Field.Reported {
		effect = "The event goes out without a metricValue; what Segment does with such a value is not documented."
	}
	d := f.add(code, v.at(), v.raw())
	d.Effect = effect
	if code == ValueNotNumber {
		d.Fix = "Send a JSON number in " + dotted(v.at()) + ", or leave it out."
	}
	if number, ok := numberIn(v.value().Text()); ok {
		sendNumber(d, v.node(), number)
	}
}

// sendNumber says which number to send in place of a string, and puts it there.
func sendNumber(d *Diagnostic, node jsondoc.Value, number string) {
	if node.Kind() != jsondoc.String || node.Parent().Kind() != jsondoc.Object {
		return
	}
	d.Fix = "Send a JSON number: " + number
	d.QuickFix = Patch{{Op: "replace", Path: node.Pointer(), Value: number}}
}

// numberText notes a metric value that is a string and is read as a number.
func (f *findings) numberText(v found, o *Outcome) {
	text := v.value().Text()
	number, ok := kit.ParseNumber(text)
	switch {
	case text == "":
		f.add(ValueEmpty, v.at(), v.raw()).Effect = "It is empty: the event goes out without a metric value, and no other place is consulted."
	case kit.Trim(text) == "":
		f.add(ValueEmpty, v.at(), v.raw()).Effect = "It is blank, which JavaScript reads as 0: the metric value is 0."
	case ok && math.IsInf(number, 0):
		f.add(ValueOverflow, v.at(), v.raw()).Effect = "It is read as infinity, which JSON writes as null: a numeric metric ignores it."
	default:
		d := f.add(ValueCoerced, v.at(), v.raw())
		if o.Event != nil {
			d.Effect = "It is a string. The destination reads it as JavaScript does: the metric value is " + valueText(o.Event.MetricValue) + "."
		}
		if exact, ok := exactNumber(text); ok {
			sendNumber(d, v.node(), exact)
		}
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
			at.Effect += " The destination would refuse it too: " + e.Message
			continue
		}
		f.refusedField(o.find(e.Field.Name), e)
	}
	if o.Err != "" && len(o.FieldErrors) == 0 {
		f.stopped(o)
	}
}

// stopped notes what stops the event and is no fault of a field.
func (f *findings) stopped(o *Outcome) {
	at := o.stopper()
	d := f.add(FieldRejected, at.Pointer(), at.Raw())
	d.Effect = "Segment rejects the event: " + o.Err
	if at.Kind() == jsondoc.Null {
		d.Fix = "Leave " + dotted(at.Pointer()) + " out instead of sending null."
		d.QuickFix = Patch{{Op: "remove", Path: at.Pointer()}}
	}
}

// refusedField notes a field that the destination refuses, and what it takes.
func (f *findings) refusedField(v found, e *FieldError) {
	d := f.add(FieldRejected, v.at(), v.node().Raw())
	d.Effect = "Segment rejects the event: " + e.Message
	needs(d, v, e.Field)
}

// needs says what to send for a field that is missing, or of the wrong type.
func needs(d *Diagnostic, v found, field *Field) {
	places := v.wanted()
	kind := "a "
	if field.Type == TypeObject {
		kind = "an "
	}
	kind += field.Type.String()
	switch {
	case len(places) == 0:
		d.Fix = "Map " + field.Label + " in the destination to " + kind + " of the message."
	case !v.value().IsBlank():
		d.Fix = "Send " + kind + " in " + dotted(v.at()) + ", or map " + field.Label + " to another place."
	default:
		d.Fix = "Send " + orElse(places) + ": the mapping takes " + field.Label + " from there."
		d.QuickFix = nearMiss(d, v.outcome.message(), v.outcome, places...)
	}
}
