package files

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/verdict"
)

// fieldsOf cuts an answer as ldcli's --fields does (ldcli 3.10.0,
// internal/output/resource_output.go): of every item some members stay, and of the
// page items, totalCount and _links.
func fieldsOf(t *testing.T, text string, fields ...string) string {
	t.Helper()
	var page map[string]any
	if err := json.Unmarshal([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	cut := map[string]any{}
	for name, value := range page {
		if name == "totalCount" || name == "_links" {
			cut[name] = value
		}
	}
	items := []any{}
	for _, item := range page["items"].([]any) {
		kept := map[string]any{}
		for name, value := range item.(map[string]any) {
			if slices.Contains(fields, name) {
				kept[name] = value
			}
		}
		items = append(items, kept)
	}
	cut["items"] = items
	out, err := json.Marshal(cut, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// What an answer does not say is not read. It is never taken for what does not
// run, nor for what runs elsewhere.
func TestAnAnswerThatWasCutIsNotRead(t *testing.T) {
	metrics, experiments := fixture(t, "metrics-page.json"), fixture(t, "experiments-page.json")
	counted := strings.Replace(strings.ReplaceAll(metrics, `"totalCount": 23`, `"totalCount": 5`), `"next":`, `"nxt":`, 1)
	jq := func(fields ...string) string { // with the number that ldcli leaves away
		return strings.Replace(fieldsOf(t, experiments, fields...), "{", `{"total_count":1,`, 1)
	}
	twenty := `{"items":[` + strings.Repeat(`{"key":"a","kind":"custom","eventKey":"A"},`, 19) + `{"key":"b","kind":"custom","eventKey":"B"}]}`
	for _, test := range []struct {
		name           string
		metrics        string
		experiments    string
		known, partial bool
		warning, sum   string
	}{
		{"whole", counted, experiments, true, false, "", "counts toward order-revenue in checkout-redesign"},
		{"keys and names", counted, fieldsOf(t, experiments, "key", "name"), false, false, "does not say how many experiments there are", "feeds order-revenue; its experiments are unknown"},
		{"all that is asked for", counted, fieldsOf(t, experiments, "key", "environmentKey", "_creationDate", "currentIteration"), false, false, "does not say how many", "counts toward order-revenue in checkout-redesign"},
		{"without iterations", counted, jq("key", "environmentKey", "_creationDate"), false, false, "1 of its experiments lack members", "feeds order-revenue; its experiments are unknown"},
		{"without environments", counted, jq("key", "_creationDate", "currentIteration"), false, false, "lack members", "counts toward order-revenue in checkout-redesign"},
		{"without dates", counted, jq("key", "environmentKey", "currentIteration"), false, false, "lack members", "counts toward order-revenue in checkout-redesign"},
		{"metrics without counts", fieldsOf(t, counted, "key", "kind", "eventKey", "isNumeric"), fieldsOf(t, experiments, "key"), false, false, "does not say how many experiments", "feeds order-revenue; its experiments are unknown"},
		{"a full page of metrics", twenty, experiments, true, true, "does not say how many metrics there are", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			var paths []string
			for name, text := range map[string]string{"m.json": test.metrics, "x.json": test.experiments} {
				paths = append(paths, filepath.Join(dir, name))
				if err := os.WriteFile(paths[len(paths)-1], []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			c, warnings, err := readFiles(paths...)
			if err != nil {
				t.Fatal(err)
			}
			if c.ExperimentsKnown != test.known || c.MetricsPartial != test.partial || c.Environment != "test" {
				t.Errorf("experiments known: %v, metrics partial: %v, of %q", c.ExperimentsKnown, c.MetricsPartial, c.Environment)
			}
			if said := strings.Join(warnings, "\n"); !strings.Contains(said, test.warning) || test.warning == "" && said != "" {
				t.Errorf("warnings %q", warnings)
			}
			engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
			if err != nil {
				t.Fatal(err)
			}
			j := mapping.NewJudge(engine).With(c).Ideal("Order Completed")
			if test.sum != "" && j.Summary() != test.sum {
				t.Errorf("%s: %+v", j.Summary(), j.Diagnostics)
			}
			for _, d := range j.Diagnostics {
				if d.Code == verdict.ExperimentNotRunning || d.Code == verdict.MetricNotAttached {
					t.Errorf("%s: %s", d.Name(), d.Effect)
				}
			}
		})
	}
}
