package mapping

import (
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// TestSwitchOffsAreNeverCalledCounting tells what becomes of an event that a
// running experiment would count, by the message's integrations object.
func TestSwitchOffsAreNeverCalledCounting(t *testing.T) {
	const counts = "counts toward order-revenue in checkout-redesign"
	const may = "may count toward order-revenue in checkout-redesign; integrations may switch LaunchDarkly off"
	const dropped = "dropped by Segment: switched off"
	for integrations, want := range map[string]string{
		``: counts, `null`: counts, `{}`: counts, `{"All":true}`: counts, `{"All":{}}`: counts, `{"all":true}`: counts, `{"Mixpanel":false}`: counts,
		`{"All":false,"LaunchDarkly":true}`:                         counts,
		`{"all":false,"LaunchDarkly (Actions)":{"a":1}}`:            counts,
		`{"All":null,"LaunchDarkly":true}`:                          counts,
		`{"LaunchDarkly Events":false}`:                             counts,
		`{"Actions Launchdarkly":false}`:                            counts,
		`{"All":false}`:                                             dropped,
		`{"LaunchDarkly":false,"all":true}`:                         dropped,
		`{"All":false,"Actions Launchdarkly":true}`:                 dropped,
		`{"all":false,"Mixpanel":true}`:                             may,
		`{"all":false}`:                                             may,
		`{"ALL":null}`:                                              may,
		`{"All":true,"all":false}`:                                  may,
		`{"All":null}`:                                              may,
		`{"All":"false"}`:                                           may,
		`{"All":0}`:                                                 may,
		`{"All":[]}`:                                                may,
		`{"LaunchDarkly (Actions)":null}`:                           may,
		`{"LaunchDarkly (Actions) Destination":"false","All":true}`: may,
		`false`: may, `[]`: may, `"none"`: may,
	} {
		t.Run(integrations, func(t *testing.T) {
			c := cataloguetest.Storefront()
			_, j := judgedWith(t, c, destination.Actions(), "", "track", trackWith("integrations", integrations), message.Arrival{})
			if got := j.Summary(); got != want {
				t.Errorf("%q, want %q: %v", got, want, j.Diagnostics)
			}
			unsure := want == may
			if (j.Verdict.Headline == verdict.Counts) != (want == counts) || (j.Verdict.Gates.State(verdict.Routed) == verdict.Warn) != (unsure || find(j, verdict.IntegrationNameNear) != nil && want != dropped) {
				t.Errorf("%s, gate routed %s", j.Verdict.Headline.Name(), j.Verdict.Gates.State(verdict.Routed))
			}
			if (j.Verdict.Headline == verdict.MayNotArrive) != unsure {
				t.Errorf("the headline is %s", j.Verdict.Headline)
			}
			if unsure && (j.Cause() < 0 || j.Diagnostics[j.Cause()].Code != verdict.IntegrationUnclear) {
				t.Errorf("the cause is %d", j.Cause())
			}
		})
	}
}

func TestNearNamesOfTheDestination(t *testing.T) {
	for name, near := range map[string]bool{
		"Actions Launchdarkly": true, "LaunchDarkly Actions": true, "launchdarkly": true, "Launch Darkly": true, "LaunchDarkly(Actions)": true,
		"Lauchdarkly (Actions)": true, "LaunchDarkley": true, "LAUNCHDARKLY EVENTS": true,
		"LaunchDarkly Events": false, "Launchpad": false, "Segment.io": false, "Darkly": false, "Kissmetrics": false, "Braze (Actions)": false,
	} {
		_, j := judged(t, destination.Actions(), "", "track", trackWith("integrations", `{"`+name+`":true}`), message.Arrival{})
		d := find(j, verdict.IntegrationNameNear)
		if (d != nil) != near {
			t.Errorf("%s: %v", name, d)
		}
		if d != nil && d.Severity != verdict.Info {
			t.Errorf("%s is %s, though nothing switches the destination off", name, d.Severity)
		}
	}
}

// What is said of a spelling of All holds of that spelling.
func TestASpellingOfAllIsToldAsItIs(t *testing.T) {
	const libraries, other = `Segment's libraries for Python and Go write "all" for "All"`, `"ALL" is "All" in another spelling`
	for integrations, want := range map[string]string{
		`{"all":false}`:             libraries,
		`{"ALL":false}`:             other,
		`{"ALL":false,"all":false}`: libraries,
		`{"ALL":true,"all":false}`:  libraries,
		`{"all":true,"ALL":false}`:  other,
		`{"all":true,"aLL":{}}`:     "",
	} {
		_, j := judged(t, destination.Actions(), "", "track", trackWith("integrations", integrations), message.Arrival{})
		got := ""
		if d := find(j, verdict.IntegrationUnclear); d != nil {
			got, _, _ = strings.Cut(d.Effect, ": ")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", integrations, got, want)
		}
	}
}

// No text of an event that may be held back claims that it arrives, whatever is
// known of metrics; and none hides that it may be held back.
func TestADoubtIsInEveryText(t *testing.T) {
	for _, c := range []struct {
		name, event string
		known       *catalogue.Catalogue
		sum, head   string
	}{
		{"without a catalogue", `"Order Completed"`, nil, "may not reach LaunchDarkly: integrations may switch it off", "may_not_arrive"},
		{"a name of a metric", `"Order Completed"`, cataloguetest.Storefront(), "may count toward order-revenue in checkout-redesign; integrations may switch LaunchDarkly off", "may_not_arrive"},
		{"a name of none", `"Zebra"`, cataloguetest.Storefront(), "counts nowhere: no metric has this event key; and integrations may switch LaunchDarkly off", "counts_nowhere"},
		{"a filter", `"Order Completed"`, cataloguetest.Shop(func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
			m.Filter = &catalogue.Filter{Type: "contextAttribute", ContextKind: "user", Attribute: "country", Op: "in", Values: []string{`"JP"`}}
		}), "may not reach LaunchDarkly: integrations may switch it off", "may_not_arrive"},
	} {
		_, j := judgedWith(t, c.known, destination.Actions(), "", "track", trackWith("event", c.event, "integrations", `{"all":false}`), message.Arrival{})
		v := j.Verdict
		if j.Summary() != c.sum || v.Headline.Name() != c.head || v.Gates.State(verdict.Routed) != verdict.Warn {
			t.Errorf("%s: %q, %s", c.name, j.Summary(), v.Headline.Name())
		}
		for _, text := range []string{j.Summary(), v.Headline.String(), v.Headline.Short()} {
			if strings.Contains(text, "reaches") {
				t.Errorf("%s: %q", c.name, text)
			}
		}
		if back, ok := verdict.HeadlineNamed(v.Headline.Name()); !ok || back != v.Headline {
			t.Errorf("%s reads back as %s", v.Headline.Name(), back.Name())
		}
		for i := range j.Metrics {
			if m := &j.Metrics[i]; j.CountsFor(m) == verdict.Pass || m.Counts == verdict.Pass && j.Why(m) != verdict.IntegrationUnclear {
				t.Errorf("%s: %s counts: %s, since %s", c.name, m.Metric.Key, j.CountsFor(m), j.Why(m))
			}
		}
	}
}
