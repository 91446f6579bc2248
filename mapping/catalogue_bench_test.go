package mapping

import (
	"bytes"
	"fmt"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// thousand is a catalogue of 1,000 metrics, 100 of them in experiments that run.
func thousand() *catalogue.Catalogue {
	c := &catalogue.Catalogue{Environment: "test", ExperimentsKnown: true}
	verbs := []string{"Viewed", "Added", "Removed", "Completed", "Started", "Shared", "Opened", "Closed", "Saved", "Rated"}
	for i := range 1000 {
		c.Metrics = append(c.Metrics, catalogue.Metric{
			Key: fmt.Sprintf("metric-%03d", i), Name: fmt.Sprintf("Metric %d", i), Kind: catalogue.KindCustom, Units: []string{"user"},
			EventKey: fmt.Sprintf("Thing%c%c %s", 'A'+i/10%26, 'a'+i/260, verbs[i%10]), DataSource: "launchdarkly-hosted",
		})
	}
	c.Metrics[500].EventKey, c.Metrics[500].Numeric = "Order Completed", true
	for i := range 20 {
		it := &catalogue.Iteration{Status: "running", Unit: "user"}
		for k := range 5 {
			it.Metrics = append(it.Metrics, catalogue.IterationMetric{Key: fmt.Sprintf("metric-%03d", (500+i*5+k)%1000)})
		}
		c.Experiments = append(c.Experiments, catalogue.Experiment{Key: fmt.Sprintf("experiment-%d", i), Iteration: it})
	}
	return c
}

// BenchmarkJudgeWithCatalogue is BenchmarkJudgeTrack with 1,000 metrics: events
// that one of them counts, events that none knows, and both by turns. "new" is
// an event name that has never been seen before, each time.
func BenchmarkJudgeWithCatalogue(b *testing.B) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		b.Fatal(err)
	}
	judge := NewJudge(engine).With(thousand())
	exact := []byte(kilobyte)
	unknown := bytes.Replace(exact, []byte("Order Completed"), []byte("Coupon Entered"), 1)
	fresh := bytes.Replace(exact, []byte("Order Completed"), []byte("Coupon aaaaaaaa"), 1)
	at := bytes.Index(fresh, []byte("aaaaaaaa"))
	for _, c := range []struct {
		name  string
		texts [][]byte
	}{{"mixed", [][]byte{exact, unknown}}, {"exact", [][]byte{exact}}, {"unknown", [][]byte{unknown}}, {"new", [][]byte{fresh}}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if c.name == "new" {
					for k, n := 0, i; k < 8; k, n = k+1, n/26 {
						fresh[at+k] = byte('a' + n%26)
					}
				}
				text := c.texts[i%len(c.texts)]
				m := message.Parse(text)
				j := judge.Message(&m, message.Arrival{At: noon, RequestBytes: len(text)})
				if j.Verdict.Headline != verdict.Counts && j.Verdict.Headline != verdict.CountsNowhere {
					b.Fatal(j.Summary())
				}
			}
		})
	}
}
