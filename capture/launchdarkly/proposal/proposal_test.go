package proposal_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"segtap/capture/launchdarkly/files"
	"segtap/capture/launchdarkly/proposal"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/message"
)

func judge(t testing.TB) *mapping.Judge {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapping.NewJudge(engine)
}

// propose makes a proposal for what was seen of a name.
func propose(t testing.TB, name string, messages ...string) proposal.Proposal {
	t.Helper()
	j := judge(t)
	var seen proposal.Seen
	for _, text := range messages {
		m := message.Parse([]byte(text))
		judged := j.Message(&m, message.Arrival{})
		if judged.Event == nil {
			t.Fatal(judged.Reason)
		}
		seen.Add(&judged)
	}
	ideal := j.Ideal(name)
	return proposal.New(&proposal.Event{Key: name, Project: "storefront", Seen: seen, Ideal: &ideal.Judgement})
}

func order(rest string) string {
	return `{"type":"track","userId":"u","anonymousId":"a","event":"Order Completed","properties":{` + rest + `}}`
}

func TestTheMetricFitsTheEvents(t *testing.T) {
	for name, test := range map[string]struct {
		messages []string
		want     catalogue.Metric
		why      proposal.Why
	}{
		"none": {
			nil,
			catalogue.Metric{Aggregation: "average", Units: []string{"user"}},
			proposal.Why{Event: "none of its events was seen", Numeric: "not known without events: whether the metric counts values"},
		},
		"all have a number and one currency": {
			[]string{order(`"revenue":1,"currency":"EUR"`), order(`"revenue":2,"currency":"EUR"`)},
			catalogue.Metric{Numeric: true, Aggregation: "sum", Unit: "EUR", Units: []string{"user"}},
			proposal.Why{
				Numeric: "2 of 2 have a number", Unit: "currency: EUR in 2 of 2",
				Units: "events also have keys of unauthenticatedUser in 2 of 2, which count where LaunchDarkly has the kind available for experiments",
			},
		},
		"most have a number, of several currencies": {
			[]string{order(`"revenue":1,"currency":"EUR"`), order(`"revenue":2,"currency":"USD"`), `{"type":"track","userId":"u","event":"Order Completed","properties":{"currency":"USD"}}`},
			catalogue.Metric{Numeric: true, Aggregation: "sum", Unit: "USD", Units: []string{"user"}},
			proposal.Why{
				Numeric: "2 of 3 have a number; events without one do not count for a numeric metric",
				Unit:    "currency: USD in 2 of 3, EUR in 1 of 3; a filter on currency keeps them apart",
				Units:   "events also have keys of unauthenticatedUser in 2 of 3, which count where LaunchDarkly has the kind available for experiments",
			},
		},
		"a number, and nothing that says of what": {
			[]string{`{"type":"track","userId":"u","event":"Order Completed","properties":{"value":5,"currency":"euros"}}`},
			catalogue.Metric{Numeric: true, Aggregation: "sum", Unit: "value", Units: []string{"user"}},
			proposal.Why{Numeric: "1 of 1 has a number", Unit: "what the values count, such as USD: yours to say"},
		},
		"few have a number": {
			[]string{order(`"revenue":1`), order(``), order(``)},
			catalogue.Metric{Aggregation: "average", Units: []string{"user"}},
			proposal.Why{
				Numeric: "1 of 3 has a number; a numeric metric would count these alone",
				Units:   "events also have keys of unauthenticatedUser in 3 of 3, which count where LaunchDarkly has the kind available for experiments",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := propose(t, "Order Completed", test.messages...)
			m := p.Metric
			if m.Key != "order-completed" || m.EventKey != "Order Completed" || m.Kind != "custom" || m.Numeric != test.want.Numeric ||
				m.Aggregation != test.want.Aggregation || m.Unit != test.want.Unit || strings.Join(m.Units, " ") != strings.Join(test.want.Units, " ") {
				t.Errorf("%+v", m)
			}
			if p.Why != test.why {
				t.Errorf("got  %+v\nwant %+v", p.Why, test.why)
			}
		})
	}
}

// keyPattern is the rule of LaunchDarkly's provider (launchdarkly/framework_validators.go).
var keyPattern = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]*$`)

func TestKeysAreMadeByLaunchDarklysRule(t *testing.T) {
	for name, want := range map[string]string{
		"Order Completed": "order-completed", " Order  Completed! ": "order-completed", "checkout_started.v2": "checkout_started.v2",
		"Café Visité": "cafe-visite", "2nd Order": "2nd-order", "注文完了": "event-", "🛒": "event-", "_a": "a",
		strings.Repeat("ab ", 100): strings.Repeat("ab-", 33) + "a",
	} {
		if got := propose(t, name).Metric.Key; !strings.HasPrefix(got, want) || want[len(want)-1] != '-' && got != want || !keyPattern.MatchString(got) {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
	ideal := judge(t).Ideal("Order")
	p := proposal.New(&proposal.Event{Key: "Order", Ideal: &ideal.Judgement, Known: &catalogue.Catalogue{Metrics: []catalogue.Metric{{Key: "order"}, {Key: "order-2"}}}})
	if p.Metric.Key != "order-3" {
		t.Errorf("%s", p.Metric.Key)
	}
}

// Whatever the name of an event is, each text gives the same metric when segtap reads it.
func TestWhatIsProposedIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"Order Completed", "${file(\"/etc/passwd\")}", "%{if true}x%{endif}", "it's $HOME `x` \"q\" \\", "a\nb\tc", "<<EOT", "#", "$${a}", "%%{a}", "\u2028\x1b[2J\x7f", "null", "1", " a ", "é\u0301",
		})).Filter(func(s string) bool { return s != "" }).Draw(t, "name")
		seen := proposal.Seen{
			Events: 3, Values: rapid.IntRange(0, 3).Draw(t, "values"), Kinds: map[string]int{"user": 3, "device": 1},
			Own: map[string]int{"user": 3}, Currencies: map[string]int{"USD": 2},
		}
		p := proposal.New(&proposal.Event{Key: name, Project: "storefront", Seen: seen})
		for format, text := range map[string]string{"metric.tf": p.Terraform(), "metrics.yaml": p.YAML(), "more.yaml": "metrics:\n    a-metric-there-is: {event: Other}\n" + p.Entry(4), "metric.json": string(p.Body())} {
			if format != "metric.json" && strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl) }) {
				t.Fatalf("not fit to be printed: %q", text)
			}
			set, err := files.ReadText(format, []byte(text))
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			c, warnings := set.Join(nil)
			if format == "more.yaml" {
				c.Metrics = slices.DeleteFunc(c.Metrics, func(m catalogue.Metric) bool { return m.Key == "a-metric-there-is" })
			}
			if len(c.Metrics) != 1 || len(warnings) > 0 {
				t.Fatalf("%+v, %q\n%s", c, warnings, text)
			}
			m, want := c.Metrics[0], p.Metric
			if p.Composes() && format == "metric.tf" {
				if m.EventKey != norm.NFC.String(want.EventKey) || !strings.Contains(text, "this would never match") {
					t.Fatalf("%+v\n%s", m, text)
				}
				continue
			}
			if m.Key != want.Key || m.Name != want.Name || m.EventKey != want.EventKey || m.Kind != want.Kind || m.Numeric != want.Numeric || m.Unit != want.Unit ||
				m.Success != want.Success || m.Aggregation != want.Aggregation || m.Analysis != want.Analysis || strings.Join(m.Units, ",") != strings.Join(want.Units, ",") {
				t.Fatalf("%s: read %+v\nproposed %+v\n%s", format, m, want, text)
			}
		}
	})
}

// The members of MetricPost (LaunchDarkly API, api-client-go v22), and what each is. Of a
// numeric custom metric unit and successCriteria are needed.
func TestTheBodyIsOneThatTheAPITakes(t *testing.T) {
	types := map[string]string{
		"key": "string", "name": "string", "kind": "string", "eventKey": "string", "isNumeric": "bool", "unit": "string", "successCriteria": "string",
		"unitAggregationType": "string", "analysisType": "string", "randomizationUnits": "list",
	}
	var body map[string]any
	p := propose(t, "Order Completed", order(`"revenue":1,"currency":"EUR"`))
	if err := json.Unmarshal(p.Body(), &body); err != nil {
		t.Fatal(err)
	}
	if len(body) != len(types) {
		t.Errorf("%v", body)
	}
	for name, value := range body {
		kind := "string"
		switch value.(type) {
		case bool:
			kind = "bool"
		case []any:
			kind = "list"
		}
		if kind != types[name] {
			t.Errorf("%s is %v", name, value)
		}
	}
}
