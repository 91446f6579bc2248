package files

import (
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
)

func TestWhereMetricsAreWritten(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"YAML by key":            {"# ours\nmetrics:\n  a: A\n  b:\n    event: B\n", "a f:3:3, b f:4:3"},
		"YAML as a list":         {"metrics:\n- key: b\n  event: B\n- {key: a, event: A}\n", "a f:4:3, b f:2:3"},
		"YAML in brackets":       {"{metrics: {é: A, b: B}}", "b f:1:18, é f:1:12"},
		"JSON by key":            {"{\"metrics\":\n {\"é\": \"A\", \"b\": {\"event\": \"B\"}}}", "b f:2:13, é f:2:3"},
		"JSON as a list":         {"{\"metrics\": [\n  {\"key\": \"a\", \"event\": \"A\"},\n  {\"key\": \"b\", \"event\": \"B\"}\n]}", "a f:2:3, b f:3:3"},
		"a page of the API":      {"{\"items\":[{\"key\":\"b\",\"kind\":\"custom\",\"eventKey\":\"B\"},\n{\"key\":\"a\",\"kind\":\"custom\",\"eventKey\":\"A\"}]}", "a f:2:1, b f:1:11"},
		"a metric of the API":    {"\n {\"key\":\"b\",\"kind\":\"custom\",\"eventKey\":\"B\"}", "b f:2:2"},
		"a state of Terraform's": {`{"version":4,"terraform_version":"1","resources":[{"type":"launchdarkly_metric","instances":[{"attributes":` + "\n" + `{"key":"a","kind":"custom","event_key":"A"}}]}]}`, "a f:2:1"},
		"a plan of Terraform's": {`{"format_version":"1.2","terraform_version":"1","planned_values":{"root_module":{"resources":[{"type":"launchdarkly_metric",
			"values":{"key":"a","kind":"custom","event_key":"A"}}]}}}`, "a f:2:13"},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := ReadText("f", []byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			c, _ := set.Join(nil)
			if got := places(c); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// The place of a metric that a person wrote stays when LaunchDarkly tells more of it.
func TestThePlaceOfAMetricThatSeveralTellOf(t *testing.T) {
	byHand, err := ReadText("by-hand.yaml", []byte("metrics:\n  a: A\n"))
	if err != nil {
		t.Fatal(err)
	}
	written, err := Append(nil, &catalogue.Catalogue{PulledAt: 5, Metrics: []catalogue.Metric{{Key: "a", EventKey: "A2", Kind: "custom"}, {Key: "b", EventKey: "B", Kind: "custom"}}})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(written), "by-hand") {
		t.Errorf("a place was written: %s", written)
	}
	file, err := ReadText("pulled.json", written)
	if err != nil {
		t.Fatal(err)
	}
	pulled := &catalogue.Catalogue{PulledAt: 6, Metrics: []catalogue.Metric{{Key: "a", EventKey: "A3", Kind: "custom"}, {Key: "c", EventKey: "C", Kind: "custom"}}}
	for name, test := range map[string]struct {
		parts []part
		want  string
	}{
		"written, then a file that was pulled": {[]part{byHand.parts[0], file.parts[0]}, "a by-hand.yaml:2:3, b pulled.json:15:5"},
		"a file that was pulled, then written": {[]part{file.parts[0], byHand.parts[0]}, "a by-hand.yaml:2:3, b pulled.json:15:5"},
		"all of them":                          {[]part{byHand.parts[0], file.parts[0], {own: pulled}}, "a by-hand.yaml:2:3, c "},
		"pulled alone":                         {[]part{{own: pulled}}, "a , c "},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := join(test.parts)
			if got := places(c); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	if pulled.Metrics[0].Place != (origin.Place{}) {
		t.Error("what was pulled was changed")
	}
}

func places(c *catalogue.Catalogue) string {
	var all []string
	for _, m := range c.Metrics {
		all = append(all, m.Key+" "+m.Place.String())
	}
	return strings.Join(all, ", ")
}
