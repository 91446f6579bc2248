package plans

import (
	"strings"
	"testing"
)

// Each is what somebody has in a file that is no plan, or is broken.
func TestWhatIsNoPlanIsRefusedByName(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "plan: there is nothing in it; give the rules of a tracking plan"},
		{" \n\t", "plan: there is nothing in it"},
		{"\ufeff<!doctype html><title>Sign in</title>", "plan: it is an HTML page; save the answer of the API"},
		{`{"data": {"rules": [`, "plan, line 1, column 21: it is not JSON: the text ends in the middle of a JSON value"},
		{"{\"data\":\n {\"rules\": [,]}}", "plan, line 2, column 13: it is not JSON: "},
		{`{"data":{"rules":[]}} {"data":{"rules":[]}}`, "plan, line 1, column 23: it is not JSON: there is more text behind the JSON value; make one list of several answers"},
		{`[]`, "plan, line 1, column 1: the list is empty"},
		{`[3]`, "plan, line 1, column 2: this is a number, where a plan or a rule is expected"},
		{"[\n  {\"data\":{\"rules\":[]}},\n  \"x\"]", "plan, line 3, column 3: this is a string, where a plan or a rule is expected"},
		{`{"errors":[{"type":"unauthorized","message":"bad \u001b[31m token"}]}`, `it is an error that the API answered: "bad \x1b[31m token"; ask again, and save an answer 200`},
		{`{"error":"the token is invalid","code":16}`, `it is an error that the API answered: "the token is invalid"`},
		{`{"error":{"message":"no such plan","code":5}}`, `it is an error that the API answered: "no such plan"`},
		{`{"message":"Unauthorized request"}`, `it is an error that the API answered: "Unauthorized request"`},
		{`{"data":{"trackingPlan":{"id":"tp_1","name":"Shop"}}}`, "it is a tracking plan without its rules; save the answer to GET /tracking-plans/tp_1/rules"},
		{`{"data":{"trackingPlan":{"id":"x\u001b","name":"Shop"}}}`, "save the answer to GET /tracking-plans/ID/rules"},
		{`{"data":{"trackingPlans":[{"id":"tp_1"}],"pagination":{"current":"MA=="}}}`, "it is a list of tracking plans, without their rules"},
		{`{"tracking_plans":[{"name":"workspaces/w/tracking-plans/rs_1","display_name":"Shop"}]}`, "column 20: this plan of the list has no rules in it; save each plan by itself"},
		{`{"id":"tp_1","name":"Shop","creationType":"Data catalog","version":3}`, "it is a tracking plan without its rules"},
		{`{"items":[{"key":"m"}],"_links":{}}`, "it says something of metrics, and has no tracking plan; give it with --metrics"},
		{`{"segtap":1,"metrics":[]}`, "it says something of metrics"},
		{`{"version":4,"terraform_version":"1.9.0","resources":[]}`, "it says something of metrics"},
		{`{"batch":[{"type":"track","event":"A"}]}`, "it is captured traffic, and no tracking plan; open it: segtap plan"},
		{`{"type":"track","event":"A","messageId":"1"}`, "it is captured traffic"},
		{`{"log":{"version":"1.2","entries":[]}}`, "it is captured traffic"},
		{`{"a":1}`, "plan, line 1, column 1: there is no tracking plan in it; give the rules"},
		{`true`, "there is no tracking plan in it"},
		{`provider: launchdarkly`, "there is no tracking plan in it"},
	} {
		_, err := ReadText("plan", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q gives\n%v, want\n%s", c.text, err, c.want)
		}
	}
	if _, err := ReadText("plan", make([]byte, MaxFile+1)); err == nil || !strings.Contains(err.Error(), "larger than 32 MiB") {
		t.Error(err)
	}
}

func TestAnswersOfTheAPIs(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a page without its envelope, which jq .data leaves", `{"rules":[{"type":"TRACK","key":"A","jsonSchema":{}}],"pagination":{"current":"MA==","totalEntries":1}}`, `
p:1:33 "A"
`},
		{"a list of rules, which jq .data.rules leaves", `[{"type":"TRACK","key":"A","jsonSchema":{}},{"type":"PAGE","key":"B","jsonSchema":{}}]`, `
p:1:24 "A"
note: p: 1 of its 2 rules is no Track call's: 1 PAGE
`},
		{"two versions of an event", `{"rules":[{"type":"TRACK","key":"A","version":1,"jsonSchema":{}},{"type":"TRACK","key":"A","version":2,"jsonSchema":{"properties":{"properties":{"additionalProperties":false}}}}]}`, `
p:1:33 "A"
p:1:88 "A" closed
`},
		// Segment gives the year 1 for a rule that is not deprecated.
		{"deprecated rules", `{"rules":[{"type":"TRACK","key":"A","jsonSchema":{},"deprecatedAt":"0001-01-01T00:00:00.000Z"},
{"type":"TRACK","key":"B","jsonSchema":{},"deprecatedAt":"2026-01-01T00:00:00.000Z"},{"type":"TRACK","key":"C","jsonSchema":{},"deprecatedAt":null}]}`, `
p:1:33 "A"
p:2:108 "C"
note: p: 1 event is deprecated, and left out: "B"
`},
		{"rules without a name", `{"rules":[{"type":"TRACK","jsonSchema":{}},
  {"type":"TRACK","key":"","jsonSchema":{}},{"type":"TRACK","key":7,"jsonSchema":{}}]}`, `
warning: p: 3 rules of Track calls have no name, the first in line 1
`},
		{"other parts of a message", `{"rules":[{"type":"TRACK","key":"A","jsonSchema":{"required":["userId","event"],"properties":{"event":{"type":"string"},"userId":{"type":"string"},
"context":{"required":["device"],"properties":{"device":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}}}}}}]}`, `
p:1:33 "A"
  p:1:121 /userId string required
  p:2:48 /context/device object
  p:2:106 /context/device/id string
`},
		// The required members of the message are left over where those of the
		// properties are not said.
		{"Typewriter's schema", `{"name":"S","rules":[{"type":"TRACK","key":"A 1","jsonSchema":{"eventMetadata":{"name":"A #1","type":"TRACK"},"additionalProperties":false,
"required":["properties","x"],"properties":{"a/b~c":{"const":"EUR"}}}}]}`, `
p:1:88 "A #1" by S closed
  p:2:45 /properties/a~1b~0c string ="EUR"
  p:2:26 /properties/x required
`},
		{"Typewriter 7, and the Config API", `{"name":"workspaces/w/tracking-plans/rs_1","display_name":"Shop","rules":{"events":[{"name":"#1 A","version":1,"rules":{"type":"object",
"properties":{"context":{},"traits":{"type":"object"},"properties":{"type":"object","required":["v"],"properties":{"v":{"type":"integer"}}}}}}],
"global":{"properties":{}},"identify_traits":{"type":"object"},"group_traits":{}}}`, `
p:1:93 "#1 A" by Shop
  p:2:116 /properties/v integer required
note: p: 2 of its 3 rules are no Track call's: 1 GLOBAL and 1 IDENTIFY
`},
		{"RudderTyper", `{"name":"Sample","id":"tp_1","creationType":"Data catalog","rules":{"events":[{"eventType":"identify","name":"","rules":{}},
{"eventType":"track","name":"A","rules":{"properties":{"properties":{"additionalProperties":false,"properties":{"v":{"type":["number","null"]}}}}}}]}}`, `
p:2:29 "A" by Sample closed
  p:2:113 /properties/v number null
note: p: 1 of its 2 rules is no Track call's: 1 IDENTIFY
`},
		{"an event of RudderStack's API", `{"name":"A","eventType":"track","rules":{"properties":{"properties":{"properties":{"v":{}}}}}}`, `
p:1:9 "A"
  p:1:84 /properties/v
`},
		{"RudderStack's list of names", `{"data":[{"id":"ev_1","name":"A","eventType":"track","additionalProperties":false},{"id":"ev_2","name":"","eventType":"page"}],"total":2,"currentPage":1,"pageSize":50}`, `
p:1:30 "A"
note: p: 1 of its 2 rules is no Track call's: 1 PAGE
warning: p: nothing is known of the properties of 1 event, since this is a list of names; save what the API gives of each event as well
`},
	} {
		p, err := ReadText("p", []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		areWhereTheySay(t, c.text, p)
		if got := told(p); got != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s gives\n%s\nwant%s", c.name, got, c.want)
		}
	}
}

// RudderStack's API lists the names of a plan, and gives the rules of each event by itself.
func TestAListOfNamesWithItsEvents(t *testing.T) {
	p, err := ReadText("p", []byte(`[{"data":[{"name":"A","eventType":"track"},{"name":"B","eventType":"track"}],"total":2,"currentPage":1,"pageSize":50},
{"name":"A","eventType":"track","rules":{"properties":{"properties":{"properties":{"v":{"type":"number"}}}}}}]`))
	if err != nil {
		t.Fatal(err)
	}
	const want = `p:1:52 "B"
p:2:9 "A"
  p:2:84 /properties/v number
warning: p: nothing is known of the properties of 1 event, since this is a list of names; save what the API gives of each event as well
`
	if got := told(p); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestMissingPagesAreToldOf(t *testing.T) {
	page := func(at string) string {
		return `{"data":{"rules":[{"type":"TRACK","key":"A","jsonSchema":{}}],"pagination":{` + at + `}}}`
	}
	first, second, third := page(`"current":"MA==","next":"MQ==","totalEntries":3`), page(`"current":"MQ==","previous":"MA==","next":"Mg==","totalEntries":3`), page(`"current":"Mg==","previous":"MQ==","totalEntries":3`)
	for _, c := range []struct {
		name  string
		texts []string
		want  string
	}{
		{"all", []string{third, first, second}, ""},
		{"the last", []string{first, second}, "p1, p2: pages of the list are missing: 2 of 3 rules are there; save the next pages too (pagination.cursor, or page), and give all files"},
		{"one between", []string{first, third}, "p1, p2: pages of the list are missing: 2 of 3 rules are there; save the next"},
		{"the first", []string{second, third}, "p1, p2: the pages before are missing: 2 of 3 rules are there; save the first pages too"},
		{"all in one file", []string{"[" + first + "," + second + "," + third + "]"}, ""},
		{"two in one file", []string{"[" + first + "," + second + "]"}, "p1: pages of the list are missing: 2 of 3 rules are there"},
		{"fewer than it says", []string{page(`"current":"MA==","totalEntries":2`)}, "p1: rules are missing: 1 of 2 rules are there; save the list again"},
		{"two plans, one whole", []string{first, page(`"current":"MA==","totalEntries":1`)}, "p1, p2: pages of the list are missing"},
		{"two plans, each without its last", []string{first, second, first}, "pages of the list are missing"},
		{"RudderStack's first", []string{`{"data":[{"name":"A","eventType":"track"}],"total":3,"currentPage":1,"pageSize":2}`}, "p1: pages of the list are missing: 1 of 3 rules are there"},
	} {
		var r reading
		for i, text := range c.texts {
			if err := r.file("p"+string(rune('1'+i)), []byte(text)); err != nil {
				t.Fatal(c.name, err)
			}
		}
		var got []string
		for _, w := range r.done().Warnings {
			if !strings.Contains(w, "nothing is known") {
				got = append(got, w)
			}
		}
		if (c.want == "") != (len(got) == 0) || !strings.HasPrefix(strings.Join(got, "\n"), c.want) && !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
