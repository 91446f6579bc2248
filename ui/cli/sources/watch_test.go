package sources

import (
	"slices"
	"testing"

	"segtap/capture/watch"
)

// A file of a Terraform module changes the metrics of its directory, and no names.
func TestWhatAChangeIsOf(t *testing.T) {
	var o Options
	if err := o.plans.Set("./plan.json"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		metrics        []string
		changed        string
		metric, naming bool
	}{
		{[]string{"infra"}, "infra/main.tf", true, false},
		{[]string{"infra"}, "infra/carts/main.tf.json", true, false},
		{[]string{"infra/main.tf"}, "infra/terraform.tfvars", true, false},
		{[]string{"."}, "main.tf", true, false},
		{[]string{"infra"}, "other/main.tf", false, false},
		{[]string{"infra"}, "infra/shop.js", false, true},
		{[]string{"metrics.yaml"}, "./metrics.yaml", true, false},
		{[]string{"./infra/"}, "infra/main.tf", true, false},
		{[]string{"./plan.json"}, "plan.json", true, true}, // which is both
		{[]string{"main.tf"}, "plan.json", false, true},
		{[]string{"main.tf"}, "events.json", false, true},
	} {
		change := o.sorted(watch.Change{Paths: []string{test.changed}}, test.metrics)
		if slices.Contains(change.Metrics, test.changed) != test.metric || slices.Contains(change.Names, test.changed) != test.naming {
			t.Errorf("%v, %s: %+v", test.metrics, test.changed, change)
		}
	}
}
