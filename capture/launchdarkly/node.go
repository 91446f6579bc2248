package launchdarkly

import (
	"segtap/mapping/jsondoc"
)

// nodeKind is the kind of a node.
type nodeKind uint8

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	textNode
	listNode
	mappingNode
)

var nodeKindNames = [...]string{"nothing", "true or false", "a number", "text", "a list", "a mapping"}

// String names the kind.
func (k nodeKind) String() string { return nodeKindNames[k] }

// node is a value of a file in segtap's own format, whether that came as JSON
// or as YAML.
type node struct {
	kind nodeKind
	// text is what a text reads; of numbers, true and false, what stands there.
	text    string
	json    string // the value as JSON, compact; only where the file is JSON
	members []member
	items   []node
	at      spot
}

type member struct {
	name  string
	said  string // what the file calls it, where that is another name
	at    spot   // of the name
	value node
}

// written gives the name as the file has it.
func (m *member) written() string {
	if m.said != "" {
		return m.said
	}
	return m.name
}

// spot is where something stands: its line and column, or the offset that they
// are counted from when they are asked for.
type spot struct{ offset, line, column int }

// jsonNode makes a node of a JSON value.
func jsonNode(v jsondoc.Value) node {
	start, _ := v.Span()
	n := node{at: spot{offset: start}}
	switch v.Kind() {
	case jsondoc.Object:
		n.kind = mappingNode
		for m := range v.Members() {
			nameStart, _ := m.NameSpan()
			n.members = append(n.members, member{name: m.Name(), at: spot{offset: nameStart}, value: jsonNode(m)})
		}
	case jsondoc.Array:
		n.kind = listNode
		for e := range v.Elements() {
			n.items = append(n.items, jsonNode(e))
		}
	case jsondoc.String:
		n.kind, n.text = textNode, v.Text()
	case jsondoc.Number:
		n.kind, n.text = numberNode, string(v.Raw())
	case jsondoc.Bool:
		n.kind, n.text = boolNode, string(v.Raw())
	}
	// Only the values of a filter are kept as JSON, and these are short.
	if parent := v.Parent(); parent.Kind() == jsondoc.Array && parent.Name() == "values" {
		n.json = string(jsondoc.Compact(v.Raw()))
	}
	return n
}
