package module

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"segtap/mapping/prose"
	"segtap/mapping/spelling"
)

// schema are the attributes of a metric that say what it counts, with their types, in the
// provider's versions 2 and 3 (docs/resources/metric.md, launchdarkly/resource_metric_framework.go).
var schema = map[string]cty.Type{
	"project_key": cty.String, "key": cty.String, "name": cty.String, "kind": cty.String, "event_key": cty.String,
	"is_numeric": cty.Bool, "unit": cty.String, "success_criteria": cty.String, "tags": cty.Set(cty.String),
	"randomization_units":   cty.Set(cty.String), // of version 2
	"analysis_units":        cty.Set(cty.String), // of version 3
	"unit_aggregation_type": cty.String, "analysis_type": cty.String, "percentile_value": cty.Number,
}

// passedOver are the attributes of a metric and of every resource that say nothing of
// what it counts.
var passedOver = map[string]bool{
	"description": true, "maintainer_id": true, "selector": true, "urls": true, "include_units_without_events": true, "is_active": true,
	"count": true, "for_each": true, "provider": true, "depends_on": true, "lifecycle": true, "provisioner": true, "connection": true,
}

// essential are those without which nothing is known of a metric.
var essential = []string{"key", "kind", "event_key", "is_numeric"}

// gather takes the metrics of a module and of those that it calls.
func (m *module) gather() error {
	for _, address := range m.order {
		block := m.blocks[address]
		if m.only != "" && m.depth == 0 && block.DefRange.Filename != m.only {
			continue
		}
		var err error
		switch {
		case block.Type == "data" && block.Labels[0] == MetricType:
			m.unknown(m.place(block.DefRange), prose.Abridged(address)+" is read from LaunchDarkly when Terraform plans", true)
		case block.Type == "module":
			err = m.call(block)
		case block.Type == "resource" && block.Labels[0] == MetricType:
			err = m.metrics(block, address)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// metrics takes the metrics of a resource: one, or those of its count or for_each.
func (m *module) metrics(block *hcl.Block, address string) error {
	all, err := m.several(block, address)
	for _, each := range all {
		if err := m.once(block.DefRange); err != nil {
			return err
		}
		if err := m.metric(block, address, each); err != nil {
			return err
		}
	}
	return err
}

func (m *module) metric(block *hcl.Block, address string, each map[string]cty.Value) error {
	attributes, _ := block.Body.JustAttributes() // its blocks, urls and lifecycle, are none
	values := map[string]cty.Value{
		"is_numeric": cty.False, "unit_aggregation_type": cty.StringVal("average"), "analysis_type": cty.StringVal("mean"), // the provider's defaults
	}
	whole := true
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a := attributes[name]
		if passedOver[name] {
			continue
		}
		v, why, err := m.value(a, each)
		switch {
		case err != nil:
			return err
		case why != "":
			must := slices.Contains(essential, name)
			m.unknown(m.place(a.NameRange), fmt.Sprintf("%s of %s depends on %s", name, prose.Abridged(address), why), must)
			whole = whole && !must
			delete(values, name)
		case v.IsNull():
		default:
			values[name] = v
		}
	}
	if !whole {
		return nil
	}
	for _, name := range []string{"key", "kind"} {
		if _, ok := values[name]; !ok {
			return m.fail(block.DefRange, "the metric has no "+name, "")
		}
	}
	if _, ok := values["success_criteria"]; !ok && values["kind"].RawEquals(cty.StringVal("custom")) && attributes["success_criteria"] == nil {
		values["success_criteria"] = cty.StringVal("HigherThanBaseline") // as the provider does
	}
	object := cty.ObjectVal(values)
	text, err := ctyjson.Marshal(object, object.Type())
	if err != nil {
		return m.fail(block.DefRange, prose.Outside(err.Error()), "")
	}
	m.found.Metrics = append(m.found.Metrics, Metric{Attributes: text, Place: m.place(block.DefRange)})
	return nil
}

// value evaluates an attribute of a metric. Why is why it cannot be known.
func (m *module) value(a *hcl.Attribute, each map[string]cty.Value) (v cty.Value, why string, err error) {
	ty, known := schema[a.Name]
	if near := spelling.Nearest(a.Name, slices.Sorted(maps.Keys(schema))); !known && near != "" {
		return cty.NilVal, "", m.fail(a.NameRange, "a metric has no attribute "+prose.Escaped(a.Name), "is "+near+" meant?")
	}
	if v, err = m.evaluate(a.Expr, each); err != nil {
		return cty.NilVal, "", err
	}
	if !v.IsWhollyKnown() {
		return cty.NilVal, whyUnknown(v), nil
	}
	v, _ = v.UnmarkDeep()
	if !known { // of a later provider: it stands in a plan as well
		return v, "", nil
	}
	converted, err := convert.Convert(v, ty)
	if err != nil {
		return cty.NilVal, "", m.fail(a.Expr.Range(), a.Name+" is "+v.Type().FriendlyName()+", where "+ty.FriendlyName()+" is expected", "")
	}
	return converted, "", nil
}

// errElsewhere: the module is not in a directory beside this one.
var errElsewhere = errors.New("the module is elsewhere")

// call takes the metrics of a module that is called.
func (m *module) call(block *hcl.Block) error {
	all, err := m.several(block, "module."+block.Labels[0])
	for _, each := range all {
		if err := m.once(block.DefRange); err != nil {
			return err
		}
		child, err := m.called(block, each)
		if errors.Is(err, errElsewhere) {
			m.unknown(m.place(block.DefRange), "module."+prose.Abridged(block.Labels[0])+" is not in this directory, and may have metrics", true)
			return nil
		}
		if err != nil {
			return err
		}
		if err := child.gather(); err != nil {
			return err
		}
	}
	return err
}

// child returns a module that is called once; nil where it is called several times.
func (m *module) child(block *hcl.Block) (*module, error) {
	attributes, _ := block.Body.JustAttributes()
	if attributes["count"] != nil || attributes["for_each"] != nil {
		return nil, nil
	}
	return m.called(block, nil)
}

// called returns a module with the values that its call gives it. The one of a call
// without count and for_each is read once.
func (m *module) called(block *hcl.Block, each map[string]cty.Value) (*module, error) {
	address := "module." + block.Labels[0]
	if child := m.children[address]; child != nil && each == nil {
		return child, nil
	}
	attributes, _ := block.Body.JustAttributes()
	source := attributes["source"]
	if source == nil {
		return nil, m.fail(block.DefRange, "the module has no source", "")
	}
	v, wrong := source.Expr.Value(nil)
	if err := m.mistake(wrong); err != nil {
		return nil, err
	}
	if m.over {
		return nil, m.tooMuch(source.Range)
	}
	if v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return nil, m.fail(source.Expr.Range(), "the source of the module is no text", "")
	}
	from := v.AsString()
	if m.from == nil || !strings.HasPrefix(from, "./") && !strings.HasPrefix(from, "../") {
		return nil, errElsewhere
	}
	if m.depth == maxDepth {
		return nil, m.fail(block.DefRange, "modules stand too deep in each other", "")
	}
	child, err := m.load(filepath.Join(m.dir, filepath.FromSlash(from)), m.depth+1)
	if err != nil {
		return nil, err
	}
	child.given = map[string]cty.Value{}
	if each == nil {
		m.children[address] = child // before its values, which may depend on its outputs
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		switch name {
		case "source", "version", "providers", "count", "for_each", "depends_on":
			continue
		}
		if child.blocks["var."+name] == nil {
			return nil, m.missing(attributes[name].NameRange, "variable", name, child.named("var."))
		}
		if child.given[name], err = m.evaluate(attributes[name].Expr, each); err != nil {
			return nil, err
		}
	}
	return child, nil
}
