package files

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// attributes are a metric's as terraform-provider-launchdarkly has them; %s is the
// name of its units, which is another from 3.1.3 on.
const attributes = `{"analysis_type":"mean","description":null,"event_key":"Order Completed","id":"storefront/order-revenue",
	"include_units_without_events":true,"is_numeric":true,"key":"order-revenue","kind":"custom","maintainer_id":"5f0c","name":"Order revenue",
	"percentile_value":0,"project_key":"storefront","%s":["user"],"selector":"","success_criteria":"HigherThanBaseline","tags":["checkout"],
	"unit":"USD","unit_aggregation_type":"sum","urls":null,"version":4}`

// signups is one that its own data source has read, in a module of a module.
const signups = `{"key":"signups","kind":"custom","event_key":"Signed Up","is_numeric":false,"project_key":"storefront","unit_aggregation_type":"average","randomization_units":null}`

func TestWhatTerraformKnowsOfMetrics(t *testing.T) {
	newer, older := fmt.Sprintf(attributes, "analysis_units"), fmt.Sprintf(attributes, "randomization_units")
	module := func(managed string) string {
		return `{"root_module":{"resources":[
			{"address":"launchdarkly_project.x","mode":"managed","type":"launchdarkly_project","name":"x","values":{"key":"storefront","name":"x"}},
			{"address":"launchdarkly_metric.revenue","mode":"managed","type":"launchdarkly_metric","name":"revenue","values":` + managed + `}],
			"child_modules":[{"address":"module.a","child_modules":[{"address":"module.a.module.b","resources":[
				{"address":"module.a.module.b.data.launchdarkly_metric.s","mode":"data","type":"launchdarkly_metric","name":"s","values":` + signups + `}]}]}]}}`
	}
	const old = `{"key":"gone","kind":"custom","event_key":"Gone","project_key":"storefront"}`
	for name, text := range map[string]string{
		"show of a state": `{"format_version":"1.0","terraform_version":"1.9.8","values":` + module(newer) + `}`,
		"show of a plan": `{"format_version":"1.2","terraform_version":"1.9.8","planned_values":{"root_module":{"resources":[
			{"mode":"managed","type":"launchdarkly_metric","name":"revenue","values":` + newer + `}]}},
			"resource_changes":[{"type":"launchdarkly_metric","change":{"actions":["delete"],"before":` + old + `}}],
			"prior_state":{"format_version":"1.0","values":` + module(old) + `}}`,
		"a state file": `{"version":4,"terraform_version":"1.9.8","serial":3,"lineage":"x","outputs":{},"resources":[
			{"mode":"managed","type":"launchdarkly_metric","name":"revenue","provider":"p","instances":[{"schema_version":1,"attributes":` + older + `}]},
			{"mode":"managed","type":"launchdarkly_feature_flag","name":"f","instances":[{"attributes":{"key":"f"}}]},
			{"mode":"data","type":"launchdarkly_metric","name":"s","instances":[{"index_key":0,"attributes":` + signups + `}]}]}`,
		"attributes alone": `[` + newer + `,` + signups + `]`,
	} {
		t.Run(name, func(t *testing.T) {
			c, warnings, err := readAlone("f", []byte(text))
			if err != nil || len(warnings) != 0 {
				t.Fatalf("%v, %q", err, warnings)
			}
			if len(c.Metrics) != 2 || c.MetricsPartial || c.ExperimentsKnown || c.Project != "storefront" && name != "attributes alone" {
				t.Fatalf("%+v", c)
			}
			m := &c.Metrics[0]
			if m.Key != "order-revenue" || m.Name != "Order revenue" || m.EventKey != "Order Completed" || !m.Numeric || m.Aggregation != "sum" || m.Analysis != "mean" ||
				m.Success != "HigherThanBaseline" || m.Unit != "USD" || len(m.Units) != 1 || m.Units[0] != "user" || m.ActiveExperiments != -1 {
				t.Errorf("%+v", m)
			}
			if m := &c.Metrics[1]; m.Key != "signups" || m.EventKey != "Signed Up" || m.Numeric || m.Aggregation != "average" || m.Units != nil {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestTerraformsNamesInAFileByHand(t *testing.T) {
	const text = `metrics:
  - {key: order-revenue, name: Order revenue, kind: custom, event_key: Order Completed, is_numeric: true, unit: USD, project_key: p,
     randomization_units: [user], success_criteria: HigherThanBaseline, unit_aggregation_type: sum, analysis_type: mean, urls: [{kind: exact}]}
  - {key: carts, event_key: Cart Viewed, analysis_units: [device], unit_aggregation_type: count_distinct}
  - {key: signups, event_key: Signed Up, randomization_units: [user], analysis_units: [device]}
  - {key: trials, event_key: Trial Begun, analysis_units: null, randomization_units: [user]}
`
	c, _, err := readAlone("f", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	carts, revenue, signups, trials := c.Metrics[0], c.Metrics[1], c.Metrics[2], c.Metrics[3]
	if signups.Units[0] != "device" || trials.Units[0] != "user" { // of the two names the newer, where it says something
		t.Errorf("%+v, %+v", signups.Units, trials.Units)
	}
	if revenue.EventKey != "Order Completed" || !revenue.Numeric || revenue.Units[0] != "user" || revenue.Aggregation != "sum" || revenue.Success == "" || revenue.Measures() != "value" {
		t.Errorf("%+v", revenue)
	}
	if carts.EventKey != "Cart Viewed" || carts.Units[0] != "device" || carts.Measures() != "count_distinct" {
		t.Errorf("%+v", carts)
	}
	for text, want := range map[string]string{
		"metrics:\n  a: {event: A, event_key: B}\n":                           "f, line 2, column 17: \"event_key\" says what \"event\" says already; leave one of them out",
		"metrics:\n  a: {event: A, units: [user], analysis_units: [user]}\n":  "\"analysis_units\" says what \"units\" says already",
		"metrics:\n  a: {event: A, analysis_units: 5}\n":                      "analysis_units is a number, where a list is expected",
		`{"format_version":"1.0"}`:                                            "f: it is Terraform's, and there is no launchdarkly_metric in it",
		"metrics:\n  a: {event_ky: B}\n":                                      "f, line 2, column 7: the metric \"a\" has no member \"event_ky\"",
		"resource \"launchdarkly_metric\" \"x\" {\n  key = \"x\"\n}\n":        "f, line 1, column 1: the metric has no kind",
		`{"format_version":"1.0","terraform_version":"1.9.8","values":{}}`:    "f: it is Terraform's, and there is no launchdarkly_metric in it",
		`{"version":4,"terraform_version":"1.9.8","serial":1,"resources":[]}`: "there is no launchdarkly_metric in it",
	} {
		if _, _, err := readAlone("f", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A custom metric without an event key would be in the list and never be fed.
func TestACustomMetricWithoutAnEventKeyIsSaid(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"of the API":      {`[{"key":"a","kind":"custom","eventkey":"A"}]`, `the custom metric "a" has no event key`},
		"by hand":         {"metrics: {a: {kind: custom}, b: {kind: custom}, c: C}", `2 custom metrics have no event key, so that no event feeds them: ["a" "b"]`},
		"of Terraform":    {`{"version":4,"terraform_version":"1","resources":[{"type":"launchdarkly_metric","instances":[{"attributes":{"key":"a","kind":"custom","event_key":""}}]}]}`, `"a" has no event key`},
		"of a warehouse":  {`[{"key":"a","kind":"custom","dataSource":{"key":"snowflake-x"}}]`, ""},
		"a click metric":  {`[{"key":"a","kind":"click"}]`, ""},
		"which runs by E": {"metrics: {a: {kind: custom}}\nexperiments: {x: {unit: user, metrics: [{key: a, event: E}]}}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "f")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, warnings, err := readFiles(path)
			if said := strings.Join(warnings, "\n"); err != nil || !strings.Contains(said, c.want) || c.want == "" && said != "" {
				t.Errorf("%v, %q", err, warnings)
			}
		})
	}
}
