package mapping

import (
	"slices"
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// counted gives the gates 6 to 9 as words and the codes found there.
func counted(j *Judgement) (gates, found string) {
	var states, names []string
	for g := verdict.Named; g <= verdict.Unit; g++ {
		states = append(states, j.Verdict.Gates.State(g).String())
	}
	for _, d := range j.Diagnostics {
		if d.Gate >= verdict.Named {
			names = append(names, d.Severity.String()+" "+d.Name())
		}
	}
	return strings.Join(states, " "), strings.Join(names, ", ")
}

var (
	bare    = func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment) {}
	noValue = trackWith("properties", `{}`)
)

// countingCase is what is said of a message with the shop changed.
type countingCase struct {
	name, body                string
	change                    func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
	gates, codes, sum, mapped string
	classic                   bool
}

// countingCases tell for each reason what is said.
var countingCases = []countingCase{
	// the shop's story
	{name: "an order counts", body: trackWith(), change: bare, gates: "pass pass pass pass", sum: "counts toward order-revenue in checkout-redesign"},
	{name: "a price is no number", body: trackWith("properties", `{"revenue":"$59.90"}`), change: bare, gates: "unknown unknown unknown unknown", sum: "dropped by Segment: not a number"},
	{name: "an order in lower case", body: trackWith("event", `"order completed"`), change: bare, gates: "fail unknown unknown unknown", codes: "error metric_case_differs", sum: `counts nowhere: order-revenue takes "Order Completed"`},
	{
		name: "a checkout without a currency", body: trackWith("event", `"Checkout Started"`), change: bare,
		gates: "pass fail pass pass", codes: "error metric_filter_excludes", sum: "counts nowhere: the filter of checkout-started-jp excludes it",
	},
	{
		name: "a checkout in yen", body: trackWith("event", `"Checkout Started"`, "properties", `{"currency":"JPY"}`), change: bare,
		gates: "pass warn pass pass", codes: "info metric_filter_unseen", sum: "may count toward checkout-started-jp in checkout-redesign: its filter decides",
	},
	{
		name: "a product nobody counts", body: trackWith("event", `"Product Viewed"`), change: bare,
		gates: "pass pass fail unknown", codes: "warning metric_not_attached", sum: "counts nowhere: products-viewed-count is in no experiment",
	},

	// named
	{name: "no metric", body: trackWith("event", `"Cart Emptied"`), change: bare, gates: "fail unknown unknown unknown", codes: "info metric_not_found", sum: "counts nowhere: no metric has this event key"},
	{name: "no metric known", body: trackWith(), change: func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { *c = catalogue.Catalogue{} }, gates: "unknown unknown unknown unknown", sum: "reaches LaunchDarkly; may count"},
	{
		name: "no metric of a page of them", body: trackWith("event", `"Cart Emptied"`), change: func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.MetricsPartial = true },
		gates: "unknown unknown unknown unknown", sum: "may count: no metric has this event key, of those that were read",
	},
	{
		name: "misspelt, by a page of them", body: trackWith("event", `"Order Complted"`), change: func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.MetricsPartial = true },
		gates: "unknown unknown unknown unknown", codes: "warning metric_near_miss", sum: `may count: order-revenue takes "Order Completed"`,
	},
	{name: "misspelt", body: trackWith("event", `"Order Complted"`), change: bare, gates: "fail unknown unknown unknown", codes: "error metric_near_miss", sum: `counts nowhere: order-revenue takes "Order Completed"`},
	{name: "the name", body: trackWith("event", `"order Revenue"`), change: bare, gates: "fail unknown unknown unknown", codes: "error metric_matches_name_not_event_key", sum: `counts nowhere: order-revenue takes "Order Completed"`},
	{name: "the name, classic", body: trackWith("event", `"Order revenue"`), change: bare, classic: true, gates: "fail unknown unknown unknown", codes: "error metric_matches_name_not_event_key", sum: `counts nowhere: order-revenue takes "Order Completed"`},
	{name: "a click metric's key", body: trackWith("event", `"buy-now-clicks"`), change: bare, gates: "fail fail unknown unknown", codes: "error metric_not_custom", sum: "counts nowhere: buy-now-clicks is a click metric"},

	// measurable
	{name: "a click metric with an event key", body: trackWith(), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.Kind = "click" }, gates: "pass fail pass pass", codes: "error metric_not_custom", sum: "counts nowhere: order-revenue is a click metric"},
	{name: "a kind nobody knows", body: trackWith(), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.Kind = "funnel" }, gates: "pass unknown pass pass", sum: "feeds order-revenue; its kind or source is unknown"},
	{name: "a warehouse", body: trackWith(), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
		m.DataSource = "snowflake-prod"
	}, gates: "pass fail pass pass", codes: "error metric_warehouse_native", sum: "counts nowhere: order-revenue is computed in snowflake-prod"},
	{name: "a source nobody knows", body: trackWith(), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.DataSource = "lake" }, gates: "pass unknown pass pass", sum: "feeds order-revenue; its kind or source is unknown"},
	{name: "no source given", body: trackWith(), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.DataSource = "" }, gates: "pass pass pass pass", sum: "counts toward order-revenue in checkout-redesign"},
	{name: "archived, and still counted", body: trackWith(), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.Archived = true }, gates: "pass warn pass pass", codes: "warning metric_archived", sum: "counts toward order-revenue in checkout-redesign"},
	{name: "no value", body: noValue, change: bare, gates: "pass fail pass pass", codes: "error metric_value_required", sum: "counts nowhere: order-revenue needs a number"},
	{name: "a value out of range", body: trackWith("properties", `{"revenue":"1e309"}`), change: bare, gates: "pass fail pass pass", codes: "error metric_value_required", sum: "counts nowhere: order-revenue needs a number"},
	{name: "no value for a conversion", body: noValue, change: func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) { m.Numeric = false }, gates: "pass pass pass pass", sum: "counts toward order-revenue in checkout-redesign"},

	// recording
	{name: "stopped", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Status = "stopped"
	}, gates: "pass pass fail pass", codes: "warning experiment_not_running", sum: "counts nowhere: no experiment of order-revenue runs"},
	{name: "archived experiment", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) { e.Archived = true }, gates: "pass pass fail pass", codes: "warning experiment_not_running", sum: "counts nowhere: no experiment of order-revenue runs"},
	{name: "analysed in a warehouse", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.DataSource = "databricks"
	}, gates: "pass pass fail pass", codes: "warning experiment_not_running", sum: "counts nowhere: no experiment of order-revenue runs"},
	{name: "analysed nobody knows where", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) { e.DataSource = "lake" }, gates: "pass pass unknown pass", sum: "feeds order-revenue; its experiments are unknown"},
	{name: "runs elsewhere", body: trackWith(), change: func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.Experiments = nil }, gates: "pass pass fail pass", codes: "warning experiment_not_running", sum: "counts nowhere: no experiment of order-revenue runs"},
	{name: "an experiment of another environment", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Environment = "production"
	}, gates: "pass pass fail pass", codes: "warning experiment_not_running", sum: "counts nowhere: no experiment of order-revenue runs"},
	{name: "perhaps a guarded rollout", body: trackWith(), change: func(c *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
		c.Experiments, m.ActiveRollouts = nil, 1
	}, gates: "pass pass unknown pass", sum: "feeds order-revenue; its experiments are unknown"},
	{name: "experiments unknown, one active", body: trackWith(), change: func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) {
		c.Experiments, c.ExperimentsKnown = nil, false
	}, gates: "pass pass unknown pass", sum: "feeds order-revenue; its experiments are unknown"},
	{
		name: "experiments unknown, none active", body: trackWith(), change: func(c *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
			c.Experiments, c.ExperimentsKnown, m.ActiveExperiments = nil, false, 0
		}, gates: "pass pass fail pass", codes: "warning experiment_not_running", sum: "counts nowhere: no experiment of order-revenue runs",
	},
	{
		name: "nothing known of experiments", body: trackWith(), change: func(c *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
			c.Experiments, c.ExperimentsKnown, m.ActiveExperiments, m.ActiveRollouts = nil, false, -1, -1
		}, gates: "pass pass unknown pass", sum: "feeds order-revenue; its experiments are unknown",
	},
	{name: "its event key was another", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Metrics[1].EventKey = "Order Paid"
	}, gates: "pass pass fail pass", codes: "error iteration_uses_other_version", sum: "counts nowhere: order-revenue runs with another event key"},
	{name: "the event key of the iteration", body: trackWith("event", `"Order Paid"`), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Metrics[1].EventKey = "Order Paid"
	}, gates: "pass unknown pass pass", codes: "info iteration_uses_other_version", sum: "may count: another version of order-revenue runs"},
	{name: "only the version is another", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Metrics[1].VersionID = "v0"
	}, gates: "pass unknown pass pass", codes: "info iteration_uses_other_version", sum: "may count: another version of order-revenue runs"},
	{name: "a metric of the iteration alone", body: trackWith(), change: func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.Metrics = nil }, gates: "pass unknown pass pass", sum: "feeds order-revenue; its kind or source is unknown"},

	// unit
	{name: "another unit", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Unit = "account"
	}, gates: "pass pass pass fail", codes: "error unit_missing, error unit_not_in_metric", sum: "counts nowhere: it has no key of the unit of order-revenue"},
	{name: "a unit the metric lacks", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Unit = "unauthenticatedUser"
	}, gates: "pass pass pass fail", codes: "error unit_not_in_metric", sum: "counts nowhere: order-revenue lacks the experiment's unit"},
	{
		name: "a unit an occurrence metric lacks", body: trackWith(), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			m.Numeric, m.Aggregation, e.Iteration.Unit = false, "average", "unauthenticatedUser"
		}, gates: "pass pass pass warn", codes: "warning unit_not_in_metric", sum: "counts toward order-revenue in checkout-redesign",
	},
	{name: "an empty key", body: trackWith("anonymousId", `""`), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Unit, m.Units = "unauthenticatedUser", nil
	}, gates: "pass pass pass fail", codes: "error unit_missing", sum: "dropped by Segment: unusable id"},
	{name: "a unit nobody knows", body: trackWith(), change: func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) { e.Iteration.Unit = "" }, gates: "pass pass pass unknown", sum: "feeds order-revenue; its unit is unknown"},
	{name: "a user of the classic destination", body: trackWith("properties", `{"value":1}`), change: bare, classic: true, gates: "pass pass pass pass", sum: "counts toward order-revenue in checkout-redesign"},
	{name: "a device of the classic destination", body: trackWith("properties", `{"value":1}`), change: func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Unit, m.Units = "device", nil
	}, classic: true, gates: "pass pass pass fail", codes: "error unit_missing", sum: "counts nowhere: it has no key of the unit of order-revenue"},

	// what never reaches LaunchDarkly
	{name: "switched off", body: trackWith("integrations", `{"All":false}`), change: bare, gates: "pass pass pass pass", sum: "dropped by Segment: switched off"},
	{name: "a page", body: trackWith("type", `"page"`), change: bare, gates: "unknown unknown unknown unknown", sum: "not a Track call"},
}

func TestWhatCounts(t *testing.T) {
	for _, c := range slices.Concat(countingCases, versionCases) {
		t.Run(c.name, func(t *testing.T) {
			dest := destination.Actions()
			if c.classic {
				dest = destination.Classic()
			}
			_, j := judgedWith(t, cataloguetest.Shop(c.change), dest, c.mapped, "track", c.body, message.Arrival{})
			gates, codes := counted(&j)
			if gates != c.gates || codes != c.codes || j.Summary() != c.sum {
				t.Errorf("%s; %s; %s\nwant %s; %s; %s\n%+v", gates, codes, j.Summary(), c.gates, c.codes, c.sum, j.Diagnostics)
			}
			for _, d := range j.Diagnostics {
				if d.Gate >= verdict.Named && (d.Metric == "") != (d.Code == verdict.MetricNotFound) {
					t.Errorf("%s is about %q", d.Name(), d.Metric)
				}
				if d.Metric != "" && !strings.Contains(d.Effect, d.Metric) {
					t.Errorf("%s does not name its metric: %s", d.Name(), d.Effect)
				}
			}
			for _, v := range j.Metrics {
				if (v.Counts == verdict.Pass) != (j.Verdict.Headline == verdict.Counts) && j.Sent() {
					t.Errorf("%s counts: %s, headline %s", v.Metric.Key, v.Counts, j.Verdict.Headline)
				}
			}
		})
	}
}

func TestMetricsThatShareAnEventKey(t *testing.T) {
	both := cataloguetest.Shop(func(c *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
		count := *m
		count.Key, count.Numeric, count.Units, count.Experiments, count.AttachedFlags, count.ActiveExperiments = "a-count", false, []string{"device"}, 0, 0, 0
		c.Metrics = append(c.Metrics, count)
	})
	t.Run("one of them counts", func(t *testing.T) {
		_, j := judgedWith(t, both, destination.Actions(), "", "track", trackWith(), message.Arrival{})
		gates, codes := counted(&j)
		if gates != "pass pass pass pass" || codes != "info metric_not_attached" || j.Verdict.Headline != verdict.Counts {
			t.Errorf("%s; %s; %s", gates, codes, j.Verdict.Headline)
		}
		if len(j.Metrics) != 2 || j.Metrics[0].Metric != &both.Metrics[5] || j.Lead().Metric != &both.Metrics[0] {
			t.Errorf("metrics %+v", j.Metrics)
		}
		if toward := j.Lead().Toward; len(toward) != 1 || toward[0].Experiment != &both.Experiments[0] || toward[0].Unit != "user" {
			t.Errorf("toward %+v", toward)
		}
	})
	t.Run("none counts, and the one that an experiment records leads", func(t *testing.T) {
		_, j := judgedWith(t, both, destination.Actions(), "", "track", noValue, message.Arrival{})
		gates, codes := counted(&j)
		if gates != "pass fail pass pass" || j.Lead().Metric.Key != "order-revenue" || j.Verdict.Headline != verdict.CountsNowhere {
			t.Errorf("%s; %s; leads %s", gates, codes, j.Lead().Metric.Key)
		}
		if codes != "error metric_value_required, warning metric_not_attached" {
			t.Error(codes)
		}
		if j.Summary() != "counts nowhere: order-revenue needs a number" {
			t.Error(j.Summary())
		}
	})
	t.Run("no experiment records either, and the one that gets further leads", func(t *testing.T) {
		idle := *both
		idle.Experiments = nil
		_, j := judgedWith(t, &idle, destination.Actions(), "", "track", noValue, message.Arrival{})
		if j.Lead().Metric.Key != "a-count" || j.Summary() != "counts nowhere: a-count is in no experiment" {
			t.Errorf("leads %s: %s", j.Lead().Metric.Key, j.Summary())
		}
	})
}

func TestAnEventCountsTowardSeveralExperiments(t *testing.T) {
	c := cataloguetest.Shop(func(c *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		second, third, fourth := *e, *e, *e
		second.Key, third.Key, fourth.Key = "second", "third", "fourth"
		third.Iteration = &catalogue.Iteration{Status: "running", Unit: "device", Metrics: e.Iteration.Metrics}
		fourth.Iteration = &catalogue.Iteration{Status: "not_started", Unit: "user", Metrics: e.Iteration.Metrics}
		c.Experiments = append(c.Experiments, second, third, fourth)
	})
	_, j := judgedWith(t, c, destination.Actions(), "", "track", trackWith(), message.Arrival{})
	if j.Summary() != "counts toward order-revenue in checkout-redesign, and 1 more" {
		t.Error(j.Summary())
	}
	if _, codes := counted(&j); codes != "info unit_missing, info unit_not_in_metric" {
		t.Error(codes)
	}
	if got := j.Lead().Toward; len(got) != 2 || got[1].Experiment.Key != "second" {
		t.Errorf("toward %+v", got)
	}
}

func TestExperimentsAreNamedWithWhatTheyDo(t *testing.T) {
	c := cataloguetest.Shop(func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Status = "not_started"
		stopped := catalogue.Experiment{Key: "old", Archived: true, Iteration: &catalogue.Iteration{Status: "stopped", Metrics: []catalogue.IterationMetric{{Key: m.Key, Group: "funnel"}}}}
		c.Experiments = append(c.Experiments, stopped)
		m.ActiveExperiments = 2
	})
	_, j := judgedWith(t, c, destination.Actions(), "", "track", trackWith(), message.Arrival{})
	const want = "order-revenue is used by checkout-redesign (not started) and old (archived), and recorded by none in test now; LaunchDarkly's list of metrics has 2 that run, in some environment."
	if d := find(j, verdict.ExperimentNotRunning); d == nil || d.Effect != want {
		t.Errorf("%+v", d)
	}
}

func TestAUnitIsMissingWhereItsMappingLooks(t *testing.T) {
	device := cataloguetest.Shop(func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Unit, m.Units = "device", nil
	})
	for name, c := range map[string]struct{ mapping, pointer, fix string }{
		"not mapped":      {"", "", "Map the key of device in the destination's Additional Context Keys, or run the experiment on unauthenticatedUser or user."},
		"mapped":          {`{"additional_context_keys":{"device":{"@path":"$.context.device.id"}}}`, "/context/device/id", "Send /context/device/id, where the destination takes the key of device from, or run the experiment on user."},
		"mapped together": {`{"additional_context_keys":{"@path":"$.context.ids"}}`, "/context/ids/device", "Send /context/ids/device, where the destination takes the key of device from, or run the experiment on user."},
	} {
		t.Run(name, func(t *testing.T) {
			_, j := judgedWith(t, device, destination.Actions(), c.mapping, "track", trackWith(), message.Arrival{})
			if d := find(j, verdict.UnitMissing); d == nil || d.Pointer != c.pointer || d.Fix != c.fix {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestAnyMemberOfAFilterWouldDo(t *testing.T) {
	c := cataloguetest.Shop(func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
		m.Filter = &catalogue.Filter{Type: "group", Op: "or", Group: []catalogue.Filter{
			{Type: "eventProperty", Attribute: "plan", Op: "in", Values: []string{`"pro"`, `"team"`}},
			{Type: "eventProperty", Attribute: "plan", Op: "startsWith", Values: []string{`"x-"`}},
		}}
	})
	_, j := judgedWith(t, c, destination.Actions(), "", "track", trackWith("properties", `{"revenue":1,"plan":"basic"}`), message.Arrival{})
	d := find(j, verdict.MetricFilterExcludes)
	const want = `order-revenue counts events only where plan is "pro" or "team" or plan starts with "x-".`
	if d == nil || d.Effect != want || d.Pointer != "/properties/plan" || d.Value != `"basic"` {
		t.Errorf("%+v", d)
	}
}

// Where a part of the filter excludes an event, the others are told too: they may be next.
func TestTheWholeFilterIsTold(t *testing.T) {
	c := cataloguetest.Shop(func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
		m.Filter = &catalogue.Filter{Type: "group", Op: "and", Group: []catalogue.Filter{
			{Type: "eventProperty", Attribute: "plan", Op: "in", Values: []string{`"pro"`}},
			{Type: "contextAttribute", ContextKind: "user", Attribute: "country", Op: "in", Values: []string{`"JP"`}},
		}}
	})
	_, j := judgedWith(t, c, destination.Actions(), "", "track", trackWith("properties", `{"revenue":1,"plan":"basic"}`), message.Arrival{})
	d := find(j, verdict.MetricFilterExcludes)
	const want = `order-revenue counts events only where plan is "pro". Its whole filter: plan is "pro" and user.country is "JP".`
	if d == nil || d.Effect != want || d.Pointer != "/properties/plan" {
		t.Errorf("%+v", d)
	}
}

func TestTheEventKeysThatFeedAMetric(t *testing.T) {
	engine := engineOf(t, destination.Actions())
	if feeds := NewJudge(engine).Feeds(); feeds != nil {
		t.Errorf("without a catalogue: %+v", feeds)
	}
	feedsOf := func(c *catalogue.Catalogue) string {
		var b strings.Builder
		for _, f := range NewJudge(engine).With(c).Feeds() {
			b.WriteString(f.Metric.Key + "=" + strings.Join(f.EventKeys, "|") + " ")
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		change func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
		want   string
	}{
		"the shop": {bare, "buy-now-clicks= checkout-started-jp=Checkout Started order-revenue=Order Completed products-viewed-count=Product Viewed thank-you-page= "},
		"another key in the iteration": {
			func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
				e.Iteration.Metrics[1].EventKey = "Order Paid"
			},
			"buy-now-clicks= checkout-started-jp=Checkout Started order-revenue=Order Completed|Order Paid products-viewed-count=Product Viewed thank-you-page= ",
		},
		"iterations alone": {func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.Metrics = nil }, "checkout-started-jp=Checkout Started order-revenue=Order Completed "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := feedsOf(cataloguetest.Shop(c.change)); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestNamesOfTheClassicDestination(t *testing.T) {
	_, j := judgedWith(t, cataloguetest.Storefront(), destination.Classic(), "", "track", trackWith("event", `"Order revenue"`), message.Arrival{})
	d := find(j, verdict.MetricMatchesNameNotEventKey)
	if d == nil || !strings.HasPrefix(d.Effect, "Segment's page on this destination speaks of the metric's name; LaunchDarkly matches the event key") {
		t.Errorf("%+v", d)
	}
}

func TestWithoutACatalogueNothingIsSaidOfMetrics(t *testing.T) {
	engine := engineOf(t, destination.Actions())
	judge := NewJudge(engine).With(cataloguetest.Storefront())
	if judge.Catalogue() == nil || judge.With(nil).Catalogue() != nil || NewJudge(engine).Catalogue() != nil {
		t.Error("the catalogue is not the one given")
	}
	m := message.Parse([]byte(trackWith()))
	j := judge.With(nil).Message(&m, message.Arrival{At: noon})
	if gates, codes := counted(&j); gates != "unknown unknown unknown unknown" || codes != "" || j.Verdict.Headline != verdict.HeadlineUnknown {
		t.Errorf("%s; %s; %s", gates, codes, j.Verdict.Headline)
	}
}

func TestMatchingNames(t *testing.T) {
	judge := NewJudge(engineOf(t, destination.Actions())).With(cataloguetest.Storefront())
	for name, c := range map[string]struct {
		code          verdict.Code
		near, contain string
	}{
		"Order Completed":  {verdict.NoCode, "", `"Order Completed" is the event key of order-revenue.`},
		"order_completed":  {verdict.MetricNearMiss, "order-revenue", `order-revenue has "Order Completed"`},
		"ORDER COMPLETED":  {verdict.MetricCaseDiffers, "order-revenue", `order-revenue has "Order Completed"`},
		"order-revenue":    {verdict.MetricMatchesNameNotEventKey, "order-revenue", `its event key is "Order Completed"`},
		"thank-you-page":   {verdict.MetricNotCustom, "thank-you-page", "pageview metric"},
		"Something Strang": {verdict.MetricNotFound, "", "No metric has this event key"},
	} {
		t.Run(name, func(t *testing.T) {
			m := judge.Match(name)
			near := ""
			if m.Nearest != nil {
				near = m.Nearest.Key
			}
			if m.Code != c.code || near != c.near || !strings.Contains(m.Sentence, c.contain) || (len(m.Metrics) == 0) != (c.code != verdict.NoCode) {
				t.Errorf("%+v", m)
			}
		})
	}
	if m := NewJudge(engineOf(t, destination.Actions())).Match("x"); m.Code != verdict.NoCode || m.Sentence != "No metrics are known." {
		t.Errorf("%+v", m)
	}
}

// catalogueCases raise the codes of gates 6 to 9, as codeCases do the others.
var catalogueCases = func() []codeCase {
	order := func(f func(m *catalogue.Metric, e *catalogue.Experiment)) *catalogue.Catalogue {
		return cataloguetest.Shop(func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) { f(m, e) })
	}
	plan := func(f catalogue.Filter) *catalogue.Catalogue {
		return order(func(m *catalogue.Metric, _ *catalogue.Experiment) { m.Filter = &f })
	}
	property := plan(catalogue.Filter{Type: "eventProperty", Attribute: "plan", Op: "in", Values: []string{`"pro"`, `"team"`}})
	pro, basic := trackWith("properties", `{"revenue":1,"plan":"pro"}`), trackWith("properties", `{"revenue":1,"plan":"basic"}`)
	const fixed = `"Order Completed"`
	cases := []codeCase{
		{code: verdict.MetricNotFound, raises: trackWith("event", `"Signed Out"`), close: trackWith("event", `"Order Completd"`), pointer: "/event", catalogue: cataloguetest.Storefront()},
		{code: verdict.MetricNearMiss, raises: trackWith("event", `"orderCompleted"`), close: trackWith("event", `"Order Computed 2"`), pointer: "/event", fixed: fixed, catalogue: cataloguetest.Storefront()},
		{code: verdict.MetricNearMiss, raises: trackWith("event", `"Order Completed "`), close: trackWith(), pointer: "/event", fixed: fixed, catalogue: cataloguetest.Storefront()},
		{code: verdict.MetricMatchesNameNotEventKey, raises: trackWith("event", `"Order revenue"`), close: trackWith(), pointer: "/event", fixed: fixed, catalogue: cataloguetest.Storefront()},
		{code: verdict.MetricMatchesNameNotEventKey, raises: trackWith("event", `"order-revenue"`), close: trackWith("event", `"ORDER COMPLETED"`), pointer: "/event", fixed: fixed, catalogue: cataloguetest.Storefront(), classic: true},
		{code: verdict.MetricCaseDiffers, raises: trackWith("event", `"ORDER COMPLETED"`), close: trackWith("event", `"ORDER_COMPLETED"`), pointer: "/event", fixed: fixed, catalogue: cataloguetest.Storefront()},
		{code: verdict.MetricNotCustom, raises: trackWith("event", `"Buy now button clicks"`), close: trackWith(), pointer: "/event", catalogue: cataloguetest.Storefront()},
		{code: verdict.MetricNotCustom, raises: trackWith(), close: trackWith("event", `"x"`), catalogue: order(func(m *catalogue.Metric, _ *catalogue.Experiment) { m.Kind = "pageview" })},
		{code: verdict.MetricWarehouseNative, raises: trackWith(), close: trackWith("event", `"Product Viewed"`), catalogue: order(func(m *catalogue.Metric, _ *catalogue.Experiment) { m.DataSource = "BigQuery" })},
		{code: verdict.MetricArchived, raises: trackWith(), close: trackWith("event", `"Product Viewed"`), catalogue: order(func(m *catalogue.Metric, _ *catalogue.Experiment) { m.Archived = true })},
		{code: verdict.MetricValueRequired, raises: noValue, close: trackWith(), pointer: "/properties/revenue", catalogue: cataloguetest.Storefront()},
		{code: verdict.MetricFilterExcludes, raises: basic, close: pro, pointer: "/properties/plan", catalogue: property},
		{code: verdict.MetricFilterExcludes, raises: trackWith("properties", ``), close: pro, pointer: "/properties/plan", catalogue: property},
		{code: verdict.MetricFilterUnseen, raises: pro, close: basic, pointer: "/properties/plan", catalogue: plan(catalogue.Filter{Type: "group", Op: "and", Group: []catalogue.Filter{
			{Type: "eventProperty", Attribute: "plan", Op: "soundsLike", Values: []string{`"pro"`}}, *property.Metrics[0].Filter,
		}})},
		{code: verdict.MetricNotAttached, raises: trackWith("event", `"Product Viewed"`), close: trackWith(), catalogue: cataloguetest.Storefront()},
		{code: verdict.ExperimentNotRunning, raises: trackWith(), close: trackWith("event", `"Product Viewed"`), catalogue: order(func(_ *catalogue.Metric, e *catalogue.Experiment) { e.Iteration.Status = "stopped" })},
		{code: verdict.IterationUsesOtherVersion, raises: trackWith(), close: trackWith("event", `"Checkout Started"`), pointer: "/event", catalogue: order(func(_ *catalogue.Metric, e *catalogue.Experiment) { e.Iteration.Metrics[1].EventKey = "Order Paid" })},
		{code: verdict.IterationUsesOtherVersion, raises: trackWith(), close: trackWith("event", `"Checkout Started"`), catalogue: order(func(_ *catalogue.Metric, e *catalogue.Experiment) { e.Iteration.Metrics[1].VersionID = "v0" })},
		{code: verdict.UnitMissing, raises: trackWith("anonymousId", ""), close: trackWith(), pointer: "/anonymousId", mapping: `{"additional_context_keys":{"visitor":{"@path":"$.anonymousId"}}}`, catalogue: order(func(_ *catalogue.Metric, e *catalogue.Experiment) { e.Iteration.Unit = "visitor" })},
		{code: verdict.UnitNotInMetric, raises: trackWith(), close: trackWith("event", `"Product Viewed"`), catalogue: order(func(_ *catalogue.Metric, e *catalogue.Experiment) { e.Iteration.Unit = "unauthenticatedUser" })},
	}
	return slices.Clip(cases)
}()
