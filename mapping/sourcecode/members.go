package sourcecode

import (
	"segtap/mapping/sourcecode/source"
)

import (
	"slices"
	"strings"
)

// pairs says whether brackets hold members with names, as an array of PHP or a dictionary
// of Swift does.
func (f *values) pairs(s source.Span) bool {
	for i := s.From; i < s.To; i = f.Next(i, s.To) {
		switch t := f.Tokens[i]; {
		case t.In("?", ","):
			return false
		case t.In(":", "=>") && i > s.From || t.Is(":") && s.From+1 == s.To:
			return true
		}
	}
	return false
}

// object reads the members of an object.
func (f *values) object(s source.Span, at, depth int) value {
	return f.objectOf(s, at, depth, !f.ExpressionKeys)
}

// objectOf reads the members of an object, whose names are words or expressions.
func (f *values) objectOf(s source.Span, at, depth int, words bool) value {
	v := value{types: objectType, why: "its name is no text", at: at}
	for _, entry := range f.Split(s, ",") {
		if len(v.members) == maxMembers {
			v.open, v.cut = true, true
			break
		}
		f.entry(&v, entry, depth, words)
	}
	return v
}

// entry reads one member of an object, or what is spread into it.
func (f *values) entry(v *value, s source.Span, depth int, words bool) {
	t := f.Tokens[s.From]
	switch {
	case t.In("...", "**", "*"):
		inner := f.eval(source.Between(s.From+1, s.To), depth+1)
		if inner.open || !inner.is(objectType[0]) {
			v.overlay()
		}
		for _, m := range inner.members {
			f.set(v, m)
		}
		v.open = v.open || inner.open || !inner.is(objectType[0])
		return
	case t.Is("{") && int(t.Match) == s.To-1:
		// A pair in braces, as initializers have them.
		if pair := f.Split(f.Inside(s.From), ","); len(pair) == 2 {
			f.setKey(v, pair[0], pair[1], depth)
			return
		}
	}
	end := f.Next(s.From, s.To)
	if f.At(end).In(":", "=>", "=", "to") && end < s.To {
		key := source.Between(s.From, end)
		if t.Is("[") {
			key = f.Inside(s.From)
		} else if t.Kind == source.Word && (words || f.At(end).Is("=")) {
			f.set(v, member{name: source.Identifier(t), at: s.From, value: f.eval(source.Between(end+1, s.To), depth+1)})
			return
		}
		f.setKey(v, key, source.Between(end+1, s.To), depth)
		return
	}
	switch {
	case t.Kind == source.Word && f.At(s.To-1).Is(")") && f.paired(v, s, depth):
	case t.Kind == source.Word && end == s.To && words:
		f.set(v, member{name: source.Identifier(t), at: s.From, value: f.evalOne(s, depth+1)})
	case t.Kind == source.Word && f.At(end).Is("(") && words:
		f.set(v, member{name: source.Identifier(t), at: s.From, value: value{absent: true, at: s.From}})
	default:
		v.open = true
	}
}

// paired sets the member that a function like Map.entry returns.
func (f *values) paired(v *value, s source.Span, depth int) bool {
	open := int(f.At(s.To - 1).Match)
	if open <= s.From || !source.Has(f.Pairing, f.At(open-1).Text) {
		return false
	}
	args := f.Split(f.Inside(open), ",")
	if len(args) == 2 {
		f.setKey(v, args[0], args[1], depth)
	}
	return len(args) == 2
}

// setKey sets a member whose name is an expression.
func (f *values) setKey(v *value, key, s source.Span, depth int) {
	name := f.eval(key, depth+1)
	if !name.literal {
		v.overlay()
		return
	}
	f.set(v, member{name: name.text, at: key.From, value: f.eval(s, depth+1)})
}

// setValue sets a member whose name is an expression to what is known already.
func (f *values) setValue(v *value, key source.Span, inner value, depth int) {
	name := f.eval(key, depth+1)
	if !name.literal {
		v.overlay()
		return
	}
	f.set(v, member{name: name.text, at: key.From, value: inner})
}

// overlay says that members of names that are not known come next.
func (v *value) overlay() {
	v.open = true
	v.members = slices.Clone(v.members)
	for i := range v.members {
		v.members[i].overlaid = true
	}
}

// set sets a member in the place of one of the same name.
func (f *values) set(v *value, m member) {
	if i := v.index(m.name); i >= 0 {
		v.members[i] = m
		return
	}
	v.members = append(v.members, m)
	switch {
	case v.byName != nil:
		v.byName[m.name] = len(v.members) - 1
	case len(v.members) == fewMembers:
		v.byName = make(map[string]int)
		for i := range v.members {
			v.byName[v.members[i].name] = i
		}
	}
}

// fewMembers are found faster by looking at each.
const fewMembers = 64

// index returns which member has a name, -1 for none.
func (v *value) index(name string) int {
	if v.byName == nil {
		return slices.IndexFunc(v.members, func(m member) bool { return m.name == name })
	}
	if i, ok := v.byName[name]; ok && i < len(v.members) && v.members[i].name == name {
		return i
	}
	return -1
}

// member returns a member by its name, however its words are joined.
func (v value) member(name string) (member, bool) {
	if i := v.index(name); i >= 0 {
		return v.members[i], true
	}
	return member{}, false
}

// pointer returns a part of a JSON pointer.
func pointer(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
