package files

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"segtap/capture/launchdarkly"
	"segtap/mapping/catalogue"
	"segtap/mapping/tree"
)

func fixture(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAPageOfMetrics(t *testing.T) {
	c, warnings, err := readFiles("../testdata/metrics-page.json")
	if err != nil {
		t.Fatal(err)
	}
	if c.Project != "storefront" || c.Environment != "" || c.ExperimentsKnown || len(c.Metrics) != 5 {
		t.Errorf("catalogue %+v", c)
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "5 of 23 metrics") || !strings.HasPrefix(warnings[0], "../testdata/metrics-page.json: ") {
		t.Errorf("warnings %q", warnings)
	}
	want := catalogue.Metric{
		Key: "order-revenue", Name: "Order revenue", VersionID: "0f3c7d52-6a1e-4b8e-9d59-2b6f4f0c1a01", Kind: "custom",
		EventKey: "Order Completed", Numeric: true, Aggregation: "sum", Analysis: "mean", Unit: "USD", Success: "HigherThanBaseline",
		Units: []string{"user"}, DataSource: "launchdarkly-hosted", LastSeen: 1787043600000, Tags: []string{"checkout", "segment"},
		AttachedFlags: 1, Experiments: 2, ActiveExperiments: 1, ActiveRollouts: 0,
	}
	if got := c.Metrics[2]; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	filter := &catalogue.Filter{Type: "group", Op: "and", Group: []catalogue.Filter{
		{Type: "contextAttribute", ContextKind: "user", Attribute: "country", Op: "in", Values: []string{`"JP"`}},
		{Type: "eventProperty", Attribute: "currency", Op: "in", Values: []string{`"JPY"`}},
	}}
	if got := c.Metrics[1]; got.Key != "checkout-started-jp" || !reflect.DeepEqual(got.Filter, filter) {
		t.Errorf("filter of %s: %+v", got.Key, got.Filter)
	}
	if got := c.Metrics[4]; got.Kind != "pageview" || !got.Archived || got.EventKey != "" {
		t.Errorf("the last is %+v", got)
	}
}

func TestAPageOfExperiments(t *testing.T) {
	c, warnings, err := readAlone("x", []byte(fixture(t, "experiments-page.json")))
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	want := &catalogue.Catalogue{
		Project: "storefront", Environment: "test", ExperimentsKnown: true,
		Experiments: []catalogue.Experiment{{
			Key: "checkout-redesign", Name: "Checkout redesign", Environment: "test", DataSource: "launchdarkly",
			Iteration: &catalogue.Iteration{
				Status: "running", StartedAt: 1785628800000, Unit: "user", Flags: []string{"new-checkout"},
				Metrics: []catalogue.IterationMetric{
					{Key: "checkout-started-jp", Name: "Checkout started (JP users, any)", VersionID: "0f3c7d52-6a1e-4b8e-9d59-2b6f4f0c1a03", EventKey: "Checkout Started", Kind: "custom"},
					{Key: "order-revenue", Name: "Order revenue", VersionID: "0f3c7d52-6a1e-4b8e-9d59-2b6f4f0c1a01", EventKey: "Order Completed", Kind: "custom", Numeric: true},
				},
			},
		}},
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestWhatTheAPIGivesIsReadAsFarAsItGoes(t *testing.T) {
	for _, test := range []struct {
		name, text string
		metrics    string // key:event, separated by blanks
		warnings   []string
		check      func(*catalogue.Catalogue) bool
	}{
		{
			name: "a metric that has only a key", text: `{"items":[{"key":"a"}],"_links":{"self":{"href":"/api/v2/metrics/p"}}}`, metrics: "a:",
			check: func(c *catalogue.Catalogue) bool {
				m := c.Metrics[0]
				return c.Project == "p" && m.AttachedFlags == -1 && m.Experiments == -1 && m.ActiveExperiments == -1 && m.ActiveRollouts == -1
			},
		},
		{
			name:    "everything of the wrong type",
			text:    `{"items":[{"key":"a","eventKey":7,"name":{},"kind":[],"isNumeric":"yes","lastSeen":"x","tags":"t","analysisUnits":3,"filters":9,"dataSource":"s","_attachedFlagCount":1.5,"archived":1,"experimentCount":null}],"_links":{"self":{"href":"/api/v2/metrics/p"}}}`,
			metrics: "a:",
			check: func(c *catalogue.Catalogue) bool {
				unreadable := &catalogue.Filter{Type: "unreadable"}
				return reflect.DeepEqual(c.Metrics[0], catalogue.Metric{Key: "a", Filter: unreadable, DataSource: "s", AttachedFlags: -1, Experiments: -1, ActiveExperiments: -1, ActiveRollouts: -1})
			},
		},
		{
			name: "kinds and members of tomorrow", metrics: "a:E",
			text:  `[{"key":"a","kind":"ratio","eventKey":"E","unitAggregationType":"count_distinct","denominator":{"key":"b"}}]`,
			check: func(c *catalogue.Catalogue) bool { return c.Metrics[0].Kind == "ratio" },
		},
		{
			name: "metrics without keys", metrics: "b:B", warnings: []string{"2 metrics have no key"},
			text: `[{"eventKey":"A"},{"key":"","eventKey":"A"},{"key":"b","eventKey":"B"}]`,
		},
		{name: "one metric", text: `{"key":"a","kind":"custom","eventKey":"A","experiments":[{"key":"x"}]}`, metrics: "a:A"},
		{
			name: "pages as jq -s joins them", metrics: "a:A b:B",
			text: `[{"items":[{"key":"a","eventKey":"A"}],"totalCount":2,"_links":{"next":{"href":"/x"}}},{"items":[{"key":"b","eventKey":"B"}],"totalCount":2}]`,
		},
		{
			name: "a page without a total, with more behind it", metrics: "a:A", warnings: []string{"more on other pages"},
			text: `{"items":[{"key":"a","eventKey":"A"}],"_links":{"next":{"href":"/x"}}}`,
		},
		{
			name: "the same page twice", metrics: "a:A", warnings: []string{"1 of 2 metrics"},
			text: `[{"items":[{"key":"a","eventKey":"A"}],"totalCount":2},{"items":[{"key":"a","eventKey":"A"}],"totalCount":2}]`,
		},
		{
			name: "metrics of two projects", metrics: "a: b:", warnings: []string{"several projects"},
			text: `[{"key":"a","_links":{"self":{"href":"/api/v2/metrics/p/a"}}},{"key":"b","_links":{"self":{"href":"/api/v2/metrics/q/b"}}}]`,
		},
		{
			name: "a flag among them", metrics: "a:", warnings: []string{"1 of its objects are neither"},
			text: `[{"key":"f","kind":"boolean","_links":{"self":{"href":"/api/v2/flags/p/f"}}},{"key":"a","kind":"custom"}]`,
		},
		{
			name: "an empty page of experiments", text: `{"items":[],"total_count":0}`,
			check: func(c *catalogue.Catalogue) bool { return c.ExperimentsKnown },
		},
		{
			name: "an experiment without a key", warnings: []string{"1 experiment has no key", "1 of its experiments lack members"},
			text: `{"items":[{"name":"x","environmentKey":"e","_creationDate":1,"currentIteration":{"status":"stopped","metrics":[]}}],"total_count":1}`,
		},
		{
			name: "archived experiments only", warnings: []string{"lifecycleState archived"},
			text:  `{"items":[],"total_count":0,"_links":{"self":{"href":"/api/v2/projects/p/environments/%zz/experiments?lifecycleState=archived"}}}`,
			check: func(c *catalogue.Catalogue) bool { return !c.ExperimentsKnown },
		},
		{
			name: "experiments of one metric", warnings: []string{`filter "metricKey:a"`},
			text:  `{"items":[{"key":"x","environmentKey":"e","_creationDate":1,"currentIteration":{"status":"stopped","metrics":[]}}],"total_count":1,"_links":{"self":{"href":"/api/v2/projects/p/environments/e/experiments?filter=metricKey%3Aa"}}}`,
			check: func(c *catalogue.Catalogue) bool { return !c.ExperimentsKnown && len(c.Experiments) == 1 },
		},
		{
			name: "an experiment alone: others may run",
			text: `{"key":"x","currentIteration":{"status":"stopped","metrics":[]},"_links":{"self":{"href":"/api/v2/projects/a%20b/environments/e/experiments/x"}}}`,
			check: func(c *catalogue.Catalogue) bool {
				return !c.ExperimentsKnown && c.Environment == "e" && c.Project == "a b"
			},
		},
		{
			name: "experiments of two environments", warnings: []string{"several environments"},
			text: `{"items":[{"key":"x","environmentKey":"e","_creationDate":1,"currentIteration":{"status":"stopped","metrics":[]}},{"key":"x","environmentKey":"f","_creationDate":1,"currentIteration":{"status":"stopped","metrics":[]}}],"total_count":2}`,
			check: func(c *catalogue.Catalogue) bool {
				return len(c.Experiments) == 2 && !c.ExperimentsKnown && c.Environment == ""
			},
		},
		{
			name: "units: the newer name first", metrics: "a:",
			text:  `[{"key":"a","kind":"custom","analysisUnits":["x"],"randomizationUnits":["y"]}]`,
			check: func(c *catalogue.Catalogue) bool { return c.Metrics[0].Units[0] == "x" },
		},
		{
			name: "numbers with a point or an exponent", metrics: "a:",
			text: `[{"key":"a","kind":"custom","lastSeen":1.7870436e12,"_attachedFlagCount":2.0,"experimentCount":99999999999999999999}]`,
			check: func(c *catalogue.Catalogue) bool {
				m := c.Metrics[0]
				return m.LastSeen == 1787043600000 && m.AttachedFlags == 2 && m.Experiments == -1
			},
		},
		{
			name: "a value of a filter that is no text", metrics: "a:",
			text: "[{\"key\":\"a\",\"kind\":\"custom\",\"filters\":{\"type\":\"eventProperty\",\"op\":\"in\",\"values\":[\"x\xff\"]}}]",
			check: func(c *catalogue.Catalogue) bool {
				_, err := Append(nil, c)
				return err == nil && c.Metrics[0].Filter.Values[0] == "\"x\uFFFD\""
			},
		},
		{
			name: "values of a filter keep their spelling", metrics: "a:",
			text: `[{"key":"a","kind":"custom","filters":{"type":"eventProperty","op":"in","values":[1.50, true, "x\u0041", null, { "a" : 1 }, 12345678901234567890]}}]`,
			check: func(c *catalogue.Catalogue) bool {
				return reflect.DeepEqual(c.Metrics[0].Filter.Values, []string{"1.50", "true", `"x\u0041"`, "null", `{"a":1}`, "12345678901234567890"})
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, warnings, err := readAlone("f", []byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range c.Metrics {
				got = append(got, m.Key+":"+m.EventKey)
			}
			if strings.Join(got, " ") != test.metrics {
				t.Errorf("metrics %q, want %q", got, test.metrics)
			}
			if test.check != nil && !test.check(c) {
				t.Errorf("catalogue %+v", c)
			}
			checkTold(t, warnings, test.warnings)
		})
	}
}

// checkTold checks that each warning says what it should, and that there are
// no others.
func checkTold(t *testing.T, warnings, want []string) {
	t.Helper()
	if len(warnings) != len(want) {
		t.Errorf("warnings %q, want %q", warnings, want)
		return
	}
	for i, w := range want {
		if !strings.Contains(warnings[i], w) {
			t.Errorf("warning %q does not say %q", warnings[i], w)
		}
	}
}

func TestTheMetricsOfAnIteration(t *testing.T) {
	text := `{"key":"x","currentIteration":{"status":"stopped","endedAt":5,
		"metrics":[{"key":"a","eventKey":"A"},{"key":"g","isGroup":true,"metrics":[{"key":"b","eventKey":"B"},{"name":"none"}]},{"key":"h","isGroup":true},7],
		"primarySingleMetric":{"key":"a","_versionId":"v","name":"N","eventKey":"other"},
		"primaryFunnel":{"key":"f","metrics":[{"key":"c"},{"key":"b"}]},
		"secondaryMetrics":[{"key":"d"},{"key":"a"}]}}`
	c, warnings, err := readAlone("f", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []catalogue.IterationMetric{
		{Key: "a", Name: "N", VersionID: "v", EventKey: "A"},
		{Key: "b", EventKey: "B", Group: "g"},
		{Key: "c", Group: "f"},
		{Key: "d"},
	}
	if got := c.Experiments[0].Iteration; !reflect.DeepEqual(got.Metrics, want) || got.EndedAt != 5 || c.Experiments[0].Running() {
		t.Errorf("got %+v", got)
	}
	checkTold(t, warnings, []string{"a metric without a key", `the metric group "h"`})
}

func TestFilesByHand(t *testing.T) {
	want := &catalogue.Catalogue{
		ExperimentsKnown: true,
		Metrics: []catalogue.Metric{
			{Key: "order-revenue", Kind: "custom", EventKey: "Order Completed", Numeric: true, AttachedFlags: -1, Experiments: -1, ActiveExperiments: -1, ActiveRollouts: -1},
			{Key: "signups", Kind: "custom", EventKey: "Signed Up", AttachedFlags: -1, Experiments: -1, ActiveExperiments: -1, ActiveRollouts: -1},
		},
		Experiments: []catalogue.Experiment{{Key: "checkout-redesign", Iteration: &catalogue.Iteration{
			Status: "running", Unit: "user", Metrics: []catalogue.IterationMetric{{Key: "order-revenue"}},
		}}},
	}
	for _, test := range []struct{ name, text string }{
		{"mappings", "# ours\nmetrics:\n  order-revenue: {event: Order Completed, numeric: true}\n  signups: Signed Up\nexperiments:\n  checkout-redesign: {unit: user, metrics: [order-revenue]}\n"},
		{"lists", "metrics:\n- key: signups\n  event: Signed Up\n- {key: order-revenue, event: \"Order Completed\", numeric: true}\nexperiments:\n- key: checkout-redesign\n  unit: user\n  metrics: order-revenue\n"},
		{"Windows", "\ufeffmetrics:\r\n  order-revenue: {event: Order Completed, numeric: true}\r\n  signups: Signed Up\r\nexperiments:\r\n  checkout-redesign: {unit: user, metrics: [{key: order-revenue}]}\r\n"},
		{"in brackets", "{metrics: {order-revenue: {event: Order Completed, numeric: true}, signups: Signed Up}, experiments: {checkout-redesign: {unit: user, metrics: [order-revenue]}}}"},
		{"JSON", `{"metrics":{"order-revenue":{"event":"Order Completed","numeric":true},"signups":"Signed Up"},"experiments":{"checkout-redesign":{"unit":"user","metrics":["order-revenue"]}}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, warnings, err := readAlone("f", []byte(test.text))
			if err != nil || len(warnings) > 0 {
				t.Fatal(err, warnings)
			}
			if !reflect.DeepEqual(c, want) {
				t.Errorf("got  %+v\nwant %+v", c, want)
			}
		})
	}
	t.Run("everything", func(t *testing.T) {
		c, _, err := readFiles("../testdata/by-hand.yaml")
		if err != nil {
			t.Fatal(err)
		}
		m := c.Metrics[0]
		if c.Project != "storefront" || !c.ExperimentsKnown || m.Kind != "click" || m.Filter.Group[1].Values[1] != `"JPY"` || m.Filter.Group[0].Values[0] != "10" {
			t.Errorf("%+v\n%+v", c, m)
		}
		if e := c.Experiments[0]; e.Environment != "production" || e.Iteration.Status != "stopped" || c.Experiments[1].Environment != "test" || c.Experiments[1].Iteration != nil {
			t.Errorf("%+v", c.Experiments)
		}
	})
}

func TestMistakesHaveAPlaceAndAWayOut(t *testing.T) {
	for _, test := range []struct {
		name, text   string
		line, column int
		want         string
	}{
		{"a member of another name", "metrics:\n  a: {evnt: A}\n", 2, 7, "is event meant?"},
		{"LaunchDarkly's name of it", "metrics:\n  a: {eventKey: A}\n", 2, 7, "is event meant?"},
		{"a member from nowhere", "metrics:\n  a: {event: A, colour: red}\n", 2, 17, "there are activeExperiments"},
		{"a number for an event", "metrics:\n  a: 404\n", 2, 6, `put it in quotes: "404"`},
		{"true for an event", "metrics:\n  a: {event: true}\n", 2, 14, `"true"`},
		{"no event", "metrics:\n  a:\n  b: B\n", 2, 3, `the metric "a" has no event`},
		{"no event among the members", "metrics:\n  a: {numeric: true}\n", 2, 3, "has no event"},
		{"text for true", "metrics:\n  a: {event: A, numeric: \"true\"}\n", 2, 26, "without quotes"},
		{"yes", "metrics:\n  a: {event: A, numeric: yes}\n", 2, 26, "true or false"},
		{"a fraction", "metrics:\n  a: {event: A, lastSeen: 1.5}\n", 2, 27, "whole number"},
		{"a list for a metric", "metrics:\n  a: [A]\n", 2, 6, "a list, where text"},
		{"one metric twice", "metrics:\n- {key: a, event: A}\n- {key: a, event: B}\n", 3, 3, "twice"},
		{"one key twice", "metrics:\n  a: A\n  a: B\n", 3, 3, "already defined"},
		{"a list without keys", "metrics:\n- Signed Up\n", 2, 3, "a mapping is expected"},
		{"no key", "metrics:\n- event: A\n", 2, 3, "has no key"},
		{"a key in two places", "metrics:\n  a: {key: b, event: A}\n", 2, 7, `no member "key"`},
		{"metrics that are none", "metrics: 5\n", 1, 10, "by key or a list"},
		{"another format's version", `{"segtap": 2, "metrics": []}`, 1, 12, "update segtap"},
		{"a member of a JSON catalogue", "{\"segtap\": 1,\n \"metrcs\": []}", 2, 2, "is metrics meant?"},
		{"a member twice in JSON", "{\"segtap\": 1,\n \"project\": \"a\", \"project\": \"b\"}", 2, 18, "twice"},
		{"a metric in JSON", "{\"metrics\":\n {\"é\": {\"event\": 7}}}", 2, 18, `"7"`},
		{"half of JSON", "{\"metrics\": {\n", 2, 1, "the text ends"},
		{"a comma too many", "{\"metrics\": {},}", 1, 15, "not JSON"},
		{"lines of JSON", "{\"items\":[]}\n{\"items\":[]}", 2, 1, "jq -s"},
		{"half of YAML", "metrics:\n  a: \"A\n", 2, 6, "not YAML"},
		{"a tab", "metrics:\n\ta: A\n", 2, 1, "not YAML"},
		{"an anchor", "metrics:\n  a: &x A\n", 2, 6, "anchor"},
		{"an alias in a key", "metrics:\n  *x : A\n", 2, 3, "quotes"},
		{"two documents", "metrics: {}\n---\nmetrics: {}\n", 3, 1, "second document"},
		{"deep", "metrics: " + strings.Repeat("[", 50), 1, 50, "too deep"},
		{"deep in dashes", "metrics:\n" + strings.Repeat("- ", 50), 2, 81, "too deep"},
		{"a value that JSON cannot spell", "metrics:\n  a: {event: A, filter: {values: [0x10]}}\n", 2, 35, "cannot spell"},
		{"a list among the values", "metrics:\n  a: {event: A, filter: {values: [[]]}}\n", 2, 35, "cannot spell"},
		{"an experiment of a metric without a name", "experiments:\n  a: {metrics: [\"\"]}\n", 2, 17, "no key"},
		{"an experiment that is text", "experiments:\n  a: b\n", 2, 6, "a mapping is expected"},
		{"control characters", "metrics:\n  \"\\e]0;x\\a\": {evt: A}\n", 2, 16, `\x1b`},
		{"a number among the tags", "metrics:\n  a: {event: A, tags: [x, 5]}\n", 2, 27, `"5"`},
		{"a mapping for the tags", "metrics:\n  a: {event: A, tags: {x: y}}\n", 2, 23, "a list is expected"},
		{"text for a filter", "metrics:\n  a: {event: A, filter: x}\n", 2, 25, "a mapping is expected"},
		{"text for the values", "metrics:\n  a: {event: A, filter: {values: x}}\n", 2, 34, "a list is expected"},
		{"text for a group", "metrics:\n  a: {event: A, filter: {group: x}}\n", 2, 33, "a list is expected"},
		{"a status that does not exist", "metrics: {a: A}\nexperiments:\n  x: {status: runing, metrics: [a]}\n", 3, 15, "is running meant?"},
		{"a status with a capital", "metrics: {a: A}\nexperiments:\n  x: {status: Running, metrics: [a]}\n", 3, 15, "is running meant?"},
		{"a kind that does not exist", "metrics:\n  a: {kind: Click}\n", 2, 13, "is click meant?"},
		{"an operator that does not exist", "metrics:\n  a: {event: A, filter: {attribute: b, op: lessThen, values: [1]}}\n", 2, 44, "is lessThan meant?"},
		{"a filter without values", "metrics:\n  a: {event: A, filter: {attribute: currency, op: in}}\n", 2, 25, "values: [JPY]"},
		{"a filter on nothing", "metrics:\n  a: {event: A, filter: {op: in, values: [1]}}\n", 2, 25, "attribute: currency"},
		{"a filter without an operator", "metrics:\n  a: {event: A, filter: {attribute: b, values: [1]}}\n", 2, 25, "it may be contains, endsWith"},
		{"a group of none", "metrics:\n  a: {event: A, filter: {type: group, op: and}}\n", 2, 25, "is a group of none"},
		{"a type of filter that does not exist", "metrics:\n  a: {event: A, filter: {type: property, attribute: b, op: in, values: [1]}}\n", 2, 32, "there is no type"},
		{"a slip within a group", "metrics:\n  a: {event: A, filter: {group: [{typ: x}]}}\n", 2, 35, "is type meant?"},
		{"a count in quotes", "metrics:\n  a: {event: A, attachedFlags: \"1\"}\n", 2, 32, "without quotes"},
		{"an experiment without a key", "experiments:\n- unit: user\n", 2, 3, "has no key"},
		{"one experiment twice", "experiments:\n- {key: a}\n- {key: a}\n", 3, 3, "twice"},
		{"a number for the metrics of an experiment", "experiments:\n  a: {metrics: 5}\n", 2, 16, "a list is expected"},
		{"a number for a metric of an experiment", "experiments:\n  a: {metrics: [5]}\n", 2, 17, `"5"`},
		{"nothing for a name", "metrics:\n  a: {event: A, name: }\n", 2, 22, "leave the line out"},
		{"too much YAML", "#" + strings.Repeat(" ", 256<<10), 0, 0, "256 KiB"},
		{"too much JSON", "{" + strings.Repeat(" ", launchdarkly.MaxBody), 0, 0, "32 MiB"},
		{"a web page", "<!doctype html>", 0, 0, "HTML page"},
		{"nothing", " \n", 0, 0, "nothing in it"},
		{"a comment", "# nothing\n", 0, 0, "nothing in it"},
		{"no text", "metrics: \xff", 0, 0, "UTF-8"},
		{"no text in JSON", "{\"segtap\": 1, \"project\": \"\xff\"}", 0, 0, "UTF-8"},
		{"flags", `{"items":[{"key":"f","kind":"boolean","_links":{"self":{"href":"/api/v2/flags/p/f"}}}]}`, 0, 0, "neither metrics nor experiments"},
		{"an empty list", `[]`, 0, 0, "neither metrics nor experiments"},
		{"other JSON", `{"a":1}`, 0, 0, "neither metrics nor experiments"},
		{"an error of LaunchDarkly", `{"code":"not_found","message":"Unknown\u0007"}`, 0, 0, `"Unknown\a"`},
		{"a sentence", "Hello there", 1, 1, "the file is text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _, err := readAlone("f.yaml", []byte(test.text))
			e, ok := errors.AsType[*tree.Error](err)
			if !ok {
				t.Fatalf("%+v, error %v", c, err)
			}
			if e.Line != test.line || e.Column != test.column || !strings.Contains(e.Error(), test.want) {
				t.Errorf("%q, want line %d, column %d: %s", e, test.line, test.column, test.want)
			}
			if strings.ContainsFunc(e.Error(), func(r rune) bool { return r < ' ' }) {
				t.Errorf("not fit to be printed: %q", e)
			}
		})
	}
}

// A filter by hand looks at the event, or is a group, without saying so; what
// segtap wrote is as LaunchDarkly said it.
func TestTheTypeOfAFilterNeedNotBeSaid(t *testing.T) {
	c, _, err := readAlone("f", []byte("metrics:\n  a: {event: A, filter: {op: and, group: [{attribute: b, op: in, values: [1]}]}}\n"))
	if err != nil || c.Metrics[0].Filter.Type != "group" || c.Metrics[0].Filter.Group[0].Type != "eventProperty" {
		t.Errorf("%+v, %v", c, err)
	}
	c, _, err = readAlone("f", []byte(`{"segtap":1,"metrics":[{"key":"a","event":"A","kind":"ratio","filter":{"type":"tomorrow's"}}],"experiments":[{"key":"x","status":"paused"}]}`))
	if err != nil || c.Metrics[0].Kind != "ratio" || c.Metrics[0].Filter.Type != "tomorrow's" || c.Experiments[0].Iteration.Status != "paused" {
		t.Errorf("%+v, %v", c, err)
	}
}

// Of what cannot be read of a metric nothing is known, which is not nothing.
func TestWhatCannotBeReadIsNotTakenForNothing(t *testing.T) {
	c, _, err := readAlone("f", []byte(`[{"key":"a","kind":"custom","eventKey":"E","dataSource":{"id":7},"filters":{"type":"group","op":"and","values":["x",{},{"type":"eventProperty","attribute":"b","op":"in","values":[1]}]}},
		{"key":"b","kind":"custom","eventKey":"E","filters":["x"]}]`))
	if err != nil {
		t.Fatal(err)
	}
	a, b := c.Metrics[0], c.Metrics[1]
	if a.DataSource != `{"id":7}` || len(a.Filter.Group) != 3 || a.Filter.Group[0].Type != "unreadable" || a.Filter.Group[1].Type != "unreadable" || b.Filter == nil || b.Filter.Type != "unreadable" {
		t.Errorf("%+v\n%+v", a.Filter, b.Filter)
	}
}

// A number with an exponent is one, which the YAML parser takes for a text; in
// quotes it is a text.
func TestNumbersWithExponentsInYAML(t *testing.T) {
	for written, want := range map[string]string{"1e6": "1e6", "-2.5E-3": "-2.5E-3", `"1e6"`: `"1e6"`, "1e6x": `"1e6x"`, "1000000": "1000000"} {
		c, _, err := readAlone("f.yaml", []byte("metrics:\n  a:\n    event: E\n    filter: {type: eventProperty, attribute: revenue, op: greaterThan, values: ["+written+"]}\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Metrics[0].Filter.Values[0]; got != want {
			t.Errorf("%s is read as %s, want %s", written, got, want)
		}
	}
}
