package kit

import (
	"iter"
	"math"
	"slices"
	"strconv"

	"segtap/mapping/jsondoc"
)

// protoName is the member that JavaScript takes for the prototype of an object
// when it copies one: it is lost wherever Segment copies a value.
const protoName = "__proto__"

// Value is a JavaScript value as JSON can hold it: a node of a document, kept
// exactly, or something a directive has made. The zero Value is undefined,
// which is called Absent here.
type Value struct {
	kind jsondoc.Kind
	node jsondoc.Value // the node, for a value of a document
	made *made         // what a directive has made; nil for a node, but for a text of the mapping that has been read
}

// made is what a value holds that is no node.
type made struct {
	text  string   // of a string, WTF-8
	num   float64  // of a number
	names []string // of an object, in JavaScript's order, without duplicates
	items []Value  // the members or elements; what is undefined is Absent
}

// Of returns the value that a node of a document stands for.
func Of(node jsondoc.Value) Value { return Value{kind: node.Kind(), node: node} }

// String returns a string value of a text in WTF-8.
func String(text string) Value { return Value{kind: jsondoc.String, made: &made{text: text}} }

// Number returns a number value.
func Number(f float64) Value { return Value{kind: jsondoc.Number, made: &made{num: f}} }

// array gives an array of items.
func array(items []Value) Value { return Value{kind: jsondoc.Array, made: &made{items: items}} }

// Kind returns the kind of the value.
func (v Value) Kind() jsondoc.Kind { return v.kind }

// Node returns the node of the document that the value is; Absent when a
// directive has made it.
func (v Value) Node() jsondoc.Value { return v.node }

func (v Value) isNode() bool { return v.node != jsondoc.Value{} }

// Bool returns a boolean; false for every other kind. Directives make none.
func (v Value) Bool() bool { return v.node.Bool() }

// Number returns a number as the double that JavaScript makes of it, ±Inf when it
// is too large; 0 for every other kind.
func (v Value) Number() float64 {
	if v.kind != jsondoc.Number {
		return 0
	}
	if v.isNode() {
		f, _ := strconv.ParseFloat(string(v.node.Raw()), 64) // ±Inf when out of range
		return f
	}
	return v.made.num
}

// Text returns a string as WTF-8; "" for every other kind.
func (v Value) Text() string {
	if v.kind != jsondoc.String {
		return ""
	}
	if v.made == nil {
		return v.node.Text()
	}
	return v.made.text
}

// isEmptyText reports whether the value is the empty string.
func (v Value) isEmptyText() bool {
	if v.isNode() {
		return v.kind == jsondoc.String && len(v.node.Raw()) == len(`""`)
	}
	return v.kind == jsondoc.String && v.made.text == ""
}

// IsBlank reports whether the value is what Segment removes from a field:
// undefined, null, or the empty string.
func (v Value) IsBlank() bool { return v.kind <= jsondoc.Null || v.isEmptyText() }

// Truthy reports whether JavaScript takes the value for true in a condition.
func (v Value) Truthy() bool {
	switch v.kind {
	case jsondoc.Absent, jsondoc.Null:
		return false
	case jsondoc.Bool:
		return v.Bool()
	case jsondoc.Number:
		f := v.Number()
		return f != 0 && !math.IsNaN(f)
	case jsondoc.String:
		return !v.isEmptyText()
	}
	return true
}

// Member returns a member of an object; Absent when there is none, or when the
// value is no object.
func (v Value) Member(name string) Value {
	if v.isNode() {
		return Of(v.node.Member(name))
	}
	if v.kind == jsondoc.Object {
		if i := slices.Index(v.made.names, name); i >= 0 {
			return v.made.items[i]
		}
	}
	return Value{}
}

// Len counts the elements of an array; 0 for every other kind.
func (v Value) Len() int {
	switch {
	case v.kind != jsondoc.Array:
		return 0
	case v.isNode():
		return v.node.Len()
	}
	return len(v.made.items)
}

// Element returns an element of an array by its index; Absent when there is none,
// or when the value is no array.
func (v Value) Element(index int) Value {
	if v.isNode() {
		return Of(v.node.Element(index))
	}
	if v.kind != jsondoc.Array || index < 0 || index >= len(v.made.items) {
		return Value{}
	}
	return v.made.items[index]
}

// Elements returns the elements of an array; nothing for other kinds.
func (v Value) Elements() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.isNode() {
			for node := range v.node.Elements() {
				if !yield(Of(node)) {
					return
				}
			}
			return
		}
		if v.kind != jsondoc.Array {
			return
		}
		for _, item := range v.made.items {
			if !yield(item) {
				return
			}
		}
	}
}

// Property is a member of an object.
type Property struct {
	Name  string // WTF-8
	Value Value
}

// AppendProperties appends the members of an object in the order in which
// JavaScript enumerates them, each name once with its last value, without
// __proto__ and what is undefined; nothing for other kinds.
func (v Value) AppendProperties(dst []Property) []Property {
	if v.kind != jsondoc.Object {
		return dst
	}
	if v.isNode() {
		return appendNodes(dst, v.node)
	}
	for i, name := range v.made.names {
		if item := v.made.items[i]; item.kind != jsondoc.Absent {
			dst = append(dst, Property{name, item})
		}
	}
	return dst
}

func appendNodes(dst []Property, object jsondoc.Value) []Property {
	var buf [8]jsondoc.Value
	for _, node := range object.AppendProperties(buf[:0]) {
		if !node.NameIs(protoName) {
			dst = append(dst, Property{node.Name(), Of(node)})
		}
	}
	return dst
}

// Properties returns what [Value.AppendProperties] appends.
func (v Value) Properties() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for _, p := range v.AppendProperties(nil) {
			if !yield(p.Name, p.Value) {
				return
			}
		}
	}
}
