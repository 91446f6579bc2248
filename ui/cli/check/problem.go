package check

import (
	"slices"
	"strings"

	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/naming"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
	"segtap/ui/cli/report"
)

// finding is one kind of problem of one event name, at one place, with one metric:
// what is said of the first holds for all. What is an error of one message may be
// less of another, which counts elsewhere.
type finding struct {
	code     verdict.Code
	severity verdict.Severity
	event    string
	pointer  string // without the indices of lists
	metric   string // empty where it is not about one
}

// anyIndex returns a JSON Pointer without the indices of lists, so that the elements
// of a list are one place.
func anyIndex(pointer string) string {
	if !strings.ContainsAny(pointer, "0123456789") {
		return pointer
	}
	tokens := strings.Split(pointer, "/")
	for i, t := range tokens {
		if t != "" && strings.Trim(t, "0123456789") == "" {
			tokens[i] = "0"
		}
	}
	return strings.Join(tokens, "/")
}

// wrong adds what is wrong with a message to what was found.
func (c *Checker) wrong(m *message.Message, j *mapping.Judgement, list []found) []found {
	name, named := "", false
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		severity := naming.Severity(d)
		if !worthTelling(d, severity, j) {
			continue
		}
		if !named {
			named = true
			if row := query.RowOf(m, j); row.Type == "track" || row.Type == "" {
				name = row.Name
			}
		}
		if c.opt.Ignore.Has(d.Code, name) {
			continue
		}
		f := found{finding{d.Code, severity, name, anyIndex(d.Pointer), d.Metric}, *d, ""}
		if j.Nearest != nil {
			f.nearby = j.Nearest.EventKey
		}
		list = append(list, f)
	}
	return list
}

// problem is how often there is one, and the first of it.
type problem struct {
	finding
	first   verdict.Diagnostic
	fails   bool
	count   int
	values  []string // the first few different ones
	more    bool     // there are others
	place   place
	nth     int // of the problems, as they were found
	example *report.Example
	nearby  string // what the name was probably meant to be
}

// maxValues is how many different values of a problem are kept.
const maxValues = 5

// add counts a diagnostic.
func (p *problem) add(d *verdict.Diagnostic) {
	p.count++
	switch {
	case d.Value == "" || slices.Contains(p.values, d.Value):
	case len(p.values) == maxValues:
		p.more = true
	default:
		p.values = append(p.values, d.Value)
	}
}

// reported is the problem as a report tells it.
func (p *problem) reported() report.Problem {
	d := &p.first
	return report.Problem{
		Code: d.Name(), Severity: d.Severity.String(), Fails: p.fails, Event: p.event, Messages: p.count,
		File: p.place.file, Line: p.place.line, Pointer: d.Pointer, Value: d.Value, Values: p.values, More: p.more,
		Metric: d.Metric, Nearest: p.nearby, Effect: d.Effect, Fix: d.Fix, Example: p.example,
	}
}
