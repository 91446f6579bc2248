package expectation

import (
	"slices"
	"strings"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
	"segtap/mapping/query"
	"segtap/mapping/spelling"
	"segtap/mapping/tree"
	"segtap/mapping/verdict"
)

const noMetrics = "give the metrics and experiments, with --metrics or --ld-project"

// metricCheck expects events that count for a metric of an experiment.
type metricCheck struct {
	*expected
	aim     aim
	metric  *catalogue.Metric
	barred  string // why nothing can count for it; empty: something may
	skipped bool   // and nobody has asked for it by name
	came    int
	fed     int // events of the metric, whether or not they count
	tooMany *Miss
	near    *Miss
	rank    int
}

// The ranks of events, from those that are farthest from counting for a metric to those that do.
const (
	rankNone   = iota
	rankNoName // it counts nowhere since no metric has its name, or it has none
	rankNear   // its name is near to an event key of the metric
	rankFeeds  // it is an event of the metric
	rankDoubt  // it would count but for a doubt
	rankCounts // it counts
)

// beginExperiment makes a check for each metric of an experiment.
func (e *Evaluation) beginExperiment(x *expected, judge *mapping.Judge) error {
	c := judge.Catalogue()
	if c == nil {
		return e.set.fail(x, "nothing is known of the experiment "+prose.Escaped(x.experiment)+": no metrics or experiments are known", noMetrics)
	}
	its := func(other *catalogue.Experiment) bool { return other.Key == x.experiment }
	var metrics, all []string
	for i := range c.Experiments {
		all = append(all, c.Experiments[i].Key)
		if its(&c.Experiments[i]) && c.Experiments[i].Iteration != nil {
			for _, m := range c.Experiments[i].Iteration.Metrics {
				if !slices.Contains(metrics, m.Key) {
					metrics = append(metrics, m.Key)
				}
			}
		}
	}
	switch {
	case !slices.Contains(all, x.experiment):
		return e.set.fail(x, "there is no experiment "+prose.Escaped(x.experiment), nearestOf(x.experiment, all, "experiment"))
	case len(metrics) == 0:
		return e.set.fail(x, "the experiment "+prose.Escaped(x.experiment)+" has no metrics", "read them anew with `segtap metrics pull`, or take the expectation out")
	}
	for _, m := range x.metrics {
		if !slices.Contains(metrics, m.key) {
			return e.set.failAt(m.at, prose.Escaped(m.key)+" is no metric of "+prose.Escaped(x.experiment), nearestOf(m.key, metrics, "metric"))
		}
	}
	for _, s := range c.Eligibilities() {
		key := s.Metric.Key
		asked := slices.ContainsFunc(x.metrics, func(m named) bool { return m.key == key })
		if slices.Contains(metrics, key) && (x.metrics == nil || asked) {
			e.checks = append(e.checks, newMetricCheck(x, judge, s, asked))
		}
	}
	return nil
}

func newMetricCheck(x *expected, judge *mapping.Judge, s catalogue.Eligibility, asked bool) *metricCheck {
	c := &metricCheck{expected: x, metric: s.Metric, aim: aim{metric: s.Metric.Key, experiment: x.experiment, allow: x.allow}}
	for _, feed := range judge.Feeds() {
		if feed.Metric.Key == c.metric.Key {
			c.aim.keys = feed.EventKeys
		}
	}
	why := s.Metric.Exclusion()
	runs := slices.ContainsFunc(s.Running, func(r *catalogue.Experiment) bool { return r.Key == x.experiment })
	switch {
	case why == catalogue.NotCustom || why == catalogue.InWarehouse:
		c.barred, c.skipped = strings.Join(s.Bars, "; "), !asked
	case !runs:
		c.barred = x.experiment + " does not run" + howItStands(judge.Catalogue(), x.experiment)
	case len(s.Bars) > 0:
		c.barred = strings.Join(s.Bars, "; ")
	}
	return c
}

// howItStands says why an experiment records nothing now.
func howItStands(c *catalogue.Catalogue, key string) string {
	for i := range c.Experiments {
		switch e := &c.Experiments[i]; {
		case e.Key != key:
		case e.Archived:
			return ": it is archived"
		case e.Iteration != nil && e.Iteration.Status != "" && e.Iteration.Status != "running":
			return ": it is " + strings.ReplaceAll(e.Iteration.Status, "_", " ")
		case e.Environment != "" && c.Environment != "" && e.Environment != c.Environment:
			return " in " + c.Environment + ": it is of " + e.Environment
		case e.DataSource != "" && e.DataSource != "launchdarkly":
			return " on LaunchDarkly's own data: it reads from " + e.DataSource
		}
	}
	return ""
}

// nearestOf says which key was meant, else which there are.
func nearestOf(given string, among []string, what string) string {
	if near := spelling.Nearest(given, among); near != "" {
		return "is " + prose.Escaped(near) + " meant?"
	}
	if len(among) == 0 {
		return "no " + what + " is known: " + noMetrics
	}
	var names []string
	for _, key := range among {
		names = append(names, prose.Escaped(key))
	}
	return "there " + map[bool]string{true: "is ", false: "are "}[len(names) == 1] + prose.ListedWithin(names, ", ", "and", 200)
}

// fail makes the error of an expectation, at the key that it names.
func (s *Set) fail(x *expected, problem, hint string) error {
	return s.failAt(x.keyAt, problem, hint)
}

func (s *Set) failAt(at tree.Spot, problem, hint string) error {
	strict := tree.Strict{Name: s.name, Text: s.text}
	strict.Fail(at, problem, hint)
	return strict.Err
}

// eventKeys returns the event keys of a metric.
func (s *Set) eventKeys(x *expected, judge *mapping.Judge, key string) ([]string, error) {
	var all []string
	for _, feed := range judge.Feeds() {
		if feed.Metric.Key == key {
			return feed.EventKeys, nil
		}
		all = append(all, feed.Metric.Key)
	}
	return nil, s.fail(x, "there is no metric "+prose.Escaped(key), nearestOf(key, all, "metric"))
}

func (c *metricCheck) add(ev *Event) {
	if c.barred != "" || c.tooMany != nil {
		return
	}
	rank := c.rankOf(ev)
	if rank >= rankFeeds {
		c.fed++
	}
	if rank == rankCounts {
		if c.came++; c.came > c.count.max {
			c.tooMany = ev.miss("counts toward " + c.aim.metric + " in " + c.experiment + ", and is one more than expected")
		}
		return
	}
	if c.came < c.count.min && rank > c.rank {
		c.rank, c.near = rank, c.aim.missed(ev, rank)
	}
}

// missed describes an event that does not count for what is aimed at, by how near it is.
func (a *aim) missed(ev *Event, rank int) *Miss {
	if rank == rankNear || rank == rankNoName && ev.judgement().Event != nil {
		return a.elsewhere(ev)
	}
	_, why := a.proves(ev)
	return why
}

// feeds reports whether an event has an event key of the metric, whether or not it gets to
// LaunchDarkly.
func (c *metricCheck) feeds(ev *Event) bool {
	j := ev.judgement()
	if j.Event != nil {
		return slices.ContainsFunc(j.Metrics, func(v verdict.Metric) bool { return v.Metric.Key == c.aim.metric })
	}
	return ev.Row.Type == "track" && slices.ContainsFunc(c.aim.keys, func(key string) bool { return query.Cut(key, query.MaxName) == ev.Row.Name })
}

// rankOf says how near an event comes to counting.
func (c *metricCheck) rankOf(ev *Event) int {
	j := ev.judgement()
	if !c.feeds(ev) {
		switch {
		case c.aim.nearTo(j):
			return rankNear
		case nameless(j):
			return rankNoName
		}
		return rankNone
	}
	v := c.aim.countedAs(j)
	switch {
	case v == nil:
		return rankFeeds
	case c.aim.doubted(j, v) != nil:
		return rankDoubt
	}
	return rankCounts
}

// nameless reports whether a Track call has a name that no metric has, or none.
func nameless(j *mapping.Judgement) bool {
	return slices.ContainsFunc(j.Diagnostics, func(d verdict.Diagnostic) bool {
		switch d.Code {
		case verdict.MetricNotFound, verdict.EventNotDefined, verdict.EventNotString:
			return true
		}
		return false
	})
}

func (c *metricCheck) outlook() Outlook {
	switch {
	case c.skipped:
		return Settled
	case c.barred != "", c.tooMany != nil:
		return Lost
	case c.came < c.count.min:
		return Open
	case c.count.max == unbounded:
		return Settled
	}
	return Holding
}

func (c *metricCheck) result(s *seen) Result {
	r := Result{Name: c.title(), Line: c.line, Column: c.column, Expected: c.expectation(), Came: events(c.came)}
	switch {
	case c.skipped:
		r.State, r.Came = Skipped, "not looked at: "+c.barred
	case c.barred != "":
		r.State, r.Came = Broken, "nothing can count: "+c.barred
	case c.tooMany != nil:
		r.State, r.Nearest = Broken, c.tooMany
	case c.came < c.count.min:
		r.State, r.Nearest, r.Came = Missing, c.near, c.cameText(s)
	default:
		r.State = Met
	}
	return r
}

// noneOr says a number, none for 0.
func noneOr(n int) string {
	if n == 0 {
		return "none"
	}
	return prose.Grouped(n)
}

// cameText says what came where that is too few.
func (c *metricCheck) cameText(s *seen) string {
	switch {
	case c.fed > 0:
		verb := " that counts, "
		if c.came > 1 {
			verb = " that count, "
		}
		return noneOr(c.came) + verb + "of " + events(c.fed) + " of the metric"
	case c.came > 0:
		return events(c.came)
	}
	return s.none()
}

func (c *metricCheck) title() string {
	title := c.aim.metric + " in " + c.experiment
	if c.name != "" {
		title = c.name + ": " + title
	}
	return title
}

func (c *metricCheck) expectation() string {
	text := c.count.events()
	if len(c.aim.keys) > 0 {
		text += " " + quotedList(c.aim.keys)
	}
	if c.metric.Numeric {
		text += " with a number"
	}
	verb := " that count toward "
	if strings.HasSuffix(c.count.events(), "event") {
		verb = " that counts toward "
	}
	return text + verb + c.aim.metric + " in " + c.experiment
}
