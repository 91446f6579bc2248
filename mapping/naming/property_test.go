package naming

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
)

// valuesOf are values of each type, such as events have.
var valuesOf = map[origin.Type][]string{
	origin.String:  {`"59.90"`, `"$59.90"`, `""`, `" "`, `"u_1"`, `"1e999"`, `"0x10"`},
	origin.Number:  {"59.9", "0", "-1.5e3"},
	origin.Integer: {"5", "0"},
	origin.Boolean: {"true", "false"},
	origin.Array:   {"[5]", "[]", `["a","b"]`},
	origin.Null:    {"null"},
	origin.Object:  {"{}", `{"amount":5}`},
}

var allTypes = []origin.Type{origin.String, origin.Number, origin.Integer, origin.Boolean, origin.Array, origin.Null, origin.Object}

// drawShop draws a catalogue without filters, and a mapping.
func drawShop(t *rapid.T) (*catalogue.Catalogue, string) {
	unit := rapid.SampledFrom([]string{"user", "device"}).Draw(t, "unit")
	numeric := rapid.Bool().Draw(t, "numeric")
	status := rapid.SampledFrom([]string{"running", "stopped"}).Draw(t, "status")
	partial := rapid.Bool().Draw(t, "partial")
	c := cataloguetest.Shop(func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
		m.Numeric, m.Units, e.Iteration.Unit, e.Iteration.Status, c.MetricsPartial = numeric, []string{unit}, unit, status, partial
		c.Metrics[2].Filter = nil
	})
	return c, rapid.SampledFrom([]string{
		"", `{"metric_value":{"@path":"$.properties.value"}}`, `{"metric_value":null}`,
		`{"additional_context_keys":{"device":{"@path":"$.properties.plan"}}}`, `{"user_key":{"@path":"$.properties.plan"}}`,
		`{"event_name":{"@template":"{{event}} now"}}`,
	}).Draw(t, "mapping")
}

var eventNames = []string{"Order Completed", "Order Complete", "order completed", "order-revenue", "Order", "Product Viewed", "Zebra", "Buy now button clicks", ""}

// drawName draws a name in code.
func drawName(t *rapid.T) origin.Name {
	n := origin.Name{
		Event: rapid.SampledFrom(eventNames).Draw(t, "event"), Kind: origin.Code, Place: origin.Place{File: "a.js", Line: 3},
		UserKey: rapid.SampledFrom([]origin.UserKey{origin.KeyGiven, origin.KeyMissing}).Draw(t, "key"),
	}
	for _, name := range []string{"revenue", "value", "plan", "Revenue"} {
		if rapid.Bool().Draw(t, name) {
			n.Properties = append(n.Properties, origin.Property{
				Pointer: "/properties/" + name, Required: true,
				Types: rapid.SliceOfNDistinct(rapid.SampledFrom(allTypes), 1, 2, rapid.ID[origin.Type]).Draw(t, "types"),
			})
		}
	}
	return n
}

// eventOf writes an event that is as the name says, with values of the types where it has none.
func eventOf(t *rapid.T, n *origin.Name) []byte {
	var members []string
	for i := range n.Properties {
		p := &n.Properties[i]
		value := p.Value
		if value == "" {
			value = rapid.SampledFrom(valuesOf[rapid.SampledFrom(p.Types).Draw(t, "type")]).Draw(t, "a value")
		}
		members = append(members, fmt.Sprintf("%q:%s", strings.TrimPrefix(p.Pointer, "/properties/"), value))
	}
	key := ""
	if n.UserKey == origin.KeyGiven {
		key = `"userId":"u_1","anonymousId":"a_1",`
	}
	return fmt.Appendf(nil, `{"type":"track",%s"event":%s,"properties":{%s}}`, key, jsondoc.AppendString(nil, n.Event), strings.Join(members, ","))
}

// judged is what the judge says of an event, but for what is worth knowing only.
func judged(judge *mapping.Judge, text []byte) []verdict.Diagnostic {
	m := message.Parse(text)
	j := judge.Message(&m, message.Arrival{RequestBytes: len(text)})
	return loud(j.Diagnostics)
}

// loud are the findings that are more than worth knowing.
func loud(all []verdict.Diagnostic) []verdict.Diagnostic {
	var list []verdict.Diagnostic
	for _, d := range all {
		if d.Severity = Severity(&d); d.Severity != verdict.Info {
			list = append(list, d)
		}
	}
	return list
}

func inWords(list []verdict.Diagnostic) []string {
	var words []string
	for _, d := range list {
		pointer := d.Pointer
		if d.Gate > verdict.Named { // which is told once of all places
			pointer = ""
		}
		if d.Code != verdict.UserKeyMissing { // which is told as the same mistake
			words = append(words, fmt.Sprint(d.Name(), " ", d.Severity, " ", pointer, " ", d.Metric))
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// said is what a table says of its names.
func said(table *Table) []verdict.Diagnostic {
	var list []verdict.Diagnostic
	for i := range table.Rows {
		for _, f := range table.Rows[i].Findings {
			if f.Code == verdict.ValueCoerced { // worth knowing where no numeric metric counts it
				f.Severity = verdict.Warning
			}
			if !f.Code.OfNames() && f.Severity != verdict.Info {
				list = append(list, f.Diagnostic)
			}
		}
	}
	return list
}

// What the table says of a call whose values are all written down is what the judge says of the
// event that it makes, and of the name where Segment loses that event: no more, and no less.
func TestTheTableSaysOfACallWhatTheJudgeSaysOfItsEvent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, mappings := drawShop(rt)
		judge := judgeOf(t, c, mappings)
		n := drawName(rt)
		n.Closed = true
		for i := range n.Properties {
			n.Properties[i].Value = rapid.SampledFrom(valuesOf[n.Properties[i].Types[0]]).Draw(rt, "value")
		}
		text := eventOf(rt, &n)
		table := New(judge, Sources{Code: &origin.Found{Names: []origin.Name{n}}})
		ideal := judge.Ideal(n.Event)
		want, got := inWords(slices.Concat(judged(judge, text), loud(ideal.Diagnostics))), inWords(said(table))
		if !slices.Equal(got, want) {
			rt.Errorf("of %s by %s the table says\n%q\nthe judge\n%q", text, mappings, got, want)
		}
	})
}

// What the table says of a call of which only the types are known holds for every event that it
// can make, and of a plan too.
func TestWhatTheTableSaysHoldsForEveryEvent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, mappings := drawShop(rt)
		judge := judgeOf(t, c, mappings)
		n := drawName(rt)
		n.Closed = rapid.Bool().Draw(rt, "closed")
		if rapid.Bool().Draw(rt, "planned") {
			n.Kind, n.UserKey = origin.Plan, origin.KeyGiven
		}
		text := eventOf(rt, &n)
		of := judged(judge, text)
		table := New(judge, Sources{Code: &origin.Found{Names: []origin.Name{n}}})
		for _, d := range said(table) {
			holds := slices.ContainsFunc(of, func(e verdict.Diagnostic) bool {
				// A value that is null is none, of which the gate behind speaks.
				noValue := d.Gate == verdict.Valued && e.Code == verdict.MetricValueRequired
				return (e.Gate == d.Gate || noValue) && e.Severity >= d.Severity
			})
			// An event that is lost gets to no metric, and its other keys are not looked at.
			lost := slices.ContainsFunc(of, func(e verdict.Diagnostic) bool { return e.Severity == verdict.Error && e.Gate <= verdict.Valued })
			if !holds && !lost {
				rt.Errorf("of a name %+v by %s the table says %s %s at %q; the judge of %s\n%q", n, mappings, d.Name(), d.Severity, d.Pointer, text, inWords(of))
			}
		}
	})
}
