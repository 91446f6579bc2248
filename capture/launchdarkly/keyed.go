package launchdarkly

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dustin/go-humanize/english"

	"segtap/mapping/catalogue"
)

// keyed is a list in which nothing stands twice: what comes later takes the
// place of what has the same identity.
type keyed[T any] struct {
	Items []T
	at    map[string]int
}

func (k *keyed[T]) put(id string, item T) {
	if at, known := k.at[id]; known {
		k.Items[at] = item
		return
	}
	if k.at == nil {
		k.at = map[string]int{}
	}
	k.at[id] = len(k.Items)
	k.Items = append(k.Items, item)
}

// Drop takes out the items that gone says are gone.
func (k *keyed[T]) Drop(gone func(*T) bool) {
	var left keyed[T]
	for id, at := range k.at {
		if item := k.Items[at]; !gone(&item) {
			left.put(id, item)
		}
	}
	*k = left
}

// Has reports whether there is an item of an identity.
func (k *keyed[T]) Has(id string) bool {
	_, known := k.at[id]
	return known
}

// MetricList holds metrics by key.
type MetricList struct{ keyed[catalogue.Metric] }

// Add puts a metric in the place of one with its key.
func (l *MetricList) Add(m catalogue.Metric) { l.put(m.Key, m) }

// Sorted returns the metrics by key; nil for none.
func (l *MetricList) Sorted() []catalogue.Metric {
	slices.SortFunc(l.Items, func(a, b catalogue.Metric) int { return cmp.Compare(a.Key, b.Key) })
	return l.Items
}

// ExperimentList holds experiments by key and environment: keys are unique
// within one environment only.
type ExperimentList struct{ keyed[catalogue.Experiment] }

// ExperimentID tells an experiment from those of other keys and environments.
func ExperimentID(e *catalogue.Experiment) string { return e.Environment + "\x00" + e.Key }

// Add puts an experiment in the place of one with its key and environment.
func (l *ExperimentList) Add(e catalogue.Experiment) { l.put(ExperimentID(&e), e) }

// Sorted returns the experiments by key, then environment; nil for none.
func (l *ExperimentList) Sorted() []catalogue.Experiment {
	slices.SortFunc(l.Items, func(a, b catalogue.Experiment) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Environment, b.Environment))
	})
	return l.Items
}

// AppendSkipped tells of things that had no key.
func AppendSkipped(warnings []string, skipped int, what string) []string {
	if skipped == 0 {
		return warnings
	}
	return append(warnings, fmt.Sprintf("%d %s %s left out", skipped, english.PluralWord(skipped, what, ""), english.PluralWord(skipped, "has no key and is", "have no key and are")))
}
