package expectation

import (
	"strings"

	"segtap/mapping"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// eventsCheck expects events that a filter wants.
type eventsCheck struct {
	*expected
	aim    *aim // nil: they need not count
	near   nearness
	came   int
	values []string // of those that came, as said to a person; as many as are told
	broken *Miss    // the first that breaks it
	why    string   // what it breaks, where that is not how many came
}

// maxValues is how many metric values a result tells.
const maxValues = 10

func (e *Evaluation) beginEvents(x *expected, judge *mapping.Judge) error {
	c := &eventsCheck{expected: x, near: newNearness(x.events)}
	if x.counts != "" {
		c.aim = &aim{allow: x.allow}
		if judge.Catalogue() == nil {
			return e.set.fail(x, "counts asks whether events count, and no metrics are known", noMetrics)
		}
		if x.counts != anyMetric {
			keys, err := e.set.eventKeys(x, judge, x.counts)
			if err != nil {
				return err
			}
			c.aim.metric, c.aim.keys = x.counts, keys
		}
	}
	e.checks = append(e.checks, c)
	return nil
}

func (c *eventsCheck) add(ev *Event) {
	if !ev.fits(c.events) {
		if c.came < c.count.min {
			c.near.consider(ev)
		}
		return
	}
	c.came++
	place := c.came - 1
	value, sent := valueOf(ev.judgement())
	if len(c.values) < maxValues && (c.expected.values != nil || c.value != nil) {
		c.values = append(c.values, saidValue(value, sent))
	}
	if c.broken != nil {
		return
	}
	switch {
	case c.came > c.count.max && c.count.max == 0:
		c.broken = c.near.unwanted(ev, c.events)
	case c.came > c.count.max:
		c.broken = ev.found(causeOf(ev.judgement()), "is one more than expected")
	case c.expected.values != nil:
		c.hold(ev, &c.expected.values[place], value, sent)
	case c.value != nil:
		c.hold(ev, c.value, value, sent)
	}
	if c.broken == nil && c.aim != nil {
		if ok, why := c.aim.proves(ev); !ok {
			c.broken, c.why = why, "not each of them counts"
			if c.aim.metric != "" {
				c.why += " toward " + c.aim.metric
			}
		}
	}
}

// hold holds the metric value of an event against what it is to be.
func (c *eventsCheck) hold(ev *Event, f *figure, value string, sent bool) {
	if sent && f.fits(value) {
		return
	}
	j := ev.judgement()
	what := "has the metric value " + saidValue(value, sent) + ", not " + f.text
	cause := valueCause(j, sent)
	switch {
	case !sent:
		what = "has no metric value: " + j.Summary()
	case value == "":
		what = "has no metric value, where " + f.text + " is expected"
	}
	c.broken = ev.found(cause, what)
	if cause != nil && cause.Code == verdict.ValueMissing {
		c.broken.Effect = "" // that some metrics need none is no answer to who expects one
	}
}

// valueCause returns the finding that says why an event has the value that it has.
func valueCause(j *mapping.Judgement, sent bool) *verdict.Diagnostic {
	if !sent {
		return causeOf(j)
	}
	for i := range j.Diagnostics {
		if d := &j.Diagnostics[i]; d.Gate == verdict.Valued || d.Code == verdict.MetricValueRequired {
			return d
		}
	}
	return nil
}

func saidValue(value string, sent bool) string {
	switch {
	case !sent:
		return "(not sent)"
	case value == "":
		return "none"
	}
	return value
}

func (c *eventsCheck) outlook() Outlook {
	switch {
	case c.broken != nil:
		return Lost
	case c.came < c.count.min:
		return Open
	case c.count.max == unbounded && c.aim == nil && c.value == nil:
		return Settled
	}
	return Holding
}

func (c *eventsCheck) result(s *seen) Result {
	r := Result{Name: c.name, Line: c.line, Column: c.column, Expected: c.expectation(), Came: c.cameText(s)}
	if r.Name == "" {
		r.Name = titleOf(c.events.String())
	}
	switch c.outlook() {
	case Lost:
		r.State, r.Nearest = Broken, c.broken
	case Open:
		r.State, r.Nearest = Missing, c.near.best
	case Holding, Settled:
		r.State = Met
	}
	return r
}

// titleOf returns a filter as the name of a result.
func titleOf(filter string) string {
	if filter == "" {
		return "all events"
	}
	return filter
}

// expectation says what is expected.
func (c *eventsCheck) expectation() string {
	var b strings.Builder
	b.WriteString(c.count.events())
	if filter := c.events.String(); filter != "" {
		b.WriteString(" for " + filter)
	}
	switch {
	case c.expected.values != nil:
		var texts []string
		for i := range c.expected.values {
			texts = append(texts, c.expected.values[i].text)
		}
		b.WriteString(" with the metric " + valuesText(texts, len(texts)))
	case c.value != nil:
		b.WriteString(", each with the metric value " + c.value.text)
	}
	switch {
	case c.aim == nil:
	case c.aim.metric != "":
		b.WriteString(", each of which counts toward " + c.aim.metric)
	default:
		b.WriteString(", each of which counts")
	}
	return b.String()
}

// valuesText lists values, of so many.
func valuesText(texts []string, all int) string {
	word := "values "
	if all == 1 {
		word = "value "
	}
	shown := texts[:min(len(texts), maxValues)]
	text := word + strings.Join(shown, ", ")
	if more := all - len(shown); more > 0 {
		text += " and " + prose.Grouped(more) + " more"
	}
	return text
}

// cameText says what came.
func (c *eventsCheck) cameText(s *seen) string {
	if c.came == 0 {
		if c.count.max == 0 {
			return "none"
		}
		return s.none()
	}
	text := events(c.came)
	if len(c.values) > 0 {
		text += " with the metric " + valuesText(c.values, c.came)
	}
	if c.why != "" {
		text += ", and " + c.why
	}
	return text
}
