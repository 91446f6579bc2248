package tree

import "segtap/mapping/jsondoc"

// Kind is the kind of a node.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	Text
	List
	Mapping
)

var kindNames = [...]string{"nothing", "true or false", "a number", "text", "a list", "a mapping"}

// String names the kind.
func (k Kind) String() string { return kindNames[k] }

// Node is a value of a file, whether that came as JSON
// or as YAML.
type Node struct {
	Kind Kind
	// Text is what a text reads; of numbers, true and false, what stands there.
	Text    string
	json    string // the value as JSON, compact; only where the file is JSON
	Members []Member
	Items   []Node
	At      Spot
}

// Member is a member of a mapping.
type Member struct {
	Name  string
	Said  string // what the file calls it, where that is another name
	at    Spot   // of the name
	Value Node
}

// written gives the name as the file has it.
func (m *Member) written() string {
	if m.Said != "" {
		return m.Said
	}
	return m.Name
}

// Spot is where something stands: its line and column, or the offset that they
// are counted from when they are asked for.
type Spot struct{ offset, line, column int }

// JSON makes a node of a JSON value.
func JSON(v jsondoc.Value) Node {
	start, _ := v.Span()
	n := Node{At: Spot{offset: start}}
	switch v.Kind() {
	case jsondoc.Object:
		n.Kind = Mapping
		for m := range v.Members() {
			nameStart, _ := m.NameSpan()
			n.Members = append(n.Members, Member{Name: m.Name(), at: Spot{offset: nameStart}, Value: JSON(m)})
		}
	case jsondoc.Array:
		n.Kind = List
		for e := range v.Elements() {
			n.Items = append(n.Items, JSON(e))
		}
	case jsondoc.String:
		n.Kind, n.Text = Text, v.Text()
	case jsondoc.Number:
		n.Kind, n.Text = Number, string(v.Raw())
	case jsondoc.Bool:
		n.Kind, n.Text = Bool, string(v.Raw())
	}
	// Only the values of a filter are kept as JSON, and these are short.
	if parent := v.Parent(); parent.Kind() == jsondoc.Array && parent.Name() == "values" {
		n.json = string(jsondoc.Compact(v.Raw()))
	}
	return n
}
