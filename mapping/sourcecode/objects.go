package sourcecode

import (
	"slices"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/language"
	"segtap/mapping/sourcecode/source"
)

// converted is eval of a value behind a type in parentheses.
func (f *values) converted(s source.Span, depth int) (value, bool) {
	if !f.At(s.From).Is("(") || f.Inside(s.From).To != s.From+2 {
		return value{}, false
	}
	t, ok := f.Converts[f.At(s.From+1).Text]
	next := f.At(s.From + 3)
	if !ok || s.From+3 >= s.To || next.Kind != source.Word && next.Kind != source.Number && next.Kind != source.Text && next.Kind != source.Opening && !next.Is("-") {
		return value{}, false
	}
	if v := f.eval(source.Between(s.From+3, s.To), depth+1); v.literal && v.is(t) {
		return v, true
	}
	return typed(s.From, t), true
}

// filled reads an object that is made by a function and filled by setters.
func (f *values) filled(links []source.Link, depth int) (value, bool) {
	v := value{types: objectType, why: "its name is no text", at: links[0].At}
	filled := false
	for i, l := range links {
		setter, isSetter := f.Setters[l.Name]
		switch {
		case filled && isSetter && setter.Done:
		case l.Args != 0 && isSetter && (i > 0 || filled):
			f.fill(&v, setter, l, depth)
			filled = true
		case source.Has(f.Objects, l.Name) && (l.Args != 0 || l.Body != 0):
			f.contents(&v, l, depth)
			filled = true
		case source.Has(f.Merging, l.Name) && l.Args != 0:
			f.merge(&v, l, depth)
			filled = true
		case l.Body != 0 && filled:
			f.fillBody(&v, f.Inside(l.Body), depth)
		case i+1 == len(links) || l.Args != 0 && !filled:
			v.open = v.open || i > 0 || l.Args != 0
		case l.Args == 0 && i == 0 && !f.reaches(links, i):
			// A variable that is filled: what else it holds is not known here.
			v.open = true
		}
	}
	return v, filled
}

// reaches says whether a link only names where a function is.
func (f *values) reaches(links []source.Link, i int) bool {
	for _, l := range links[i+1:] {
		if source.Has(f.Objects, l.Name) {
			return true
		}
		if l.Args != 0 {
			return false
		}
	}
	return false
}

// contents reads what an object is made with.
func (f *values) contents(v *value, l source.Link, depth int) {
	if l.Body != 0 {
		f.fillBody(v, f.Inside(l.Body), depth)
	}
	if l.Args == 0 {
		return
	}
	args := f.Split(f.Inside(l.Args), ",")
	if source.Has(f.Alternating, l.Name) {
		for i := 0; i+1 < len(args); i += 2 {
			f.setKey(v, args[i], args[i+1], depth)
		}
		return
	}
	for _, arg := range args {
		if f.At(arg.From).Kind == source.Number && arg.To == arg.From+1 {
			continue // how many members it has room for
		}
		if arrow := f.arrow(arg); arrow > 0 {
			f.fillBody(v, source.Between(arrow+1, arg.To), depth)
			continue
		}
		f.entry(v, arg, depth, true)
	}
}

// arrow returns where the body of a function begins, 0 if there is none.
func (f *values) arrow(s source.Span) int {
	if !f.Language.Bodies {
		return 0
	}
	for i := s.From; i < s.To && i < s.From+4; i = f.Next(i, s.To) {
		if f.Tokens[i].Is("->") {
			return i
		}
	}
	return 0
}

// merge puts the members of several objects together, those of the last in the place of
// others of their names.
func (f *values) merge(v *value, l source.Link, depth int) {
	for _, arg := range f.Split(f.Inside(l.Args), ",") {
		inner := f.eval(arg, depth+1)
		if inner.open || !inner.is(origin.Object) {
			v.overlay()
		}
		for _, m := range inner.members {
			f.set(v, m)
		}
		v.open = v.open || inner.open || !inner.is(origin.Object)
	}
}

// fillBody reads the setters in the body of a function.
func (f *values) fillBody(v *value, s source.Span, depth int) {
	if depth > maxDepth {
		v.open = true
		return
	}
	for i := s.From; i < s.To; i = f.Next(i, s.To) {
		t := f.Tokens[i]
		if t.Kind == source.Word && f.At(i+1).Is("(") {
			if setter, ok := f.Setters[t.Text]; ok {
				l := source.Link{Name: t.Text, At: i, Args: i + 1}
				i = f.Next(i+1, s.To)
				if f.At(i).Is("{") && setter.Nested {
					l.Body = i
					i = f.Next(i, s.To)
				}
				i--
				f.fill(v, setter, l, depth)
				continue
			}
		}
		switch {
		case t.Is("{") && i == s.From && f.Next(i, s.To) == s.To:
			f.fillBody(v, f.Inside(i), depth+1)
		case t.Is("{"), t.Kind == source.Word && source.Has(f.Control, t.Text):
			v.open = true
		}
	}
}

// fill sets what a setter sets.
func (f *values) fill(v *value, s language.Setter, l source.Link, depth int) {
	args := f.Split(f.Inside(l.Args), ",")
	switch {
	case s.Nested && len(args) > 0:
		inner := value{types: []origin.Type{s.Type}, why: "its name is no text", at: l.At}
		if l.Body != 0 {
			f.fillBody(&inner, f.Inside(l.Body), depth+1)
		} else if len(args) > 1 && f.arrow(args[1]) > 0 {
			f.fillBody(&inner, source.Between(f.arrow(args[1])+1, args[1].To), depth+1)
		}
		if s.Type != origin.Object {
			inner.members, inner.open = nil, false
		}
		f.setValue(v, args[0], inner, depth)
	case len(args) == 2 && s.Type != origin.Array:
		f.setKey(v, args[0], args[1], depth)
	case s.Name != "" && len(args) > 0:
		value := f.eval(args[0], depth+1)
		if len(value.types) == 0 && s.Type != "" || len(args) > 1 {
			value = typed(args[0].From, s.Type)
		}
		f.set(v, member{name: s.Name, at: l.At, value: value})
	default:
		v.open = true
	}
}

// record reads what a type is made of, with names.
func (f *values) record(links []source.Link, depth int) (value, bool) {
	last := links[len(links)-1]
	if !f.Records || last.Args == 0 || last.Name[0] < 'A' || last.Name[0] > 'Z' {
		return value{}, false
	}
	v := value{types: objectType, why: "its name is no text", at: links[0].At, open: true}
	for _, arg := range f.Split(f.Inside(last.Args), ",") {
		if f.At(arg.From).Kind != source.Word || !f.At(arg.From+1).In(":", "=") {
			return value{}, false
		}
		f.entry(&v, arg, depth, true)
	}
	if len(v.members) == 0 {
		return value{}, false
	}
	if f.renamed(last.Name) {
		v.members = nil
	}
	return v, true
}

// renamed says whether the members of a type have other names in JSON.
func (f *values) renamed(name string) bool {
	if f.renamedTypes == nil {
		f.renamedTypes = map[string]bool{}
		for i := range f.Tokens {
			if source.Has(f.Named, f.At(i-1).Text) && f.renames(i) {
				f.renamedTypes[f.At(i).Text] = true
			}
		}
	}
	return f.renamedTypes[name]
}

// renames says whether the type whose name is at i gives its members other names.
func (f *values) renames(i int) bool {
	for j := i; j < min(i+maxScopes, len(f.Tokens)) && !(j > i && source.Has(f.Named, f.At(j).Text) && !f.At(j+1).Is("CodingKeys")); j++ {
		if f.At(j).In("CodingKeys", "SerialName", "SerializedName", "Json") {
			return true
		}
	}
	return false
}

// constants declares what no operator does.
func (f *values) constants() {
	if f.Entries {
		f.entries()
	}
	if f.CaseNames {
		f.cases()
	}
	for i := range f.Tokens {
		if t := f.At(i); t.Kind != source.Word || !source.Has(f.Defines, t.Text) || !f.At(i+1).Is("(") || f.At(i+2).Kind != source.Text {
			continue
		}
		if args := f.Split(f.Inside(i+1), ","); len(args) == 2 {
			name, _ := f.Source.Decode(f.At(i + 2).Text)
			f.keep(-1, name, args[1])
		}
	}
}

// cases declares the members of enumerations of texts that are given none: each stands
// for its own name.
func (f *values) cases() {
	for i := range f.Tokens {
		if !f.At(i).Is("enum") || !f.At(i+2).Is(":") || !f.At(i+3).Is("String") {
			continue
		}
		block, ok := f.members[scope{f.At(i).Block, source.Identifier(f.At(i + 1))}]
		if !ok {
			continue
		}
		inside := f.Inside(int(block))
		for j := inside.From; j < inside.To; j++ {
			t := f.At(j)
			if name := source.Identifier(t); name != "" && t.Block == block && f.At(j-1).In("case", ",") && !f.At(j+1).Is("=") {
				f.scopes[scope{block, name}] = &declaration{known: true, value: textValue(name, j)}
			}
		}
	}
}

// entries declares the members of enumerations that are made with one text each.
func (f *values) entries() {
	for i := range f.Tokens {
		if !f.At(i).Is("enum") {
			continue
		}
		name := i + 1
		if f.At(name).Is("class") {
			name++
		}
		block, ok := f.members[scope{f.At(i).Block, source.Identifier(f.At(name))}]
		if !ok {
			continue
		}
		inside := f.Inside(int(block))
		if end := slices.IndexFunc(f.Tokens[inside.From:inside.To], func(t source.Token) bool { return t.Is(";") && t.Block == block }); end >= 0 {
			inside.To = inside.From + end
		}
		for _, entry := range f.Split(inside, ",") {
			for f.At(entry.From).Is("@") {
				entry.From += 2
			}
			f.entryOf(block, entry)
		}
	}
}

// entryOf declares a member of an enumeration.
func (f *values) entryOf(block int32, s source.Span) {
	name := source.Identifier(f.At(s.From))
	if name == "" {
		return
	}
	d := &declaration{entry: true, known: true, value: value{why: "its name is no text", at: s.From}}
	if f.At(s.From + 1).Is("(") {
		for _, arg := range f.Split(f.Inside(s.From+1), ",") {
			if v := f.eval(source.Between(arg.To-1, arg.To), 0); v.literal && v.is(origin.String) {
				if d.value.literal {
					return // which of several it stands for is not known
				}
				d.value = v
			}
		}
	}
	own := textValue(name, s.From)
	d.value.members = []member{{name: "name", at: s.From, value: own}, {name: "toString", at: s.From, value: own}}
	f.scopes[scope{block, name}] = d
}
