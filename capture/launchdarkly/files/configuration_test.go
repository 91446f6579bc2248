package files

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"segtap/capture/launchdarkly/files/module"
	"segtap/capture/regular"
	"segtap/mapping/catalogue"
	"segtap/mapping/tree"
)

const shopModule = "../testdata/terraform/shop"

// The plans are what `terraform show -json` of Terraform 1.11.4 wrote: of testdata/terraform/shop
// with the provider 3.0.0-beta.6, in which the units of a metric are called analysis_units as
// in 3.1.3, and of testdata/terraform/older with the provider 2.25.0.
func TestAModuleIsWhatItsPlanSays(t *testing.T) {
	for name, metrics := range map[string]int{"shop": 9, "older": 3} {
		t.Run(name, func(t *testing.T) {
			dir, planned := filepath.Join("../testdata/terraform", name), filepath.Join("../testdata/terraform", name+"-plan.json")
			written, warnings, err := readFiles(dir)
			if err != nil || len(warnings) > 0 {
				t.Fatal(err, warnings)
			}
			plan, warnings, err := readFiles(planned)
			if err != nil || len(warnings) > 0 {
				t.Fatal(err, warnings)
			}
			state, _, err := readAlone("terraform.tfstate", stateOf(t, planned))
			if err != nil {
				t.Fatal(err)
			}
			if len(written.Metrics) != metrics || written.Project != "storefront" {
				t.Fatalf("%d metrics of %q", len(written.Metrics), written.Project)
			}
			for i := range written.Metrics {
				if m, want := written.Metrics[i], plan.Metrics[i]; !reflect.DeepEqual(m, want) {
					t.Errorf("got  %+v\nwant %+v", m, want)
				}
			}
			if !reflect.DeepEqual(written, plan) || !reflect.DeepEqual(plan, state) {
				t.Errorf("module %+v\nplan   %+v\nstate  %+v", written, plan, state)
			}
		})
	}
}

// stateOf makes the state that a plan would leave: the same resources, in a flat list.
func stateOf(t *testing.T, plan string) []byte {
	t.Helper()
	text, err := os.ReadFile(plan)
	if err != nil {
		t.Fatal(err)
	}
	type module struct {
		Resources []struct {
			Type   string         `json:"type"`
			Values map[string]any `json:"values"`
		} `json:"resources"`
		Children []module `json:"child_modules"`
	}
	var p struct {
		Planned struct {
			Root module `json:"root_module"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	resources := []any{}
	var take func(module)
	take = func(m module) {
		for _, r := range m.Resources {
			resources = append(resources, map[string]any{"mode": "managed", "type": r.Type, "name": "x", "instances": []any{map[string]any{"attributes": r.Values}}})
		}
		for _, child := range m.Children {
			take(child)
		}
	}
	take(p.Planned.Root)
	text, err = json.Marshal(map[string]any{"version": 4, "terraform_version": "1.11.4", "serial": 1, "resources": resources})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTheMetricsOfAModuleHaveTheirPlaces(t *testing.T) {
	set, err := Read(regular.File{Path: shopModule})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := set.Join(nil)
	for key, want := range map[string]string{
		"order-revenue": "main.tf:17:1", "signed-up": "main.tf:38:1", "step-2": "main.tf:49:1", "refund-amount": "more.tf.json:4:17", "funnel-cart-viewed": "modules/funnel/main.tf:12:1",
	} {
		at := slices.IndexFunc(c.Metrics, func(m catalogue.Metric) bool { return m.Key == key })
		if at < 0 || c.Metrics[at].Place.String() != filepath.Join(shopModule, want) {
			t.Errorf("%s: %v", key, c.Metrics)
		}
	}
}

// One file of a module is read with what the others say.
func TestAFileOfAModule(t *testing.T) {
	c, warnings, err := readFiles(shopModule + "/more.tf.json")
	if err != nil || len(warnings) > 0 || len(c.Metrics) != 1 || c.Metrics[0].Key != "refund-amount" || c.Metrics[0].Unit != "USD" {
		t.Errorf("%+v, %q, %v", c, warnings, err)
	}
	if _, _, err = readFiles(shopModule + "/variables.tf"); err == nil || !strings.Contains(err.Error(), "no launchdarkly_metric in it") {
		t.Errorf("%v", err)
	}
}

// write makes a directory of files.
func writeModule(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// metricWith is a resource of which one attribute is what a test says.
func metricWith(line string) string {
	return "resource \"launchdarkly_metric\" \"m\" {\n  project_key = \"p\"\n  key = \"k\"\n  name = \"N\"\n  kind = \"custom\"\n  " + line + "\n}\n"
}

func TestWhatCannotBeKnownIsSaidAndNotGuessed(t *testing.T) {
	const instead = ": give the plan instead, as `terraform show -json` writes it"
	for name, test := range map[string]struct {
		files   map[string]string
		metrics string
		said    string // without the directory
		partial bool
	}{
		"a variable without a default": {
			map[string]string{"main.tf": metricWith("event_key = var.event"), "variables.tf": "variable \"event\" {\n  type = string\n}\n"},
			"", "main.tf:6:3: event_key of launchdarkly_metric.m depends on var.event, which has no default" + instead, true,
		},
		"a part of a text": {
			map[string]string{"main.tf": metricWith("event_key = \"Order ${upper(local.what)}\"") + "locals {\n  what = var.verb\n}\nvariable \"verb\" {}\n"},
			"", "main.tf:6:3: event_key of launchdarkly_metric.m depends on var.verb, which has no default" + instead, true,
		},
		"a unit, without which the metric is one all the same": {
			map[string]string{"main.tf": metricWith("event_key = \"E\"\n  unit = data.http.x.body")},
			"k:E", "main.tf:7:3: unit of launchdarkly_metric.m depends on data.http.x.body, which Terraform reads when it plans" + instead, false,
		},
		"a function that is not evaluated": {
			map[string]string{"main.tf": metricWith("event_key = yamldecode(\"a: b\").a")},
			"", "main.tf:6:3: event_key of launchdarkly_metric.m depends on the function yamldecode, which segtap does not evaluate" + instead, true,
		},
		"an attribute that is known after it was applied": {
			map[string]string{"main.tf": metricWith("event_key = other_thing.x.id") + "resource \"other_thing\" \"x\" {\n  a = 1\n}\n"},
			"", "main.tf:6:3: event_key of launchdarkly_metric.m depends on other_thing.x.id, which the configuration does not say" + instead, true,
		},
		"for_each": {
			map[string]string{"main.tf": metricWith("event_key = each.key\n  for_each = var.all") + "variable \"all\" {\n  type = set(string)\n}\n"},
			"", "main.tf:7:3: for_each of launchdarkly_metric.m depends on var.all, which has no default" + instead, true,
		},
		"a value of a map of which the keys are known": {
			map[string]string{"main.tf": metricWith("event_key = each.value.event\n  for_each = { a = { event = \"A\" }, b = { event = var.b } }") + "variable \"b\" {}\n"},
			"k:A", "main.tf:6:3: event_key of launchdarkly_metric.m depends on var.b, which has no default" + instead, true,
		},
		"a module from elsewhere": {
			map[string]string{"main.tf": metricWith("event_key = \"E\"") + "module \"more\" {\n  source = \"acme/metrics/launchdarkly\"\n}\n"},
			"k:E", "main.tf:8:1: module.more is not in this directory, and may have metrics" + instead, true,
		},
		"a data source": {
			map[string]string{"main.tf": metricWith("event_key = \"E\"") + "data \"launchdarkly_metric\" \"d\" {\n  key = \"d\"\n  project_key = \"p\"\n}\n"},
			"k:E", "main.tf:8:1: data.launchdarkly_metric.d is read from LaunchDarkly when Terraform plans" + instead, true,
		},
		"an override": {
			map[string]string{"main.tf": metricWith("event_key = \"E\""), "main_override.tf": metricWith("event_key = \"F\"")},
			"k:E", "main_override.tf: it overrides what other files say, which segtap does not read" + instead, true,
		},
		"a workspace": {
			map[string]string{"main.tf": metricWith("event_key = \"E ${terraform.workspace}\"")},
			"", "main.tf:6:3: event_key of launchdarkly_metric.m depends on the workspace" + instead, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeModule(t, test.files)
			c, warnings, err := readFiles(dir)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(strings.Join(warnings, "\n"), dir+string(filepath.Separator), ""); got != test.said {
				t.Errorf("said %s\nwant %s", got, test.said)
			}
			var metrics []string
			for _, m := range c.Metrics {
				metrics = append(metrics, m.Key+":"+m.EventKey)
			}
			if strings.Join(metrics, " ") != test.metrics || c.MetricsPartial != test.partial {
				t.Errorf("metrics %q, partial %v", metrics, c.MetricsPartial)
			}
		})
	}
}

func TestMistakesInTerraformHaveAPlaceAndAWayOut(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  string // without the directory
	}{
		"no HCL":                  {map[string]string{"main.tf": "resource \"launchdarkly_metric\" \"m\" {\n  key = \n}\n"}, "main.tf, line 2, column 9: Invalid expression"},
		"another name":            {map[string]string{"main.tf": metricWith("event_ky = \"E\"")}, `main.tf, line 6, column 3: a metric has no attribute "event_ky"; is event_key meant?`},
		"a variable that is none": {map[string]string{"main.tf": metricWith("event_key = var.evnt") + "variable \"event\" {}\n"}, `main.tf, line 6, column 15: there is no variable "evnt"; is event meant?`},
		"a local that is none":    {map[string]string{"main.tf": metricWith("event_key = local.a")}, `main.tf, line 6, column 15: there is no local value "a"`},
		"a list for a text":       {map[string]string{"main.tf": metricWith("event_key = [\"E\"]")}, "main.tf, line 6, column 15: event_key is tuple, where string is expected"},
		"a list for for_each":     {map[string]string{"main.tf": metricWith("event_key = each.key\n  for_each = [\"E\"]")}, "main.tf, line 7, column 14: for_each is tuple, where a map or a set of strings is expected; make a set of a list"},
		"each without for_each":   {map[string]string{"main.tf": metricWith("event_key = each.key")}, "main.tf, line 6, column 15: "},
		"half a thing":            {map[string]string{"main.tf": metricWith("event_key = count.index\n  count = 0.5")}, "main.tf, line 7, column 11: count is no whole number"},
		"itself":                  {map[string]string{"main.tf": metricWith("event_key = local.a") + "locals {\n  a = local.b\n  b = local.a\n}\n"}, "depends on itself"},
		"a value of another type": {map[string]string{"main.tf": metricWith("event_key = var.a") + "variable \"a\" {\n  type = list(string)\n  default = \"x\"\n}\n"}, "the value is not of the variable's type"},
		"no key":                  {map[string]string{"main.tf": "resource \"launchdarkly_metric\" \"m\" {\n  kind = \"custom\"\n}\n"}, "main.tf, line 1, column 1: the metric has no key"},
		"twice":                   {map[string]string{"main.tf": metricWith("event_key = \"E\""), "other.tf": metricWith("event_key = \"E\"")}, "other.tf, line 1, column 1: launchdarkly_metric.m stands twice"},
		"no module":               {map[string]string{"main.tf": "module \"m\" {\n  source = \"./none\"\n}\n"}, "none: there is no such directory"},
		"a module within itself":  {map[string]string{"main.tf": "module \"m\" {\n  source = \"./\"\n}\n"}, "modules stand too deep in each other"},
		"half of JSON":            {map[string]string{"main.tf.json": "{\"resource\":\n"}, "main.tf.json, line 2, column 1: it is not JSON: the text ends"},
		"too deep":                {map[string]string{"main.tf": "a = " + strings.Repeat("(", 200_000)}, "main.tf, line 1, column 105: brackets and operators stand too deep"},
		"too deep in a template":  {map[string]string{"main.tf.json": `{"a":"${` + strings.Repeat("!", 200_000) + `"}`}, "main.tf.json, line 1, column 6: brackets and operators"},
		"too many operators":      {map[string]string{"main.tf": "locals {\n  a = 1" + strings.Repeat("+1", 200_000) + "\n}\n"}, "brackets and operators"},
		"locals that double":      {map[string]string{"main.tf": metricWith("event_key = local.a9") + doubling(10)}, "more than is evaluated here"},
		"nothing of Terraform's":  {map[string]string{"readme": "x"}, "it is a directory, and there is no Terraform configuration (*.tf) in it"},
		"no metrics":              {map[string]string{"main.tf": "locals {}\n"}, "it is Terraform's, and there is no launchdarkly_metric in it"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeModule(t, test.files)
			c, _, err := readFiles(dir)
			if _, ok := errors.AsType[*tree.Error](err); !ok || !strings.Contains(strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""), test.want) {
				t.Errorf("%+v, %v\nwant %s", c, err, test.want)
			}
		})
	}
}

// doubling gives locals each of which is ten times the one before it.
func doubling(n int) string {
	text := "locals {\n  a0 = \"0123456789\"\n"
	for i := range n - 1 {
		text += "  a" + string(rune('1'+i)) + " = \"" + strings.Repeat("${local.a"+string(rune('0'+i))+"}", 10) + "\"\n"
	}
	return text + "}\n"
}

func FuzzTerraform(f *testing.F) {
	for _, name := range []string{"shop/main.tf", "shop/variables.tf", "shop/more.tf.json", "older/main.tf"} {
		f.Add([]byte(fixture(f, "terraform/"+name)))
	}
	for _, line := range []string{"event_key = \"${local.a}\"", "for_each = toset([1])", "count = -1", "event_key = <<E\nx\nE", "event_key = [for x in [1] : x]...", "key = each.value[*].x"} {
		f.Add([]byte(metricWith(line)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		found, err := module.Text("main.tf", text)
		var said []string
		if err != nil {
			said = append(said, err.Error())
		} else {
			said = found.Unknown
			for _, m := range found.Metrics {
				if m.Place.Line < 1 || !json.Valid(m.Attributes) {
					t.Fatalf("%+v", m)
				}
			}
		}
		for _, s := range said {
			if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Fatalf("not fit to be printed: %q", s)
			}
		}
	})
}
