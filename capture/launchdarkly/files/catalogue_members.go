package files

import (
	"strconv"

	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
)

func (w *writer) quote(text string) { w.raw(string(jsondoc.AppendString(nil, text))) }

func (w *writer) truth(b bool) { w.raw(strconv.FormatBool(b)) }

// text writes a member, unless it is empty.
func (w *writer) text(name, text string) {
	if text != "" {
		w.name(name).quote(text)
	}
}

// flag writes a member, unless it is false.
func (w *writer) flag(name string, b bool) {
	if b {
		w.name(name).truth(b)
	}
}

// number writes a member, unless it is what is read when there is none.
func (w *writer) number(name string, n, unsaid int64) {
	if n != unsaid {
		w.name(name).raw(strconv.FormatInt(n, 10))
	}
}

// texts writes a list, unless it is empty.
func (w *writer) texts(name string, texts []string) {
	if len(texts) == 0 {
		return
	}
	w.name(name).open('[')
	for _, t := range texts {
		w.quote(t)
	}
	w.close(']')
}

func (w *writer) metric(m *catalogue.Metric) {
	w.open('{')
	w.text("key", m.Key)
	w.text("name", m.Name)
	w.text("event", m.EventKey)
	w.name("kind").quote(m.Kind)
	w.flag("numeric", m.Numeric)
	w.text("aggregation", m.Aggregation)
	w.text("analysis", m.Analysis)
	w.text("unit", m.Unit)
	w.text("success", m.Success)
	w.texts("units", m.Units)
	if m.Filter != nil {
		w.name("filter")
		w.filter(m.Filter)
	}
	w.text("dataSource", m.DataSource)
	w.flag("archived", m.Archived)
	w.texts("tags", m.Tags)
	w.text("versionId", m.VersionID)
	w.number("attachedFlags", int64(m.AttachedFlags), -1)
	w.number("experiments", int64(m.Experiments), -1)
	w.number("activeExperiments", int64(m.ActiveExperiments), -1)
	w.number("activeRollouts", int64(m.ActiveRollouts), -1)
	w.number("lastSeen", m.LastSeen, 0)
	w.close('}')
}

func (w *writer) filter(f *catalogue.Filter) {
	w.open('{')
	w.text("type", f.Type)
	w.text("op", f.Op)
	w.flag("negate", f.Negate)
	w.text("contextKind", f.ContextKind)
	w.text("attribute", f.Attribute)
	if len(f.Group) > 0 {
		w.name("group").open('[')
		for i := range f.Group {
			w.filter(&f.Group[i])
		}
		w.close(']')
	}
	if len(f.Values) > 0 {
		w.name("values").open('[')
		for _, v := range f.Values {
			w.raw(v)
		}
		w.close(']')
	}
	w.close('}')
}

// experiment writes an experiment. Its environment is written where it is not
// that of the file.
func (w *writer) experiment(e *catalogue.Experiment, environment string) {
	w.open('{')
	w.text("key", e.Key)
	w.text("name", e.Name)
	if e.Environment != environment {
		w.name("environment").quote(e.Environment)
	}
	w.text("dataSource", e.DataSource)
	w.flag("archived", e.Archived)
	if i := e.Iteration; i != nil {
		w.name("status").quote(i.Status)
		w.number("startedAt", i.StartedAt, 0)
		w.number("endedAt", i.EndedAt, 0)
		w.text("unit", i.Unit)
		w.texts("flags", i.Flags)
		if len(i.Metrics) > 0 {
			w.name("metrics").open('[')
			for _, m := range i.Metrics {
				w.used(&m)
			}
			w.close(']')
		}
	}
	w.close('}')
}

func (w *writer) used(m *catalogue.IterationMetric) {
	w.open('{')
	w.text("key", m.Key)
	w.text("name", m.Name)
	w.text("event", m.EventKey)
	w.text("versionId", m.VersionID)
	w.text("group", m.Group)
	w.text("kind", m.Kind)
	w.flag("numeric", m.Numeric)
	w.close('}')
}
