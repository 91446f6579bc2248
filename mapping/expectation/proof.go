package expectation

import (
	"slices"
	"strings"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// doubts are the codes of what is no error, and yet leaves open whether an event counts
// as it was meant: for the one person that it is about, with the value that was meant, in
// the time of the experiment, in spite of what consent was refused for. A test that is to
// prove that events count does not pass over them, unless it says that it does.
var doubts = func() (set verdict.CodeSet) {
	for _, c := range []verdict.Code{
		verdict.ConsentRefused,
		verdict.TimestampSeconds, verdict.TimestampUnit, verdict.TimestampImplausible, verdict.TimestampFuture,
		verdict.UserKeyCoerced, verdict.UserKeyNullText, verdict.UserKeyShared, verdict.UserKeyWrapped,
		verdict.ValueCoerced, verdict.ValueEmpty,
	} {
		set.Add(c)
	}
	return set
}()

// doubtNames lists the doubts.
func doubtNames() string {
	var names []string
	for c := range doubts.All() {
		names = append(names, c.String())
	}
	return strings.Join(names, ", ")
}

// aim is what an event is to count for.
type aim struct {
	metric     string // key; empty: any
	experiment string // key; empty: any
	keys       []string
	allow      verdict.CodeSet
}

// proves reports whether an event surely counts for what is aimed at; if not, the miss says
// why. Of an event that is another metric's it says so.
func (a *aim) proves(ev *Event) (ok bool, why *Miss) {
	j := ev.judgement()
	v := a.countedAs(j)
	if v == nil {
		return false, a.notCounted(ev)
	}
	if d := a.doubted(j, v); d != nil {
		why = ev.found(d, "may not count: "+d.Code.Info().What)
		why.Fix = sentence(d.Fix) + "If that is as it should be, write allow: [" + d.Name() + "] into the expectation."
		return false, why
	}
	return true, nil
}

// doubted returns the finding that leaves open whether an event counts for a metric as it
// was meant; nil for none.
func (a *aim) doubted(j *mapping.Judgement, v *verdict.Metric) *verdict.Diagnostic {
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		if doubts.Has(d.Code) && !a.allow.Has(d.Code) && (d.Gate != verdict.Valued || v.Metric.Numeric) {
			return d
		}
	}
	return nil
}

// sentence returns a text with what has to stand between it and the next sentence.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return strings.TrimLeft(text+" ", " ")
	}
	return text + ". "
}

// countedAs returns the metric aimed at, as one that counts the event, the numeric ones
// first; nil where it does not.
func (a *aim) countedAs(j *mapping.Judgement) *verdict.Metric {
	var found *verdict.Metric
	if !j.Sent() {
		return nil
	}
	for i := range j.Metrics {
		v := &j.Metrics[i]
		if j.CountsFor(v) != verdict.Pass || a.metric != "" && v.Metric.Key != a.metric {
			continue
		}
		if a.experiment != "" && !slices.ContainsFunc(v.Toward, func(t catalogue.Toward) bool { return t.Experiment.Key == a.experiment }) {
			continue
		}
		if found == nil || v.Metric.Numeric {
			found = v
		}
	}
	return found
}

// notCounted says why an event does not count for what is aimed at.
func (a *aim) notCounted(ev *Event) *Miss {
	j := ev.judgement()
	headline := j.Summary()
	if a.metric == "" || !j.Sent() {
		return ev.found(causeOf(j), headline)
	}
	i := slices.IndexFunc(j.Metrics, func(v verdict.Metric) bool { return v.Metric.Key == a.metric })
	if i < 0 {
		return a.elsewhere(ev)
	}
	v := &j.Metrics[i]
	code := j.Why(v)
	for k := range j.Diagnostics {
		if d := &j.Diagnostics[k]; d.Code == code && code != verdict.NoCode && (d.Metric == "" || d.Metric == a.metric) {
			return ev.found(d, "does not count toward "+a.metric+": "+code.OfMetric(v.Metric))
		}
	}
	if a.experiment != "" && j.CountsFor(v) == verdict.Pass {
		return ev.found(nil, "counts toward "+a.metric+", and not in "+a.experiment)
	}
	return ev.found(causeOf(j), "does not surely count toward "+a.metric+": "+headline)
}

// nearTo reports whether an event was probably meant for the metric, or for another one that
// has the same event key: of these the nearest is whichever comes first.
func (a *aim) nearTo(j *mapping.Judgement) bool {
	return j.Nearest != nil && (j.Nearest.Key == a.metric || j.Nearest.EventKey != "" && slices.Contains(a.keys, j.Nearest.EventKey))
}

// elsewhere says that an event reaches LaunchDarkly under another key than the metric's.
func (a *aim) elsewhere(ev *Event) *Miss {
	j := ev.judgement()
	for i := range j.Diagnostics {
		if d := &j.Diagnostics[i]; d.Metric != "" && d.Gate == verdict.Named && a.nearTo(j) {
			its := *j.Nearest
			its.Key = a.metric
			m := ev.found(d, "counts nowhere: "+d.Code.OfMetric(&its))
			m.Metric = a.metric
			return m
		}
	}
	m := ev.found(nil, "is no event of "+a.metric)
	m.Metric, m.Pointer = a.metric, "/event"
	if j.Event != nil {
		m.Value = prose.Quoted(j.Event.Key)
	}
	if len(a.keys) > 0 {
		m.Effect = "LaunchDarkly compares event keys exactly, and " + a.metric + " has " + quotedList(a.keys) + "."
		m.Fix = "Send " + prose.Quoted(a.keys[0]) + " as the event name, or give " + a.metric + " the event key that you send."
	}
	if i := slices.IndexFunc(j.Diagnostics, func(d verdict.Diagnostic) bool { return d.Code == verdict.MetricNotFound }); i >= 0 {
		m.Code, m.What = j.Diagnostics[i].Name(), "counts nowhere: no metric has this event key, and "+a.metric+" takes "+quotedList(a.keys)
	}
	return m
}

func quotedList(keys []string) string {
	var quoted []string
	for _, key := range keys {
		quoted = append(quoted, prose.Quoted(key))
	}
	return prose.Listed(quoted, "or")
}

// causeOf returns the finding that the headline comes from; nil for none.
func causeOf(j *mapping.Judgement) *verdict.Diagnostic {
	if i := j.First(); i >= 0 {
		return &j.Diagnostics[i]
	}
	return nil
}

// found describes an event by a finding; nil for none.
func (ev *Event) found(d *verdict.Diagnostic, what string) *Miss {
	m := ev.miss(what)
	if d != nil {
		m.Code, m.Pointer, m.Value, m.Metric, m.Effect, m.Fix = d.Name(), d.Pointer, d.Value, d.Metric, d.Effect, d.Fix
	}
	return m
}

// valueOf returns the metric value that reaches LaunchDarkly, as JSON; empty for none.
// Sent says that the event gets there.
func valueOf(j *mapping.Judgement) (value string, sent bool) {
	if !j.Sent() {
		return "", false
	}
	if v := j.Event.MetricValue; v.State == destination.ValueNumber {
		return string(kit.AppendNumber(nil, v.Number)), true
	}
	return "", true
}
