package files

import (
	"fmt"
	"slices"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/files/module"
	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/mapping/tree"
)

// terraformMetric is the type of a metric in Terraform, as a resource and as a
// data source (terraform-provider-launchdarkly, docs/resources/metric.md).
const terraformMetric = module.MetricType

// isTerraform tells what Terraform writes as JSON: a state file, or what
// `terraform show -json` makes of a state or of a plan (Terraform docs,
// internals/json-format). Of an empty workspace that is the versions alone.
func isTerraform(root jsondoc.Value) bool {
	has := func(name string, kind jsondoc.Kind) bool { return root.Member(name).Kind() == kind }
	return has("format_version", jsondoc.String) && (has("values", jsondoc.Object) || has("planned_values", jsondoc.Object) || has("terraform_version", jsondoc.String) || root.Len() == 1) ||
		has("version", jsondoc.Number) && has("resources", jsondoc.Array) && has("terraform_version", jsondoc.String)
}

// terraform gathers the metrics that Terraform knows.
type terraform struct {
	where    func(attributes jsondoc.Value) origin.Place
	metrics  launchdarkly.MetricList
	projects []string // each once
	skipped  int
}

// readTerraform reads the metrics of a state or a plan. Others that the project
// may have are no business of Terraform's, as of a file by hand.
func readTerraform(name string, doc *jsondoc.Doc) (part, error) {
	root, t := doc.Root(), terraform{}
	where := newWhere(name, doc)
	t.where = where.is
	t.state(root)
	t.module(root.Member("values").Member("root_module"), "")
	t.module(root.Member("planned_values").Member("root_module"), "")
	// A plan has what its data sources read in the state before it.
	t.module(root.Member("prior_state").Member("values").Member("root_module"), "data")
	if len(t.metrics.Items)+t.skipped == 0 {
		return part{}, &tree.Error{Name: name, Problem: "it is Terraform's, and there is no " + terraformMetric + " in it", Hint: "give the state or the plan that has the metrics"}
	}
	c, warnings := t.catalogue()
	return part{name: name, own: c, warnings: warnings}, nil
}

// catalogue gives what was gathered, and what is odd in it.
func (t *terraform) catalogue() (*catalogue.Catalogue, []string) {
	c := &catalogue.Catalogue{Metrics: t.metrics.Sorted()}
	warnings := launchdarkly.AppendSkipped(nil, t.skipped, "metric")
	switch {
	case len(t.projects) == 1:
		c.Project = t.projects[0]
	case len(t.projects) > 1:
		warnings = append(warnings, fmt.Sprintf("its metrics are of several projects: %q", t.projects))
	}
	return c, warnings
}

// state takes the metrics of a state file (version 4).
func (t *terraform) state(root jsondoc.Value) {
	for resource := range root.Member("resources").Elements() {
		if !resource.Member("type").TextIs(terraformMetric) {
			continue
		}
		for instance := range resource.Member("instances").Elements() {
			t.take(instance.Member("attributes"))
		}
	}
}

// module takes the metrics of a module and of those in it, of all modes or of one.
func (t *terraform) module(module jsondoc.Value, mode string) {
	for resource := range module.Member("resources").Elements() {
		if resource.Member("type").TextIs(terraformMetric) && (mode == "" || resource.Member("mode").TextIs(mode)) {
			t.take(resource.Member("values"))
		}
	}
	for child := range module.Member("child_modules").Elements() {
		t.module(child, mode)
	}
}

// take takes a metric; of two with one key the first counts, so that of a plan it
// is what will be.
func (t *terraform) take(attributes jsondoc.Value) {
	m, ok := launchdarkly.MetricOf(attributes)
	if !ok {
		t.skipped++
		return
	}
	m.Place = t.where(attributes)
	if !t.metrics.Has(m.Key) {
		t.metrics.Add(m)
	}
	if p := attributes.Member("project_key").Text(); p != "" && !slices.Contains(t.projects, p) {
		t.projects = append(t.projects, p)
	}
}

// terraformNames are Terraform's names of what a file by hand says of a metric;
// those with an empty one are of no use here.
var terraformNames = map[string]string{
	"event_key": "event", "is_numeric": "numeric", "unit_aggregation_type": "aggregation", "analysis_type": "analysis",
	"success_criteria": "success", "analysis_units": "units", "randomization_units": "units",
	"project_key": "", "description": "", "maintainer_id": "", "selector": "", "urls": "", "percentile_value": "",
	"include_units_without_events": "", "is_active": "", "version": "", "id": "",
}

// unitNames are Terraform's names of the units. The provider keeps the older one
// beside the newer; as of a state the first that says something counts.
var unitNames = [...]string{"analysis_units", "randomization_units"}

// plainNames gives a mapping with Terraform's names turned into those of a file
// by hand.
func plainNames(n tree.Node) tree.Node {
	if n.Kind != tree.Mapping {
		return n
	}
	members := make([]tree.Member, 0, len(n.Members))
	units := unitsOf(n)
	for _, m := range n.Members {
		plain, known := terraformNames[m.Name]
		switch {
		case known && plain == "", units != "" && plain == "units" && m.Name != units:
			continue
		case known:
			m.Said, m.Name = m.Name, plain
		}
		members = append(members, m)
	}
	n.Members = members
	return n
}

// unitsOf gives that of unitNames which counts; empty where none says something.
func unitsOf(n tree.Node) string {
	for _, name := range unitNames {
		for _, m := range n.Members {
			if m.Name == name && m.Value.Kind != tree.Null && (m.Value.Kind != tree.List || len(m.Value.Items) > 0) {
				return name
			}
		}
	}
	return ""
}
