package naming

import (
	"slices"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// builder joins sources.
type builder struct {
	judge *mapping.Judge
	names *mapping.Names
	from  Sources
	rows  []*Row
	byKey map[string]*Row // by event key
	other map[string]*Row // names whose event key depends on more, by name
	cut   map[string]*Row // by the beginning of the event key, as it is seen
	// ideals are what is said of a name whatever else is written of it.
	ideals map[string]*ideal
	// unsettled says that the event key of a name depends on more than the name.
	unsettled bool
}

// ideal is what is said of a name whatever else is written of it.
type ideal struct {
	event mapping.IdealEvent
	match Match
}

func newBuilder(judge *mapping.Judge, from Sources) *builder {
	return &builder{
		judge: judge, names: judge.Names(), from: from,
		byKey: make(map[string]*Row), other: make(map[string]*Row), cut: make(map[string]*Row), ideals: make(map[string]*ideal),
	}
}

// metrics makes the rows of all metrics that are known.
func (b *builder) metrics() {
	known := b.judge.Catalogue()
	if known == nil {
		return
	}
	running := known.Running()
	for _, feed := range b.judge.Feeds() {
		fed := Fed{Metric: feed.Metric, Running: running[feed.Metric.Key]}
		if b.from.Seen != nil {
			fed.Counted = b.from.Seen.Metrics[feed.Metric.Key]
		}
		if len(feed.EventKeys) == 0 {
			b.rows = append(b.rows, &Row{Metrics: []Fed{fed}})
		}
		for _, key := range feed.EventKeys {
			row := b.row(key)
			row.Metrics = append(row.Metrics, fed)
		}
	}
}

// row gives the row of an event key, a new one for one that is new.
func (b *builder) row(key string) *Row {
	row := b.byKey[key]
	if row == nil {
		row = &Row{EventKey: key}
		b.rows = append(b.rows, row)
		b.byKey[key] = row
		if cut := query.Cut(key, query.MaxName); b.cut[cut] == nil {
			b.cut[cut] = row
		}
	}
	return row
}

// named gives the row of a name, and notes the name in it.
func (b *builder) named(name string) *Row {
	i := b.ideal(name)
	var row *Row
	switch {
	case len(i.event.DependsOn) > 0:
		b.unsettled = true
		if row = b.other[name]; row == nil {
			row = &Row{}
			b.rows = append(b.rows, row)
			b.other[name] = row
		}
	case i.match.EventKey != "":
		row = b.row(i.match.EventKey)
	default:
		row = b.row(name)
	}
	if !slices.Contains(row.Names, name) {
		row.Names = append(row.Names, name)
	}
	return row
}

// ideal gives what is said of a name whatever else is written of it.
func (b *builder) ideal(name string) *ideal {
	i := b.ideals[name]
	if i == nil {
		event := b.judge.Ideal(name)
		i = &ideal{event, of(b.judge, name, &event)}
		b.ideals[name] = i
	}
	return i
}

// written takes the names of a source.
func (b *builder) written(found *origin.Found) {
	if found == nil {
		return
	}
	for i := range found.Names {
		name := &found.Names[i]
		row := b.named(name.Event)
		if name.Kind == origin.Plan {
			row.Planned = append(row.Planned, name)
		} else {
			row.Code = append(row.Code, name)
		}
	}
}

// seen takes what was seen. Its event keys are those of the events, and of those that
// Segment lost the names.
func (b *builder) seen() {
	if b.from.Seen == nil {
		return
	}
	keys := make([]string, 0, len(b.from.Seen.Events))
	for key := range b.from.Seen.Events {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		times := b.from.Seen.Events[key]
		row := b.cut[key]
		if row == nil && times.Sent == 0 {
			row = b.named(key)
		}
		if row == nil {
			row = b.row(key)
		}
		row.Seen.add(times)
	}
}

// add sums up.
func (t *Times) add(other Times) {
	if t.Sent+t.Lost == 0 {
		t.First = other.First
	}
	t.Sent, t.Lost = t.Sent+other.Sent, t.Lost+other.Lost
	if other.Last.After(t.Last) {
		t.Last = other.Last
	}
}

// table says what is wrong, and sorts the rows.
func (b *builder) table() *Table {
	t := &Table{Sources: b.from, Catalogue: b.judge.Catalogue(), byKey: make(map[string]int)}
	if b.from.Plans != nil {
		t.Unread = append(t.Unread, b.from.Plans.Unread...)
	}
	if b.from.Code != nil {
		t.Unread = append(t.Unread, b.from.Code.Unread...)
	}
	f := finder{builder: b, planned: b.plannedNames()}
	for _, row := range b.rows {
		f.row(row)
	}
	f.unfed(t.mayFeed())
	for _, row := range b.rows {
		row.Findings = slices.DeleteFunc(row.Findings, func(f Finding) bool { return b.from.Ignore.Has(f.Code, f.Event) })
	}
	slices.SortStableFunc(b.rows, b.compareRows)
	for i, row := range b.rows {
		t.Rows = append(t.Rows, *row)
		if row.EventKey != "" {
			t.byKey[row.EventKey] = i
		}
	}
	return t
}

// concerns reports whether a running experiment records a metric of the row, or one that its
// name is near to.
func (b *builder) concerns(r *Row) bool {
	if slices.ContainsFunc(r.Metrics, func(m Fed) bool { return len(m.Running) > 0 }) {
		return true
	}
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		meant := b.byKey[f.Nearest]
		return f.Nearest != "" && meant != nil && slices.ContainsFunc(meant.Metrics, func(m Fed) bool { return len(m.Running) > 0 })
	})
}

// experiments gives the keys of the running experiments of metrics, each once.
func experiments(metrics []Fed) []string {
	var keys []string
	for i := range metrics {
		for _, e := range metrics[i].Running {
			if !slices.Contains(keys, e.Key) {
				keys = append(keys, e.Key)
			}
		}
	}
	return keys
}

// canBeFed reports whether an event that Segment sends can count for a metric, as far as
// the metric says.
func canBeFed(m *catalogue.Metric) bool { return m.Exclusion() == catalogue.NotExcluded }

// severityOf is the worst severity of a row as a number, 0 where nothing is wrong with it.
func severityOf(r *Row) int {
	worst, wrong := r.Worst()
	if !wrong {
		return 0
	}
	return int(worst-verdict.Info) + 1
}
