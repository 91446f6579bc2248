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
		one := part{filter: p}
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
	rank, miss := missed.missedBy(ev, len(n.parts) > 1)
	if rank > n.rank {
		n.rank, n.best = rank, miss
	}
}

// missedBy says how an event misses a part. Others says that there are other parts, all of
// which it fits.
func (p *part) missedBy(ev *Event, others bool) (rank int, m *Miss) {
	if p.name != "" {
		if m := p.nearName(ev); m != nil {
			return partName, m
		}
	}
	if !others {
		return 0, nil
	}
	what := "does not fit " + p.filter.String()
	d := ev.causeFor(p.filter)
	switch {
	case asksWhom(p.filter) && (d == nil || d.Gate != verdict.Accepted && d.Gate != verdict.Keyed):
		return partUnlike, ev.miss(what) // it is simply another user's
	case asksWhatBecomes(p.filter):
		return partVerdict, ev.found(d, what+": "+ev.judgement().Summary())
	}
	return partUnlike, ev.miss(what)
}

// causeFor returns the finding that says why an event fits parts of a filter, or does not:
// of those that ask whom it is about, the one about its key; else what the headline comes
// from. Nil for none.
func (ev *Event) causeFor(parts ...*query.Filter) *verdict.Diagnostic {
	j := ev.judgement()
	if slices.ContainsFunc(parts, asksWhom) {
		for i := range j.Diagnostics {
			if d := &j.Diagnostics[i]; d.Gate == verdict.Keyed {
				return d
			}
		}
	}
	return causeOf(j)
}

// asksWhom reports whether a part of a filter asks whose an event is.
func asksWhom(part *query.Filter) bool {
	return strings.HasPrefix(strings.TrimPrefix(part.String(), "-"), "user:")
}

// asksWhatBecomes reports whether a part of a filter asks what becomes of an event, or whom
// it is about: then it is worth saying.
func asksWhatBecomes(part *query.Filter) bool {
	text := strings.TrimPrefix(part.String(), "-")
	return slices.ContainsFunc([]string{"is:", "gate:", "code:", "metric:", "experiment:", "value:", "user:"}, func(prefix string) bool {
		return strings.HasPrefix(text, prefix)
	})
}

// unwanted describes an event that a filter wants, where none was to come.
func (ev *Event) unwanted(f *query.Filter) *Miss {
	what := "fits " + titleOf(f.String())
	if slices.ContainsFunc(f.Parts(), asksWhatBecomes) {
		return ev.found(ev.causeFor(f.Parts()...), what+": "+ev.judgement().Summary())
	}
	return ev.miss(what)
}

// nearName describes an event whose name is nearly the one asked for; nil where it is not.
func (p *part) nearName(ev *Event) *Miss {
	j := ev.judgement()
	if ev.Row.Name == "" || ev.Row.Type != "track" {
		return nil
	}
	what := "is not " + prose.Quoted(p.name)
	if j.Nearest != nil && j.Nearest.EventKey == p.name {
		for i := range j.Diagnostics {
			if d := &j.Diagnostics[i]; d.Gate == verdict.Named {
				return ev.found(d, what)
			}
		}
	}
	near := p.index.Near(ev.Row.Name)
	if near.Metric == nil {
		return nil
	}
	m := ev.miss(what)
	m.Pointer, m.Value = "/event", prose.Quoted(ev.Row.Name)
	m.Effect = "Event names are compared exactly."
	m.Fix = "Send " + prose.Quoted(p.name) + " as the event name, or expect the one that you send."
	return m
}
