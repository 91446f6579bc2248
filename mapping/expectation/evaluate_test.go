package expectation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/catalogue"
	"segtap/mapping/tree"
)

// hold says what holds of every evaluation.
func hold(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, e *Evaluation,
) {
	t.Helper()
	results := e.Results()
	open, lost := false, false
	for i := range results {
		r := &results[i]
		open, lost = open || r.State == Missing, lost || r.State == Broken
		switch {
		case r.OK != (r.State == Met || r.State == Skipped):
			t.Fatalf("%+v: ok is %v", r, r.OK)
		case r.Name == "" || r.Expected == "" || r.Came == "" || r.Line < 1 || r.Column < 1:
			t.Fatalf("%+v says too little", r)
		case r.OK && r.Nearest != nil:
			t.Fatalf("%+v is met and missed", r)
		case r.Nearest != nil && r.Nearest.What == "":
			t.Fatalf("%+v does not say what is wrong", r)
		}
	}
	if o := e.Outlook(); (o == Lost) != lost || !lost && (o == Open) != open {
		t.Fatalf("the outlook is %v of %+v", o, results)
	}
}

func TestExperimentGetsWhatItNeeds(t *testing.T) {
	const checkout = `{"event":"Checkout Started","userId":"u"}`
	for name, c := range map[string]struct {
		message string
		want    string // of the metric order-revenue
	}{
		"as it should be":    {order("u", "59.9"), "met"},
		"by anonymousId":     {`{"event":"Order Completed","anonymousId":"a","properties":{"value":1}}`, "met"},
		"name misspelt":      {`{"event":"Order Complted","userId":"u","properties":{"revenue":1}}`, `"Order Complted" counts nowhere: order-revenue takes "Order Completed" metric_near_miss /event "Order Complted" LaunchDarkly compares event keys exactly, and order-revenue has "Order Completed". If that was meant, send "Order Completed" as the event name.`},
		"name in other case": {`{"event":"order completed","userId":"u","properties":{"revenue":1}}`, `counts nowhere: order-revenue takes "Order Completed" metric_case_differs /event "order completed"`},
		"another name":       {`{"event":"Bought","userId":"u","properties":{"revenue":1}}`, `"Bought" counts nowhere: no metric has this event key, and order-revenue takes "Order Completed" metric_not_found /event "Bought" LaunchDarkly compares event keys exactly, and order-revenue has "Order Completed". Send "Order Completed" as the event name`},
		"no name":            {`{"userId":"u","properties":{"revenue":1}}`, `"" dropped by Segment: no event name event_not_defined /event`},
		"price as text":      {order("u", `"$59.90"`), `"Order Completed" dropped by Segment: not a number value_not_number /properties/revenue "$59.90" Segment drops the event: Metric Value must be a number but it was a string. Send a JSON number: 59.9`},
		"number as text":     {order("u", `"59.90"`), `"Order Completed" may not count: The metric value is not a number, and is turned into one. value_coerced /properties/revenue "59.90" It is a string.`},
		"no value":           {`{"event":"Order Completed","userId":"u"}`, `does not count toward order-revenue: order-revenue needs a number metric_value_required /properties/revenue`},
		"no key":             {`{"event":"Order Completed","properties":{"revenue":1}}`, `dropped by Segment: no user id no_user_anon_id /userId  Segment answers 200 and then drops the message. Send userId`},
		"empty key":          {order("", "1"), `dropped by Segment: unusable id id_not_string /userId ""`},
		"number as key":      {`{"event":"Order Completed","userId":7,"properties":{"revenue":1}}`, `/userId 7`},
		"key of all":         {order("undefined", "1"), `may not count: The context key looks like a placeholder that many people share. user_key_shared /userId "undefined"`},
		"consent refused":    {`{"event":"Order Completed","userId":"u","properties":{"revenue":1},"context":{"consent":{"categoryPreferences":{"Advertising":true,"Analytics":false}}}}`, `"Order Completed" may not count: The message carries refused consent for a category. consent_refused /context/consent/categoryPreferences {"Advertising":true,"Analytics":false} Consent is refused for "Analytics".`},
		"switched off":       {`{"event":"Order Completed","userId":"u","properties":{"revenue":1},"integrations":{"All":false}}`, `dropped by Segment: switched off integration_disabled`},
		"not a Track call":   {`{"type":"page","name":"Order Completed","userId":"u"}`, `-`},
		"other metric":       {`{"event":"Product Viewed","userId":"u"}`, `-`},
	} {
		t.Run(name, func(t *testing.T) {
			results, _ := held(t, shop(t, nil), "expect:\n - experiment: checkout-redesign", checkout, c.message)
			if len(results) != 3 || results[0].State != Skipped || results[1].State != Met {
				t.Fatalf("%+v", results)
			}
			r := results[2]
			if r.Name != "order-revenue in checkout-redesign" || r.Expected != `at least 1 event "Order Completed" with a number that counts toward order-revenue in checkout-redesign` {
				t.Errorf("%s: %s", r.Name, r.Expected)
			}
			got := string(r.State)
			if m := r.Nearest; m != nil {
				got = fmt.Sprintf("%q %s %s %s %s %s %s", m.Event, m.What, m.Code, m.Pointer, m.Value, m.Effect, m.Fix)
				if m.Entry != 2 || r.State != Missing {
					t.Errorf("%+v", r)
				}
			} else if r.State == Missing {
				got = "-"
			}
			if !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// Of metrics with one event key each is told what was probably meant for it.
func TestNearMissOfMetricsWithOneEventKey(t *testing.T) {
	judge := shop(t, func(c *catalogue.Catalogue) {
		orders := c.Metrics[slices.IndexFunc(c.Metrics, func(m catalogue.Metric) bool { return m.Key == "order-revenue" })]
		orders.Key, orders.Numeric = "orders", false
		c.Metrics = append(c.Metrics, orders)
		c.Experiments[0].Iteration.Metrics = append(c.Experiments[0].Iteration.Metrics, catalogue.IterationMetric{Key: "orders", EventKey: orders.EventKey})
	})
	results, _ := held(t, judge, "expect:\n - experiment: checkout-redesign\n   metrics: [order-revenue, orders]", `{"event":"Order Complted","userId":"u","properties":{"revenue":1}}`)
	for i, key := range []string{"order-revenue", "orders"} {
		m := results[i].Nearest
		if m == nil || m.What != "counts nowhere: "+key+` takes "Order Completed"` || m.Code != "metric_near_miss" || m.Metric != key {
			t.Errorf("%+v", m)
		}
	}
}

// Who is expected is told of by what is found about the key, though the event counts.
func TestNearMissOfUser(t *testing.T) {
	lost := `{"event":"Order Completed","anonymousId":"a_7","properties":{"revenue":1}}`
	for _, file := range []string{"events: -user:u_42\n   count: 0", "events: 'event:Order* user:u_42'", "events: 'event:Order* -user:u_42'\n   count: 0"} {
		results, _ := held(t, shop(t, nil), "expect:\n - "+file, lost)
		if m := results[0].Nearest; m == nil || m.Code != "user_key_from_anonymous_id" || m.Value != `"a_7"` || !strings.Contains(m.What, "counts toward order-revenue") {
			t.Errorf("%s: %+v", file, m)
		}
	}
}

func TestWhatIsAllowedCounts(t *testing.T) {
	refused := `{"event":"Order Completed","userId":"u","properties":{"revenue":"1"},"context":{"consent":{"categoryPreferences":{"Analytics":false}}}}`
	for allow, want := range map[string]State{"": Missing, "\n   allow: consent_refused": Missing, "\n   allow: [value_coerced, consent_refused]": Met} {
		results, _ := held(t, shop(t, nil), "expect:\n - experiment: checkout-redesign\n   metrics: order-revenue"+allow, refused)
		if len(results) != 1 || results[0].State != want {
			t.Errorf("%s: %+v", allow, results)
		}
		if m := results[0].Nearest; m != nil && !strings.HasSuffix(m.Fix, "write allow: ["+m.Code+"] into the expectation.") {
			t.Error(m.Fix)
		}
	}
}

func TestExpectationsOfEvents(t *testing.T) {
	signup := `{"event":"Signed Up","userId":"u"}`
	one, two, text, bare := order("u_1", "1"), order("u_2", "2"), order("u_1", `"$3"`), `{"event":"Order Completed","userId":"u_1"}`
	for _, c := range []struct {
		file     string // behind "expect:\n - "
		messages []string
		outlook  Outlook
		came     string
		nearest  string // its entry and what is wrong; empty: none
	}{
		{"events: ''", []string{one}, Settled, "1 event", ""},
		{"events: 'event:Order*'", nil, Open, "no event came at all", ""},
		{"events: 'event:Order*'", []string{signup, signup}, Open, `none; the 2 events that came are named "Signed Up"`, ""},
		{"events: 'event:Order*'", []string{`{"userId":"u"}`}, Open, `none; the 1 event that came has no name`, ""},
		{"events: 'event:\"Order Completed\"'", []string{`{"event":"order-completed","userId":"u"}`, signup}, Open, `none; the 2 events that came are named "order-completed" and "Signed Up"`, `1 is not "Order Completed" metric_near_miss`},
		{"events: 'event:\"Signed Up\"'", []string{`{"event":"Singed Up","userId":"u"}`}, Open, `none; the 1 event that came is named "Singed Up"`, `1 is not "Signed Up" `},
		{"events: 'event:\"Order Completed\" user:u_9'", []string{signup, one}, Open, `none; the 2 events that came are named "Signed Up" and "Order Completed"`, "2 does not fit user:u_9 "},
		{"events: 'event:\"Order Completed\" user:u_9'", []string{one, `{"event":"Order Complted","userId":"u_9"}`}, Open, `named "Order Completed" and "Order Complted"`, `2 is not "Order Completed" metric_near_miss`},
		{"events: 'event:\"Order Completed\" user:u_9'", []string{`{"event":"Order Complted","userId":"u_9"}`, order("", "1")}, Open, `named "Order Complted" and "Order Completed"`, `2 does not fit user:u_9: dropped by Segment: unusable id user_key_empty`},
		{"events: 'event:\"Order Completed\" is:counts'", []string{signup, text}, Open, `none; the 2 events that came are named "Signed Up" and "Order Completed"`, "2 does not fit is:counts: dropped by Segment: not a number value_not_number"},
		{"events: 'event:Order*'\n   count: 2", []string{one, signup}, Open, "1 event", ""},
		{"events: 'event:Order*'\n   count: 2", []string{one, signup, two}, Holding, "2 events", ""},
		{"events: 'event:Order*'\n   count: 2", []string{one, two, signup, one}, Lost, "3 events", "4 is one more than expected"},
		{"events: 'event:Order*'\n   count: '1..2'", []string{one}, Holding, "1 event", ""},
		{"events: 'event:Order*'\n   count: 0", []string{signup}, Holding, "none", ""},
		{"events: 'event:Order*'\n   count: 0", []string{signup, one, two}, Lost, "2 events", "2 fits event:Order*"},
		{"events: 'is:error'\n   count: 0", []string{one, text}, Lost, "1 event", "2 fits is:error: dropped by Segment: not a number value_not_number"},
		{"events: 'event:Order*'\n   values: [1, 2]", []string{one}, Open, "1 event with the metric value 1", ""},
		{"events: 'event:Order*'\n   values: [1, 2.0]", []string{one, two}, Holding, "2 events with the metric values 1, 2", ""},
		{"events: 'event:Order*'\n   values: [1, null]", []string{one, bare}, Holding, "2 events with the metric values 1, none", ""},
		{"events: 'event:Order*'\n   values: [1, 2]", []string{two, one}, Lost, "2 events with the metric values 2, 1", "1 has the metric value 2, not 1"},
		{"events: 'event:Order*'\n   values: [1, 2]", []string{one, bare}, Lost, "2 events with the metric values 1, none", "2 has no metric value, where 2 is expected"},
		{"events: 'event:Order*'\n   values: [null]", []string{text}, Lost, "1 event with the metric value (not sent)", "1 has no metric value: dropped by Segment: not a number value_not_number"},
		{"events: 'event:Order*'\n   values: [1]", []string{one, two}, Lost, "2 events with the metric values 1, 2", "2 is one more than expected"},
		{"events: 'event:Order*'\n   value: '>0'", []string{one, two}, Holding, "2 events with the metric values 1, 2", ""},
		{"events: 'event:Order*'\n   value: '>1'", []string{two, one}, Lost, "2 events with the metric values 2, 1", "2 has the metric value 1, not >1"},
		{"events: 'event:Order*'\n   counts: true", []string{one, two}, Holding, "2 events", ""},
		{"events: 'event:Order*'\n   counts: true", []string{one, text}, Lost, "2 events, and not each of them counts", "2 dropped by Segment: not a number value_not_number"},
		{"events: 'event:Order*'\n   counts: true", []string{one, order("undefined", "1")}, Lost, "2 events, and not each of them counts", "2 may not count: The context key looks like a placeholder that many people share. user_key_shared"},
		{"events: 'event:Order*'\n   counts: order-revenue", []string{one}, Holding, "1 event", ""},
		{"events: 'event:Signed*'\n   counts: order-revenue", []string{signup}, Lost, "1 event, and not each of them counts toward order-revenue", `1 counts nowhere: no metric has this event key, and order-revenue takes "Order Completed" metric_not_found`},
		{"events: 'event:Checkout*'\n   counts: order-revenue", []string{`{"event":"Checkout Started","userId":"u"}`}, Lost, "1 event, and not each of them counts toward order-revenue", "1 is no event of order-revenue "},
		{"order: ['event:Signed*', 'event:Order*']", []string{signup, one, signup}, Settled, "in this order", ""},
		{"order: ['event:Signed*', 'event:Order*']", []string{signup}, Open, "as far as event:Signed*; none for event:Order*", ""},
		{"order: ['event:Signed*', 'event:\"Order Completed\"']", []string{signup, `{"event":"Order Complete","userId":"u"}`}, Open, `as far as event:"Signed Up"; none for event:"Order Completed"`[:0], `2 is not "Order Completed"`},
		{"order: ['event:Signed*', 'event:Order*']", nil, Open, "no event came at all", ""},
		{"order: ['event:Signed*', 'event:Order*']", []string{one, signup}, Lost, "one for event:Order* too early", "1 came before the first event for event:Signed*"},
		{"order: ['event:Signed*', 'user:u']", []string{signup, one}, Lost, "one for user:u too early", "1 is the first event for event:Signed* as well"},
		{"order: ['event:Signed*', 'event:Order*', 'event:X']", []string{signup, one}, Open, "as far as event:Order*; none for event:X", ""},
	} {
		results, outlook := held(t, shop(t, nil), "expect:\n - "+c.file, c.messages...)
		r := results[0]
		nearest := ""
		if m := r.Nearest; m != nil {
			nearest = fmt.Sprintf("%d %s %s", m.Entry, m.What, m.Code)
		}
		if outlook != c.outlook || !strings.HasSuffix(r.Came, c.came) || !strings.HasPrefix(nearest, c.nearest) || (c.nearest == "") != (nearest == "") {
			t.Errorf("%s, of %d messages:\n outlook %d, came %q, nearest %q, want\n outlook %d, came %q, nearest %q", c.file, len(c.messages), outlook, r.Came, nearest, c.outlook, c.came, c.nearest)
		}
	}
}

func TestTheFilterOfTheFileNarrows(t *testing.T) {
	file := "filter: 'user:u_1'\nexpect:\n - events: 'event:Order*'\n   count: 1"
	if results, _ := held(t, shop(t, nil), file, order("u_1", "1"), order("u_2", "2")); !AllMet(results) {
		t.Errorf("%+v", results)
	}
	results, _ := held(t, shop(t, nil), file, order("u_2", "2"))
	if want := "none: the filter of the file wants none of the 1 event that came"; results[0].Came != want {
		t.Errorf("%s, want %s", results[0].Came, want)
	}
}

// TestWhatNothingCanMeet tells of what is in the way before any event has come.
func TestWhatNothingCanMeet(t *testing.T) {
	for _, c := range []struct {
		change  func(*catalogue.Catalogue)
		metrics string
		want    string
	}{
		{func(c *catalogue.Catalogue) { c.Experiments[0].Iteration.Status = "stopped" }, "order-revenue", "broken: nothing can count: checkout-redesign does not run: it is stopped"},
		{func(c *catalogue.Catalogue) { c.Experiments[0].Iteration.Status = "not_started" }, "order-revenue", "broken: nothing can count: checkout-redesign does not run: it is not started"},
		{func(c *catalogue.Catalogue) { c.Experiments[0].Archived = true }, "order-revenue", "broken: nothing can count: checkout-redesign does not run: it is archived"},
		{func(c *catalogue.Catalogue) { c.Experiments[0].Environment = "production" }, "order-revenue", "broken: nothing can count: checkout-redesign does not run in test: it is of production"},
		{func(c *catalogue.Catalogue) { c.Experiments[0].DataSource = "snowflake" }, "order-revenue", "broken: nothing can count: checkout-redesign does not run on LaunchDarkly's own data: it reads from snowflake"},
		{func(c *catalogue.Catalogue) { c.Metrics[0].DataSource = "snowflake" }, "order-revenue", "broken: nothing can count: computed in snowflake, a warehouse"},
		{nil, "buy-now-clicks", "broken: nothing can count: a click metric, not custom"},
		{func(c *catalogue.Catalogue) { c.Experiments[0].Iteration.Metrics[1].EventKey = "Paid" }, "order-revenue", `broken: nothing can count: checkout-redesign uses another version, with the event key "Paid"`},
	} {
		results, _ := held(t, shop(t, c.change), "expect:\n - experiment: checkout-redesign\n   metrics: "+c.metrics, order("u", "1"))
		if got := string(results[0].State) + ": " + results[0].Came; len(results) != 1 || got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestWhatTheCatalogueDoesNotHave(t *testing.T) {
	for _, c := range []struct {
		bare       bool
		file, want string
	}{
		{false, "experiment: checkout-redesgin", `line 2, column 16: there is no experiment "checkout-redesgin"; is "checkout-redesign" meant?`},
		{false, "experiment: x\n   name: y", `line 2, column 16: there is no experiment "x"; there is "checkout-redesign"`},
		{false, "experiment: checkout-redesign\n   metrics: [products-viewed-count]", `line 3, column 14: "products-viewed-count" is no metric of "checkout-redesign"; there are "checkout-started-jp", "order-revenue" and "buy-now-clicks"`},
		{false, "events: x\n   counts: order-revenu", `line 3, column 12: there is no metric "order-revenu"; is "order-revenue" meant?`},
		{true, "experiment: checkout-redesign", `line 2, column 16: nothing is known of the experiment "checkout-redesign": no metrics or experiments are known; give the metrics and experiments`},
		{true, "events: x\n   counts: true", `line 3, column 12: counts asks whether events count, and no metrics are known; give the metrics`},
	} {
		set, err := Parse("e.yaml", []byte("expect:\n - "+c.file), now)
		if err != nil {
			t.Fatal(err)
		}
		judge := shop(t, nil)
		if c.bare {
			judge = bare(t)
		}
		_, err = set.Begin(judge)
		if wrong := new(tree.Error); !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n%v, want\n%s", c.file, err, c.want)
		}
	}
}

// anyMessage draws a message of the shop, or one that is broken.
func anyMessage(t *rapid.T) string {
	name := rapid.SampledFrom([]string{"Order Completed", "Order Complted", "Signed Up", "Checkout Started", "Bought", "order completed"}).Draw(t, "event")
	user := rapid.SampledFrom([]string{"u_1", "u_2", "", "undefined"}).Draw(t, "user")
	value := rapid.SampledFrom([]string{"1", "2", "59.9", `"59.9"`, `"$1"`, "null", "1e400"}).Draw(t, "value")
	consent := rapid.SampledFrom([]string{"", `,"context":{"consent":{"categoryPreferences":{"A":false}}}`}).Draw(t, "consent")
	return fmt.Sprintf(`{"event":%q,"userId":%q,"properties":{"revenue":%s}%s}`, name, user, value, consent)
}

var anyExpectation = rapid.SampledFrom([]string{
	"events: 'event:\"Order Completed\"'", "events: 'user:u_1'\n   count: 2", "events: 'is:error'\n   count: 0", "events: 'event:Order*'\n   count: '1..3'",
	"events: 'event:Order* user:u_1'\n   value: '>0'", "events: 'event:\"Order Completed\"'\n   counts: true", "events: 'event:Order*'\n   counts: order-revenue\n   allow: [consent_refused]",
	"experiment: checkout-redesign", "experiment: checkout-redesign\n   count: 2\n   allow: [user_key_shared]", "events: ''\n   count: '<=4'",
})

// TestTheOrderOfArrivalChangesNoCount holds messages in two orders against everything but
// values and orders: what is met, how many came and the outlook are the same.
func TestTheOrderOfArrivalChangesNoCount(t *testing.T) {
	judge := shop(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		file := "expect:"
		for range rapid.IntRange(1, 4).Draw(t, "expectations") {
			file += "\n - " + anyExpectation.Draw(t, "expectation")
		}
		var messages []string
		for range rapid.IntRange(0, 8).Draw(t, "messages") {
			messages = append(messages, anyMessage(t))
		}
		set, err := Parse("e", []byte(file), now)
		if err != nil {
			t.Fatal(err)
		}
		came := judged(judge, messages)
		first, second := evaluation(t, set, judge, came), evaluation(t, set, judge, rapid.Permutation(came).Draw(t, "order"))
		a, b := first.Results(), second.Results()
		for i := range a {
			if a[i].State != b[i].State || a[i].Expected != b[i].Expected || firstWord(a[i].Came) != firstWord(b[i].Came) || (a[i].Nearest == nil) != (b[i].Nearest == nil) {
				t.Fatalf("%+v\n%+v", a[i], b[i])
			}
		}
		if first.Outlook() != second.Outlook() {
			t.Fatalf("%v, %v", first.Outlook(), second.Outlook())
		}
	})
}

// TestTheOutlookIsTrue adds messages one by one: what is lost or settled stays so whatever
// comes, and what is met is what was said to hold.
func TestTheOutlookIsTrue(t *testing.T) {
	judge := shop(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		set, err := Parse("e", []byte("expect:\n - "+rapid.OneOf(anyExpectation, rapid.SampledFrom([]string{
			"order: ['event:\"Signed Up\"', 'event:Order*', 'user:u_2']", "events: 'event:Order*'\n   values: [1, null, 2]",
		})).Draw(t, "expectation")), now)
		if err != nil {
			t.Fatal(err)
		}
		var messages []string
		for range rapid.IntRange(0, 8).Draw(t, "messages") {
			messages = append(messages, anyMessage(t))
		}
		e := evaluation(t, set, judge, nil)
		before := e.Outlook()
		for _, ev := range judged(judge, messages) {
			e.Add(ev)
			hold(t, e)
			o := e.Outlook()
			if met := AllMet(e.Results()); met != (o == Holding || o == Settled) {
				t.Fatalf("met %v, outlook %v", met, o)
			}
			switch {
			case before == Lost && o != Lost, before == Settled && o != Settled, before == Holding && o == Open:
				t.Fatalf("from %v to %v by %s", before, o, ev.Document.Text)
			}
			before = o
		}
	})
}

// firstWord returns how many came, in what a result says.
func firstWord(came string) string {
	word, _, _ := strings.Cut(came, " ")
	return strings.TrimSuffix(word, ";")
}

// Who expects a value is not told that having none is right for other metrics.
func TestWhereAValueIsExpectedHavingNoneIsNotRight(t *testing.T) {
	for _, expects := range []string{"values: [1]", "value: '>0'"} {
		results, _ := held(t, shop(t, nil), "expect:\n - events: 'event:Order*'\n   "+expects, `{"event":"Order Completed","userId":"u_1"}`)
		m := results[0].Nearest
		if m == nil || m.Code != "value_missing" || m.Fix == "" || strings.Contains(m.Found(), "is right") {
			t.Errorf("%s: %+v", expects, m)
		}
	}
}
