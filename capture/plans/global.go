package plans

import (
	"segtap/capture/plans/schema"
	"segtap/mapping/origin"
)

// common is what a plan says of all its events (COMMON, global).
type common struct {
	properties []origin.Property
	closed     bool
}

// takeCommon takes a rule that holds of all events of the plan.
func (p *part) takeCommon(r *rule) {
	shape := p.schemas.Read(r.schema)
	var n origin.Name
	p.message(&n, &shape)
	p.commons = append(p.commons, common{n.Properties, n.Closed})
}

// share adds what is said of all events to each of them, behind what is said of it.
func (p *part) share(commons []common) {
	pairs := 0
	for _, c := range commons {
		if pairs += (len(c.properties) + 1) * len(p.names); pairs > maxProperties {
			p.left += len(c.properties)
			continue
		}
		for i := range p.names {
			p.addCommon(&p.names[i], &c)
		}
	}
}

func (p *part) addCommon(n *origin.Name, c *common) {
	n.Closed = n.Closed || c.closed
	said := make(map[string]int, len(n.Properties))
	for i := range n.Properties {
		said[n.Properties[i].Pointer] = i
	}
	for _, more := range c.properties {
		i, known := said[more.Pointer]
		switch {
		case known:
			had := &n.Properties[i]
			if types := schema.Of(had.Types) & schema.Of(more.Types); types != schema.None {
				had.Types = types.Names()
			}
			had.Required = had.Required || more.Required
		case p.properties >= maxProperties:
			p.left++
		default:
			p.properties++
			n.Properties = append(n.Properties, more)
		}
	}
}
