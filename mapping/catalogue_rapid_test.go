package mapping

import (
	"cmp"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// Words that catalogues and messages are drawn from: few, so that they meet.
var (
	someEvents = []string{"Order Completed", "order completed", "OrderCompleted", "Order Complted", "order-revenue", "buy", "", "\xed\xa0\x80", "ordr", "Step 1"}
	someKinds  = []string{"user", "device", "unauthenticatedUser", "", "a/b"}
	someKeys   = []string{"order-revenue", "a", "b", "", "Order Completed"}
)

func drawFilter(t *rapid.T, depth int) *catalogue.Filter {
	f := &catalogue.Filter{
		Type: rapid.SampledFrom([]string{"group", "eventProperty", "contextAttribute", ""}).Draw(t, "type"),
		Op: rapid.SampledFrom([]string{
			"and", "or", "in", "startsWith", "endsWith", "contains", "matches", "lessThan", "greaterThanOrEqual", "exists", "soon",
		}).Draw(t, "op"),
		Negate:      rapid.Bool().Draw(t, "negate"),
		ContextKind: rapid.SampledFrom(someKinds).Draw(t, "kind"),
		Attribute:   rapid.SampledFrom([]string{"key", "plan", "n", "", "revenue"}).Draw(t, "attribute"),
		Values:      rapid.SliceOfN(rapid.SampledFrom([]string{`"pro"`, `5`, `true`, `null`, `{`, `"("`, `[1]`, ``, `1e999`}), 0, 3).Draw(t, "values"),
	}
	for range depth {
		f.Group = append(f.Group, *drawFilter(t, depth-1))
	}
	return f
}

func drawCatalogue(t *rapid.T) *catalogue.Catalogue {
	count := rapid.IntRange(-1, 2)
	unit := rapid.SampledFrom(someKinds)
	c := &catalogue.Catalogue{ExperimentsKnown: rapid.Bool().Draw(t, "known"), MetricsPartial: rapid.Bool().Draw(t, "partial"), Environment: rapid.SampledFrom([]string{"", "test"}).Draw(t, "environment")}
	for range rapid.IntRange(0, 4).Draw(t, "metrics") {
		m := catalogue.Metric{
			Key: rapid.SampledFrom(someKeys).Draw(t, "key"), Name: rapid.SampledFrom(someEvents).Draw(t, "name"),
			Kind:     rapid.SampledFrom([]string{"custom", "custom", "click", "pageview", "", "new"}).Draw(t, "kind"),
			EventKey: rapid.SampledFrom(someEvents).Draw(t, "event"), VersionID: rapid.SampledFrom([]string{"", "v1", "v2"}).Draw(t, "version"),
			Numeric: rapid.Bool().Draw(t, "numeric"), Aggregation: rapid.SampledFrom([]string{"sum", "average"}).Draw(t, "aggregation"),
			Units: rapid.SliceOfN(unit, 0, 2).Draw(t, "units"), Archived: rapid.Bool().Draw(t, "archived"),
			DataSource:    rapid.SampledFrom([]string{"", "launchdarkly-hosted", "Snowflake_x", "?"}).Draw(t, "source"),
			AttachedFlags: count.Draw(t, "flags"), Experiments: count.Draw(t, "experiments"),
			ActiveExperiments: count.Draw(t, "active"), ActiveRollouts: count.Draw(t, "rollouts"),
		}
		if rapid.Bool().Draw(t, "filtered") {
			m.Filter = drawFilter(t, rapid.IntRange(0, 3).Draw(t, "depth"))
		}
		c.Metrics = append(c.Metrics, m)
	}
	for range rapid.IntRange(0, 3).Draw(t, "iterations") {
		e := catalogue.Experiment{
			Key: rapid.SampledFrom(someKeys).Draw(t, "experiment"), DataSource: rapid.SampledFrom([]string{"", "redshift", "?"}).Draw(t, "source"),
			Archived: rapid.Bool().Draw(t, "archived"), Environment: rapid.SampledFrom([]string{"", "test", "other"}).Draw(t, "environment"),
		}
		if rapid.Bool().Draw(t, "current") {
			e.Iteration = &catalogue.Iteration{Status: rapid.SampledFrom([]string{"running", "running", "stopped", ""}).Draw(t, "status"), Unit: unit.Draw(t, "unit")}
			for range rapid.IntRange(0, 3).Draw(t, "uses") {
				e.Iteration.Metrics = append(e.Iteration.Metrics, catalogue.IterationMetric{
					Key: rapid.SampledFrom(someKeys).Draw(t, "metric"), VersionID: rapid.SampledFrom([]string{"", "v1"}).Draw(t, "version"),
					EventKey: rapid.SampledFrom(someEvents).Draw(t, "event"),
				})
			}
		}
		c.Experiments = append(c.Experiments, e)
	}
	return c
}

const kindMapping = `{"context_kind":{"@path":"$.kind"}}`

// TestAnyCatalogue holds what is promised of every judgement with a catalogue.
func TestAnyCatalogue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCatalogue(rt)
		dest := rapid.SampledFrom(destination.Destinations()).Draw(rt, "destination")
		var opt destination.EngineOptions
		if mapped := rapid.SampledFrom([]string{"", "", `{"event_name":{"@path":"$.properties.name"}}`, `{"event_name":{"@template":"{{event}}s"}}`, kindMapping}).Draw(rt, "mapping"); mapped != "" && (mapped != kindMapping || dest.Name == "actions") {
			opt.Mappings = jsondoctest.Value(t, mapped)
		}
		engine, err := destination.NewEngine(dest, opt)
		if err != nil {
			rt.Fatal(err)
		}
		event := rapid.SampledFrom([]string{`"Order Completed"`, `"order completed"`, `"OrderCompleted"`, `"order-revenue"`, `"buy"`, `"\ud800"`, `"x"`, `5`}).Draw(rt, "event")
		props := rapid.SampledFrom([]string{`{"revenue":5,"plan":"pro","n":5}`, `{"value":1}`, `{}`, ``, `{"revenue":"x"}`, `{"plan":{}}`, `{"revenue":"1e309","value":"x"}`, `{"value":"x","name":"order completed"}`, `[]`}).Draw(rt, "properties")
		some := func(name string, values ...string) string {
			return rapid.SampledFrom(append(values, "", "")).Draw(rt, name)
		}
		text := trackWith("event", event, "properties", props, "integrations", some("integrations", `{"All":false}`, `{"all":false}`), "kind", some("kind", `"multi"`, `"org"`, `{}`),
			"userId", some("userId", `"u"`, `5`, `""`), "type", cmp.Or(some("type", `"page"`, `"identify"`, `"Track"`), `"track"`), "context", some("context", `null`), "timestamp", some("timestamp", `"soon"`))
		plain := NewJudge(engine)
		judge := plain.With(c)
		m := message.Parse([]byte(text))
		in := message.Arrival{At: noon, RequestBytes: len(text)}
		checkJudgement(t, judge, m, in)
		checkCounting(rt, plain, judge, &m, in)
		if name := m.Root.Member("event"); name.Kind() == jsondoc.String && opt.Mappings.Member("context_kind").Kind() == jsondoc.Absent && opt.Mappings.Member("event_name").Member("@path").Kind() == jsondoc.Absent {
			checkIdeal(rt, judge, name.Text(), judge.Message(&m, in))
		}
		in.BatchMessages, in.RequestBytes = rapid.IntRange(0, message.MaxBatchMessages+1).Draw(rt, "batch"), rapid.SampledFrom([]int{len(text), message.MaxRequestBytes + 1}).Draw(rt, "size")
		first := judge.Message(&m, in)
		checkAgreement(rt, &first)
		in.DuplicateOf = 7
		second := judge.Message(&m, in)
		checkAgreement(rt, &second)
		if second.Verdict != first.Verdict.Duplicate() || second.Sent() || second.Verdict.Headline != verdict.Rejected && second.Verdict.Headline != verdict.DroppedBySegment {
			rt.Fatalf("%+v\nas a duplicate %+v", first.Verdict, second.Verdict)
		}
	})
}

// checkIdeal holds that an event does no better than the ideal one of its name.
func checkIdeal(t *rapid.T, judge *Judge, name string, j Judgement) {
	ideal := judge.Ideal(name)
	checkAgreement(t, &ideal.Judgement)
	if rank := map[verdict.Headline]int{verdict.Counts: 2, verdict.HeadlineUnknown: 1, verdict.MayNotArrive: 1}; rank[j.Verdict.Headline] > rank[ideal.Verdict.Headline] {
		t.Fatalf("%s; the ideal event %s: %+v", j.Summary(), ideal.Summary(), ideal.Diagnostics)
	}
}

// firstFail returns the first gate that fails, and whether one does.
func firstFail(gates verdict.Gates) (verdict.Gate, bool) {
	for g := verdict.Received; g < verdict.NoGate; g++ {
		if gates.State(g) == verdict.Fail {
			return g, true
		}
	}
	return verdict.Received, false
}

// checkAgreement holds that findings, gates, headline and numbers say the same.
func checkAgreement(t *rapid.T, j *Judgement) {
	v, worst := j.Verdict, map[verdict.Gate]verdict.Severity{}
	numbers := map[verdict.Severity]int{}
	for _, d := range j.Diagnostics {
		numbers[d.Severity]++
		worst[d.Gate] = max(worst[d.Gate], d.Severity)
	}
	fail := func(what string) { t.Fatalf("%s: %s, %v\n%+v", what, v.Headline, v.Gates, j.Diagnostics) }
	if v.Errors != numbers[verdict.Error] || v.Warnings != numbers[verdict.Warning] {
		fail("the numbers are not those of the findings")
	}
	gate, failed := firstFail(v.Gates)
	lost := v.Headline == verdict.Rejected || v.Headline == verdict.DroppedBySegment
	for g := verdict.Received; g < verdict.NoGate; g++ {
		state := v.Gates.State(g)
		switch {
		case g <= verdict.Valued && worst[g] == verdict.Error && state != verdict.Fail && v.Headline != verdict.NotForDestination:
			fail(g.String() + " has an error and does not fail")
		case g <= verdict.Valued && state == verdict.Fail && worst[g] != verdict.Error && (g != verdict.Routed || j.Action != nil && j.Action.Name == destination.TrackEvent):
			fail(g.String() + " fails without an error")
		case g > verdict.Valued && worst[g] == verdict.Error && !lost && v.Headline != verdict.CountsNowhere:
			fail("it is an error at " + g.String())
		}
	}
	switch v.Headline {
	case verdict.Rejected, verdict.DroppedBySegment:
		if v.Worst() != verdict.Error || gate > verdict.Valued || j.Sent() {
			fail("it is lost")
		}
	case verdict.NotForDestination:
		if v.Worst() == verdict.Error && gate > verdict.Routed {
			fail("nothing of it is lost")
		}
	case verdict.Counts:
		if failed || v.Worst() == verdict.Error || !j.Sent() {
			fail("it counts")
		}
	case verdict.CountsNowhere:
		if !failed || !j.Sent() || gate < verdict.Keyed || j.Cause() < 0 {
			fail("it counts nowhere")
		}
	case verdict.MayNotArrive:
		if failed && gate != verdict.Valued || !j.Sent() || v.Gates.State(verdict.Routed) != verdict.Warn || j.Cause() < 0 {
			fail("it may not arrive")
		}
	case verdict.HeadlineUnknown:
		if failed && gate != verdict.Valued || !j.Sent() {
			fail("it may count")
		}
	}
	for i := range j.Metrics {
		if m := &j.Metrics[i]; !lost && (j.CountsFor(m) == verdict.Pass && v.Headline != verdict.Counts || m.Counts == verdict.Unknown && v.Headline == verdict.CountsNowhere) {
			fail(m.Metric.Key + " counts: " + m.Counts.String())
		}
	}
}

func checkCounting(t *rapid.T, plain, judge *Judge, m *message.Message, in message.Arrival) {
	before, after := plain.Message(m, in), judge.Message(m, in)
	same := plain.With(nil).Message(m, in)
	if !reflect.DeepEqual(before.Diagnostics, same.Diagnostics) || before.Verdict != same.Verdict || before.Summary() != same.Summary() {
		t.Fatal("a judge without a catalogue says something else")
	}
	early := slices.DeleteFunc(slices.Clone(after.Diagnostics), func(d verdict.Diagnostic) bool { return d.Gate >= verdict.Named })
	if find(before, verdict.ValueMissing) != nil && find(after, verdict.ValueMissing) == nil {
		if slices.ContainsFunc(after.Metrics, func(v verdict.Metric) bool { return v.Metric.Numeric }) || len(after.Metrics) == 0 {
			t.Fatal("a metric may take the value, and nothing says that it is missing")
		}
		before.Diagnostics = slices.DeleteFunc(before.Diagnostics, func(d verdict.Diagnostic) bool { return d.Code == verdict.ValueMissing })
	}
	if cause := after.Cause(); cause >= len(after.Diagnostics) || cause >= 0 && after.Verdict.Headline == verdict.CountsNowhere && !after.unusable && after.Diagnostics[cause].Gate < verdict.Named {
		t.Fatalf("%s because of %d in %+v", after.Verdict.Headline, cause, after.Diagnostics)
	}
	if !slices.EqualFunc(before.Diagnostics, early, func(a, b verdict.Diagnostic) bool {
		if after.Verdict.Headline == verdict.Counts && a.Gate == verdict.Valued && a.Severity == verdict.Error {
			a.Severity = verdict.Warning // it counts without the value
		}
		return reflect.DeepEqual(a, b)
	}) {
		t.Fatal("the catalogue changes what gates 1 to 5 say")
	}
	if after.Sent() != before.Sent() || !after.Sent() && after.Verdict.Headline != before.Verdict.Headline {
		t.Fatalf("headline %s becomes %s", before.Verdict.Headline, after.Verdict.Headline)
	}
	if after.Event == nil {
		if after.Metrics != nil || after.Nearest != nil || after.Verdict.Gates.State(verdict.Named) != verdict.Unknown {
			t.Fatal("metrics of no event")
		}
		return
	}
	if after.Feeds != (len(after.Metrics) > 0) || before.Feeds {
		t.Fatalf("feeds: %v, with %d metrics; without a catalogue: %v", after.Feeds, len(after.Metrics), before.Feeds)
	}
	exact := slices.ContainsFunc(judge.Catalogue().Metrics, func(m catalogue.Metric) bool { return m.EventKey == after.Event.Key })
	if exact && (after.Verdict.Gates.State(verdict.Named) != verdict.Pass || after.Nearest != nil || len(after.Metrics) == 0) {
		t.Fatalf("a metric has this very event key: %+v", after)
	}
	for _, v := range after.Metrics {
		failed := v.FailsAt() != verdict.NoGate || after.unusable
		if failed != (v.Counts == verdict.Fail) || v.Counts == verdict.Pass && len(v.Toward) == 0 {
			t.Fatalf("%+v", v)
		}
		if v.Counts == verdict.Pass && after.Sent() && after.Verdict.Headline != verdict.Counts {
			t.Fatalf("%s counts it, headline %s", v.Metric.Key, after.Verdict.Headline)
		}
	}
	for g := verdict.Named; g <= verdict.Unit && after.Verdict.Headline == verdict.Counts; g++ {
		if s := after.Verdict.Gates.State(g); s == verdict.Fail || s == verdict.Unknown {
			t.Fatalf("it counts, and gate %s is %s", g, s)
		}
	}
	if after.Summary() == "" {
		t.Fatal("nothing to say")
	}
}
