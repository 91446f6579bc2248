package mapping

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// told is what is kept of a judgement.
type told struct {
	verdict verdict.Verdict
	first   verdict.Code
	found   [verdict.Error + 1]verdict.CodeSet
	feeds   bool
}

// toldOfMetric is what is kept of what one metric makes of an event.
type toldOfMetric struct {
	key                                 string
	measurable, recording, unit, counts verdict.State
	why                                 verdict.Code
	toward                              string
}

func toldBy(j *Judgement) (told, []toldOfMetric) {
	t := told{verdict: j.Verdict, feeds: j.Feeds}
	if i := j.First(); i >= 0 {
		t.first = j.Diagnostics[i].Code
	}
	for _, d := range j.Diagnostics {
		t.found[d.Severity].Add(d.Code)
	}
	var metrics []toldOfMetric
	for i := range j.Metrics {
		v := &j.Metrics[i]
		m := toldOfMetric{v.Metric.Key, v.Measurable, v.Recording, v.Unit, j.CountsFor(v), j.Why(v), ""}
		for _, to := range v.Toward {
			m.toward += to.Experiment.Key + " by " + to.Unit + ","
		}
		metrics = append(metrics, m)
	}
	return t, metrics
}

// drawOther draws a catalogue that has much in common with another one.
func drawOther(t *rapid.T, c *catalogue.Catalogue) *catalogue.Catalogue {
	other := *c
	new := drawCatalogue(t)
	other.Metrics = slices.Concat(c.Metrics, new.Metrics[:rapid.IntRange(0, len(new.Metrics)).Draw(t, "more metrics")])
	other.Experiments = slices.Concat(c.Experiments, new.Experiments[:rapid.IntRange(0, len(new.Experiments)).Draw(t, "more experiments")])
	if len(other.Metrics) > 0 {
		m := &other.Metrics[rapid.IntRange(0, len(other.Metrics)-1).Draw(t, "which")]
		switch rapid.IntRange(0, 8).Draw(t, "what changes") {
		case 0:
			m.LastSeen, m.Tags, m.Place.Line = 5, []string{"new"}, 7
		case 1:
			m.Archived = !m.Archived
		case 2:
			m.Name = rapid.SampledFrom(someEvents).Draw(t, "new name")
		case 3:
			m.EventKey = rapid.SampledFrom(someEvents).Draw(t, "new event key")
		case 4:
			m.Filter = drawFilter(t, 1)
		case 5:
			m.AttachedFlags, m.ActiveRollouts = 1, 1
		case 6:
			other.Metrics = slices.Delete(other.Metrics, 0, 1)
		case 7:
			m.VersionID = "v3"
		}
	}
	if n := len(other.Experiments); n > 0 && rapid.Bool().Draw(t, "one ends") {
		other.Experiments[rapid.IntRange(0, n-1).Draw(t, "which ends")].Iteration = nil
	}
	return &other
}

// What a change of the catalogue does not concern is judged as before, and what it does not
// concern of metrics counts as before.
func TestWhatAChangeDoesNotConcernIsJudgedAsBefore(t *testing.T) {
	kept := 0
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCatalogue(rt)
		other := drawOther(rt, c)
		dest := rapid.SampledFrom(destination.Destinations()).Draw(rt, "destination")
		mapped := rapid.SampledFrom([]string{"{}", "{}", `{"event_name":{"@template":"{{event}}s"}}`}).Draw(rt, "mapping")
		made := func() *destination.Engine {
			engine, err := destination.NewEngine(dest, destination.EngineOptions{Mappings: jsondoctest.Value(t, mapped)})
			if err != nil {
				rt.Fatal(err)
			}
			return engine
		}
		was, is := NewJudge(made()).With(c), NewJudge(made()).With(other)
		change, known := is.Since(was)
		if !known {
			if c.ExperimentsKnown == other.ExperimentsKnown && c.MetricsPartial == other.MetricsPartial && (len(c.Metrics) == 0) == (len(other.Metrics) == 0) {
				rt.Fatal("everything may be judged otherwise")
			}
			return
		}
		for range 8 {
			event := rapid.SampledFrom([]string{`"Order Completed"`, `"order completed"`, `"OrderCompleted"`, `"Order Complted"`, `"order-revenue"`, `"a"`, `"buy"`, `"ordr"`, `"x"`, `5`}).Draw(rt, "event")
			text := trackWith("type", `"track"`, "event", event, "userId", `"u"`,
				"properties", rapid.SampledFrom([]string{`{"revenue":5,"plan":"pro","n":5}`, `{"value":1}`, `{}`, `{"revenue":"x"}`, `{"plan":{}}`}).Draw(rt, "properties"),
				"integrations", rapid.SampledFrom([]string{`{}`, `{"All":false}`, `{"all":false}`}).Draw(rt, "integrations"))
			m := message.Parse([]byte(text))
			in := message.Arrival{At: noon, RequestBytes: len(text), DuplicateOf: rapid.Uint64Range(0, 1).Draw(rt, "duplicate of")}
			one, two := was.Message(&m, in), is.Message(&m, in)
			key := m.Root.Member("event").Text()
			if one.Event != nil {
				key = one.Event.Key
			}
			if change.Concerns(key) {
				continue
			}
			kept++
			before, ofMetrics := toldBy(&one)
			after, ofMetricsNow := toldBy(&two)
			if before != after || !slices.Equal(ofMetrics, ofMetricsNow) {
				rt.Fatalf("%s was\n%+v %+v, is\n%+v %+v", text, before, ofMetrics, after, ofMetricsNow)
			}
			for _, of := range ofMetrics {
				if change.ConcernsMetric(of.key) {
					rt.Fatalf("%s counts for %s, which is concerned", text, of.key)
				}
			}
		}
	})
	if kept == 0 {
		t.Error("all was concerned")
	}
}

// An engine that is made anew of the same mapping is the same, and one of another is not.
func TestAnEngineMadeAnewIsTheSame(t *testing.T) {
	for _, dest := range destination.Destinations() {
		made := func(mapping, host string) *destination.Engine {
			dest, _ := destination.ByName(dest.Name)
			engine, err := destination.NewEngine(dest, destination.EngineOptions{Mappings: jsondoctest.Value(t, mapping), Settings: destination.Settings{EventsHost: host}})
			if err != nil {
				t.Fatal(err)
			}
			return engine
		}
		const template = `{"event_name":{"@template":"{{event}}!"}}`
		if !made(`{}`, "").Same(made(`{}`, "")) || !made(template, "").Same(made(template, "")) {
			t.Errorf("%s: it is another one", dest.Name)
		}
		if made(`{}`, "").Same(made(template, "")) || made(`{}`, "").Same(made(`{}`, "example.com")) {
			t.Errorf("%s: another one is the same", dest.Name)
		}
	}
}
