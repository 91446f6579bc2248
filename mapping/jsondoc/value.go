package jsondoc

import "iter"

// Kind is the kind of a JSON value.
type Kind uint8

// The kinds. Absent is what a missing member is.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Object
	Array
)

var kindNames = [...]string{"absent", "null", "boolean", "number", "string", "object", "array"}

// String returns the name that JSON has for the kind, or "absent".
func (k Kind) String() string { return kindNames[k] }

// Value is one value of a document. It is small and is passed by value. The
// zero Value is Absent, and so is whatever is looked up in it.
type Value struct {
	doc *Doc
	i   int32
}

// node gives the node of a value that is not absent.
func (v Value) node() *node { return &v.doc.nodes[v.i] }

// Kind returns the kind of the value.
func (v Value) Kind() Kind {
	if v.doc == nil {
		return Absent
	}
	return v.node().kind
}

// Doc returns the document that the value stands in; nil when it is absent.
func (v Value) Doc() *Doc { return v.doc }

// Raw returns the value's text as it came; nil when it is absent. It must not be
// changed.
func (v Value) Raw() []byte {
	if v.doc == nil {
		return nil
	}
	n := v.node()
	return v.doc.raw[n.start:n.end:n.end]
}

// Span returns the place of the value in the text, in bytes.
func (v Value) Span() (start, end int) {
	if v.doc == nil {
		return 0, 0
	}
	n := v.node()
	return int(n.start), int(n.end)
}

// Name returns the name of a member as WTF-8; "" for what is not a member.
func (v Value) Name() string {
	if v.doc == nil {
		return ""
	}
	n := v.node()
	if n.nameEnd == 0 {
		return ""
	}
	return decode(v.doc.raw[n.nameStart+1:n.nameEnd-1], v.doc.plain)
}

// NameRaw returns the name of a member as it came, with its quotes; nil for what
// is not a member.
func (v Value) NameRaw() []byte {
	start, end := v.NameSpan()
	if end == 0 {
		return nil
	}
	return v.doc.raw[start:end:end]
}

// NameSpan returns the place of the member's name in the text, quotes included.
func (v Value) NameSpan() (start, end int) {
	if v.doc == nil {
		return 0, 0
	}
	n := v.node()
	return int(n.nameStart), int(n.nameEnd)
}

// Text returns a string as WTF-8; "" for every other kind.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	n := v.node()
	return decode(v.doc.raw[n.start+1:n.end-1], v.doc.plain)
}

// AppendText appends what [Value.Text] gives.
func (v Value) AppendText(dst []byte) []byte {
	if v.Kind() != String {
		return dst
	}
	n := v.node()
	return appendDecoded(dst, v.doc.raw[n.start+1:n.end-1])
}

// TextIs reports whether the value is a string that reads s, without making
// one.
func (v Value) TextIs(s string) bool {
	if v.Kind() != String {
		return false
	}
	n := v.node()
	return equal(v.doc.raw[n.start+1:n.end-1], s, v.doc.plain)
}

// Bool returns a boolean; false for every other kind.
func (v Value) Bool() bool {
	return v.Kind() == Bool && v.doc.raw[v.node().start] == 't'
}

// NameIs reports whether the value is a member of that name, without making a
// string of it.
func (v Value) NameIs(name string) bool {
	if v.doc == nil {
		return false
	}
	n := v.node()
	return n.nameEnd > 0 && equal(v.doc.raw[n.nameStart+1:n.nameEnd-1], name, v.doc.plain)
}

// Members returns the members of an object in the order of the text, duplicates
// included; nothing for other kinds.
func (v Value) Members() iter.Seq[Value] { return v.children(Object) }

// Elements returns the elements of an array; nothing for other kinds.
func (v Value) Elements() iter.Seq[Value] { return v.children(Array) }

func (v Value) children(of Kind) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.Kind() != of {
			return
		}
		nodes := v.doc.nodes
		for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i].next {
			if !yield(Value{doc: v.doc, i: i}) {
				return
			}
		}
	}
}

// Len counts the members of an object, duplicates included, or the elements of
// an array; 0 for other kinds. It walks them.
func (v Value) Len() int {
	if v.Kind() < Object {
		return 0
	}
	n := 0
	nodes := v.doc.nodes
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i].next {
		n++
	}
	return n
}

// Element returns the element of an array by its index, from 0; Absent when there
// is none, or when v is not an array.
func (v Value) Element(index int) Value {
	if v.Kind() != Array || index < 0 {
		return Value{}
	}
	nodes := v.doc.nodes
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i].next {
		if index == 0 {
			return Value{doc: v.doc, i: i}
		}
		index--
	}
	return Value{}
}

// Parent returns the object or array that holds the value; Absent for the root.
func (v Value) Parent() Value {
	if v.doc == nil || v.node().parent < 0 {
		return Value{}
	}
	return Value{doc: v.doc, i: v.node().parent}
}

// IsPlain reports whether the value is a string that has no escapes and is all
// UTF-8, so that it reads as the bytes between its quotes.
func (v Value) IsPlain() bool {
	if v.Kind() != String {
		return false
	}
	n := v.node()
	return v.doc.plain || isPlain(v.doc.raw[n.start:n.end])
}

// NameIsPlain is [Value.IsPlain] for the name of a member.
func (v Value) NameIsPlain() bool {
	return v.doc != nil && v.node().nameEnd > 0 && (v.doc.plain || isPlain(v.rawName()))
}
