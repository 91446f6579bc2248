package check

import (
	"cmp"
	"maps"
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

// mostKinds is how many kinds of problems that fail the check are listed at most, and as
// many others: an event name with an id in it makes a kind of each message.
const mostKinds = 2_500

// problemsOf counts what is wrong with a message, the one at i of an item.
func (c *Checker) problemsOf(m *judged, at place, it *item, i int) {
	var more report.Unlisted
	for f := range m.found {
		c.problem(at, &m.found[f], it, i, &more)
	}
	c.unlisted.Failing += min(more.Failing, 1)
	c.unlisted.Other += min(more.Other, 1)
}

// problem counts one thing that is wrong with a message, where it is of too many kinds among
// those that are not listed.
func (c *Checker) problem(at place, f *found, it *item, i int, more *report.Unlisted) {
	p := c.found[f.finding]
	if p == nil {
		first := Regrade(&f.diagnostic, f.event)
		fails := c.fails(first)
		switch {
		case c.kinds[fails] < c.unlisted.Most:
		case fails:
			more.Failing++
			return
		default:
			more.Other++
			return
		}
		c.kinds[fails]++
		p = &problem{finding: f.finding, first: *first, place: at, fails: fails, nth: len(c.found), nearby: f.nearby}
		if c.opt.Example != nil {
			whole := &c.whole(it)[i]
			p.example = c.opt.Example(&whole.Message, &whole.judgement, it.taken.WriteKey)
		}
		c.found[f.finding] = p
	}
	p.add(&f.diagnostic)
}

// fails reports whether a diagnostic makes the check fail: by its severity, as
// it is printed.
func (c *Checker) fails(d *verdict.Diagnostic) bool {
	switch c.opt.FailOn {
	case "never":
		return false
	case "warning":
		return d.Severity >= verdict.Warning
	default:
		return d.Severity == verdict.Error
	}
}

// problems are those that were found, those that fail first, of each event in the order in
// which [gates.Sort] has those of a message.
func (c *Checker) problems() []report.Problem {
	list := slices.SortedFunc(maps.Values(c.found), func(a, b *problem) int {
		if a.fails != b.fails {
			return map[bool]int{true: -1, false: 1}[a.fails]
		}
		return cmp.Or(cmp.Compare(a.event, b.event), cmp.Compare(a.first.Gate, b.first.Gate), cmp.Compare(b.severity, a.severity), cmp.Compare(a.nth, b.nth))
	})
	reported := make([]report.Problem, len(list))
	for i, p := range list {
		reported[i] = p.reported()
	}
	return reported
}
