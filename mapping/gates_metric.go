package mapping

import (
	"slices"
	"strings"

	"segtap/mapping/jsondoc"
)

// Counting is what gates 6 to 9 come to for an event. The zero value is that
// nothing is known.
type Counting struct {
	Counts  State           // as of [MetricVerdict], of all metrics together
	Gates   Gates           // 6 to 9 only
	Metrics []MetricVerdict // those with the event's key, by their keys
	Nearest *Metric         // the one that was probably meant, where there are none; nil: none
	Unread  bool            // there are none, and not all metrics are known
}

// checkMetrics walks gates 6 to 9 for each metric of a catalogue whose event key
// the event has. Ideal says that the event has whatever properties a filter asks
// for, and unusable that LaunchDarkly cannot use it.
func checkMetrics(f *findings, m *Message, o *Outcome, x *index, ideal, unusable bool) Counting {
	e := o.Event
	if x == nil || e == nil || e.Kind != KindCustom {
		return Counting{}
	}
	hits := x.tracking(e.Key)
	if len(hits) == 0 {
		return checkUnmatched(f, o, x)
	}
	if !slices.ContainsFunc(hits, (*tracked).mayTakeValues) {
		f.drop(ValueMissing)
	}
	before := len(f.list)
	metrics := make([]MetricVerdict, len(hits))
	for i, t := range hits {
		w := walk{catalogue: x.catalogue, ideal: ideal, findings: f, message: m, outcome: o, event: e, metric: t}
		metrics[i] = w.verdict()
		if unusable {
			metrics[i].Counts, metrics[i].Toward = Fail, nil
		}
	}
	c := countingOf(metrics)
	if c.Counts != Fail {
		soften(f.list[before:], metrics, c.Counts)
	}
	return c
}

// countingOf sums metrics up: one that counts the event decides, then one of
// which it is not known. The gates are those of the lead.
func countingOf(metrics []MetricVerdict) Counting {
	lead := leadOf(metrics)
	c := Counting{Counts: Fail, Metrics: metrics, Gates: Gates(0).With(Named, Pass).
		With(Measurable, lead.Measurable).With(Recording, lead.Recording).With(Unit, lead.Unit)}
	for i := range metrics {
		if s := metrics[i].Counts; s == Pass || s == Unknown && c.Counts == Fail {
			c.Counts = s
		}
	}
	return c
}

// soften makes what is wrong with metrics that do not count the event worth
// knowing only, since another one counts it, or may.
func soften(list []Diagnostic, metrics []MetricVerdict, counts State) {
	for i := range list {
		for k := range metrics {
			if metrics[k].Metric.Key == list[i].Metric && metrics[k].Counts != counts {
				list[i].Severity = Info
			}
		}
	}
}

// checkUnmatched is gate 6 for an event whose key no metric has. When not all
// metrics are known, whether one has it is not known either.
func checkUnmatched(f *findings, o *Outcome, x *index) Counting {
	near := x.near(o.Event.Key)
	partial := x.catalogue.MetricsPartial
	c := Counting{Unread: partial}
	if near.Metric == nil && (partial || len(x.catalogue.Metrics) == 0) {
		return c
	}
	if !partial {
		c.Counts, c.Gates = Fail, Gates(0).With(Named, Fail)
	}
	v := o.find(fieldEventName)
	name, pointer := v.node(), "/event"
	if !v.is("", "event") { // else, as in nearly every message, there is nothing to put together
		pointer = v.at()
	}
	d := f.add(codeOfMiss(near.Miss), pointer, v.raw())
	d.Effect, d.Fix = near.Effect, near.Fix
	if near.Metric == nil {
		return c
	}
	if partial {
		d.Severity = Warning // another metric may have the name
	}
	c.Nearest, d.Metric = near.Metric, near.Metric.Key
	// What is made of several members, or of a part of one, is not repaired: it
	// is not certain what would become the name.
	if near.Rename != "" && name.Kind() == jsondoc.String && name.Text() == o.Event.Key {
		d.QuickFix = Patch{{Op: "replace", Path: pointer, Value: near.Rename}}
	}
	if near.Miss == ClickOrView && !partial {
		c.Gates = c.Gates.With(Measurable, Fail)
	}
	return c
}

// walk takes one event through gates 7 to 9 for one metric.
type walk struct {
	catalogue *Catalogue
	ideal     bool // the event has whatever properties a filter asks for
	findings  *findings
	message   *Message
	outcome   *Outcome
	event     *Event
	metric    *tracked
}

// add notes a finding about the metric.
func (w *walk) add(code Code, pointer string, value []byte, effect ...string) *Diagnostic {
	d := w.findings.add(code, pointer, value)
	d.Metric, d.Effect = w.metric.Key, strings.Join(effect, "")
	return d
}

func (w *walk) verdict() MetricVerdict {
	v := MetricVerdict{Metric: w.metric.Metric}
	before := len(w.findings.list)
	var unseen bool
	v.Measurable, unseen = w.measurable()
	if now, old := w.countedBy(); old && (!now || v.Measurable == Fail) {
		v.Measurable, v.outdated = Unknown, true
		for i := range w.findings.list[before:] {
			if d := &w.findings.list[before+i]; d.Severity == Error {
				d.Severity = Info // the version that runs may have it otherwise
			}
		}
	}
	v.Recording = w.recording()
	v.Unit = w.unit()
	v.Toward = w.toward(v.outdated)
	v.Counts = Pass
	for _, s := range [...]State{v.Measurable, v.Recording, v.Unit} {
		if s == Unknown && v.Counts != Fail || s == Fail {
			v.Counts = s
		}
	}
	if unseen && v.Counts == Pass {
		v.Counts = Unknown
	}
	return v
}

// measurable is gate 7: the metric can count this event. Unseen says that its
// filter cannot be evaluated here.
func (w *walk) measurable() (state State, unseen bool) {
	t := w.metric
	state = Pass
	switch t.Kind {
	case metricCustom:
	case metricClick, metricPageview:
		w.add(MetricNotCustom, "", nil, t.Key, " is a ", t.Kind, " metric: a custom event does not feed it.")
		return Fail, false
	default:
		state = Unknown
	}
	switch t.host() {
	case hostWarehouse:
		state = Fail
		w.add(MetricWarehouseNative, "", nil, t.Key, " reads its events from ", quoted(t.DataSource), "; what Segment sends to LaunchDarkly does not feed it.")
	case hostUnknown:
		state = Unknown
	case hostLaunchDarkly:
	}
	if t.Archived {
		w.add(MetricArchived, "", nil, t.Key, " is archived: LaunchDarkly still takes its events, and hides it.")
		state = worse(state, Warn)
	}
	if t.Numeric && w.event.MetricValue.State != ValueNumber {
		v := w.outcome.find(fieldMetricValue)
		d := w.add(MetricValueRequired, v.at(), v.raw(), t.Key, " is numeric, and ignores an event without a value.")
		d.Fix = "Map Metric Value in the destination."
		if places := v.alternatives(); len(places) > 0 {
			d.Fix = "Send a number in " + orElse(places) + "."
		}
		state = Fail
	}
	filter, unseen := w.filter()
	return worse(state, filter), unseen
}

// filter is the part of gate 7 that looks at the event's properties.
func (w *walk) filter() (state State, unseen bool) {
	t := w.metric
	if t.filter == nil {
		return Pass, false
	}
	var admitted truth
	var by *condition
	if w.ideal { // not by a method value, which would move all findings to the heap
		admitted, by = t.filter.could(w.event)
	} else {
		admitted, by = t.filter.admits(w.event)
	}
	switch admitted {
	case isFalse:
		pointer, value := w.property(by)
		w.add(MetricFilterExcludes, pointer, value, t.Key, " counts events only where ", by.String(), ".")
		return Fail, false
	case isUnseen:
		why := "; segtap cannot tell whether that holds."
		if by.Type == "contextAttribute" {
			why = "; Segment's event carries context keys without attributes, so that cannot be seen here."
		}
		pointer, value := w.property(by)
		w.add(MetricFilterUnseen, pointer, value, t.Key, " counts events only where ", by.String(), why)
		return Warn, true
	}
	return Pass, false
}

// property gives the place of the one property that a condition looks at; ""
// when it looks at none, or at several.
func (w *walk) property(c *condition) (pointer string, value []byte) {
	name, ok := c.property()
	if !ok {
		return "", nil
	}
	if node := w.event.Data.Member(name).Node(); node.Kind() != jsondoc.Absent {
		return node.Pointer(), node.Raw()
	}
	all := w.outcome.find(fieldProperties)
	return all.at() + "/" + jsondoc.EscapePointer(name), nil
}

// worse gives the state that decides: Fail before Unknown before Warn before
// Pass.
func worse(a, b State) State {
	rank := [...]int{Pass: 0, Warn: 1, Unknown: 2, Fail: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
