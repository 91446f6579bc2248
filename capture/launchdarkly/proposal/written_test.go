package proposal_test

import (
	"strings"
	"testing"

	"segtap/capture/launchdarkly/files"
	"segtap/capture/launchdarkly/proposal"
	"segtap/mapping/origin"
)

// What no event says a plan says, else the code.
func TestWhatIsWrittenSaysWhetherAMetricCountsValues(t *testing.T) {
	at := func(file string, line int) origin.Place { return origin.Place{File: file, Line: line, Column: 5} }
	property := func(pointer string, required bool, place origin.Place, types ...origin.Type) origin.Property {
		return origin.Property{Pointer: pointer, Types: types, Required: required, Place: place}
	}
	name := func(kind origin.Kind, place origin.Place, closed bool, properties ...origin.Property) *origin.Name {
		return &origin.Name{Event: "Order Completed", Kind: kind, Place: place, Closed: closed, Properties: properties}
	}
	planned := name(origin.Plan, at("plan.json", 3), false, property("/properties/revenue", true, at("plan.json", 4), origin.Number))
	optional := name(origin.Plan, at("plan.json", 3), false, property("/properties/value", false, origin.Place{}, origin.Integer, origin.Null))
	text := name(origin.Code, at("a.ts", 7), true, property("/properties/revenue", true, at("a.ts", 8), origin.String))
	number := name(origin.Code, at("a.ts", 9), true, property("/properties/revenue", true, at("a.ts", 9), origin.Number),
		origin.Property{Pointer: "/properties/currency", Types: []origin.Type{origin.String}, Value: `"EUR"`, Place: at("a.ts", 10)})
	none, silent := name(origin.Code, at("b.ts", 1), true), name(origin.Code, at("c.ts", 1), false)
	without := "; events without one do not count for a numeric metric"
	yours := "what the values count, such as USD: yours to say"
	for _, test := range []struct {
		written []*origin.Name
		numeric bool
		why     proposal.Why
	}{
		{[]*origin.Name{planned}, true, proposal.Why{"planned at plan.json:3:5", "properties.revenue is a number at plan.json:4:5", yours, ""}},
		{[]*origin.Name{planned, text}, true, proposal.Why{"planned at plan.json:3:5, in code at a.ts:7:5", "properties.revenue is a number at plan.json:4:5", yours, ""}},
		{[]*origin.Name{optional}, true, proposal.Why{"planned at plan.json:3:5", "properties.value is a number at plan.json:3:5" + without, yours, ""}},
		{[]*origin.Name{text}, false, proposal.Why{"in code at a.ts:7:5", "properties.revenue is of type string at a.ts:8:5: a metric counts values that are numbers", "", ""}},
		{[]*origin.Name{number, number, text}, true, proposal.Why{"in code at a.ts:9:5 and 2 more", "properties.revenue is a number at a.ts:9:5, and in 2 of 3 places" + without, "currency: EUR at a.ts:10:5", ""}},
		{[]*origin.Name{number, none}, false, proposal.Why{"in code at a.ts:9:5 and 1 more", "properties.revenue is a number at a.ts:9:5, and only in 1 of 2 places; a numeric metric would count these alone", "", ""}},
		{[]*origin.Name{none}, false, proposal.Why{"in code at b.ts:1:5", "nothing at b.ts:1:5 that the mapping takes a value from", "", ""}},
		{[]*origin.Name{silent}, false, proposal.Why{"in code at c.ts:1:5", "not known without events: whether the metric counts values", "", ""}},
	} {
		j := judge(t)
		ideal := j.Ideal("Order Completed")
		p := proposal.New(&proposal.Event{Key: "Order Completed", Ideal: &ideal.Judgement, Written: test.written, Values: j.Names().Values()})
		test.why.Event += "; none of its events was seen"
		if p.Metric.Numeric != test.numeric || p.Why != test.why {
			t.Errorf("%v, %+v\nwant %v, %+v", p.Metric.Numeric, p.Why, test.numeric, test.why)
		}
		if sum := p.Metric.Aggregation == "sum"; sum != test.numeric {
			t.Errorf("%s", p.Metric.Aggregation)
		}
	}
}

// The units are called as the project's Terraform calls them.
func TestUnitsAreCalledAsInTheProject(t *testing.T) {
	for name, want := range map[string]string{
		"randomization_units": "  randomization_units   = [\"user\"]\n",
		"analysis_units":      "  analysis_units        = [\"user\"]\n",
	} {
		set, err := files.ReadText("metrics.tf", []byte(`resource "launchdarkly_metric" "a" {
  key       = "a"
  kind      = "custom"
  event_key = "A"
  `+name+` = ["user"]
}`))
		if err != nil {
			t.Fatal(err)
		}
		known, _ := set.Join(nil)
		ideal := judge(t).Ideal("B")
		p := proposal.New(&proposal.Event{Key: "B", Ideal: &ideal.Judgement, Known: known})
		if text := p.Terraform(); !strings.Contains(text, want) {
			t.Errorf("%s", text)
		}
	}
}
