package naming

import (
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/spelling"
	"segtap/mapping/verdict"
)

// plannedNames finds the planned name that was probably meant by one that no plan has.
type plannedNames struct {
	places  map[string][]origin.Place // by name
	byFold  map[string]string
	byShape map[string]string
	spelt   spelling.Set
	names   []string // parallel to spelt
}

// plannedNames gathers the names of the plans; nil where no plan was read.
func (b *builder) plannedNames() *plannedNames {
	if b.from.Plans == nil {
		return nil
	}
	p := &plannedNames{places: make(map[string][]origin.Place), byFold: make(map[string]string), byShape: make(map[string]string)}
	for i := range b.from.Plans.Names {
		n := &b.from.Plans.Names[i]
		if p.places[n.Event] = append(p.places[n.Event], n.Place); len(p.places[n.Event]) > 1 || n.Event == "" {
			continue
		}
		words := spelling.Words(n.Event)
		put(p.byFold, spelling.Fold(n.Event), n.Event)
		if shape := spelling.Shape(words); shape != "" {
			put(p.byShape, shape, n.Event)
			p.spelt.Add(words)
			p.names = append(p.names, n.Event)
		}
	}
	return p
}

func put(in map[string]string, key, name string) {
	if _, ok := in[key]; !ok {
		in[key] = name
	}
}

// near gives the planned name that was probably meant; empty for none.
func (p *plannedNames) near(name string) string {
	if planned, ok := p.byFold[spelling.Fold(name)]; ok {
		return planned
	}
	words := spelling.Words(name)
	if planned, ok := p.byShape[spelling.Shape(words)]; ok {
		return planned
	}
	if at := p.spelt.Nearest(words); at >= 0 {
		return p.names[at]
	}
	return ""
}

// unplanned says that no plan has a name of the code. What has been said of it as the near
// miss of a metric that is planned so is not said twice; and where the name feeds a
// metric and a plan has nearly it, it is the plan's name that misses. An empty name is
// none that a plan could have.
func (f *finder) unplanned(row *Row, n *origin.Name) {
	if f.planned == nil || n.Event == "" || len(f.planned.places[n.Event]) > 0 {
		return
	}
	near := f.planned.near(n.Event)
	i := f.ideal(n.Event)
	if near != "" && (len(row.Metrics) > 0 || i.event.Nearest != nil && i.event.Nearest.EventKey == near) {
		return
	}
	d := verdict.NewDiagnostic(verdict.NameNotPlanned, "/event", nil)
	if near != "" {
		d = verdict.NewDiagnostic(verdict.PlannedNameNearMiss, "/event", nil)
		d.Effect = planHas(near, f.planned.places[near]) + " " + d.Effect
		d.Fix = "Send " + prose.Quoted(near) + " instead of " + prose.Quoted(n.Event) + ", or correct the plan."
	}
	row.named(n, Finding{Diagnostic: d, Event: n.Event, Nearest: near})
}
