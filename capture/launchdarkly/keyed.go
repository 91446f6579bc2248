package launchdarkly

import (
	"cmp"
	"fmt"
	"slices"

	"segtap/mapping"
)

// keyed is a list in which nothing stands twice: what comes later takes the
// place of what has the same identity.
type keyed[T any] struct {
	items []T
	at    map[string]int
}

func (k *keyed[T]) put(id string, item T) {
	if at, known := k.at[id]; known {
		k.items[at] = item
		return
	}
	if k.at == nil {
		k.at = map[string]int{}
	}
	k.at[id] = len(k.items)
	k.items = append(k.items, item)
}

// drop takes out the items that gone says are gone.
func (k *keyed[T]) drop(gone func(*T) bool) {
	var left keyed[T]
	for id, at := range k.at {
		if item := k.items[at]; !gone(&item) {
			left.put(id, item)
		}
	}
	*k = left
}

func (k *keyed[T]) has(id string) bool {
	_, known := k.at[id]
	return known
}

// metricList holds metrics by key.
type metricList struct{ keyed[mapping.Metric] }

func (l *metricList) add(m mapping.Metric) { l.put(m.Key, m) }

// sorted gives the metrics by key; nil for none.
func (l *metricList) sorted() []mapping.Metric {
	slices.SortFunc(l.items, func(a, b mapping.Metric) int { return cmp.Compare(a.Key, b.Key) })
	return l.items
}

// experimentList holds experiments by key and environment: keys are unique
// within one environment only.
type experimentList struct{ keyed[mapping.Experiment] }

func experimentID(e *mapping.Experiment) string { return e.Environment + "\x00" + e.Key }

func (l *experimentList) add(e mapping.Experiment) { l.put(experimentID(&e), e) }

// sorted gives the experiments by key, then environment; nil for none.
func (l *experimentList) sorted() []mapping.Experiment {
	slices.SortFunc(l.items, func(a, b mapping.Experiment) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Environment, b.Environment))
	})
	return l.items
}

// appendSkipped tells of things that had no key.
func appendSkipped(warnings []string, skipped int, what string) []string {
	switch skipped {
	case 0:
		return warnings
	case 1:
		return append(warnings, "1 "+what+" has no key and is left out")
	}
	return append(warnings, fmt.Sprintf("%d %ss have no key and are left out", skipped, what))
}
