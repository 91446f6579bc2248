package jsondoc

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
)

// maxIndex is the largest array index.
const maxIndex = 1<<32 - 2

// Properties returns the members of an object as JSON.parse makes properties of
// them and JavaScript enumerates these (ECMA-262, OrdinaryOwnPropertyKeys):
// array indices first, in ascending order, then the other names in the order of
// their first appearance; each with the value that stands last in the text.
func (v Value) Properties() iter.Seq[Value] {
	if v.inOrder() {
		return v.Members()
	}
	return slices.Values(v.ordered())
}

// AppendProperties appends what [Value.Properties] gives. It allocates nothing where dst
// has room, wherever that is.
func (v Value) AppendProperties(dst []Value) []Value {
	if v.Kind() != Object {
		return dst
	}
	if !v.inOrder() {
		return append(dst, v.ordered()...)
	}
	nodes := v.doc.nodes
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i].next {
		dst = append(dst, Value{doc: v.doc, i: i})
	}
	return dst
}

// inOrder reports whether the members are sure to be their properties already:
// no two of one name, no array index, and no escape that may hide one.
func (v Value) inOrder() bool {
	for m := range v.Members() {
		name := m.rawName()
		if _, ok := ArrayIndex(name); ok || !v.doc.plain && bytes.IndexByte(name, '\\') >= 0 {
			return false
		}
	}
	return !v.hasDuplicates()
}

func (v Value) ordered() []Value {
	type property struct {
		value   Value
		index   uint32
		isIndex bool
	}
	var props []property
	seen := map[string]int{}
	for m := range v.Members() {
		name := m.Name()
		if at, ok := seen[name]; ok {
			props[at].value = m
			continue
		}
		seen[name] = len(props)
		index, isIndex := ArrayIndex(name)
		props = append(props, property{m, index, isIndex})
	}
	slices.SortStableFunc(props, func(a, b property) int {
		switch {
		case a.isIndex && b.isIndex:
			return cmp.Compare(a.index, b.index)
		case a.isIndex:
			return -1
		case b.isIndex:
			return 1
		}
		return 0
	})
	values := make([]Value, len(props))
	for i := range props {
		values[i] = props[i].value
	}
	return values
}

// rawName gives the member's name as it came, without its quotes.
func (v Value) rawName() []byte {
	n := v.node()
	return v.doc.raw[n.nameStart+1 : n.nameEnd-1]
}

// ArrayIndex reads a property name that is a canonical array index ("0", "17"):
// JavaScript enumerates such properties before all others (ECMA-262, "array
// index").
func ArrayIndex[Bytes ~string | ~[]byte](name Bytes) (index uint32, ok bool) {
	if len(name) == 0 || len(name) > 10 || name[0] == '0' && len(name) > 1 {
		return 0, false
	}
	n := uint64(0)
	for _, c := range []byte(name) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return uint32(n), n <= maxIndex
}
