package naming

import (
	"maps"
	"slices"

	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
)

// Difference is in what a table is another one than an older one.
type Difference struct {
	// Rows of the newer table are new, or others than before.
	Rows []*Row
	// Gone are rows of the older one that the newer one has not.
	Gone []*Row
	// Mended are findings of the older one that are none any more where they were. What
	// has gone with its place is not mended, nor what is wrong in the same way at its place.
	Mended []*Finding
	// Names and Metrics have come and gone: names that are written down somewhere, and
	// keys of metrics.
	Names, Metrics Coming
	// Near and Wrong are how many findings there are more or less: names that probably
	// were meant to be others, and all others but those that are worth knowing only.
	Near, Wrong int
}

// Coming is what has come, and what has gone, sorted.
type Coming struct{ Came, Went []string }

// Compare says in what a table is another one than before.
func Compare(before, now *Table) *Difference {
	d := new(Difference)
	was, is := rowsByKey(before), rowsByKey(now)
	for i := range now.Rows {
		row := &now.Rows[i]
		if old := was[keyOf(row)]; old == nil || !row.equal(old) {
			d.Rows = append(d.Rows, row)
		}
	}
	for i := range before.Rows {
		if row := &before.Rows[i]; is[keyOf(row)] == nil {
			d.Gone = append(d.Gone, row)
		}
	}
	d.Mended = mended(before, now, is)
	a, b := sumOf(before), sumOf(now)
	d.Names, d.Metrics = coming(a.names, b.names), coming(a.metrics, b.metrics)
	d.Near, d.Wrong = b.near-a.near, b.wrong-a.wrong
	return d
}

// rowKey is what a row is known by in two tables.
type rowKey struct {
	event bool // it is an event key, else a name or the key of a metric
	text  string
}

func keyOf(row *Row) rowKey { return rowKey{row.EventKey != "", row.Name()} }

func rowsByKey(t *Table) map[rowKey]*Row {
	rows := make(map[rowKey]*Row, len(t.Rows))
	for i := range t.Rows {
		rows[keyOf(&t.Rows[i])] = &t.Rows[i]
	}
	return rows
}

// equal reports whether the same is told of two rows.
func (r *Row) equal(old *Row) bool {
	return r.Status == old.Status && r.Seen.Sent == old.Seen.Sent && r.Seen.Lost == old.Seen.Lost &&
		slices.EqualFunc(r.Planned, old.Planned, samePlace) && slices.EqualFunc(r.Code, old.Code, samePlace) &&
		slices.EqualFunc(r.Metrics, old.Metrics, sameFed) && slices.EqualFunc(r.Findings, old.Findings, sameFinding)
}

func samePlace(a, b *origin.Name) bool { return a.Event == b.Event && a.Place == b.Place }

func sameFed(a, b Fed) bool {
	return a.Metric.Key == b.Metric.Key && a.Metric.Place == b.Metric.Place && a.Counted == b.Counted &&
		slices.EqualFunc(a.Running, b.Running, func(a, b *catalogue.Experiment) bool { return a.Key == b.Key })
}

func sameFinding(a, b Finding) bool {
	return a.Code == b.Code && a.Severity == b.Severity && a.Event == b.Event && a.Place == b.Place && a.Effect == b.Effect && a.Fix == b.Fix
}

// wrongAt is what is wrong at a place.
type wrongAt struct {
	code  verdict.Code
	place origin.Place
}

// wrongIn is what is wrong with a name in a file, wherever in it.
type wrongIn struct {
	code        verdict.Code
	event, file string
}

func inFile(f *Finding) wrongIn { return wrongIn{f.Code, f.Event, f.Place.File} }

// mended are the findings of a table that are none any more where they were.
func mended(before, now *Table, is map[rowKey]*Row) []*Finding {
	left, at, written := make(map[wrongIn]int), make(map[wrongAt]bool), make(map[origin.Place]bool)
	for i := range now.Rows {
		row := &now.Rows[i]
		for k := range row.Findings {
			f := &row.Findings[k]
			left[inFile(f)]++
			at[wrongAt{f.Code, f.Place}] = f.Place.Line > 0
		}
		for _, name := range slices.Concat(row.Planned, row.Code) {
			written[name.Place] = name.Place.Line > 0
		}
		for k := range row.Metrics {
			place := row.Metrics[k].Metric.Place
			written[place] = place.Line > 0
		}
	}
	var list []*Finding
	for i := range before.Rows {
		row := &before.Rows[i]
		stays := is[keyOf(row)]
		for k := range row.Findings {
			f := &row.Findings[k]
			switch {
			case left[inFile(f)] > 0: // it may have moved
				left[inFile(f)]--
			case at[wrongAt{f.Code, f.Place}]:
			case written[f.Place], stays != nil && stays.isIn(f):
				list = append(list, f)
			}
		}
	}
	return list
}

// isIn reports whether a row is still written down in the file of a finding; one about a metric, or about what was seen,
// is about the row whatever is written.
func (r *Row) isIn(f *Finding) bool {
	in := func(name *origin.Name) bool { return name.Place.File == f.Place.File }
	return f.Kind == "" || slices.ContainsFunc(r.Planned, in) || slices.ContainsFunc(r.Code, in)
}

// sum is what is counted of a table.
type sum struct {
	names, metrics map[string]bool
	near, wrong    int
}

func sumOf(t *Table) sum {
	s := sum{names: make(map[string]bool), metrics: make(map[string]bool)}
	for i := range t.Rows {
		row := &t.Rows[i]
		for _, name := range slices.Concat(row.Planned, row.Code) {
			s.names[name.Event] = true
		}
		for k := range row.Metrics {
			s.metrics[row.Metrics[k].Metric.Key] = true
		}
		for k := range row.Findings {
			switch f := &row.Findings[k]; {
			case f.Nearest != "":
				s.near++
			case f.Severity != verdict.Info:
				s.wrong++
			}
		}
	}
	return s
}

func coming(before, now map[string]bool) Coming {
	return Coming{missing(before, now), missing(now, before)}
}

// missing are those of now that were not there before.
func missing(before, now map[string]bool) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if !before[name] {
			list = append(list, name)
		}
	}
	return list
}
