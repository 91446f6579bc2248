package naming

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"segtap/mapping"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// finder says what is wrong with rows.
type finder struct {
	*builder
	planned *plannedNames // nil: no plan was read
}

// row says what is wrong with a row, but for a metric that nothing feeds.
func (f *finder) row(row *Row) {
	row.Status = Unsure
	if len(row.Names) == 0 {
		if row.Seen.Sent > 0 {
			f.ofEvents(row)
		}
		return
	}
	row.Status = f.ideal(row.Names[0]).match.Status
	for _, name := range row.Names {
		f.ofName(row, name)
	}
	for _, n := range slices.Concat(row.Planned, row.Code) {
		f.asWritten(row, n)
	}
	for _, n := range row.Code {
		f.unplanned(row, n)
	}
	f.sum(row)
}

// ofEvents says what is wrong with an event key of which only events are known.
func (f *finder) ofEvents(row *Row) {
	match := f.judge.Match(row.EventKey)
	i := f.ideal(row.EventKey)
	if i.match.EventKey == "" && len(i.event.DependsOn) == 0 { // the name is the event key
		row.Status = i.match.Status
		f.ofName(row, row.EventKey)
		f.sum(row)
		return
	}
	switch {
	case len(match.Metrics) > 0:
		row.Status = Well
	case match.Code != verdict.NoCode:
		d := verdict.NewDiagnostic(match.Code, "", nil)
		d.Severity, d.Effect, row.Status = Severity(&d), match.Sentence, Missed
		finding := Finding{Diagnostic: d, Event: row.EventKey, Place: row.Seen.First}
		if match.Nearest != nil {
			finding.Metric, finding.Nearest = match.Nearest.Key, match.Nearest.EventKey
		}
		row.Findings = append(row.Findings, finding)
	}
}

// ofName says what is wrong with a name whatever is written of it: how it misses all
// metrics at each place where it stands, and what stands in the way of its metrics once.
func (f *finder) ofName(row *Row, name string) {
	i := f.ideal(name)
	if len(i.event.DependsOn) > 0 {
		return
	}
	for k := range i.event.Diagnostics {
		d := i.event.Diagnostics[k]
		if d.Severity = Severity(&d); d.Severity == verdict.Info {
			continue
		}
		d.QuickFix = nil
		finding := Finding{Diagnostic: d, Event: name}
		if i.event.Nearest != nil {
			finding.Nearest = i.event.Nearest.EventKey
		}
		if d.Code.String() == i.match.Code || d.Pointer == "/event" {
			f.atEach(row, finding)
			continue
		}
		if d.Gate > verdict.Named { // that of the event with which it was tried
			finding.Pointer, finding.Value = "", ""
		}
		finding.Place, finding.Kind = f.placeOf(row, d.Metric)
		row.Findings = append(row.Findings, finding)
	}
}

// atEach adds a finding at each place where its name is written, else where it was seen.
func (f *finder) atEach(row *Row, finding Finding) {
	found := false
	for _, n := range slices.Concat(row.Planned, row.Code) {
		if n.Event != finding.Event {
			continue
		}
		at := finding
		found = true
		if f.planned != nil && n.Kind == origin.Code && finding.Nearest != "" {
			if places := f.planned.places[finding.Nearest]; len(places) > 0 {
				at.Effect += " " + planHas(finding.Nearest, places)
			}
		}
		row.named(n, at)
	}
	if !found {
		finding.Place = row.Seen.First
		row.Findings = append(row.Findings, finding)
	}
}

// planHas says where a plan has a name.
func planHas(name string, places []origin.Place) string {
	return "The plan has " + prose.Quoted(name) + ", at " + places[0].String() + "."
}

// placeOf gives the place to look at first for what is wrong with a metric of a row.
func (f *finder) placeOf(row *Row, metric string) (origin.Place, origin.Kind) {
	for i := range row.Metrics {
		if m := row.Metrics[i].Metric; m.Key == metric && m.Place.File != "" {
			return m.Place, ""
		}
	}
	for _, names := range [][]*origin.Name{row.Code, row.Planned} {
		if len(names) > 0 {
			return names[0].Place, names[0].Kind
		}
	}
	return row.Seen.First, ""
}

// asWritten says what is wrong with a name as it is written at one place, beyond what is
// wrong with every event of that name.
func (f *finder) asWritten(row *Row, n *origin.Name) {
	i := f.ideal(n.Event)
	if !speaks(n) {
		return
	}
	written := f.names.Written(n)
	for k := range written.Diagnostics {
		d := written.Diagnostics[k]
		if d.Severity = Severity(&d); d.Severity == verdict.Info || len(i.event.DependsOn) > 0 && d.Gate >= verdict.Named || has(&i.event.Judgement, &d) {
			continue
		}
		if d.Code == verdict.UserKeyMissing && n.UserKey == origin.KeyMissing {
			continue // one mistake, of which it has been said what Segment makes of it
		}
		if d.Code == verdict.ValueCoerced && f.noNumber(row) {
			d.Severity = verdict.Info // the number that it becomes counts nowhere
		}
		d.QuickFix = nil
		finding := Finding{Diagnostic: d, Event: n.Event, Kind: n.Kind, Place: n.Place}
		if p := propertyAt(n, d.Pointer); p != nil {
			if p.Place.File != "" {
				finding.Place = p.Place
			}
			if p.Value == "" && len(p.Types) > 0 {
				byType(&finding, p)
			}
		}
		row.Findings = append(row.Findings, finding)
	}
	f.optional(row, n, &written)
}

// speaks reports whether anything but the name is said of a name.
func speaks(n *origin.Name) bool {
	return len(n.Properties) > 0 || n.Closed || n.UserKey == origin.KeyMissing
}

// has reports whether a judgement has a finding, of the same or a worse severity.
func has(j *mapping.Judgement, d *verdict.Diagnostic) bool {
	return slices.ContainsFunc(j.Diagnostics, func(other verdict.Diagnostic) bool {
		return other.Code == d.Code && other.Metric == d.Metric && Severity(&other) >= d.Severity && (other.Pointer == d.Pointer || d.Gate > verdict.Named)
	})
}

// propertyAt gives what is said of a place; nil for nothing.
func propertyAt(n *origin.Name, pointer string) *origin.Property {
	at := slices.IndexFunc(n.Properties, func(p origin.Property) bool { return p.Pointer == pointer })
	if pointer == "" || at < 0 {
		return nil
	}
	return &n.Properties[at]
}

// byType words a finding about a place of which only the type is known.
func byType(finding *Finding, p *origin.Property) {
	types := make([]string, len(p.Types))
	for i, t := range p.Types {
		types[i] = string(t)
	}
	finding.Value = strings.Join(types, " or ")
	says := "The code sends "
	if finding.Kind == origin.Plan {
		says = "The plan has "
	}
	said := says + prose.Dotted(p.Pointer) + " as " + finding.Value
	switch finding.Code {
	case verdict.ValueCoerced:
		finding.Effect = said + ". The destination makes a number of what reads as one, as JavaScript does, and takes nothing else."
		finding.Fix = "Make it a number."
	case verdict.ValueNotNumber:
		finding.Effect = said + ". " + finding.Effect
		finding.Fix = "Make it a number."
	default:
		finding.Effect = said + ". " + finding.Effect
	}
}

// optional says which numeric metrics may get no value, since what is written does not
// say that each event has one.
func (f *finder) optional(row *Row, n *origin.Name, written *mapping.Judgement) {
	values := f.names.Values()
	at := slices.IndexFunc(n.Properties, func(p origin.Property) bool { return !p.Required && slices.Contains(values, p.Pointer) })
	silent := n.Kind == origin.Plan && len(values) > 0 && len(n.Properties) > 0 && !n.Closed && !speaksOf(n, values)
	if len(row.Metrics) == 0 || at < 0 && !silent {
		return
	}
	if silent { // other properties are allowed, a value among them
		with := *n
		with.Properties = append(slices.Clip(n.Properties), origin.Property{Pointer: values[0]})
		n, at = &with, len(n.Properties)
	}
	p := &n.Properties[at]
	least := f.names.Least(n)
	for k := range least.Diagnostics {
		d := &least.Diagnostics[k]
		if d.Code != verdict.MetricValueRequired || d.Severity == verdict.Info || has(written, d) {
			continue
		}
		finding := Finding{Diagnostic: verdict.NewDiagnostic(verdict.ValueNotRequired, p.Pointer, nil), Event: n.Event, Kind: n.Kind, Place: n.Place}
		finding.Metric = d.Metric
		if p.Place.File != "" {
			finding.Place = p.Place
		}
		who := "The code may leave "
		if n.Kind == origin.Plan {
			who = "The plan does not require "
		}
		out := " out"
		if n.Kind == origin.Plan {
			out = ""
		}
		finding.Effect = who + prose.Dotted(p.Pointer) + out + "; " + d.Effect
		if silent {
			finding.Effect = "The plan has properties of the event, and no " + prose.OrElse(values) + "; " + d.Effect
		}
		if n.Kind == origin.Code {
			finding.Fix = "Send " + prose.Dotted(p.Pointer) + " with each event."
		}
		row.Findings = append(row.Findings, finding)
	}
}

// speaksOf reports whether anything is said of one of some places, or of what they are in.
func speaksOf(n *origin.Name, places []string) bool {
	return slices.ContainsFunc(n.Properties, func(p origin.Property) bool {
		return slices.ContainsFunc(places, func(place string) bool {
			return place == p.Pointer || strings.HasPrefix(place, p.Pointer+"/") || strings.HasPrefix(p.Pointer, place+"/")
		})
	})
}

// noNumber reports whether it is known that no numeric metric counts the events of a row.
func (f *finder) noNumber(row *Row) bool {
	known := f.judge.Catalogue()
	return known != nil && !known.MetricsPartial && row.EventKey != "" && !slices.ContainsFunc(row.Metrics, func(m Fed) bool { return m.Metric.Numeric })
}

// sum settles the status of a row, and the order of its findings.
func (f *finder) sum(row *Row) {
	if worst, wrong := row.Worst(); wrong && worst == verdict.Error && row.Status == Well {
		row.Status = Barred
	}
	slices.SortStableFunc(row.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), less(a.Code == verdict.MetricNotFound, b.Code == verdict.MetricNotFound), cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
	})
}

// unfed says which metrics nothing feeds. MayFeed says what was not read that may; empty for
// nothing.
func (f *finder) unfed(mayFeed string) {
	if f.from.Plans == nil && f.from.Code == nil || f.unsettled || f.judge.Catalogue() == nil {
		return
	}
	near := f.nearOnes()
	for _, feed := range f.judge.Feeds() {
		if !canBeFed(feed.Metric) || slices.ContainsFunc(feed.EventKeys, f.sent) {
			continue
		}
		row := f.byKey[feed.Metric.EventKey]
		d := verdict.NewDiagnostic(verdict.MetricNotFed, "", nil)
		d.Metric = feed.Metric.Key
		d.Effect = f.nowhere(feed.Metric.EventKey)
		if running := experiments(row.Metrics); len(running) > 0 {
			d.Effect += " " + prose.Listed(running, "and") + " counts nothing for " + feed.Metric.Key + " as long as that is so."
		}
		if by := near[feed.Metric.Key]; by != nil {
			d.Fix = prose.Quoted(by.Event) + " at " + by.Spelt().String() + " is probably meant for it: correct that, or the metric."
		}
		row.Status = Unfed
		if mayFeed != "" {
			d.Severity, row.Status = verdict.Info, Unsure
			d.Effect += " " + mayFeed
		}
		row.Findings = append(row.Findings, Finding{Diagnostic: d, Event: feed.Metric.EventKey, Place: feed.Metric.Place})
	}
}

// nearOnes gives the first name that is near to each metric, by the metric's key.
func (f *finder) nearOnes() map[string]*origin.Name {
	near := make(map[string]*origin.Name)
	for _, row := range f.rows {
		for _, n := range slices.Concat(row.Code, row.Planned) {
			if i := f.ideal(n.Event); i.event.Nearest != nil && near[i.event.Nearest.Key] == nil {
				near[i.event.Nearest.Key] = n
			}
		}
	}
	return near
}

// sent reports whether any source has an event key.
func (f *finder) sent(key string) bool {
	row := f.byKey[key]
	return row != nil && (len(row.Names) > 0 || row.Seen.Sent+row.Seen.Lost > 0)
}

// nowhere says that no source has an event key.
func (f *finder) nowhere(key string) string {
	var lacking []string
	if f.from.Plans != nil {
		lacking = append(lacking, "in no plan")
	}
	if f.from.Code != nil {
		lacking = append(lacking, "not in the code")
	}
	if f.from.Seen != nil {
		lacking = append(lacking, "in no event that was seen")
	}
	return prose.Quoted(key) + " is " + prose.Listed(lacking, "and") + "."
}

// countOf is a number with its noun.
func countOf(n int, of string) string {
	if n != 1 {
		of += "s"
	}
	return strconv.Itoa(n) + " " + of
}

// compareRows puts what needs a person first: the worst, then what misses a metric
// before what is meant for none, then what a running experiment records.
func (b *builder) compareRows(x, y *Row) int {
	return cmp.Or(
		cmp.Compare(severityOf(y), severityOf(x)), less(meantForNone(x), meantForNone(y)), less(!b.concerns(x), !b.concerns(y)),
		less(len(x.Metrics) == 0, len(y.Metrics) == 0), cmp.Compare(x.Name(), y.Name()),
	)
}

// meantForNone reports whether nothing is wrong with a row but that no metric has its name.
func meantForNone(r *Row) bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Code != verdict.MetricNotFound && f.Code != verdict.NameNotPlanned })
}

// less puts false before true.
func less(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
