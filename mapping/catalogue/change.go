package catalogue

import (
	"reflect"
	"slices"

	"segtap/mapping/origin"
)

// Change is what one catalogue may say otherwise than another one of the events of an event
// key. It is cautious: what it does not concern has the same metrics, states and misses; what
// it concerns may have.
type Change struct {
	was, is *Index
	keys    map[string]bool // those that feed a metric in either
	metrics map[string]bool // by their keys: all event keys that feed one of them are concerned
}

// Since returns what an index may say otherwise than an earlier one; false where that may be
// anything.
func (x *Index) Since(was *Index) (*Change, bool) {
	is, before := x.Catalogue, was.Catalogue
	if is.ExperimentsKnown != before.ExperimentsKnown || is.MetricsPartial != before.MetricsPartial ||
		is.Environment != before.Environment || (len(is.Metrics) == 0) != (len(before.Metrics) == 0) {
		return nil, false
	}
	c := &Change{was: was, is: x, keys: make(map[string]bool), metrics: make(map[string]bool)}
	for key, feeds := range x.byEvent {
		if !slices.EqualFunc(feeds, was.byEvent[key], (*Tracked).same) {
			c.concern(key)
		}
	}
	for key := range was.byEvent {
		if len(x.byEvent[key]) == 0 {
			c.concern(key)
		}
	}
	return c, true
}

// concern notes an event key, with all others that feed one of its metrics: what a metric
// counts is summed up over all of them.
func (c *Change) concern(key string) {
	if c.keys[key] {
		return
	}
	c.keys[key] = true
	for _, x := range []*Index{c.was, c.is} {
		for _, t := range x.byEvent[key] {
			if !c.metrics[t.Key] {
				c.metrics[t.Key] = true
				c.was.eachKeyOf(t.Key, c.concern)
				c.is.eachKeyOf(t.Key, c.concern)
			}
		}
	}
}

// eachKeyOf gives the event keys that feed the metrics of a key.
func (x *Index) eachKeyOf(metric string, give func(eventKey string)) {
	for i := range x.Feeds {
		if x.Feeds[i].Metric.Key == metric {
			for _, key := range x.Feeds[i].EventKeys {
				give(key)
			}
		}
	}
}

// Concerns reports whether events of an event key may be judged otherwise.
func (c *Change) Concerns(eventKey string) bool {
	if len(c.is.byEvent[eventKey]) > 0 || len(c.was.byEvent[eventKey]) > 0 {
		return c.keys[eventKey]
	}
	is, was := c.is.Near(eventKey), c.was.Near(eventKey)
	return is.Miss != was.Miss || (is.Metric == nil) != (was.Metric == nil) || is.Metric != nil && is.Metric.Key != was.Metric.Key
}

// ConcernsMetric reports whether other events may count for the metric of a key.
func (c *Change) ConcernsMetric(key string) bool { return c.metrics[key] }

// same reports whether a metric makes the same of every event as another one.
func (t *Tracked) same(other *Tracked) bool {
	return t.mentioned == other.mentioned && t.Unsure == other.Unsure && (len(t.Idle) > 0) == (len(other.Idle) > 0) &&
		slices.EqualFunc(t.Running, other.Running, Use.same) && reflect.DeepEqual(t.judged(), other.judged())
}

// same reports whether an iteration makes the same of every event of its metric.
func (u Use) same(other Use) bool {
	return u.Experiment.Key == other.Experiment.Key && u.Experiment.Iteration.Unit == other.Experiment.Iteration.Unit && *u.As == *other.As
}

// judged gives the metric without what no gate looks at, and changes by the hour or with each
// line of a file.
func (t *Tracked) judged() Metric {
	m := *t.Metric
	m.LastSeen, m.Tags, m.Place = 0, nil, origin.Place{}
	return m
}
