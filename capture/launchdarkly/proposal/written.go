package proposal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"segtap/mapping/origin"
	"segtap/mapping/prose"
)

// written takes from plans and code what no event says. A plan says it before code does.
func (p *Proposal) written(names []*origin.Name, values []string) {
	var planned, code []*origin.Name
	for _, n := range names {
		if n.Kind == origin.Plan {
			planned = append(planned, n)
		} else {
			code = append(code, n)
		}
	}
	var where []string
	if len(planned) > 0 {
		where = append(where, "planned at "+placesOf(planned))
	}
	if len(code) > 0 {
		where = append(where, "in code at "+placesOf(code))
	}
	if len(where) == 0 {
		return
	}
	p.Why.Event = strings.Join(where, ", ") + "; " + p.Why.Event
	if !p.declared(planned, values) && !p.declared(code, values) {
		return
	}
	if !p.Metric.Numeric {
		return
	}
	p.Metric.Aggregation = "sum"
	p.Metric.Unit, p.Why.Unit = "value", "what the values count, such as USD: yours to say"
	for _, n := range names {
		for i := range n.Properties {
			said := &n.Properties[i]
			if text, err := strconv.Unquote(said.Value); said.Pointer == "/properties/currency" && err == nil && isCurrency(text) {
				p.Metric.Unit, p.Why.Unit = text, "currency: "+text+" at "+placeOf(n, said)
				return
			}
		}
	}
}

// declared takes from names of one kind whether their events have a value, and reports
// whether they say so. Where code differs, most of its calls count.
func (p *Proposal) declared(names []*origin.Name, values []string) bool {
	var number, other, without string // the first that says so
	numbers, always := 0, true
	for _, n := range names {
		said := valueOf(n, values)
		switch {
		case said == nil && n.Closed:
			without = "nothing at " + outside(n.Place) + " that the mapping takes a value from"
		case said == nil:
		case isNumber(said):
			numbers, always = numbers+1, always && said.Required
			if number == "" {
				number = prose.Dotted(said.Pointer) + " is a number at " + placeOf(n, said)
			}
		case len(said.Types) > 0 && other == "":
			other = fmt.Sprintf("%s is of type %s at %s: a metric counts values that are numbers", prose.Dotted(said.Pointer), typesOf(said), placeOf(n, said))
		}
	}
	switch {
	case numbers*2 > len(names):
		p.Metric.Numeric = true
		p.Why.Numeric = number
		if numbers < len(names) {
			p.Why.Numeric += fmt.Sprintf(", and in %d of %d places", numbers, len(names))
		}
		if numbers < len(names) || !always {
			p.Why.Numeric += "; events without one do not count for a numeric metric"
		}
	case number != "":
		p.Why.Numeric = fmt.Sprintf("%s, and only in %d of %d places; a numeric metric would count these alone", number, numbers, len(names))
	case other != "":
		p.Why.Numeric = other
	case without != "":
		p.Why.Numeric = without
	default:
		return false
	}
	return true
}

// valueOf gives what is said of the first place that the mapping takes a value from; nil
// where nothing is said of any.
func valueOf(n *origin.Name, values []string) *origin.Property {
	for _, pointer := range values {
		if at := slices.IndexFunc(n.Properties, func(p origin.Property) bool { return p.Pointer == pointer }); at >= 0 {
			return &n.Properties[at]
		}
	}
	return nil
}

// isNumber reports whether a property is a number, as far as is said.
func isNumber(p *origin.Property) bool {
	if len(p.Types) == 0 {
		_, err := strconv.ParseFloat(p.Value, 64)
		return err == nil
	}
	return slices.Contains(p.Types, origin.Number) || slices.Contains(p.Types, origin.Integer)
}

func typesOf(p *origin.Property) string {
	types := make([]string, len(p.Types))
	for i, t := range p.Types {
		types[i] = string(t)
	}
	return prose.Listed(types, "or")
}

// placesOf names the first place, and how many more there are.
func placesOf(names []*origin.Name) string {
	text := outside(names[0].Place)
	if more := len(names) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// placeOf is where a property is spoken of.
func placeOf(n *origin.Name, p *origin.Property) string {
	if p.Place.File != "" {
		return outside(p.Place)
	}
	return outside(n.Place)
}

func outside(p origin.Place) string { return prose.Outside(p.String()) }
