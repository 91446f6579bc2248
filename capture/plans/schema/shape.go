package schema

import "segtap/mapping/jsondoc"

// Shape is what is known of a value.
type Shape struct {
	Types Types
	// Value is the only value that there may be, as it is written; nil: not known.
	Value []byte
	// Members are those of the value if it is an object, in the order in which they
	// are said.
	Members []Member
	// Closed says that if it is an object it has no others.
	Closed bool
}

// Member is a member of an object.
type Member struct {
	Name     string
	Required bool // each such object has it
	At       int  // where it is said, in bytes from the start of the text
	Shape    Shape
}

// anything is what is known of a value of which nothing is said.
var anything = Shape{Types: Any}

// nothing is the shape of a value that cannot be.
var nothing = Shape{}

// member finds a member; index tells where each stands, and is nil for few.
func (s *Shape) member(index map[string]int, name string) *Member {
	if index != nil {
		if i, ok := index[name]; ok {
			return &s.Members[i]
		}
		return nil
	}
	for i := range s.Members {
		if s.Members[i].Name == name {
			return &s.Members[i]
		}
	}
	return nil
}

// few is how many members are found without an index.
const few = 16

func (s *Shape) index() map[string]int {
	if len(s.Members) <= few {
		return nil
	}
	index := make(map[string]int, len(s.Members))
	for i := range s.Members {
		index[s.Members[i].Name] = i
	}
	return index
}

// and is what is known of a value that both shapes hold of.
func (r *Reader) and(a, b Shape) Shape {
	if r.merging(&a, &b) {
		return a
	}
	both := Shape{Types: a.Types & b.Types, Value: a.Value, Closed: a.Closed || b.Closed}
	if both.Value == nil {
		both.Value = b.Value
	}
	ofB := b.index()
	for _, m := range a.Members {
		if other := b.member(ofB, m.Name); other != nil {
			m.Required, m.Shape = m.Required || other.Required, r.and(m.Shape, other.Shape)
		}
		both.Members = append(both.Members, m)
	}
	ofA := a.index()
	for _, m := range b.Members {
		if a.member(ofA, m.Name) == nil {
			both.Members = append(both.Members, m)
		}
	}
	return both
}

// or is what is known of a value that one of the shapes holds of.
func (r *Reader) or(a, b Shape) Shape {
	if r.merging(&a, &b) {
		return anything
	}
	if a.Types == None {
		return b
	}
	if b.Types == None {
		return a
	}
	either := Shape{Types: a.Types | b.Types}
	if a.Value != nil && string(a.Value) == string(b.Value) {
		either.Value = a.Value
	}
	switch {
	case a.Types&Object == 0:
		either.Members, either.Closed = b.Members, b.Closed
		return either
	case b.Types&Object == 0:
		either.Members, either.Closed = a.Members, a.Closed
		return either
	}
	either.Closed = a.Closed && b.Closed
	ofB := b.index()
	for _, m := range a.Members {
		if other := b.member(ofB, m.Name); other != nil {
			m.Required, m.Shape = m.Required && other.Required, r.or(m.Shape, other.Shape)
		} else {
			m = alone(m, b.Closed)
		}
		either.Members = append(either.Members, m)
	}
	ofA := a.index()
	for _, m := range b.Members {
		if a.member(ofA, m.Name) == nil {
			either.Members = append(either.Members, alone(m, a.Closed))
		}
	}
	return either
}

// merging counts the members of two shapes that become one, and tells whether these
// are too many.
func (r *Reader) merging(a, b *Shape) bool {
	if r.merged > maxMerged {
		r.Cut++
		return true
	}
	r.merged += len(a.Members) + len(b.Members)
	return false
}

// alone is a member of which only one of two shapes speaks. Where the other has no
// such member, it is as it is said; else it may be anything.
func alone(m Member, otherIsClosed bool) Member {
	m.Required = false
	if !otherIsClosed {
		m.Shape = anything
	}
	return m
}

// ofValues is the shape of a value that is one of those listed.
func ofValues(list jsondoc.Value) Shape {
	s, n := nothing, 0
	for e := range list.Elements() {
		s.Types |= typeOf(e)
		s.Value = e.Raw()
		n++
	}
	switch {
	case n == 0:
		return anything
	case n > 1:
		s.Value = nil
	}
	return s
}
