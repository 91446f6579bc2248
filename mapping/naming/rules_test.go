package naming

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
)

// revenue is a property of an order.
func revenue(value string, required bool, types ...origin.Type) []origin.Property {
	return []origin.Property{{Pointer: "/properties/revenue", Types: types, Required: required, Value: value}}
}

// many are properties that nothing looks at.
func many(n int) []origin.Property {
	all := make([]origin.Property, n)
	for i := range all {
		all[i] = origin.Property{Pointer: fmt.Sprintf("/properties/more_%d", i), Types: []origin.Type{origin.String}}
	}
	return all
}

// told is what a table says, in the order in which it says it.
func told(table *Table) string {
	var parts []string
	for i := range table.Rows {
		for _, f := range table.Rows[i].Findings {
			parts = append(parts, strings.TrimSpace(f.Name()+" "+f.Severity.String()+" "+f.Event+" "+f.Place.String()))
		}
	}
	return strings.Join(parts, "; ")
}

func TestWhatIsWrongWithNames(t *testing.T) {
	order := origin.Name{Event: "Order Completed"}
	closed := func(event string, properties ...origin.Property) origin.Name {
		return origin.Name{Event: event, Closed: true, Properties: properties}
	}
	unread := func(f *origin.Found) *origin.Found { f.Unread = make([]origin.Unread, 2); return f }
	one := func(c *catalogue.Catalogue) {
		c.Metrics = c.Metrics[:1]
		c.Experiments[0].Iteration.Metrics = c.Experiments[0].Iteration.Metrics[1:]
	}
	for _, c := range []struct {
		name, mapping string
		change        func(*catalogue.Catalogue)
		from          Sources
		want          string
	}{
		{name: "all is well", change: one, from: Sources{Plans: planned(order), Code: coded(order)}},
		{name: "nothing was given", change: one, from: Sources{}},
		{name: "only events were read, and none came", change: one, from: Sources{Seen: &Seen{}}},
		{name: "a metric that nothing feeds", change: one, from: Sources{Code: coded()}, want: "metric_not_fed warning Order Completed metrics.tf:7"},
		{name: "a metric that is planned", change: one, from: Sources{Code: coded(), Plans: planned(order)}},
		{name: "a metric whose events came", change: one, from: Sources{Code: coded(), Seen: &Seen{Events: map[string]Times{"Order Completed": {Sent: 1}}}}},
		{name: "a metric whose events are lost", change: one, from: Sources{Code: coded(), Seen: &Seen{Events: map[string]Times{"Order Completed": {Lost: 1}}}}},
		{name: "a file that could not be read may feed it", change: one, from: Sources{Code: &origin.Found{Skipped: 1}}, want: "metric_not_fed info Order Completed metrics.tf:7"},
		{name: "a call that could not be read may feed it", change: one, from: Sources{Code: unread(coded())}, want: "metric_not_fed info Order Completed metrics.tf:7"},
		{
			name: "a call of an empty name may not", change: one, from: Sources{Plans: planned(origin.Name{Event: "Cart Viewed"}), Code: coded(origin.Name{})},
			want: "event_not_defined error  src/shop.js:1; metric_not_found error Cart Viewed plan.json:1; metric_not_fed warning Order Completed metrics.tf:7",
		},
		{name: "an event key of more than the name may", change: one, mapping: `{"event_name":{"@template":"{{event}} {{properties.plan}}"}}`, from: Sources{Code: coded(origin.Name{Event: "Order"})}},
		{name: "a metric of clicks", change: func(c *catalogue.Catalogue) { c.Metrics, c.Experiments = c.Metrics[3:4], nil }, from: Sources{Code: coded()}},
		{name: "a metric of a warehouse", change: func(c *catalogue.Catalogue) { one(c); c.Metrics[0].DataSource = "snowflake" }, from: Sources{Code: coded()}},
		{name: "an archived metric", change: func(c *catalogue.Catalogue) { one(c); c.Metrics[0].Archived = true }, from: Sources{Code: coded()}},
		{
			name: "a near miss in the plan", change: one, from: Sources{Plans: planned(origin.Name{Event: "order_completed"}), Code: coded(order)},
			want: "metric_near_miss error order_completed plan.json:1",
		},
		{
			name: "another case", change: one, from: Sources{Code: coded(origin.Name{Event: "order completed"})},
			want: "metric_case_differs error order completed src/shop.js:1; metric_not_fed warning Order Completed metrics.tf:7",
		},
		{
			name: "each place is told", change: one, from: Sources{Plans: planned(order), Code: coded(origin.Name{Event: "Order Complete"}, origin.Name{Event: "Order Complete"})},
			want: "metric_near_miss error Order Complete src/shop.js:1; metric_near_miss error Order Complete src/shop.js:2",
		},
		{
			name: "not all metrics read", change: func(c *catalogue.Catalogue) { one(c); c.MetricsPartial = true }, from: Sources{Code: coded(order, origin.Name{Event: "Zebra"}, origin.Name{Event: "Order Complete"})},
			want: "metric_near_miss warning Order Complete src/shop.js:3",
		},
		{
			name: "in no metric", change: one, from: Sources{Code: coded(order, origin.Name{Event: "Zebra"})},
			want: "metric_not_found error Zebra src/shop.js:2",
		},
		{
			name: "seen in no metric", change: one, from: Sources{Seen: &Seen{Events: map[string]Times{"Zebra": {Sent: 2, First: origin.Place{File: "e.ndjson", Line: 4}}}}},
			want: "metric_not_found error Zebra e.ndjson:4",
		},
		{name: "not planned", change: one, from: Sources{Plans: planned(), Code: coded(order)}, want: "name_not_planned warning Order Completed src/shop.js:1"},
		{name: "the plan is what misses", change: one, from: Sources{Plans: planned(origin.Name{Event: "Order Complete"}), Code: coded(order)}, want: "metric_near_miss error Order Complete plan.json:1"},
		{
			name: "nearly planned, and no metric like it", change: one, from: Sources{Plans: planned(order, origin.Name{Event: "Coupon Applied"}), Code: coded(order, origin.Name{Event: "Coupon Aplied"})},
			want: "planned_name_near_miss error Coupon Aplied src/shop.js:2; metric_not_found error Coupon Aplied src/shop.js:2; metric_not_found error Coupon Applied plan.json:2",
		},
		{name: "a value in quotes", change: one, from: Sources{Code: coded(closed("Order Completed", revenue(`"59.90"`, true, origin.String)...))}, want: "value_coerced warning Order Completed src/shop.js:1"},
		{name: "a value with a sign", change: one, from: Sources{Code: coded(closed("Order Completed", revenue(`"$59.90"`, true, origin.String)...))}, want: "value_not_number error Order Completed src/shop.js:1"},
		{name: "a value that the mapping does not take", mapping: `{"metric_value":{"@path":"$.properties.value"}}`, change: one, from: Sources{Code: coded(origin.Name{Event: "Order Completed", Properties: revenue(`"$59.90"`, true, origin.String)})}},
		{name: "planned as a string", change: one, from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: revenue("", true, origin.String)})}, want: "value_coerced warning Order Completed plan.json:1"},
		{name: "planned as a number", change: one, from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: revenue("", true, origin.Number)})}},
		{name: "planned as a number or a string", change: one, from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: revenue("", true, origin.Number, origin.String)})}},
		{name: "planned as an object", change: one, from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: revenue("", true, origin.Object)})}, want: "value_not_number error Order Completed plan.json:1"},
		{name: "planned, and optional", change: one, from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: revenue("", false, origin.Number)})}, want: "value_not_required warning Order Completed plan.json:1"},
		{
			name: "optional, where no metric is numeric", change: func(c *catalogue.Catalogue) { one(c); c.Metrics[0].Numeric = false },
			from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: revenue("", false, origin.Number)})},
		},
		{
			name: "a plan without a value", change: one, from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: []origin.Property{{Pointer: "/properties/plan"}}})},
			want: "value_not_required warning Order Completed plan.json:1",
		},
		{name: "a plan that says nothing", change: one, from: Sources{Plans: planned(order)}},
		{
			name: "a plan without a value, where no metric is numeric", change: func(c *catalogue.Catalogue) { one(c); c.Metrics[0].Numeric = false },
			from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: []origin.Property{{Pointer: "/properties/plan"}}})},
		},
		{
			name: "a value in quotes, where no metric is numeric", change: func(c *catalogue.Catalogue) { one(c); c.Metrics[0].Numeric = false },
			from: Sources{Code: coded(closed("Order Completed", revenue(`"59.90"`, true, origin.String)...))}, want: "value_coerced info Order Completed src/shop.js:1",
		},
		{
			name: "a value in quotes of what no metric has", change: one, from: Sources{Code: coded(order, closed("Zebra", revenue(`"59.90"`, true, origin.String)...))},
			want: "metric_not_found error Zebra src/shop.js:2; value_coerced info Zebra src/shop.js:2",
		},
		{name: "never set", change: one, from: Sources{Code: coded(closed("Order Completed"))}, want: "metric_value_required error Order Completed src/shop.js:1"},
		{name: "perhaps set", change: one, from: Sources{Code: coded(origin.Name{Event: "Order Completed", Properties: []origin.Property{{Pointer: "/properties/plan"}}})}},
		{name: "set to what is not known", change: one, from: Sources{Code: coded(closed("Order Completed", revenue("", true)...))}},
		{
			name: "a unit that the mapping does not deliver", change: func(c *catalogue.Catalogue) {
				one(c)
				c.Metrics[0].Units, c.Experiments[0].Iteration.Unit = nil, "device"
			}, from: Sources{Code: coded(order, order)}, want: "unit_missing error Order Completed metrics.tf:7",
		},
		{
			name: "a unit that the mapping delivers", mapping: `{"additional_context_keys":{"device":{"@path":"$.context.device.id"}}}`, change: func(c *catalogue.Catalogue) {
				one(c)
				c.Metrics[0].Units, c.Experiments[0].Iteration.Unit = nil, "device"
			}, from: Sources{Code: coded(order)},
		},
		{
			name: "more properties than an event can have", change: one,
			from: Sources{Plans: planned(origin.Name{Event: "Order Completed", Properties: append(many(200_000), revenue("", false, origin.Number)...)})},
			want: "value_not_required warning Order Completed plan.json:1",
		},
		{name: "no user key", change: one, from: Sources{Code: coded(origin.Name{Event: "Order Completed", UserKey: origin.KeyMissing})}, want: "no_user_anon_id error Order Completed src/shop.js:1"},
		{name: "what is no matter", change: one, from: Sources{Code: coded(order, origin.Name{Event: "Zebra"}), Ignore: verdict.Ignored{{Code: verdict.MetricNotFound, Event: "Zeb*"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			known := cataloguetest.Storefront()
			known.Metrics[0].Place = origin.Place{File: "metrics.tf", Line: 7}
			c.change(known)
			table := New(judgeOf(t, known, c.mapping), c.from)
			if got := told(table); got != c.want {
				t.Errorf("it says\n%s\nwant\n%s", got, c.want)
			}
			counts := table.Counts()
			errors, warnings, infos := counts.Errors, counts.Warnings, counts.Infos
			if n := len(strings.Split(c.want, "; ")); c.want != "" && errors+warnings+infos != n {
				t.Errorf("it counts %d, %d and %d, and says %d", errors, warnings, infos, n)
			}
		})
	}
}

// Without a catalogue nothing is said of metrics; code is held against the plan all the same.
func TestNamesWithoutMetrics(t *testing.T) {
	table := New(judgeOf(t, nil, ""), Sources{Plans: planned(origin.Name{Event: "Order Completed"}), Code: coded(origin.Name{Event: "Order Complete"})})
	if got := told(table); got != "planned_name_near_miss error Order Complete src/shop.js:1" {
		t.Errorf("it says %s", got)
	}
	if i := slices.IndexFunc(table.Rows, func(r Row) bool { return r.Status != Unsure }); i >= 0 {
		t.Errorf("%+v is said to be more than not known", table.Rows[i])
	}
}

// Names that become one event key are one row; what was seen stands beside it, however long it is.
func TestNamesOfOneEventKey(t *testing.T) {
	long := strings.Repeat("é", 200)
	judge := judgeOf(t, cataloguetest.Storefront(), `{"event_name":{"@case":{"operator":"lower","value":{"@path":"$.event"}}}}`)
	table := New(judge, Sources{
		Code: coded(origin.Name{Event: "A B"}, origin.Name{Event: "a b"}, origin.Name{Event: long}),
		Seen: &Seen{Events: map[string]Times{"a b": {Sent: 3}, "A B": {Lost: 2}, strings.Repeat("é", 128): {Sent: 1}}},
	})
	row := table.Of("a b")
	if row == nil || len(row.Code) != 2 || len(row.Names) != 2 || row.Seen.Sent != 3 || row.Seen.Lost != 2 {
		t.Errorf("%+v", row)
	}
	if row := table.Of(long); row == nil || row.Seen.Sent != 1 {
		t.Errorf("%+v", row)
	}
}
