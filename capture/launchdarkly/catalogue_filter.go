package launchdarkly

import (
	"fmt"
	"slices"

	"segtap/mapping"
)

// oneOf takes one of the words that LaunchDarkly has for something. In a file
// that segtap wrote it can be another one.
func (r *ownFormat) oneOf(dst *string, words ...string) func(string, node) {
	return func(name string, n node) {
		if r.string(dst)(name, n); r.Err != nil || !r.byHand || slices.Contains(words, *dst) {
			return
		}
		known := fields{}
		for _, w := range words {
			known[w] = nil
		}
		r.fail(n.at, fmt.Sprintf("there is no %s %s", name, quoted(*dst)), nearest(*dst, known))
	}
}

// filter reads a condition, or a group of them. Without a type it is a group
// where it has one, and else looks at a property of the event.
func (r *ownFormat) filter(dst **mapping.MetricFilter) func(string, node) {
	return func(_ string, n node) {
		f := &mapping.MetricFilter{}
		typeSaid := false
		r.mapping(n, "the filter", fields{
			"type": func(name string, n node) {
				typeSaid = true
				r.oneOf(&f.Type, "group", "eventProperty", "contextAttribute")(name, n)
			},
			"op":          r.string(&f.Op),
			"negate":      r.bool(&f.Negate),
			"contextKind": r.string(&f.ContextKind),
			"attribute":   r.string(&f.Attribute),
			"group":       r.group(&f.Group),
			"values":      r.values(&f.Values),
		})
		if r.byHand && !typeSaid {
			f.Type = "eventProperty"
			if f.Group != nil {
				f.Type = "group"
			}
		}
		if r.byHand {
			r.whole(n, f)
		}
		*dst = f
	}
}

// whole fails where a filter that a person wrote lacks what it needs, or has an
// operator that does not exist.
func (r *ownFormat) whole(n node, f *mapping.MetricFilter) {
	at := n.at
	for _, m := range n.members {
		if m.name == "op" {
			at = m.value.at
		}
	}
	ops := mapping.FilterOps()
	if f.Type == "group" {
		ops = []string{"and", "or"}
	}
	known := fields{}
	for _, op := range ops {
		known[op] = nil
	}
	switch {
	case f.Op == "":
		r.fail(n.at, "the filter has no op", "it may be "+names(known))
	case !slices.Contains(ops, f.Op):
		r.fail(at, "there is no op "+quoted(f.Op), nearest(f.Op, known))
	case f.Type == "group" && len(f.Group) == 0:
		r.fail(n.at, "the filter is a group of none", "give its conditions as a list behind group")
	case f.Type != "group" && f.Attribute == "":
		r.fail(n.at, "the filter has no attribute", "name the property of the event that it looks at, as in attribute: currency")
	case f.Type != "group" && f.Op != "exists" && len(f.Values) == 0:
		r.fail(n.at, "the filter has no values", "give what "+f.Attribute+" is compared with, as in values: [JPY]")
	}
}

// group reads the members of a group.
func (r *ownFormat) group(dst *[]mapping.MetricFilter) func(string, node) {
	return func(name string, n node) {
		if !r.expect(name, n, listNode) {
			return
		}
		for _, item := range n.items {
			var member *mapping.MetricFilter
			if r.filter(&member)(name, item); r.Err != nil {
				return
			}
			*dst = append(*dst, *member)
		}
	}
}

// values reads what a condition compares with.
func (r *ownFormat) values(dst *[]string) func(string, node) {
	return func(name string, n node) {
		if !r.expect(name, n, listNode) {
			return
		}
		for _, item := range n.items {
			text, ok := item.jsonText()
			if !ok {
				r.fail(item.at, "a value of a filter is "+item.kind.String()+" that JSON cannot spell", "give text, a decimal number, true or false")
				return
			}
			*dst = append(*dst, text)
		}
	}
}
