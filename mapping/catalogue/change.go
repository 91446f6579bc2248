package catalogue

import (
	"cmp"
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
	longest int             // bytes of an event key of either
}

// fewKeys is how many event keys a change may concern whatever their share: to tell them apart
// costs less than to judge the rest.
const fewKeys = 256

// Since returns what an index may say otherwise than an earlier one; false where that may be
// anything, or concerns so many of the event keys that little is left which it does not.
func (x *Index) Since(was *Index) (*Change, bool) {
	is, before := x.Catalogue, was.Catalogue
	if is.ExperimentsKnown != before.ExperimentsKnown || is.MetricsPartial != before.MetricsPartial ||
		is.Environment != before.Environment || (len(is.Metrics) == 0) != (len(before.Metrics) == 0) {
		return nil, false
	}
	c := &Change{was: was, is: x, keys: make(map[string]bool), metrics: make(map[string]bool)}
	most := max(fewKeys, len(x.byEvent)/4)
	for key, feeds := range x.byEvent {
		c.longest = max(c.longest, len(key))
		if !slices.EqualFunc(feeds, was.byEvent[key], (*Tracked).same) {
			c.concern(key)
		}
		if len(c.keys) > most {
			return nil, false
		}
	}
	for key := range was.byEvent {
		c.longest = max(c.longest, len(key))
		if len(x.byEvent[key]) == 0 {
			c.concern(key)
		}
	}
	return c, len(c.keys) <= most
}

// concern notes an event key, with all others that feed one of its metrics, and so on: what a
// metric counts is summed up over all of them.
func (c *Change) concern(key string) {
	for left := []string{key}; len(left) > 0; {
		key, left = left[len(left)-1], left[:len(left)-1]
		if c.keys[key] {
			continue
		}
		c.keys[key] = true
		for _, x := range []*Index{c.was, c.is} {
			for _, t := range x.byEvent[key] {
				if !c.metrics[t.Key] {
					c.metrics[t.Key] = true
					left = c.is.withKeysOf(t.Key, c.was.withKeysOf(t.Key, left))
				}
			}
		}
	}
}

// withKeysOf adds the event keys that feed the metrics of a key to a list.
func (x *Index) withKeysOf(metric string, list []string) []string {
	i, _ := slices.BinarySearchFunc(x.Feeds, metric, func(f Feed, key string) int { return cmp.Compare(f.Metric.Key, key) })
	for ; i < len(x.Feeds) && x.Feeds[i].Metric.Key == metric; i++ {
		list = append(list, x.Feeds[i].EventKeys...)
	}
	return list
}

// Feeds reports whether an event key feeds a metric in either catalogue: whether such a one is
// concerned is known at once, of another one it takes up to a millisecond to find out.
func (c *Change) Feeds(eventKey string) bool {
	return len(c.is.byEvent[eventKey]) > 0 || len(c.was.byEvent[eventKey]) > 0
}

// LongestKey returns how many bytes the longest event key has that feeds a metric in either
// catalogue.
func (c *Change) LongestKey() int { return c.longest }

// Concerns reports whether events of an event key may be judged otherwise.
func (c *Change) Concerns(eventKey string) bool {
	if c.Feeds(eventKey) {
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
