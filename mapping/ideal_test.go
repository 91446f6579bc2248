package mapping

import (
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc/jsondoctest"
)

// What is said of a name is what is said of an event of that name with which
// nothing else is wrong, by the mapping there is.
func TestTheIdealEventOfAName(t *testing.T) {
	unit := func(kind string) func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment) {
		return func(_ *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			m.Units, e.Iteration.Unit = nil, kind
		}
	}
	filtered := func(f ...catalogue.Filter) func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment) {
		return func(_ *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
			m.Filter = &catalogue.Filter{Type: "group", Op: "and", Group: f}
		}
	}
	plan := catalogue.Filter{Type: "eventProperty", Attribute: "plan", Op: "in", Values: []string{`"pro"`}}
	fewer := catalogue.Filter{Type: "eventProperty", Attribute: "n", Op: "lessThan", Values: []string{"5"}, Negate: true}
	country := catalogue.Filter{Type: "contextAttribute", ContextKind: "user", Attribute: "country", Op: "in", Values: []string{`"JP"`}}
	const counts = "counts toward order-revenue in checkout-redesign"
	for _, c := range []struct {
		name, event, mapping string
		change               func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
		sum                  string
		classic              bool
	}{
		{name: "it counts", change: bare, sum: counts},
		{name: "it counts by the classic destination", change: bare, classic: true, sum: counts},
		{name: "a name of no metric", event: "Zebra", change: bare, sum: "counts nowhere: no metric has this event key"},
		{name: "no name", event: "-", change: bare, sum: "dropped by Segment: no event name"},
		{name: "a unit that is not mapped", change: unit("device"), sum: "counts nowhere: it has no key of the unit of order-revenue"},
		{name: "a unit that no user key is", change: unit("device"), classic: true, sum: "counts nowhere: it has no key of the unit of order-revenue"},
		{name: "a unit that is mapped", mapping: `{"additional_context_keys":{"device":{"@path":"$.context.device.id"}}}`, change: unit("device"), sum: counts},
		{name: "units that are mapped together", mapping: `{"additional_context_keys":{"@path":"$.context.ids"}}`, change: unit("device"), sum: counts},
		{name: "a kind that is mapped", mapping: `{"context_kind":{"@path":"$.context.kind"}}`, change: unit("device"), sum: counts},
		{name: "no value is mapped", mapping: `{"metric_value":null}`, change: bare, sum: "counts nowhere: order-revenue needs a number"},
		{name: "a value from elsewhere", mapping: `{"metric_value":{"@path":"$.properties.cart.total"}}`, change: bare, sum: counts},
		{name: "a name that is made", event: "Order", mapping: `{"event_name":{"@template":"{{event}} Completed"}}`, change: bare, sum: counts},
		{name: "a name that is made another", mapping: `{"event_name":{"@template":"shop {{event}}"}}`, change: bare, sum: "counts nowhere: no metric has this event key"},
		{name: "a name from elsewhere", mapping: `{"event_name":{"@path":"$.properties.name"}}`, change: bare, sum: counts},
		{name: "a filter that can hold", change: filtered(plan, fewer), sum: counts},
		{name: "a filter that cannot be seen", change: filtered(plan, country), sum: "may count toward order-revenue in checkout-redesign: its filter decides"},
		{name: "a filter by one of two", change: func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
			filtered(plan, country)(c, m, e)
			m.Filter.Op = "or"
		}, sum: counts},
		{name: "not all metrics read", event: "Zebra", change: func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) { c.MetricsPartial = true }, sum: "no metric read so far has this event key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dest := destination.Actions()
			if c.classic {
				dest = destination.Classic()
			}
			var opt destination.EngineOptions
			if c.mapping != "" {
				opt.Mappings = jsondoctest.Value(t, c.mapping)
			}
			engine, err := destination.NewEngine(dest, opt)
			if err != nil {
				t.Fatal(err)
			}
			name := "Order Completed"
			if c.event != "" {
				name = strings.TrimPrefix(c.event, "-")
			}
			if j := NewJudge(engine).With(cataloguetest.Shop(c.change)).Ideal(name); j.Summary() != c.sum {
				t.Errorf("%s, want %s\n%+v", j.Summary(), c.sum, j.Diagnostics)
			}
		})
	}
}

// An event key that is made of more than the name is known of no name.
func TestAnEventKeyThatDependsOnMoreThanTheName(t *testing.T) {
	for _, c := range []struct{ mapping, key, depends string }{
		{`{}`, "Signed Up", ""},
		{`{"event_name":{"@template":"shop {{event}}"}}`, "shop Signed Up", ""},
		{`{"event_name":{"@path":"$.properties.name"}}`, "Signed Up", ""},
		{`{"event_name":{"@literal":"E"}}`, "E", ""},
		{`{"event_name":{"@if":{"exists":{"@path":"$.event"},"then":{"@path":"$.event"},"else":{"@path":"$.name"}}}}`, "Signed Up", ""},
		{`{"user_key":null}`, "Signed Up", ""},
		{`{"user_key":null,"event_name":{"@template":"shop {{event}}"}}`, "shop Signed Up", ""},
		{`{"event_name":{"@template":"{{event}} {{properties.plan}}"}}`, "Signed Up ", "/properties/plan"},
		{`{"event_name":{"@template":"{{type}}: {{properties.plan}}"}}`, "track: ", "/type /properties/plan"},
		{`{"event_name":{"@if":{"exists":{"@path":"$.properties.name"},"then":{"@path":"$.properties.name"},"else":{"@path":"$.event"}}}}`, "Signed Up", "/properties/name"},
	} {
		engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{Mappings: jsondoctest.Value(t, c.mapping)})
		if err != nil {
			t.Fatal(err)
		}
		j := NewJudge(engine).Ideal("Signed Up")
		if depends := strings.Join(j.DependsOn, " "); j.EventKey != c.key || depends != c.depends {
			t.Errorf("%s: %q, depends on %q; want %q, %q", c.mapping, j.EventKey, depends, c.key, c.depends)
		}
	}
}
