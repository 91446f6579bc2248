package metrics

import (
	"segtap/mapping/naming"
	"segtap/mapping/origin"
)

// documentVersion is that of the form of the document: it grows when something that was
// there is gone, or means something else.
const documentVersion = 1

// document is what `metrics coverage --format json` prints.
type document struct {
	Version int          `json:"version"`
	OK      bool         `json:"ok"`
	Error   string       `json:"error,omitzero"` // why not all was read
	Read    documentRead `json:"read"`
	Errors  int          `json:"errors"`
	// Warnings and Infos count problems, as Errors does.
	Warnings int            `json:"warnings"`
	Infos    int            `json:"infos"`
	Names    []documentName `json:"names"`
	Unread   []documentCall `json:"unread_calls"`
}

// documentRead says which sources were read.
type documentRead struct {
	Plans   bool `json:"plans"`
	Code    bool `json:"code"`
	Events  bool `json:"events"`
	Metrics bool `json:"metrics"`
	// MetricsPartial says that there are metrics that were not read.
	MetricsPartial bool `json:"metrics_partial"`
}

// documentName is a row of the table.
type documentName struct {
	Name     string            `json:"name"`
	EventKey string            `json:"event_key,omitzero"`
	Names    []string          `json:"names"` // as they are written down
	Status   naming.Status     `json:"status"`
	Planned  []origin.Place    `json:"planned"`
	InCode   []origin.Place    `json:"in_code"`
	Sent     int               `json:"sent"`
	Lost     int               `json:"lost"`
	Metrics  []documentMetric  `json:"metrics"`
	Problems []documentProblem `json:"problems"`
}

type documentMetric struct {
	Key      string        `json:"key"`
	Numeric  bool          `json:"numeric"`
	Place    *origin.Place `json:"place,omitempty"`
	RunsIn   []string      `json:"runs_in"`
	Counts   int           `json:"counts"`
	MayCount int           `json:"may_count"`
}

type documentProblem struct {
	Code     string         `json:"code"`
	Severity string         `json:"severity"`
	Fails    bool           `json:"fails"`
	Event    string         `json:"event"`
	Source   origin.Kind    `json:"source,omitzero"` // plan or code
	Place    *origin.Place  `json:"place,omitempty"`
	SentAt   []origin.Place `json:"sent_at,omitempty"` // where the name's text stands elsewhere
	Pointer  string         `json:"pointer,omitzero"`
	Value    string         `json:"value,omitzero"`
	Metric   string         `json:"metric,omitzero"`
	Nearest  string         `json:"nearest,omitzero"`
	Effect   string         `json:"effect"`
	Fix      string         `json:"fix"`
}

// documentCall is a call whose name could not be read.
type documentCall struct {
	Place    origin.Place `json:"place"`
	Language string       `json:"language"`
	Why      string       `json:"why"`
}

// newDocument makes the document of a table.
func newDocument(table *naming.Table, failOn string) document {
	d := document{Version: documentVersion, OK: true, Names: []documentName{}, Unread: []documentCall{}}
	d.Read = documentRead{Plans: table.Plans != nil, Code: table.Code != nil, Events: table.Seen != nil, Metrics: table.Catalogue != nil}
	d.Read.MetricsPartial = table.Catalogue != nil && table.Catalogue.MetricsPartial
	c := table.Counts()
	d.Errors, d.Warnings, d.Infos = c.Errors, c.Warnings, c.Infos
	for i := range table.Rows {
		name := nameOf(&table.Rows[i], failOn)
		for k := range name.Problems {
			d.OK = d.OK && !name.Problems[k].Fails
		}
		d.Names = append(d.Names, name)
	}
	for _, u := range table.Unread {
		d.Unread = append(d.Unread, documentCall{u.Place, u.By, u.Why})
	}
	return d
}

func nameOf(row *naming.Row, failOn string) documentName {
	name := documentName{
		Name: row.Name(), EventKey: row.EventKey, Names: row.Names, Status: row.Status, Sent: row.Seen.Sent, Lost: row.Seen.Lost,
		Planned: places(row.Planned), InCode: places(row.Code), Metrics: []documentMetric{}, Problems: []documentProblem{},
	}
	for i := range row.Metrics {
		m := &row.Metrics[i]
		name.Metrics = append(name.Metrics, documentMetric{m.Metric.Key, m.Metric.Numeric, placeOf(m.Metric.Place), keysOf(m.Running), m.Counted.Counts, m.Counted.May})
	}
	for i := range row.Findings {
		f := &row.Findings[i]
		p := problemOf(f, failOn)
		name.Problems = append(name.Problems, documentProblem{
			p.Code, p.Severity, p.Fails, p.Event, f.Kind, placeOf(f.Place), f.Sent, p.Pointer, p.Value, p.Metric, p.Nearest, p.Effect, p.Fix,
		})
	}
	return name
}

// placeOf is a place where it is known.
func placeOf(p origin.Place) *origin.Place {
	if p.File == "" {
		return nil
	}
	return &p
}

func places(names []*origin.Name) []origin.Place {
	all := make([]origin.Place, len(names))
	for i, n := range names {
		all[i] = n.Place
	}
	return all
}
