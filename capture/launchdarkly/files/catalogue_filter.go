package files

import (
	"fmt"
	"slices"

	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

// oneOf takes one of the words that LaunchDarkly has for something. In a file
// that segtap wrote it can be another one.
func (r *ownFormat) oneOf(dst *string, words ...string) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if r.String(dst)(name, n); r.Err != nil || !r.byHand || slices.Contains(words, *dst) {
			return
		}
		known := tree.Fields{}
		for _, w := range words {
			known[w] = nil
		}
		r.Fail(n.At, fmt.Sprintf("there is no %s %s", name, prose.Escaped(*dst)), tree.Nearest(*dst, known))
	}
}

// filter reads a condition, or a group of them. Without a type it is a group
// where it has one, and else looks at a property of the event.
func (r *ownFormat) filter(dst **catalogue.Filter) func(string, tree.Node) {
	return func(_ string, n tree.Node) {
		f := &catalogue.Filter{}
		typeSaid := false
		r.Mapping(n, "the filter", tree.Fields{
			"type": func(name string, n tree.Node) {
				typeSaid = true
				r.oneOf(&f.Type, "group", "eventProperty", "contextAttribute")(name, n)
			},
			"op":          r.String(&f.Op),
			"negate":      r.Bool(&f.Negate),
			"contextKind": r.String(&f.ContextKind),
			"attribute":   r.String(&f.Attribute),
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
func (r *ownFormat) whole(n tree.Node, f *catalogue.Filter) {
	at := n.At
	for _, m := range n.Members {
		if m.Name == "op" {
			at = m.Value.At
		}
	}
	ops := catalogue.FilterOps()
	if f.Type == "group" {
		ops = []string{"and", "or"}
	}
	known := tree.Fields{}
	for _, op := range ops {
		known[op] = nil
	}
	switch {
	case f.Op == "":
		r.Fail(n.At, "the filter has no op", "it may be "+tree.Names(known))
	case !slices.Contains(ops, f.Op):
		r.Fail(at, "there is no op "+prose.Escaped(f.Op), tree.Nearest(f.Op, known))
	case f.Type == "group" && len(f.Group) == 0:
		r.Fail(n.At, "the filter is a group of none", "give its conditions as a list behind group")
	case f.Type != "group" && f.Attribute == "":
		r.Fail(n.At, "the filter has no attribute", "name the property of the event that it looks at, as in attribute: currency")
	case f.Type != "group" && f.Op != "exists" && len(f.Values) == 0:
		r.Fail(n.At, "the filter has no values", "give what "+f.Attribute+" is compared with, as in values: [JPY]")
	}
}

// group reads the members of a group.
func (r *ownFormat) group(dst *[]catalogue.Filter) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if !r.Expect(name, n, tree.List) {
			return
		}
		for _, item := range n.Items {
			var member *catalogue.Filter
			if r.filter(&member)(name, item); r.Err != nil {
				return
			}
			*dst = append(*dst, *member)
		}
	}
}

// values reads what a condition compares with.
func (r *ownFormat) values(dst *[]string) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if !r.Expect(name, n, tree.List) {
			return
		}
		for _, item := range n.Items {
			text, ok := item.JSONText()
			if !ok {
				r.Fail(item.At, "a value of a filter is "+item.Kind.String()+" that JSON cannot spell", "give text, a decimal number, true or false")
				return
			}
			*dst = append(*dst, text)
		}
	}
}
