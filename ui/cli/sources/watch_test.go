package sources

import (
	"fmt"
	"testing"

	"segtap/capture/watch"
)

func TestWhatHasChangedIsSorted(t *testing.T) {
	var o Options
	_ = o.plans.Set("plan.json")
	_ = o.code.Set("./src")
	metrics := []string{"metrics.yaml", "infra"}
	for path, want := range map[string]string{
		"plan.json": "[] [plan.json]", "src/a.ts": "[] [src/a.ts]", "metrics.yaml": "[metrics.yaml] []",
		"infra": "[infra] []", "infra/metrics.tf": "[infra/metrics.tf] []", "src/b/c.py": "[] [src/b/c.py]",
	} {
		got := o.sorted(watch.Change{Paths: []string{path}}, metrics)
		if text := fmt.Sprint(got.Metrics, got.Names); text != want {
			t.Errorf("%s: %s, not %s", path, text, want)
		}
	}
}
