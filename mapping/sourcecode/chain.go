package sourcecode

import (
	"segtap/mapping/sourcecode/source"
)

import (
	"fmt"
	"slices"
	"strings"

	"segtap/mapping/origin"
)

var objectType = []origin.Type{origin.Object}

// evalChain is eval of names, members and calls that hang together, and of a literal with
// its type.
func (f *values) evalChain(s source.Span, depth int) value {
	if last := f.At(s.To - 1); !f.Language.Bodies && !f.Closures && last.Is("}") && int(last.Match) > s.From {
		if f.At(s.From).Is("[") {
			return typed(s.From, origin.Array)
		}
		return f.object(f.Inside(int(last.Match)), s.From, depth)
	}
	links, ok := f.Chain(s)
	if !ok {
		return f.evalMethod(s)
	}
	last := links[len(links)-1]
	if source.Has(f.Lists, last.Name) && last.Args != 0 && !f.Inside(last.Args).Empty() && !f.pairs(f.Inside(last.Args)) {
		return typed(s.From, origin.Array)
	}
	if v, ok := f.filled(links, depth); ok {
		return v
	}
	if len(links) > 1 && source.Has(f.Values, last.Name) {
		return f.eval(source.Between(s.From, last.At-1), depth+1)
	}
	if last.Args == 0 {
		if t, ok := f.Types["."+last.Name]; ok {
			return typed(s.From, t)
		}
		return f.resolve(s, depth)
	}
	if source.Has(f.Wrapping, last.Name) {
		if args := f.Split(f.Inside(last.Args), ","); len(args) == 1 {
			if v := f.eval(args[0], depth+1); v.literal || v.is(origin.Object) {
				return v
			}
		}
	}
	if source.Has(f.Naming, last.Name) && len(links) == 1 {
		return textValue(source.Identifier(f.At(f.Inside(last.Args).To-1)), s.From)
	}
	if len(links) > 1 && f.Inside(last.Args).Empty() {
		if v := f.resolve(s, depth); v.literal {
			return v
		}
	}
	if t, ok := f.Types[last.Name]; ok {
		return typed(s.From, t)
	}
	if v, ok := f.record(links, depth); ok {
		return v
	}
	return value{why: madeWhileRunning, at: s.From}
}

// evalMethod is eval of a method of any expression: what it returns may be known.
func (f *values) evalMethod(s source.Span) value {
	if last := f.At(s.To - 1); last.Is(")") && int(last.Match) > s.From {
		if m := int(last.Match) - 1; f.Separator(m - 1) {
			if t, ok := f.Types[source.Identifier(f.At(m))]; ok {
				return typed(s.From, t)
			}
		}
	}
	return value{why: madeWhileRunning, at: s.From}
}

// resolve follows a name, or a chain of members, to what the file gives it.
func (f *values) resolve(s source.Span, depth int) value {
	links, ok := f.Chain(s)
	spelled := f.spelled(s)
	elsewhere := "which this file does not define"
	if len(links) > 0 && f.origins[links[0].Name] != "" {
		elsewhere = "which comes from " + source.Shorten(f.origins[links[0].Name])
	}
	unknown := value{why: fmt.Sprintf("its name is %s, %s", spelled, elsewhere), at: s.From}
	if !ok || depth > maxDepth {
		return unknown
	}
	if source.Has([]string{"this", "self", "Self", "static", "cls"}, links[0].Name) && len(links) > 1 {
		links = links[1:]
	}
	d, first := f.declared(links)
	if d == nil {
		return unknown
	}
	v := f.read(f.reaching(d, links[0].At), links[first].Name, depth)
	if f.origins[links[0].Name] != "" && len(v.types) == 0 {
		return unknown
	}
	if d.why != "" && len(links) > first+1 {
		v.why = fmt.Sprintf("its name is %s, and %s is %s", spelled, source.Shorten(links[first].Name), d.why)
	}
	v = v.named(s.From)
	for _, l := range links[first+1:] {
		m, ok := v.member(l.Name)
		if !ok && d.entry {
			continue // what an enumeration keeps the text under
		}
		if !ok {
			switch {
			case v.cut:
				v.why = fmt.Sprintf("its name is %s, one of more than %d members", spelled, maxMembers)
			case v.why == "", v.is(origin.Object):
				v.why = unknown.why
			}
			return value{why: v.why, at: s.From}
		}
		if m.overlaid {
			return value{why: fmt.Sprintf("its name is %s, which may be given another value by what is spread behind it", spelled), at: s.From}
		}
		v = m.value.named(s.From)
	}
	v.alternatives = slices.Clone(v.alternatives)
	for i := range v.alternatives {
		v.alternatives[i] = v.alternatives[i].named(s.From)
	}
	return v
}

// spelled is an expression as a person is told of it.
func (f *values) spelled(s source.Span) string {
	var all strings.Builder
	for i := s.From; i < s.To && all.Len() < 100; i++ {
		all.WriteString(f.Tokens[i].Text)
	}
	return source.Shorten(all.String())
}

// declared returns what declares the first link that is a value, and which link that is:
// before it stand those of classes and enumerations that it is a member of.
func (f *values) declared(links []source.Link) (*declaration, int) {
	first, block, inBlock := 0, int32(-1), false
	for first+1 < len(links) {
		b, ok := f.namedAs(links[first], block, inBlock)
		if !ok {
			break
		}
		block, inBlock = b, true
		first++
	}
	if inBlock {
		return f.scopes[scope{block, links[first].Name}], first
	}
	return f.lookup(links[first].Name, links[first].At), first
}

// namedAs returns the block of what a source.Link names, within another or around the source.Link.
func (f *values) namedAs(l source.Link, block int32, inBlock bool) (int32, bool) {
	if inBlock {
		b, ok := f.members[scope{block, l.Name}]
		return b, ok
	}
	around := f.At(l.At).Block
	for range maxScopes {
		if b, ok := f.members[scope{around, l.Name}]; ok {
			return b, true
		}
		if around < 0 {
			break
		}
		around = f.Tokens[around].Block
	}
	return -1, false
}

// read says what a name stands for.
func (f *values) read(d *declaration, name string, depth int) value {
	switch {
	case d.why != "":
		return value{why: fmt.Sprintf("its name is %s, %s", source.Shorten(name), d.why)}
	case d.known:
		return d.value
	case d.busy:
		return value{why: madeWhileRunning}
	}
	d.busy = true
	var values []value
	for _, s := range d.values {
		if v := f.eval(s, depth+1); !v.absent && !v.is(origin.Null) || len(d.values) == 1 {
			values = append(values, v)
		}
	}
	switch len(values) {
	case 0:
		d.value = value{why: madeWhileRunning}
	case 1:
		d.value = values[0]
	default:
		d.value = either(0, values...)
	}
	if changed := f.changed[name]; changed != nil && d.value.is(origin.Object) {
		d.value.open, d.value.byName = true, nil
		d.value.members = slices.DeleteFunc(slices.Clone(d.value.members), func(m member) bool { return changed[m.name] })
	}
	d.busy, d.known = false, true
	return d.value
}
