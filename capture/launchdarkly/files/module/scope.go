package module

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"segtap/mapping/prose"
	"segtap/mapping/spelling"
)

// reason is the mark of a value that cannot be known: what it is, and why. HCL hands
// marks on to what is made of a value.
type reason string

func unknown(why string) cty.Value { return cty.DynamicVal.Mark(reason(why)) }

// whyUnknown returns why a value is not known, as far as it is not.
func whyUnknown(v cty.Value) string {
	var whys []string
	_, marks := v.UnmarkDeep()
	for mark := range marks {
		if why, ok := mark.(reason); ok {
			whys = append(whys, string(why))
		}
	}
	if len(whys) == 0 {
		return "what is known when Terraform plans"
	}
	return slices.Min(whys)
}

// module is a module of which the files are read.
type module struct {
	*reader
	dir      string
	depth    int
	blocks   map[string]*hcl.Block // by address, such as var.x, module.x or launchdarkly_metric.x
	order    []string              // of their addresses
	locals   map[string]*hcl.Attribute
	given    map[string]cty.Value // of variables
	known    map[string]result    // what was evaluated, by address
	children map[string]*module   // by the address of the call
	table    map[string]function.Function
}

// result is what something was evaluated to.
type result struct {
	value cty.Value
	err   error
	busy  bool // it is being evaluated
}

// once evaluates something that has an address, and remembers it.
func (m *module) lookUp(address string, at hcl.Range, evaluate func() (cty.Value, error)) (cty.Value, error) {
	switch known, ok := m.known[address]; {
	case ok && known.busy:
		return cty.NilVal, m.fail(at, prose.Outside(address)+" depends on itself", "")
	case ok:
		return known.value, known.err
	}
	m.known[address] = result{busy: true}
	value, err := evaluate()
	if err == nil && (m.over || work(value, maxValue) > maxValue) {
		err = m.fail(at, prose.Outside(address)+" is larger than is evaluated here", "give the plan instead")
	}
	m.known[address] = result{value: value, err: err}
	return value, err
}

// evaluate returns what an expression comes to. Each are the values of count and
// for_each, if any.
func (m *module) evaluate(e hcl.Expression, each map[string]cty.Value) (cty.Value, error) {
	counts, err := m.native(e)
	if err != nil {
		return cty.NilVal, err
	}
	names := branch{}
	for _, t := range counts.Variables() {
		if err := m.resolve(names, t, each); err != nil {
			return cty.NilVal, err
		}
	}
	v, wrong := counts.Value(&hcl.EvalContext{Variables: names.values(), Functions: m.functions()})
	if m.over || endless(v) {
		return cty.NilVal, m.tooMuch(e.Range())
	}
	for _, d := range wrong {
		if call, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallUnknownDiagExtra](d); ok {
			return unknown("the function " + call.CalledFunctionNamespace() + call.CalledFunctionName() + ", which segtap does not evaluate"), nil
		}
	}
	return v, m.mistake(wrong)
}

// branch holds values by name, and branches.
type branch map[string]any

func (b branch) put(v cty.Value, path ...string) {
	for _, name := range path[:len(path)-1] {
		next, ok := b[name].(branch)
		if !ok {
			if b[name] != nil {
				return // all of it is unknown
			}
			next = branch{}
			b[name] = next
		}
		b = next
	}
	b[path[len(path)-1]] = v
}

func (b branch) values() map[string]cty.Value {
	values := map[string]cty.Value{}
	for name, at := range b {
		switch at := at.(type) {
		case branch:
			values[name] = cty.ObjectVal(at.values())
		case cty.Value:
			values[name] = at
		}
	}
	return values
}

// resolve puts what an expression names where the expression finds it.
func (m *module) resolve(names branch, t hcl.Traversal, each map[string]cty.Value) error {
	path := pathOf(t)
	at := t.SourceRange()
	put := func(v cty.Value, err error, path ...string) error {
		if err == nil {
			names.put(v, path...)
		}
		return err
	}
	if v, ok := each[path[0]]; ok {
		return put(v, nil, path[0])
	}
	need := map[string]int{"var": 2, "local": 2, "module": 3, "data": 3, "path": 2, "each": 1, "count": 1, "self": 1, "terraform": 1}[path[0]]
	if need == 0 {
		need = 3 // TYPE.NAME.ATTRIBUTE
	}
	if len(path) < need {
		return put(unknown(prose.Abridged(strings.Join(path, "."))+" as a whole"), nil, path...)
	}
	switch address := path[0] + "." + path[min(1, len(path)-1)]; path[0] {
	case "each", "count", "self":
		return nil // which HCL says
	case "terraform":
		return put(unknown("the workspace"), nil, "terraform")
	case "path":
		v := map[string]cty.Value{"module": cty.StringVal(m.rooted(m.dir)), "root": cty.StringVal(".")}[path[1]]
		if v == cty.NilVal {
			v = unknown(prose.Abridged(address))
		}
		return put(v, nil, path[:2]...)
	case "var":
		v, err := m.variable(path[1], at)
		return put(v, err, path[:2]...)
	case "local":
		v, err := m.local(path[1], at)
		return put(v, err, path[:2]...)
	case "module":
		v, err := m.output(address, path[2], at)
		return put(v, err, path[:3]...)
	case "data":
		return put(unknown(prose.Abridged(strings.Join(path, "."))+", which Terraform reads when it plans"), nil, path[:3]...)
	default:
		v, err := m.attribute(address, path[2], at)
		return put(v, err, path[:3]...)
	}
}

// pathOf returns the names with which a traversal begins.
func pathOf(t hcl.Traversal) []string {
	var path []string
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			path = append(path, step.Name)
			continue
		case hcl.TraverseAttr:
			path = append(path, step.Name)
			continue
		}
		break
	}
	return path
}

// missing says that there is no such thing.
func (m *module) missing(at hcl.Range, kind, name string, among []string) error {
	hint := ""
	if near := spelling.Nearest(name, among); near != "" {
		hint = "is " + prose.Outside(near) + " meant?"
	}
	return m.fail(at, "there is no "+kind+" "+prose.Escaped(name), hint)
}

// named returns the names of the blocks of a kind.
func (m *module) named(prefix string) []string {
	var names []string
	for _, address := range m.order {
		if name, ok := strings.CutPrefix(address, prefix); ok {
			names = append(names, name)
		}
	}
	return names
}

func (m *module) local(name string, at hcl.Range) (cty.Value, error) {
	a := m.locals[name]
	if a == nil {
		var all []string
		for other := range m.locals {
			all = append(all, other)
		}
		slices.Sort(all)
		return cty.NilVal, m.missing(at, "local value", name, all)
	}
	return m.lookUp("local."+name, at, func() (cty.Value, error) { return m.evaluate(a.Expr, nil) })
}

var variableSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "default"}, {Name: "type"}, {Name: "nullable"}}}

// variable returns the value of a variable: the one that it is given, else its default.
func (m *module) variable(name string, at hcl.Range) (cty.Value, error) {
	block := m.blocks["var."+name]
	if block == nil && m.from == nil {
		return unknown("var." + name + ", which stands in another file"), nil
	}
	if block == nil {
		return cty.NilVal, m.missing(at, "variable", name, m.named("var."))
	}
	return m.lookUp("var."+name, at, func() (cty.Value, error) {
		content, _, wrong := block.Body.PartialContent(variableSchema)
		if err := m.mistake(wrong); err != nil {
			return cty.NilVal, err
		}
		v, ok := m.given[name]
		where := at
		if fallback := content.Attributes["default"]; fallback != nil && (!ok || v.IsNull() && m.isFalse(content.Attributes["nullable"])) {
			where = fallback.Range
			var err error
			if v, err = m.evaluate(fallback.Expr, nil); err != nil {
				return cty.NilVal, err
			}
		} else if !ok {
			v = unknown("var." + name + ", which has no default")
		}
		return m.convert(v, content.Attributes["type"], where)
	})
}

func (m *module) isFalse(a *hcl.Attribute) bool {
	if a == nil {
		return false
	}
	v, wrong := a.Expr.Value(nil)
	return !wrong.HasErrors() && v.Type() == cty.Bool && v.IsKnown() && v.False()
}

// convert makes a value one of the type of its variable.
func (m *module) convert(v cty.Value, declared *hcl.Attribute, at hcl.Range) (cty.Value, error) {
	if declared == nil {
		return v, nil
	}
	want, defaults, wrong := typeexpr.TypeConstraintWithDefaults(declared.Expr)
	if err := m.mistake(wrong); err != nil {
		return cty.NilVal, err
	}
	if defaults != nil && v.IsKnown() && !v.IsNull() && !v.IsMarked() {
		v = defaults.Apply(v)
	}
	converted, err := convert.Convert(v, want.WithoutOptionalAttributesDeep())
	if err != nil {
		return cty.NilVal, m.fail(at, "the value is not of the variable's type: "+prose.Outside(err.Error()), "")
	}
	return converted, nil
}

// attribute returns an attribute of a resource as it is configured.
func (m *module) attribute(address, name string, at hcl.Range) (cty.Value, error) {
	full := prose.Abridged(address + "." + name)
	block := m.blocks[address]
	if block == nil && m.from == nil {
		return unknown(full + ", which stands in another file"), nil
	}
	if block == nil {
		return cty.NilVal, m.missing(at, "resource", address, m.order)
	}
	attributes, _ := block.Body.JustAttributes() // blocks are none
	if attributes["count"] != nil || attributes["for_each"] != nil {
		return unknown(full + ", of which there are several"), nil
	}
	a := attributes[name]
	if a == nil {
		return unknown(full + ", which the configuration does not say"), nil
	}
	return m.lookUp(address+"."+name, at, func() (cty.Value, error) { return m.evaluate(a.Expr, nil) })
}

// output returns an output of a module that is called.
func (m *module) output(address, name string, at hcl.Range) (cty.Value, error) {
	full := prose.Abridged(address + "." + name)
	block := m.blocks[address]
	switch {
	case block == nil && m.from == nil:
		return unknown(full + ", which stands in another file"), nil
	case block == nil:
		return cty.NilVal, m.missing(at, "module", strings.TrimPrefix(address, "module."), m.named("module."))
	}
	return m.lookUp(address+"."+name, at, func() (cty.Value, error) {
		child, err := m.child(block)
		switch {
		case errors.Is(err, errElsewhere), err == nil && child == nil:
			return unknown(full + ", of which the module is not read or is called several times"), nil
		case err != nil:
			return cty.NilVal, err
		}
		out := child.blocks["output."+name]
		if out == nil {
			return cty.NilVal, m.missing(at, "output", name, child.named("output."))
		}
		attributes, _ := out.Body.JustAttributes()
		if attributes["value"] == nil {
			return cty.NilVal, child.fail(out.DefRange, "the output has no value", "")
		}
		return child.evaluate(attributes["value"].Expr, nil)
	})
}

// several returns the values of count and for_each for each instance of a block: one of
// none, where it has neither. What is unknown about them is said.
func (m *module) several(block *hcl.Block, what string) ([]map[string]cty.Value, error) {
	attributes, _ := block.Body.JustAttributes()
	a := attributes["for_each"]
	if a == nil {
		if a = attributes["count"]; a == nil {
			return []map[string]cty.Value{nil}, nil
		}
	}
	v, err := m.evaluate(a.Expr, nil)
	if err != nil {
		return nil, err
	}
	plain, _ := v.Unmark()
	if !plain.IsKnown() || a.Name == "for_each" && plain.Type().IsSetType() && !plain.IsWhollyKnown() {
		m.unknown(m.place(a.NameRange), fmt.Sprintf("%s of %s depends on %s", a.Name, what, whyUnknown(v)), true)
		return nil, nil
	}
	if a.Name == "count" {
		return m.counted(plain, a)
	}
	ty := plain.Type()
	if plain.IsNull() || !ty.IsMapType() && !ty.IsObjectType() && !(ty.IsSetType() && (ty.ElementType() == cty.String || plain.LengthInt() == 0)) {
		return nil, m.fail(a.Expr.Range(), "for_each is "+ty.FriendlyName()+", where a map or a set of strings is expected", "make a set of a list, as in toset([…])")
	}
	var all []map[string]cty.Value
	for key, value := range plain.Elements() {
		all = append(all, map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})})
	}
	return all, nil
}

func (m *module) counted(v cty.Value, a *hcl.Attribute) ([]map[string]cty.Value, error) {
	number, err := convert.Convert(v, cty.Number)
	if err != nil || number.IsNull() || !number.AsBigFloat().IsInt() || number.AsBigFloat().Sign() < 0 {
		return nil, m.fail(a.Expr.Range(), "count is no whole number", "")
	}
	n, _ := number.AsBigFloat().Int64()
	if n > maxInstances {
		return nil, m.fail(a.Expr.Range(), "there are more than 10,000 metrics and modules", "give the plan instead")
	}
	all := make([]map[string]cty.Value, n)
	for i := range all {
		all[i] = map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})}
	}
	return all, nil
}
