package kit

import (
	"segtap/mapping/jsondoc"
)

// Mapping is the compiled mapping of one field. It is not changed by use: many
// goroutines may resolve with it at once. It keeps the document it was compiled
// from.
type Mapping struct {
	root expr
}

// expr is one place of a mapping: a directive, a literal, an object or an array.
type expr interface {
	// resolve gives the value for a message. The error is an [Error].
	resolve(message Value) (Value, error)
	// trace reports which places of the message the value comes from.
	trace(message Value, t *tracer)
}

// Compile reads the mapping of the field of that name. The error is a
// [*InvalidError]: it lists everything that Segment's own check finds wrong
// with the mapping.
func Compile(field string, mapping jsondoc.Value) (*Mapping, error) {
	var c checker
	c.any(Of(mapping), "/"+field)
	if len(c.problems) > 0 {
		return nil, &InvalidError{Problems: c.problems}
	}
	return &Mapping{root: compile(Of(mapping))}, nil
}

// Resolve returns the value of the field for a message: Absent when the mapping
// leads to nothing. The error is an [Error].
//
// Undefined members are left out of the objects that a mapping makes; what is
// taken from the message is not touched.
func (m *Mapping) Resolve(message Value) (Value, error) {
	return m.root.resolve(message)
}

// Room is memory for a value that a mapping makes.
type Room struct {
	taken bool
	made  made
	items [2]Value
}

// ResolveIn is [Mapping.Resolve]. A small object that the mapping makes is made in the
// room, if nothing is in there yet.
func (m *Mapping) ResolveIn(message Value, room *Room) (Value, error) {
	object, ok := m.root.(objectExpr)
	if !ok || room.taken || len(object.items) > len(room.items) {
		return m.root.resolve(message)
	}
	room.taken = true
	room.made = made{names: object.names, items: room.items[:len(object.items):len(object.items)]}
	if err := resolveAll(room.made.items, object.items, message); err != nil {
		return Value{}, err
	}
	return Value{kind: jsondoc.Object, made: &room.made}, nil
}

// compile makes an expr of a mapping that has been checked. Segment does not
// check what stands in arrays and literals, so anything may come: a mistake
// there is an error when the place is reached.
func compile(v Value) expr {
	switch v.kind {
	case jsondoc.Array:
		list := listExpr{}
		for item := range v.Elements() {
			list.items = append(list.items, compile(item))
		}
		return list
	case jsondoc.Object:
		if isDirective(v) {
			return compileDirective(v)
		}
		object := objectExpr{}
		for name, member := range v.Properties() {
			object.names = append(object.names, name)
			object.items = append(object.items, compile(member))
		}
		return object
	}
	if v.kind == jsondoc.String {
		v.made = &made{text: v.Text()} // once for all messages
	}
	return literalExpr{v}
}

// literalExpr stands for itself.
type literalExpr struct{ value Value }

func (e literalExpr) resolve(Value) (Value, error) { return e.value, nil }
func (e literalExpr) trace(Value, *tracer)         {}

// objectExpr is an object whose members are mappings.
type objectExpr struct {
	names []string
	items []expr
}

func (e objectExpr) resolve(message Value) (Value, error) {
	items := make([]Value, len(e.items))
	if err := resolveAll(items, e.items, message); err != nil {
		return Value{}, err
	}
	return Value{kind: jsondoc.Object, made: &made{names: e.names, items: items}}, nil
}

func (e objectExpr) trace(message Value, t *tracer) {
	for i, item := range e.items {
		t.inside(e.names[i], func() { item.trace(message, t) })
	}
}

// listExpr is an array whose elements are mappings. An undefined element stays.
type listExpr struct{ items []expr }

func (e listExpr) resolve(message Value) (Value, error) {
	items := make([]Value, len(e.items))
	if err := resolveAll(items, e.items, message); err != nil {
		return Value{}, err
	}
	return array(items), nil
}

func (e listExpr) trace(message Value, t *tracer) {
	for i, item := range e.items {
		t.insideIndex(i, func() { item.trace(message, t) })
	}
}

// resolveAll resolves mappings one after another into values, until one of them throws.
func resolveAll(values []Value, items []expr, message Value) error {
	for i, item := range items {
		v, err := item.resolve(message)
		if err != nil {
			return err
		}
		values[i] = v
	}
	return nil
}

// failure is a place that throws when it is reached.
type failure Error

func (e failure) resolve(Value) (Value, error) { return Value{}, Error(e) }
func (e failure) trace(Value, *tracer)         {}
