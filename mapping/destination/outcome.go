package destination

import (
	"errors"
	"slices"
	"strings"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// taken is a message and the action that it goes through. Where the values of
// its fields come from is traced when somebody asks.
type taken struct {
	action   *Action
	compiled *compiledAction // nil for an action that the destination does not have
	msg      jsondoc.Value
}

// resolved is what the mappings of an action give for one message, before types
// are coerced.
type resolved struct {
	taken
	values [maxFields]kit.Value // parallel to the action's fields
}

// run resolves all mappings. The error says why the action stops at the message,
// or cannot even look at it; what the other mappings give is there all the same.
func (r *resolved) run(room *kit.Room) error {
	switch {
	case r.compiled == nil:
		return errors.New("the destination has no such action")
	case r.msg.Kind() == jsondoc.Null:
		return kit.Error("Cannot read properties of null (reading 'context')")
	case r.msg.Kind() != jsondoc.Object:
		return errors.New("data must be an object, got " + strings.Replace(r.msg.Kind().String(), "absent", "undefined", 1))
	}
	failed := r.compiled.invalid
	msg := kit.Of(r.msg)
	for i, m := range r.compiled.mappings {
		if m == nil {
			continue
		}
		v, err := m.ResolveIn(msg, room)
		if err != nil && failed == nil {
			failed = err
		}
		r.values[i] = v
	}
	for _, m := range r.compiled.extra {
		if m == nil {
			continue
		}
		if _, err := m.Resolve(msg); err != nil && failed == nil {
			failed = err
		}
	}
	return failed
}

// place gives the place of a field among those of the action; -1 when the action
// has none of that name, or no mapping for it.
func (r *taken) place(name string) int {
	if r.compiled == nil {
		return -1
	}
	for i := range r.action.Fields {
		if r.action.Fields[i].Name == name && r.compiled.mappings[i] != nil {
			return i
		}
	}
	return -1
}

// sources traces where the value of the field at a place comes from.
func (r *taken) sources(i int) []kit.Source {
	if r.compiled == nil || r.compiled.mappings[i] == nil {
		return nil
	}
	return r.compiled.mappings[i].Trace(kit.Of(r.msg))
}

// Reads reports whether the mapping of a field looks at exactly that place of the
// message.
func (o *Outcome) Reads(pointer string) bool {
	if o.resolved.compiled == nil {
		return false
	}
	return slices.ContainsFunc(o.resolved.compiled.mappings, func(m *kit.Mapping) bool {
		return m != nil && slices.Contains(m.Wanted(kit.Of(o.resolved.msg)), pointer)
	})
}

// Message returns the message that the action was run on.
func (o *Outcome) Message() jsondoc.Value { return o.resolved.msg }

// Maps reports whether the action has a field of that name and a mapping for it.
func (o *Outcome) Maps(field string) bool { return o.resolved.place(field) >= 0 }

// Resolve returns what the mapping of a field finds in another message; Absent
// where it fails, or there is none.
func (o *Outcome) Resolve(field string, msg jsondoc.Value) kit.Value {
	i := o.resolved.place(field)
	if i < 0 {
		return kit.Value{}
	}
	v, err := o.resolved.compiled.mappings[i].Resolve(kit.Of(msg))
	if err != nil {
		return kit.Value{}
	}
	return v
}

// Sources traces where the value of a field comes from.
func (o *Outcome) Sources(field string) []kit.Source {
	i := o.resolved.place(field)
	if i < 0 {
		return nil
	}
	return o.resolved.sources(i)
}

// ErrorOf returns what is wrong with a field; nil when nothing is.
func (o *Outcome) ErrorOf(name string) *FieldError {
	for i := range o.FieldErrors {
		if o.FieldErrors[i].Field.Name == name {
			return &o.FieldErrors[i]
		}
	}
	return nil
}

// Stopper returns the null of the message on which Segment's framework stops it,
// where that is what stops it; else Absent.
func (o *Outcome) Stopper() jsondoc.Value {
	null, err := personas(o.resolved.msg)
	if err == nil || err.Error() != o.Err {
		return jsondoc.Value{}
	}
	return null
}

// Pointers returns the JSON Pointers of the places in the message that a field is
// mapped from: where its value stands, or would stand.
func (o *Outcome) Pointers(field string) []string { return o.Find(field).pointers() }

// Found is what a field of an action gets from a message, before it is coerced.
type Found struct {
	Outcome *Outcome // what it was found for
	field   int      // -1 for one that the action does not have, or has no mapping for
}

// Find returns what the mapping of a field found.
func (o *Outcome) Find(field string) Found { return Found{o, o.resolved.place(field)} }

// Value returns what the mapping found; Absent for nothing.
func (v Found) Value() kit.Value {
	if v.field < 0 {
		return kit.Value{}
	}
	return v.Outcome.resolved.values[v.field]
}

// Wanted returns the JSON Pointers of all places at which the mapping looks for
// the value, in the order in which it looks.
func (v Found) Wanted() []string {
	if v.field < 0 {
		return nil
	}
	return v.Outcome.resolved.compiled.mappings[v.field].Wanted(kit.Of(v.Outcome.resolved.msg))
}

// Alternatives returns all places at which the mapping would look in a message that
// has none of them.
func (v Found) Alternatives() []string {
	if v.field < 0 {
		return nil
	}
	return v.Outcome.resolved.compiled.mappings[v.field].Wanted(kit.Value{})
}

// pointers gives the JSON Pointers of the places that the value comes from.
func (v Found) pointers() []string {
	if v.field < 0 {
		return nil
	}
	var all []string
	for _, source := range v.Outcome.resolved.sources(v.field) {
		all = append(all, source.From...)
	}
	return all
}

// Node returns the node of the message that the value is; Absent for one that the
// mapping has made, or has itself.
func (v Found) Node() jsondoc.Value {
	node := v.Value().Node()
	if node.Kind() != jsondoc.Absent && node.Doc() != v.Outcome.resolved.msg.Doc() {
		return jsondoc.Value{}
	}
	return node
}

// At returns the JSON Pointer of the place in the message: where the value stands,
// what it was made of, or where it is looked for first. It is "" for a value that
// the mapping takes from nowhere.
func (v Found) At() string {
	switch {
	case v.Node().Kind() != jsondoc.Absent:
		return v.AtOf(nil)
	case v.Value().IsBlank():
		return v.AtOf(v.Wanted())
	}
	return v.AtOf(v.pointers())
}

// AtOf is At of a value that is blank, for those who have asked what is wanted.
func (v Found) AtOf(places []string) string {
	if node := v.Node(); node.Kind() != jsondoc.Absent {
		return node.Pointer()
	}
	if len(places) == 0 {
		return ""
	}
	return places[0]
}

// Is reports whether the value is the member of that name, of the message
// itself or, with in, of its member of that name.
func (v Found) Is(in, name string) bool {
	node := v.Node()
	if !node.NameIs(name) {
		return false
	}
	parent := node.Parent()
	if in != "" {
		if !parent.NameIs(in) {
			return false
		}
		parent = parent.Parent()
	}
	return parent.Kind() == jsondoc.Object && parent.Parent().Kind() == jsondoc.Absent
}

// Raw returns the JSON text that the value stands for.
func (v Found) Raw() []byte { return v.Value().Node().Raw() }
