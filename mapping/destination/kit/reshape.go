package kit

import (
	"cmp"
	"slices"
	"strconv"

	"segtap/mapping/jsondoc"
)

// compileReshaping compiles the directives that build values out of others.
func compileReshaping(name string, arg Value) expr {
	if name == "@arrayPath" {
		return compileArrayPath(arg)
	}
	if name == "@excludeWhenNull" {
		return excludeExpr{compile(arg)}
	}
	if arg.kind != jsondoc.Object {
		return failure(name + " requires an object")
	}
	switch name {
	case "@replace":
		return compileReplace(arg)
	case "@json":
		return compileJSON(arg)
	case "@flatten":
		return compileFlatten(arg)
	case "@merge":
		return compileMerge(arg)
	}
	return compileTransform(arg)
}

// need gives the first of the members that is not there, or falsy, as an error;
// "" when all are there.
func need(directive string, arg Value, members ...string) failure {
	for _, name := range members {
		if !arg.Member(name).Truthy() {
			return failure(directive + ` requires a "` + name + `" key`)
		}
	}
	return ""
}

// object builds an object the way assignments in JavaScript do.
type object struct {
	made
	at map[string]int // the place of each name
}

// set gives a property its value. Setting __proto__ changes the prototype, not
// the properties.
func (o *object) set(name string, v Value) {
	if name == protoName {
		return
	}
	if i, ok := o.at[name]; ok {
		o.items[i] = v
		return
	}
	if o.at == nil {
		o.at = map[string]int{}
	}
	o.at[name] = len(o.names)
	o.names, o.items = append(o.names, name), append(o.items, v)
}

// assign sets all properties that Object.assign takes from v.
func (o *object) assign(v Value) {
	switch v.kind {
	case jsondoc.Object:
		if v.made != nil { // an undefined member counts, too
			for i, name := range v.made.names {
				o.set(name, v.made.items[i])
			}
			return
		}
		for name, member := range v.Properties() {
			o.set(name, member)
		}
	case jsondoc.Array:
		i := 0
		for item := range v.Elements() {
			o.set(strconv.Itoa(i), item)
			i++
		}
	case jsondoc.String:
		text := v.Text()
		for i := range units(text) {
			char, _ := unit(text, i)
			o.set(strconv.Itoa(i), String(char))
		}
	}
}

// value gives the object, its array indices first.
func (o *object) value() Value {
	order := make([]int, len(o.names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return ComparePropertyNames(o.names[a], o.names[b]) })
	ordered := &made{}
	for _, i := range order {
		ordered.names, ordered.items = append(ordered.names, o.names[i]), append(ordered.items, o.items[i])
	}
	return Value{kind: jsondoc.Object, made: ordered}
}

// ComparePropertyNames orders names as JavaScript enumerates properties (ECMA-262,
// OrdinaryOwnPropertyKeys): array indices first, in ascending order. All other
// names are equal: with a stable sort they keep the order of their creation.
func ComparePropertyNames(a, b string) int {
	i, aIsIndex := jsondoc.ArrayIndex(a)
	j, bIsIndex := jsondoc.ArrayIndex(b)
	switch {
	case aIsIndex && bIsIndex:
		return cmp.Compare(i, j)
	case aIsIndex:
		return -1
	case bIsIndex:
		return 1
	}
	return 0
}

// arrayPathExpr is {"@arrayPath": [path, shape]}: the shape for each element.
type arrayPathExpr struct {
	list  expr
	shape expr // nil: the list as it is
}

func compileArrayPath(arg Value) expr {
	if arg.kind != jsondoc.Array {
		return failure("@arrayPath expected array, got " + typeName(arg))
	}
	first, shape := arg.Element(0), arg.Element(1)
	e := arrayPathExpr{list: compile(first)}
	if first.kind == jsondoc.String {
		e.list = newPathExpr(first.Text())
	}
	if shape.kind == jsondoc.Object {
		for range shape.Properties() {
			e.shape = compile(shape)
			break
		}
	}
	return e
}

func (e arrayPathExpr) resolve(message Value) (Value, error) {
	list, err := e.list.resolve(message)
	if err != nil || e.shape == nil || list.kind < jsondoc.Object {
		return list, err
	}
	if list.kind == jsondoc.Object {
		item, err := e.shape.resolve(list)
		return array([]Value{item}), err
	}
	items := make([]Value, 0, list.Len())
	for item := range list.Elements() {
		v, err := e.shape.resolve(item)
		if err != nil {
			return Value{}, err
		}
		items = append(items, v)
	}
	return array(items), nil
}

func (e arrayPathExpr) trace(message Value, t *tracer) { t.whole(message, e.list) }

// excludeExpr is {"@excludeWhenNull": …}: null counts as undefined, also in the
// members of objects.
type excludeExpr struct{ value expr }

func (e excludeExpr) resolve(message Value) (Value, error) {
	v, err := e.value.resolve(message)
	if err != nil || v.kind == jsondoc.Null {
		return Value{}, err
	}
	return withoutNulls(v), nil
}

func withoutNulls(v Value) Value {
	if v.kind != jsondoc.Object {
		return v
	}
	var o object
	for name, member := range v.Properties() {
		if member.kind != jsondoc.Null {
			o.set(name, withoutNulls(member))
		}
	}
	return o.value()
}

func (e excludeExpr) trace(message Value, t *tracer) { e.value.trace(message, t) }

// flattenExpr is {"@flatten": {"value", "separator", "omitArrays"}}.
type flattenExpr struct {
	value, separator expr
	omitArrays       bool
}

func compileFlatten(arg Value) expr {
	if fail := need("@flatten", arg, "separator"); fail != "" {
		return fail
	}
	return flattenExpr{
		value: compile(arg.Member("value")), separator: compile(arg.Member("separator")),
		omitArrays: arg.Member("omitArrays").Truthy(),
	}
}

func (e flattenExpr) resolve(message Value) (Value, error) {
	separator, err := e.separator.resolve(message)
	if err != nil {
		return Value{}, err
	}
	if separator.kind != jsondoc.String {
		return Value{}, Error("@flatten requires a string separator")
	}
	v, err := e.value.resolve(message)
	if err != nil {
		return Value{}, err
	}
	var o object
	e.flatten(&o, "", separator.Text(), v)
	return o.value(), nil
}

func (e flattenExpr) flatten(o *object, prefix, separator string, v Value) {
	if v.kind != jsondoc.Object && (v.kind != jsondoc.Array || e.omitArrays) {
		o.set(prefix, v)
		return
	}
	var members object
	members.assign(v)
	for i, name := range members.names {
		if prefix != "" {
			name = prefix + separator + name
		}
		e.flatten(o, name, separator, members.items[i])
	}
}

func (e flattenExpr) trace(message Value, t *tracer) { t.whole(message, e.value) }

// mergeExpr is {"@merge": {"objects": […], "direction": "left" or "right"}}: of
// members of one name the last wins, or the first with "left".
type mergeExpr struct {
	objects   []expr
	direction expr
}

func compileMerge(arg Value) expr {
	if fail := need("@merge", arg, "direction", "objects"); fail != "" {
		return fail
	}
	objects := arg.Member("objects")
	if objects.kind != jsondoc.Array {
		return failure("@merge: expected opts.array, got " + typeName(objects))
	}
	e := mergeExpr{direction: compile(arg.Member("direction"))}
	for item := range objects.Elements() {
		e.objects = append(e.objects, compile(item))
	}
	return e
}

func (e mergeExpr) resolve(message Value) (Value, error) {
	direction, err := e.direction.resolve(message)
	if err != nil {
		return Value{}, err
	}
	values := make([]Value, len(e.objects))
	for i, item := range e.objects {
		if values[i], err = item.resolve(message); err != nil {
			return Value{}, err
		}
	}
	if direction.kind == jsondoc.String && direction.Text() == "left" {
		slices.Reverse(values)
	}
	var o object
	for _, v := range values {
		o.assign(v)
	}
	return o.value(), nil
}

func (e mergeExpr) trace(message Value, t *tracer) { t.whole(message, e.objects...) }

// transformExpr is {"@transform": {"apply", "mapping"}}: the second mapping runs
// on what the first one gives.
type transformExpr struct{ apply, mapping expr }

func compileTransform(arg Value) expr {
	if fail := need("@transform", arg, "mapping", "apply"); fail != "" {
		return fail
	}
	if arg.Member("apply").kind != jsondoc.Object {
		return failure(`@transform "apply" key should be an object`)
	}
	return transformExpr{apply: compile(arg.Member("apply")), mapping: compile(arg.Member("mapping"))}
}

func (e transformExpr) resolve(message Value) (Value, error) {
	switch message.kind {
	case jsondoc.Object:
	case jsondoc.Absent:
		message = new(object).value()
	default:
		return Value{}, Error("data must be an object, got " + typeName(message))
	}
	v, err := e.apply.resolve(message)
	if err != nil {
		return Value{}, err
	}
	return e.mapping.resolve(v)
}

func (e transformExpr) trace(message Value, t *tracer) { t.whole(message, e.apply) }
