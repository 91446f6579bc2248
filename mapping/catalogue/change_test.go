package catalogue

import (
	"fmt"
	"testing"
)

// shopOf gives a catalogue of metrics with an event key each, of which the first are archived.
func shopOf(metrics, archived int) *Catalogue {
	c := &Catalogue{ExperimentsKnown: true}
	for i := range metrics {
		c.Metrics = append(c.Metrics, Metric{Key: fmt.Sprintf("metric-%05d", i), Kind: KindCustom, EventKey: fmt.Sprintf("Event %d", i), Archived: i < archived})
	}
	return c
}

// Which event keys are concerned is told as long as they are few, or no more than a quarter.
func TestAChangeOfMostMetricsIsOneOfAnything(t *testing.T) {
	for _, c := range []struct {
		metrics, archived int
		known             bool
	}{{5, 5, true}, {2000, 0, true}, {2000, 500, true}, {2000, 501, false}, {2000, 2000, false}} {
		change, known := NewIndex(shopOf(c.metrics, c.archived), nil).Since(NewIndex(shopOf(c.metrics, 0), nil))
		if known != c.known || known && len(change.keys) != c.archived {
			t.Errorf("%+v: known %v", c, known)
		}
	}
}

// However many metrics share event keys with one that has changed, all of them are concerned.
func TestAChangeConcernsAllThatShareEventKeys(t *testing.T) {
	of := func(archived bool) *Index {
		c := shopOf(100, 0)
		for i := range c.Metrics {
			c.Metrics[i].Key = fmt.Sprintf("metric-%05d", i/2) // each stands twice, with two event keys
		}
		var chain []Metric
		for i := range 100 { // and each of these shares its event key with the next
			chain = append(chain, Metric{Key: fmt.Sprintf("chain-%05d", i/2), Kind: KindCustom, EventKey: fmt.Sprintf("Link %d", (i+1)/2)})
		}
		chain[0].Archived = archived
		c.Metrics = append(c.Metrics, chain...)
		return NewIndex(c, nil)
	}
	change, known := of(true).Since(of(false))
	if !known || len(change.keys) != 51 || len(change.metrics) != 50 || change.Concerns("Event 1") || !change.Concerns("Link 50") {
		t.Errorf("known %v, %d event keys and %d metrics are concerned", known, len(change.keys), len(change.metrics))
	}
}

// BenchmarkSince measures finding out what has changed of 10,000 metrics.
func BenchmarkSince(b *testing.B) {
	for _, c := range []struct {
		name     string
		archived int
	}{{"none", 0}, {"a-quarter", 2500}, {"all", 10_000}} {
		b.Run(c.name, func(b *testing.B) {
			was, is := NewIndex(shopOf(10_000, 0), nil), NewIndex(shopOf(10_000, c.archived), nil)
			for b.Loop() {
				is.Since(was)
			}
		})
	}
}
