package expectation

import (
	"slices"
	"strings"

	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// nearness finds, of the events that a filter does not want, the one that is nearest to
// being wanted: of whose parts all but one want it, and that one by a slip of the name
// rather than not at all.
type nearness struct {
	parts []part
	best  *Miss
	rank  int
}

// part is one of the filters that an event has to pass.
type part struct {
	filter *query.Filter
	name   string           // the event name that it asks for; empty: it asks for something else
	index  *catalogue.Index // knows that name as the one event key
	// whom says that it asks whose an event is, and becomes that it asks what becomes of it:
	// why that is otherwise is then worth saying.
	whom, becomes bool
}

// The ranks of events that a filter does not want.
const (
	partUnlike  = 1 + iota // it does not fit one part
	partName               // its name is nearly the one that a part asks for
	partVerdict            // it does not fit one part, which asks what becomes of it
)

func newNearness(f *query.Filter) nearness {
	var n nearness
	for _, p := range f.Parts() {
		one := part{filter: p, whom: asks(p, "user"), becomes: asks(p, "is", "gate", "code", "metric", "experiment", "value")}
		if name, ok := p.Event(); ok {
			one.name = name
			one.index = catalogue.NewIndex(&catalogue.Catalogue{Metrics: []catalogue.Metric{{Kind: catalogue.KindCustom, EventKey: name}}}, nil)
		}
		n.parts = append(n.parts, one)
	}
	return n
}

// consider looks at an event that the filter does not want.
func (n *nearness) consider(ev *Event) {
	if n.rank == partVerdict {
		return
	}
	var missed *part
	for i := range n.parts {
		p := &n.parts[i]
		if ev.fits(p.filter) {
			continue
		}
		if missed != nil {
			return
		}
		missed = p
	}
	if missed == nil { // a part that is no term
		return
	}
	if rank := missed.rankOf(ev, len(n.parts) > 1); rank > n.rank {
		n.rank, n.best = rank, missed.missedBy(ev, rank)
	}
}

// rankOf says how near an event is that does not fit a part. Others says that there are
// other parts, all of which it fits.
func (p *part) rankOf(ev *Event, others bool) int {
	switch {
	case p.isNear(ev):
		return partName
	case !others:
		return 0
	case p.whom:
		if d := ev.causeFor(true); d == nil || d.Gate != verdict.Accepted && d.Gate != verdict.Keyed {
			return partUnlike // it is simply another user's
		}
		return partVerdict
	case p.becomes:
		return partVerdict
	}
	return partUnlike
}

// missedBy describes an event that does not fit a part, by how near it is.
func (p *part) missedBy(ev *Event, rank int) *Miss {
	what := "does not fit " + p.filter.String()
	switch rank {
	case partName:
		return p.nearName(ev)
	case partVerdict:
		return ev.found(ev.causeFor(p.whom), what+": "+ev.judgement().Summary())
	}
	return ev.miss(what)
}

// causeFor returns the finding that says why an event fits a filter, or does not: of one
// that asks whom it is about, the one about its key; else what the headline comes from. Nil
// for none.
func (ev *Event) causeFor(whom bool) *verdict.Diagnostic {
	j := ev.judgement()
	if whom {
		for i := range j.Diagnostics {
			if d := &j.Diagnostics[i]; d.Gate == verdict.Keyed {
				return d
			}
		}
	}
	return causeOf(j)
}

// asks reports whether a part of a filter is about one of some fields.
func asks(part *query.Filter, fields ...string) bool {
	text := strings.TrimPrefix(part.String(), "-")
	return slices.ContainsFunc(fields, func(field string) bool { return strings.HasPrefix(text, field+":") })
}

// unwanted describes an event that a filter wants, where none was to come.
func (n *nearness) unwanted(ev *Event, f *query.Filter) *Miss {
	what := "fits " + titleOf(f.String())
	whom := slices.ContainsFunc(n.parts, func(p part) bool { return p.whom })
	if whom || slices.ContainsFunc(n.parts, func(p part) bool { return p.becomes }) {
		return ev.found(ev.causeFor(whom), what+": "+ev.judgement().Summary())
	}
	return ev.miss(what)
}

// isNear reports whether the name of an event is nearly the one that a part asks for.
func (p *part) isNear(ev *Event) bool {
	if p.name == "" || ev.Row.Name == "" || ev.Row.Type != "track" {
		return false
	}
	j := ev.judgement()
	return j.Nearest != nil && j.Nearest.EventKey == p.name || p.index.Near(ev.Row.Name).Metric != nil
}

// nearName describes an event whose name is nearly the one that a part asks for.
func (p *part) nearName(ev *Event) *Miss {
	j := ev.judgement()
	what := "is not " + prose.Quoted(p.name)
	if j.Nearest != nil && j.Nearest.EventKey == p.name {
		for i := range j.Diagnostics {
			if d := &j.Diagnostics[i]; d.Gate == verdict.Named {
				return ev.found(d, what)
			}
		}
	}
	m := ev.miss(what)
	m.Pointer, m.Value = "/event", prose.Quoted(ev.Row.Name)
	m.Effect = "Event names are compared exactly."
	m.Fix = "Send " + prose.Quoted(p.name) + " as the event name, or expect the one that you send."
	return m
}
