package gates

import (
	"math"
	"slices"

	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Valued is gate 5: the metric value is a number, or rightly absent.
func Valued(f *Findings, m *message.Message, o *destination.Outcome) destination.Found {
	v := o.Find(destination.FieldMetricValue)
	if e := o.ErrorOf(destination.FieldMetricValue); e != nil {
		f.notNumber(v, e, o)
		return v
	}
	switch v.Value().Kind() {
	case jsondoc.Absent, jsondoc.Null:
		f.noValue(v, m)
	case jsondoc.Number:
	case jsondoc.String:
		f.numberText(v, o)
	default:
		d := f.add(verdict.ValueCoerced, v.At(), v.Raw())
		if o.Event != nil {
			d.Effect = "The destination makes a number of it, as JavaScript does: the metric value is " + valueText(o.Event.MetricValue) + "."
		}
	}
	f.shadowed(v, m)
	return v
}

// noValue notes that there is no metric value, and what stands near its place.
func (f *Findings) noValue(v destination.Found, m *message.Message) {
	places := v.Wanted()
	d := f.add(verdict.ValueMissing, v.AtOf(places), nil)
	if len(places) == 0 {
		d.Effect = "The mapping takes no metric value from the message. That is right for a conversion metric; a numeric metric ignores the event."
		d.Fix = "For a numeric metric map Metric Value in the destination."
		return
	}
	d.Fix = "For a numeric metric send a number in " + prose.OrElse(places) + "."
	d.QuickFix = nearMiss(d, m.Root, v.Outcome, places...)
}

// shadowed notes a value that is not read since revenue stands before it.
func (f *Findings) shadowed(v destination.Found, m *message.Message) {
	value := m.Root.Member("properties").Member("value")
	if !v.Is("properties", "revenue") || missing(value) || string(value.Raw()) == string(v.Raw()) ||
		!slices.Contains(v.Alternatives(), value.Pointer()) {
		return
	}
	d := f.add(verdict.RevenueShadowsValue, v.At(), v.Raw())
	d.Effect = "The metric value is taken from properties.revenue; properties.value, which is " + prose.Shorten(value.Raw()) + ", is not read."
	d.Fix = "Remove properties.revenue, or send in it what the metric should see."
}

// valueText writes a metric value as JSON does.
func valueText(v destination.MetricValue) string {
	switch v.State {
	case destination.ValueNull:
		return "null"
	case destination.ValueAbsent:
		return "none"
	}
	return string(kit.AppendNumber(nil, v.Number))
}

// notNumber notes a metric value that the destination does not take.
func (f *Findings) notNumber(v destination.Found, e *destination.FieldError, o *destination.Outcome) {
	code, effect := verdict.ValueNotNumber, "Segment drops the event: "+e.Message
	if v.Value().Kind() == jsondoc.Number {
		code = verdict.ValueOverflow
	}
	if e.Field.Reported {
		effect = "The event goes out without a metricValue; what Segment does with such a value is not documented."
	}
	d := f.add(code, v.At(), v.Raw())
	d.Effect = effect
	if code == verdict.ValueNotNumber {
		d.Fix = "Send a JSON number in " + prose.Dotted(v.At()) + ", or leave it out."
	}
	if number, ok := numberIn(v.Value().Text()); ok {
		sendNumber(d, v.Node(), number)
	}
}

// sendNumber says which number to send in place of a string, and puts it there.
func sendNumber(d *verdict.Diagnostic, node jsondoc.Value, number string) {
	if node.Kind() != jsondoc.String || node.Parent().Kind() != jsondoc.Object {
		return
	}
	d.Fix = "Send a JSON number: " + number
	d.QuickFix = verdict.Patch{{Op: "replace", Path: node.Pointer(), Value: number}}
}

// numberText notes a metric value that is a string and is read as a number.
func (f *Findings) numberText(v destination.Found, o *destination.Outcome) {
	text := v.Value().Text()
	number, ok := kit.ParseNumber(text)
	switch {
	case text == "":
		f.add(verdict.ValueEmpty, v.At(), v.Raw()).Effect = "It is empty: the event goes out without a metric value, and no other place is read."
	case kit.Trim(text) == "":
		f.add(verdict.ValueEmpty, v.At(), v.Raw()).Effect = "It is blank, which JavaScript reads as 0: the metric value is 0."
	case ok && math.IsInf(number, 0):
		f.add(verdict.ValueOverflow, v.At(), v.Raw()).Effect = "It is read as infinity, which JSON writes as null: a numeric metric ignores it."
	default:
		d := f.add(verdict.ValueCoerced, v.At(), v.Raw())
		if o.Event != nil {
			d.Effect = "It is a string. The destination reads it as JavaScript does: the metric value is " + valueText(o.Event.MetricValue) + "."
		}
		if exact, ok := exactNumber(text); ok {
			sendNumber(d, v.Node(), exact)
		}
	}
}

// Refused notes what the destination refuses and no other gate has found.
func Refused(f *Findings, o *destination.Outcome) {
	for i := range o.FieldErrors {
		e := &o.FieldErrors[i]
		switch e.Field.Name {
		case destination.FieldUserKey, destination.FieldMetricValue, destination.FieldTimestamp:
			continue
		}
		pointer := o.Find(e.Field.Name).At()
		if at := f.at(pointer); at != nil && at.Severity == verdict.Error {
			at.Effect += " The destination would drop it too: " + e.Message
			continue
		}
		f.refusedField(o.Find(e.Field.Name), e)
	}
	if o.Err != "" && len(o.FieldErrors) == 0 {
		f.stopped(o)
	}
}

// stopped notes what stops the event and is no fault of a field.
func (f *Findings) stopped(o *destination.Outcome) {
	at := o.Stopper()
	d := f.add(verdict.FieldRejected, at.Pointer(), at.Raw())
	d.Effect = "Segment drops the event: " + o.Err
	if at.Kind() == jsondoc.Null {
		d.Fix = "Leave " + prose.Dotted(at.Pointer()) + " out instead of sending null."
		d.QuickFix = verdict.Patch{{Op: "remove", Path: at.Pointer()}}
	}
}

// refusedField notes a field that the destination refuses, and what it takes.
func (f *Findings) refusedField(v destination.Found, e *destination.FieldError) {
	d := f.add(verdict.FieldRejected, v.At(), v.Node().Raw())
	d.Effect = "Segment drops the event: " + e.Message
	needs(d, v, e.Field)
}

// needs says what to send for a field that is missing, or of the wrong type.
func needs(d *verdict.Diagnostic, v destination.Found, field *destination.Field) {
	places := v.Wanted()
	kind := "a "
	if field.Type == destination.TypeObject {
		kind = "an "
	}
	kind += field.Type.String()
	switch {
	case len(places) == 0:
		d.Fix = "Map " + field.Label + " in the destination to " + kind + " of the message."
	case !v.Value().IsBlank():
		d.Fix = "Send " + kind + " in " + prose.Dotted(v.At()) + ", or map " + field.Label + " to another place."
	default:
		d.Fix = "Send " + prose.OrElse(places) + ": the mapping takes " + field.Label + " from there."
		d.QuickFix = nearMiss(d, v.Outcome.Message(), v.Outcome, places...)
	}
}
