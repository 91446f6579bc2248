package expectation

import (
	"fmt"
	"strings"
	"testing"

	"segtap/mapping/catalogue"
)

// twice adds a second experiment, other, whose only metric is one that counts orders, and
// not their values.
func twice(c *catalogue.Catalogue) {
	orders := c.Metrics[0]
	orders.Key, orders.Numeric = "orders", false
	c.Metrics = append(c.Metrics, orders)
	other := c.Experiments[0]
	iteration := *other.Iteration
	iteration.Metrics = []catalogue.IterationMetric{{Key: "orders", VersionID: "v1", EventKey: orders.EventKey}}
	other.Key, other.Iteration = "other", &iteration
	c.Experiments = append(c.Experiments, other)
}

// TestWhatAnEventIsToCountFor tells metrics with one event key, and experiments, apart.
func TestWhatAnEventIsToCountFor(t *testing.T) {
	for _, c := range []struct {
		file, message string
		want          string // state, and what is wrong
	}{
		{"experiment: other", order("u", "1"), "met"},
		{"experiment: other", order("u", `"1"`), "met"}, // how the value is written is nothing to it
		{"experiment: other", `{"event":"Order Completed","userId":"u"}`, "met"},
		{"experiment: checkout-redesign\n   metrics: order-revenue", order("u", `"1"`), "missing value_coerced"},
		{"events: ''\n   counts: orders", order("u", `"1"`), "met"},
		{"events: ''\n   counts: order-revenue", order("u", `"1"`), "broken value_coerced"},
		{"events: ''\n   counts: true", order("u", `"1"`), "broken value_coerced"}, // it counts for both
		{"events: ''\n   counts: true", `{"event":"Order Completed","userId":"u"}`, "met"},
		{"events: ''\n   counts: order-revenue", `{"event":"Order Completed","userId":"u"}`, "broken metric_value_required"},
	} {
		results, _ := held(t, shop(t, twice), "expect:\n - "+c.file, c.message)
		got := string(results[0].State)
		if m := results[0].Nearest; m != nil {
			got += " " + m.Code
		}
		if len(results) != 1 || got != c.want {
			t.Errorf("%s, of %s: %s, want %s", c.file, c.message, got, c.want)
		}
	}
	// It is in both experiments, and only one of them reads LaunchDarkly's own data.
	judge := shop(t, func(c *catalogue.Catalogue) {
		twice(c)
		c.Experiments[1].Iteration.Metrics = append(c.Experiments[1].Iteration.Metrics, catalogue.IterationMetric{Key: "order-revenue", VersionID: "v1", EventKey: "Order Completed"})
		c.Experiments[1].Iteration.Unit = "device"
		c.Metrics[0].Units = []string{"user", "device"}
	})
	results, _ := held(t, judge, "expect:\n - experiment: other\n   metrics: order-revenue", order("u", "1"))
	if m := results[0].Nearest; results[0].State != Missing || m == nil || m.What != "counts toward order-revenue, and not in other" {
		t.Errorf("%+v %+v", results[0], m)
	}
}

func TestFilesHaveLimits(t *testing.T) {
	many := "[" + strings.Repeat("1,", maxListed) + "1]"
	for file, want := range map[string]string{
		`{"expect":[` + strings.Repeat(`{"events":"x"},`, maxExpectations) + `{"events":"x"}]}`: "these are more than 1,000 expectations",
		fmt.Sprintf(`{"expect":[{"events":"x","values":%s}]}`, many):                            "values has more than 10,000 members",
		`{"expect":[{"events":"x","count":1000000001}]}`:                                        "count is 1000000001, which is no number of events",
		`{"expect":[{"events":"` + strings.Repeat("x", MaxText) + `"}]}`:                        "it is larger than 4 MiB",
	} {
		if _, err := Parse("e.json", []byte(file), now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s…: %v, want %s", file[:30], err, want)
		}
	}
}
