package gates

import (
	"slices"
	"strings"

	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Counting is what gates 6 to 9 come to for an event. The zero value is that
// nothing is known.
type Counting struct {
	Counts  verdict.State     // as of [verdict.Metric], of all metrics together
	Gates   verdict.Gates     // 6 to 9 only
	Metrics []verdict.Metric  // those with the event's key, by their keys
	Nearest *catalogue.Metric // the one that was probably meant, where there are none; nil: none
	Unread  bool              // there are none, and not all metrics are known
}

// Counted walks gates 6 to 9 for each metric of a catalogue whose event key
// the event has. Ideal says that the event has whatever properties a filter asks
// for, and unusable that LaunchDarkly cannot use it.
func Counted(f *Findings, m *message.Message, o *destination.Outcome, x *catalogue.Index, ideal, unusable bool) Counting {
	e := o.Event
	if x == nil || e == nil || e.Kind != destination.KindCustom {
		return Counting{}
	}
	hits := x.FedBy(e.Key)
	if len(hits) == 0 {
		return checkUnmatched(f, o, x)
	}
	if !slices.ContainsFunc(hits, (*catalogue.Tracked).MayTakeValues) {
		f.drop(verdict.ValueMissing)
	}
	before := len(f.List)
	metrics := make([]verdict.Metric, len(hits))
	for i, t := range hits {
		w := walk{catalogue: x.Catalogue, ideal: ideal, findings: f, message: m, outcome: o, event: e, metric: t}
		metrics[i] = w.verdict()
		if unusable {
			metrics[i].Counts, metrics[i].Toward = verdict.Fail, nil
		}
	}
	c := countingOf(metrics)
	if c.Counts != verdict.Fail {
		soften(f.List[before:], metrics, c.Counts)
	}
	return c
}

// countingOf sums metrics up: one that counts the event decides, then one of
// which it is not known. The gates are those of the lead.
func countingOf(metrics []verdict.Metric) Counting {
	lead := verdict.Lead(metrics)
	c := Counting{Counts: verdict.Fail, Metrics: metrics, Gates: verdict.Gates(0).With(verdict.Named, verdict.Pass).
		With(verdict.Measurable, lead.Measurable).With(verdict.Recording, lead.Recording).With(verdict.Unit, lead.Unit)}
	for i := range metrics {
		if s := metrics[i].Counts; s == verdict.Pass || s == verdict.Unknown && c.Counts == verdict.Fail {
			c.Counts = s
		}
	}
	return c
}

// soften makes what is wrong with metrics that do not count the event worth
// knowing only, since another one counts it, or may.
func soften(list []verdict.Diagnostic, metrics []verdict.Metric, counts verdict.State) {
	for i := range list {
		for k := range metrics {
			if metrics[k].Metric.Key == list[i].Metric && metrics[k].Counts != counts {
				list[i].Severity = verdict.Info
			}
		}
	}
}

// checkUnmatched is gate 6 for an event whose key no metric has. When not all
// metrics are known, whether one has it is not known either.
func checkUnmatched(f *Findings, o *destination.Outcome, x *catalogue.Index) Counting {
	near := x.Near(o.Event.Key)
	partial := x.Catalogue.MetricsPartial
	c := Counting{Unread: partial}
	if near.Metric == nil && (partial || len(x.Catalogue.Metrics) == 0) {
		return c
	}
	if !partial {
		c.Counts, c.Gates = verdict.Fail, verdict.Gates(0).With(verdict.Named, verdict.Fail)
	}
	v := o.Find(destination.FieldEventName)
	name, pointer := v.Node(), "/event"
	if !v.Is("", "event") { // else, as in nearly every message, there is nothing to put together
		pointer = v.At()
	}
	d := f.add(verdict.CodeOfMiss(near.Miss), pointer, v.Raw())
	d.Effect, d.Fix = near.Effect, near.Fix
	if near.Metric == nil {
		return c
	}
	if partial {
		d.Severity = verdict.Warning // another metric may have the name
	}
	c.Nearest, d.Metric = near.Metric, near.Metric.Key
	// What is made of several members, or of a part of one, is not repaired: it
	// is not certain what would become the name.
	if near.Rename != "" && name.Kind() == jsondoc.String && name.Text() == o.Event.Key {
		d.QuickFix = verdict.Patch{{Op: "replace", Path: pointer, Value: near.Rename}}
	}
	if near.Miss == catalogue.ClickOrView && !partial {
		c.Gates = c.Gates.With(verdict.Measurable, verdict.Fail)
	}
	return c
}

// walk takes one event through gates 7 to 9 for one metric.
type walk struct {
	catalogue *catalogue.Catalogue
	ideal     bool // the event has whatever properties a filter asks for
	findings  *Findings
	message   *message.Message
	outcome   *destination.Outcome
	event     *destination.Event
	metric    *catalogue.Tracked
}

// add notes a finding about the metric.
func (w *walk) add(code verdict.Code, pointer string, value []byte, effect ...string) *verdict.Diagnostic {
	d := w.findings.add(code, pointer, value)
	d.Metric, d.Effect = w.metric.Key, strings.Join(effect, "")
	return d
}

func (w *walk) verdict() verdict.Metric {
	v := verdict.Metric{Metric: w.metric.Metric}
	before := len(w.findings.List)
	var unseen bool
	v.Measurable, unseen = w.measurable()
	if now, old := w.countedBy(); old && (!now || v.Measurable == verdict.Fail) {
		v.Measurable, v.Outdated = verdict.Unknown, true
		for i := range w.findings.List[before:] {
			if d := &w.findings.List[before+i]; d.Severity == verdict.Error {
				d.Severity = verdict.Info // the version that runs may have it otherwise
			}
		}
	}
	v.Recording = w.recording()
	v.Unit = w.unit()
	v.Toward = w.toward(v.Outdated)
	v.Counts = verdict.Pass
	for _, s := range [...]verdict.State{v.Measurable, v.Recording, v.Unit} {
		if s == verdict.Unknown && v.Counts != verdict.Fail || s == verdict.Fail {
			v.Counts = s
		}
	}
	if unseen && v.Counts == verdict.Pass {
		v.Counts = verdict.Unknown
	}
	return v
}

// measurable is gate 7: the metric can count this event. Unseen says that its
// filter cannot be evaluated here.
func (w *walk) measurable() (state verdict.State, unseen bool) {
	t := w.metric
	state = verdict.Pass
	switch t.Kind {
	case catalogue.KindCustom:
	case catalogue.KindClick, catalogue.KindPageview:
		w.add(verdict.MetricNotCustom, "", nil, t.Key, " is a ", t.Kind, " metric: a custom event does not feed it.")
		return verdict.Fail, false
	default:
		state = verdict.Unknown
	}
	switch t.Host() {
	case catalogue.HostWarehouse:
		state = verdict.Fail
		w.add(verdict.MetricWarehouseNative, "", nil, t.Key, " reads its events from ", prose.Quoted(t.DataSource), "; what Segment sends to LaunchDarkly does not feed it.")
	case catalogue.HostUnknown:
		state = verdict.Unknown
	case catalogue.HostLaunchDarkly:
	}
	if t.Archived {
		w.add(verdict.MetricArchived, "", nil, t.Key, " is archived: LaunchDarkly still takes its events, and hides it.")
		state = worse(state, verdict.Warn)
	}
	if t.Numeric && w.event.MetricValue.State != destination.ValueNumber {
		v := w.outcome.Find(destination.FieldMetricValue)
		d := w.add(verdict.MetricValueRequired, v.At(), v.Raw(), t.Key, " is numeric, and ignores an event without a value.")
		d.Fix = "Map Metric Value in the destination."
		if places := v.Alternatives(); len(places) > 0 {
			d.Fix = "Send a number in " + prose.OrElse(places) + "."
		}
		state = verdict.Fail
	}
	filter, unseen := w.filter()
	return worse(state, filter), unseen
}

// filter is the part of gate 7 that looks at the event's properties.
func (w *walk) filter() (state verdict.State, unseen bool) {
	t := w.metric
	if t.Condition == nil {
		return verdict.Pass, false
	}
	var admitted catalogue.Truth
	var by *catalogue.Condition
	if w.ideal { // not by a method value, which would move all findings to the heap
		admitted, by = t.Condition.Could(w.event)
	} else {
		admitted, by = t.Condition.Admits(w.event)
	}
	switch admitted {
	case catalogue.False:
		pointer, value := w.property(by)
		whole := ""
		if by.String() != t.Condition.String() {
			whole = " Its whole filter: " + t.Condition.String() + "."
		}
		w.add(verdict.MetricFilterExcludes, pointer, value, t.Key, " counts events only where ", by.String(), ".", whole)
		return verdict.Fail, false
	case catalogue.Unseen:
		why := "; segtap cannot tell whether that holds."
		if by.Type == "contextAttribute" {
			why = "; Segment's event carries context keys without attributes, so that cannot be seen here."
		}
		pointer, value := w.property(by)
		w.add(verdict.MetricFilterUnseen, pointer, value, t.Key, " counts events only where ", by.String(), why)
		return verdict.Warn, true
	}
	return verdict.Pass, false
}

// property gives the place of the one property that a condition looks at; ""
// when it looks at none, or at several.
func (w *walk) property(c *catalogue.Condition) (pointer string, value []byte) {
	name, ok := c.Property()
	if !ok {
		return "", nil
	}
	if node := w.event.Data.Member(name).Node(); node.Kind() != jsondoc.Absent {
		return node.Pointer(), node.Raw()
	}
	all := w.outcome.Find(destination.FieldProperties)
	return all.At() + "/" + jsondoc.EscapePointer(name), nil
}

// worse gives the state that decides: Fail before Unknown before Warn before
// Pass.
func worse(a, b verdict.State) verdict.State {
	rank := [...]int{verdict.Pass: 0, verdict.Warn: 1, verdict.Unknown: 2, verdict.Fail: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
