package naming

import (
	"strings"
	"time"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Sources are what a table of names is made of, besides the metrics and experiments
// that a judge knows.
type Sources struct {
	Plans *origin.Found // nil: no tracking plan was read
	Code  *origin.Found // nil: no source code was read
	Seen  *Seen         // nil: no events were read
	// Ignore is what is no matter.
	Ignore verdict.Ignored
}

// Seen is what was seen of events.
type Seen struct {
	Events  map[string]Times   // by event key, its first 256 bytes
	Metrics map[string]Counted // by the key of the metric
}

// Times says how often an event key was seen.
type Times struct {
	Sent  int       `json:"sent"` // events that reach LaunchDarkly
	Lost  int       `json:"lost"` // Track calls of this name that Segment drops or refuses
	Last  time.Time `json:"-"`    // when the newest arrived; zero: not known
	First origin.Place
}

// Counted says how the events of a metric fare.
type Counted struct {
	Counts int `json:"counts"` // events that count toward it
	May    int `json:"may"`    // events of which that is not known here
}

// Table says of every name, and of every metric, where it is written down, what was seen
// of it, and what is wrong with it.
type Table struct {
	// Rows begin with those that need a person first.
	Rows []Row
	// Unread are the calls whose names could not be read: a metric that nothing else feeds is
	// Unsure, since one of them may.
	Unread []origin.Unread
	Sources
	// Catalogue is the judge's; nil for none.
	Catalogue *catalogue.Catalogue

	byKey map[string]int
}

// Row is an event key with all that is known of it, or a metric that has none.
type Row struct {
	// EventKey is empty where it is not known: of a metric that has none, and of a name
	// whose event key depends on more than the name.
	EventKey string
	// Names are the event names that become this event key, as they are written down; none
	// where no source has it.
	Names   []string
	Metrics []Fed // those that the event key feeds, by their keys
	// Planned and Code are where plans and source code have it.
	Planned, Code []*origin.Name
	Seen          Times
	Status        Status
	// Findings are what is wrong with it, the worst first.
	Findings []Finding
}

// Fed is a metric of a row.
type Fed struct {
	Metric *catalogue.Metric
	// Running are the experiments that record it now.
	Running []*catalogue.Experiment
	Counted Counted
}

// Finding is one thing that is wrong with a name or a metric.
type Finding struct {
	verdict.Diagnostic
	// Event is the name as it is written at the place, or the event key of a metric.
	Event string
	// Kind is what sort of source the place is of; empty: of a metric, or of what was seen.
	Kind origin.Kind
	// Place is where to look first; without a file where nothing is known of that. Of what
	// is wrong with a name it is where its text stands.
	Place origin.Place
	// Sent are the calls that send the name, where its text stands elsewhere.
	Sent []origin.Place
	// Nearest is the name that was probably meant; empty: none.
	Nearest string
}

// SentAt says where the calls are that send the name; empty where its text stands in them.
func (f *Finding) SentAt() string {
	if len(f.Sent) == 0 {
		return ""
	}
	places := make([]string, len(f.Sent))
	for i, p := range f.Sent {
		places[i] = p.String()
	}
	return "sent at " + prose.Listed(places, "and")
}

// Unfed is the status of a metric that no source feeds.
const Unfed Status = "not_fed"

// named adds a finding about a name that is written somewhere: at the place of its text,
// once however many calls send that.
func (r *Row) named(n *origin.Name, finding Finding) {
	finding.Kind, finding.Place = n.Kind, n.Spelt()
	if finding.Place == n.Place {
		r.Findings = append(r.Findings, finding)
		return
	}
	for i := len(r.Findings) - 1; i >= 0 && r.Findings[i].Place.File == finding.Place.File; i-- {
		if other := &r.Findings[i]; other.Place == finding.Place && other.Code == finding.Code && other.Metric == finding.Metric && other.Event == finding.Event {
			other.Sent = append(other.Sent, n.Place)
			return
		}
	}
	finding.Sent = []origin.Place{n.Place}
	r.Findings = append(r.Findings, finding)
}

// Name returns what the row is called: its event key or its name, else the key of its
// metric.
func (r *Row) Name() string {
	switch {
	case r.EventKey != "":
		return r.EventKey
	case len(r.Names) > 0:
		return r.Names[0]
	case len(r.Metrics) > 0:
		return r.Metrics[0].Metric.Key
	}
	return ""
}

// Counts returns how many of the row's events count toward its metrics: each event once
// for each metric.
func (r *Row) Counts() (counts, may int) {
	for i := range r.Metrics {
		counts, may = counts+r.Metrics[i].Counted.Counts, may+r.Metrics[i].Counted.May
	}
	return counts, may
}

// Worst returns the severity of what is worst of the row; ok is false where nothing is
// wrong with it.
func (r *Row) Worst() (worst verdict.Severity, ok bool) {
	for i := range r.Findings {
		worst, ok = max(worst, r.Findings[i].Severity), true
	}
	return worst, ok
}

// mayFeed says what was not read and may feed any metric; empty for nothing.
func (t *Table) mayFeed() string {
	var parts []string
	if n := len(t.Unread); n > 0 {
		parts = append(parts, countOf(n, "call")+" could not be read: one of them may.")
	}
	if t.Code != nil && t.Code.Skipped > 0 {
		parts = append(parts, countOf(t.Code.Skipped, "file")+" of the source code could not be read: a call there may.")
	}
	return strings.Join(parts, " ")
}

// Of returns the row of an event key; nil when there is none.
func (t *Table) Of(eventKey string) *Row {
	if at, ok := t.byKey[eventKey]; ok {
		return &t.Rows[at]
	}
	return nil
}

// Measures returns the rows that feed a metric, by its key.
func (t *Table) Measures(metricKey string) []*Row {
	var rows []*Row
	for i := range t.Rows {
		for k := range t.Rows[i].Metrics {
			if t.Rows[i].Metrics[k].Metric.Key == metricKey {
				rows = append(rows, &t.Rows[i])
			}
		}
	}
	return rows
}

// New joins what sources say with what the judge knows.
func New(judge *mapping.Judge, from Sources) *Table {
	b := newBuilder(judge, from)
	b.metrics()
	b.written(from.Plans)
	b.written(from.Code)
	b.seen()
	return b.table()
}
