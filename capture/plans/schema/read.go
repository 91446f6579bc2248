package schema

import (
	"net/url"
	"slices"
	"strings"

	"segtap/mapping/jsondoc"
)

const (
	// maxDepth is how many schemas in each other are read.
	maxDepth = 64
	// maxReferred is how many bytes are read behind references, of one document.
	maxReferred = 16 << 20
	// maxMerged is how many members are compared where several schemas speak of one
	// value, of one document.
	maxMerged = 2_000_000
	// maxBranches is how many alternatives, or schemas that all hold, are read.
	maxBranches = 64
)

// Reader reads the schemas of one document.
type Reader struct {
	// Lost are references that lead nowhere, and Cut the schemas that are too deep or too
	// many to be read. Nothing is known of what they would say.
	Lost, Cut int

	root             jsondoc.Value // of the schema that is read, where its references begin
	within           []jsondoc.Value
	referred, merged int
}

// Read reads a schema.
func (r *Reader) Read(v jsondoc.Value) Shape {
	r.root, r.within = v, r.within[:0]
	return r.read(v, 0)
}

func (r *Reader) read(v jsondoc.Value, depth int) Shape {
	if v.Kind() == jsondoc.Bool && !v.Bool() {
		return nothing
	}
	if v.Kind() != jsondoc.Object {
		return anything
	}
	if depth > maxDepth {
		r.Cut++
		return anything
	}
	// Drafts differ in whether what stands beside a reference counts. It is not known
	// then, which holds in all of them.
	if ref := v.Member("$ref"); ref.Kind() == jsondoc.String {
		return r.follow(ref.Text(), depth)
	}
	shape := r.own(v, depth)
	for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
		list := v.Member(keyword)
		if n := list.Len(); n == 0 || list.Kind() != jsondoc.Array {
			continue
		} else if n > maxBranches {
			r.Cut++
			continue
		}
		either := nothing
		for branch := range list.Elements() {
			switch s := r.read(branch, depth+1); keyword {
			case "allOf":
				shape = r.and(shape, s)
			default:
				either = r.or(either, s)
			}
		}
		if keyword != "allOf" {
			shape = r.and(shape, either)
		}
	}
	return shape
}

// own reads what a schema says by itself.
func (r *Reader) own(v jsondoc.Value, depth int) Shape {
	shape := Shape{Types: typesOf(v.Member("type"))}
	if v.Member("nullable").Bool() && shape.Types != None { // OpenAPI 3.0, and ajv
		shape.Types |= Null
	}
	shape.Members = r.members(v, depth)
	patterns := v.Member("patternProperties").Len() > 0
	shape.Closed = v.Member("additionalProperties").Kind() == jsondoc.Bool && !v.Member("additionalProperties").Bool() && !patterns
	if list := v.Member("enum"); list.Kind() == jsondoc.Array {
		shape = r.and(shape, ofValues(list))
	}
	if value := v.Member("const"); value.Kind() != jsondoc.Absent {
		shape = r.and(shape, Shape{Types: typeOf(value), Value: value.Raw()})
	}
	return shape
}

// members reads the members of an object, those that are required but not declared
// behind the others.
func (r *Reader) members(v jsondoc.Value, depth int) []Member {
	var members []Member
	for m := range v.Member("properties").Properties() {
		at, _ := m.NameSpan()
		members = append(members, Member{
			Name: m.Name(), At: at, Shape: r.read(m, depth+1),
			Required: m.Member("required").Bool(), // draft 3
		})
	}
	shape := Shape{Members: members}
	index := shape.index()
	for name := range v.Member("required").Elements() {
		if name.Kind() != jsondoc.String {
			continue
		}
		text := name.Text()
		if m := shape.member(index, text); m != nil {
			m.Required = true
			continue
		}
		at, _ := name.Span()
		shape.Members = append(shape.Members, Member{Name: text, At: at, Shape: anything, Required: true})
		if index == nil {
			index = shape.index()
		} else {
			index[text] = len(shape.Members) - 1
		}
	}
	return shape.Members
}

// follow reads the schema behind a reference within the document.
func (r *Reader) follow(ref string, depth int) Shape {
	pointer, ok := strings.CutPrefix(ref, "#")
	target := jsondoc.Value{}
	if text, err := url.PathUnescape(pointer); ok && err == nil {
		target = r.root.Lookup(text)
		if target.Kind() == jsondoc.Absent {
			target = r.root.Doc().Root().Lookup(text)
		}
	}
	if target.Kind() == jsondoc.Absent {
		r.Lost++
		return anything
	}
	r.referred += len(ref) + len(target.Raw())
	switch {
	case r.referred > maxReferred:
		r.Cut++
		return anything
	case slices.Contains(r.within, target): // it is in itself
		return anything
	}
	r.within = append(r.within, target)
	shape := r.read(target, depth+1)
	r.within = r.within[:len(r.within)-1]
	return shape
}
