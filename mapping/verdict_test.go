package mapping

import (
	"slices"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// What LaunchDarkly cannot use counts nowhere, whatever metrics there are; without
// a catalogue as well.
func TestAContextKindThatLaunchDarklyDoesNotTakeCountsNowhere(t *testing.T) {
	for name, c := range map[string]*catalogue.Catalogue{"with a catalogue": cataloguetest.Storefront(), "without": nil} {
		t.Run(name, func(t *testing.T) {
			_, j := judgedWith(t, c, destination.Actions(), `{"context_kind":{"@literal":"multi"}}`, "track", trackWith(), message.Arrival{})
			if j.Verdict.Headline != verdict.CountsNowhere || j.Summary() != "counts nowhere: LaunchDarkly takes no such context kind" || !j.Sent() || j.Diagnostics[j.Cause()].Code != verdict.ContextKindInvalid {
				t.Errorf("%s: %+v", j.Summary(), j.Diagnostics)
			}
			for i := range j.Metrics {
				if v := &j.Metrics[i]; v.Counts != verdict.Fail || v.Toward != nil || j.Why(v) != verdict.ContextKindInvalid {
					t.Errorf("%+v", v)
				}
			}
		})
	}
}

// A message that is no Track call is lost where Segment discards it, and has
// nothing to lose at the destination.
func TestWhatIsNoTrackCallIsJudgedBySegmentAlone(t *testing.T) {
	for _, c := range []struct {
		name, body, sum string
		errors          int
	}{
		{"a page", trackWith("type", `"page"`), "not a Track call", 0},
		{"a page that Segment discards", trackWith("type", `"page"`, "userId", "", "anonymousId", ""), "dropped by Segment: no user id", 1},
		{"a page that the destination does not get", trackWith("type", `"page"`, "integrations", `{"All":false}`), "not a Track call", 0},
		{"an alias that the destination does not get", trackWith("type", `"identify"`, "integrations", `{"All":false}`), "not a Track call", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, j := judged(t, destination.Actions(), "", "page", c.body, message.Arrival{})
			if j.Summary() != c.sum || j.Verdict.Errors != c.errors || j.Sent() {
				t.Errorf("%s, sent: %v, %+v", j.Summary(), j.Sent(), j.Diagnostics)
			}
		})
	}
}

// Where no experiment runs, none asks for a unit.
func TestNoUnitIsMissingWithoutAnExperiment(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
		gates  string
	}{
		"none runs": {func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
			e.Iteration.Status = "stopped"
		}, "pass pass fail unknown"},
		"there is none": {func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.Experiments = nil }, "pass pass fail unknown"},
		"none was read": {func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) {
			c.Experiments, c.ExperimentsKnown = nil, false
		}, "pass pass unknown unknown"},
		"one runs on it": {func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
			e.Iteration.Unit = "device"
		}, "pass pass pass fail"},
	} {
		for _, dest := range destination.Destinations() {
			t.Run(name+", "+dest.Name, func(t *testing.T) {
				known := cataloguetest.Shop(c.change)
				known.Metrics[0].Units = []string{"device", "account"}
				_, j := judgedWith(t, known, dest, "", "track", trackWith("properties", `{"value":1}`), message.Arrival{})
				gates, _ := counted(&j)
				if missing := find(j, verdict.UnitMissing) != nil; gates != c.gates || missing != (name == "one runs on it") {
					t.Errorf("%s, missing: %v", gates, missing)
				}
			})
		}
	}
}

// A near miss is repaired where the mapping takes the name from, and not where it
// makes the name of something else.
func TestANearMissIsFixedWhereTheNameStands(t *testing.T) {
	for name, c := range map[string]struct{ mapping, event, props, fixed string }{
		"the event":     {"", `"Order Complete"`, `{"revenue":1}`, "/event"},
		"a property":    {`{"event_name":{"@path":"$.properties.name"}}`, `"x"`, `{"revenue":1,"name":"Order Complted"}`, "/properties/name"},
		"a choice":      {`{"event_name":{"@if":{"exists":{"@path":"$.properties.name"},"then":{"@path":"$.properties.name"},"else":{"@path":"$.event"}}}}`, `"order_completed"`, `{"revenue":1}`, "/event"},
		"a template":    {`{"event_name":{"@template":"{{event}}d"}}`, `"Order Complte"`, `{"revenue":1}`, ""},
		"another case":  {`{"event_name":{"@case":{"operator":"lower","value":{"@path":"$.event"}}}}`, `"ORDER COMPLETED"`, `{"revenue":1}`, ""},
		"in an array":   {`{"event_name":{"@path":"$.properties.names"}}`, `"x"`, `{"revenue":1,"names":["Order Complted"]}`, ""},
		"not the name":  {`{"event_name":{"@literal":"Order Complete"}}`, `"Order Complete"`, `{"revenue":1}`, ""},
		"a misspelt id": {"", `"Oder Completed"`, `{"revenue":1}`, "/event"},
	} {
		t.Run(name, func(t *testing.T) {
			m, j := judgedWith(t, cataloguetest.Storefront(), destination.Actions(), c.mapping, "track", trackWith("event", c.event, "properties", c.props), message.Arrival{})
			i := slices.IndexFunc(j.Diagnostics, func(d verdict.Diagnostic) bool { return d.Gate == verdict.Named })
			if i < 0 || j.Nearest == nil || j.Nearest.Key != "order-revenue" || (j.Diagnostics[i].QuickFix != nil) != (c.fixed != "") {
				t.Fatalf("%+v, nearest %v", j.Diagnostics, j.Nearest)
			}
			if c.fixed == "" {
				return
			}
			fixed, err := j.Diagnostics[i].QuickFix.Apply(m.Text)
			if _, j := judgedWith(t, cataloguetest.Storefront(), destination.Actions(), c.mapping, "track", string(fixed), message.Arrival{}); err != nil || j.Diagnostics != nil || j.Verdict.Headline != verdict.Counts {
				t.Errorf("%v, %s: %+v", err, fixed, j.Diagnostics)
			}
		})
	}
}
