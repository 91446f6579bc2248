package query

import (
	"testing"
	"time"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/message"
)

// noon is the time of the clock in all tests.
var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// entry is a row with its document.
type entry struct {
	row Row
	doc Document
}

func (e *entry) load() *Document { return &e.doc }

// shopJudge knows one metric, which a running experiment records.
func shopJudge(tb testing.TB) *mapping.Judge {
	tb.Helper()
	engine, err := destination.NewEngine(destination.Destinations()[0], destination.EngineOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	return mapping.NewJudge(engine).With(&catalogue.Catalogue{
		Metrics: []catalogue.Metric{{
			Key: "order-revenue", Name: "Revenue", Kind: "custom", EventKey: "Order Completed", Numeric: true,
			Units: []string{"user"}, DataSource: "launchdarkly-hosted", AttachedFlags: 1, Experiments: 1, ActiveExperiments: 1,
		}},
		Experiments: []catalogue.Experiment{{Key: "checkout-redesign", DataSource: "launchdarkly", Iteration: &catalogue.Iteration{
			Status: "running", Unit: "user", Metrics: []catalogue.IterationMetric{{Key: "order-revenue", EventKey: "Order Completed"}},
		}}},
		ExperimentsKnown: true,
	})
}

// newEntry judges a message that arrived at noon, and makes its row.
func newEntry(judge *mapping.Judge, id uint64, text, writeKey string) entry {
	m := message.Parse([]byte(text))
	j := judge.Message(&m, message.Arrival{At: noon.UnixMilli(), RequestBytes: len(text)})
	e := entry{doc: DocumentOf(&m, &j, writeKey)}
	e.row = RowOf(&m, &j)
	e.row.ID, e.row.At = id, noon.UnixMicro()
	return e
}

// parse reads a filter that must be one.
func parse(tb testing.TB, text string) *Filter {
	tb.Helper()
	f, err := Parse(text, noon)
	if err != nil {
		tb.Fatalf("%s: %v", text, err)
	}
	return f
}

// shop is what a shop has sent between 11:50 and noon.
func shop(tb testing.TB) []entry {
	judge := shopJudge(tb)
	texts := []string{
		1: `{"type":"track","event":"Order Completed","userId":"u_42","messageId":"m-1","properties":{"revenue":59.9,"plan":"pro","qty":3.0,"tags":["new","Sale"],"products":[{"sku":"A-1"},{"sku":"B-2"}],"order.id":7}}`,
		2: `{"type":"track","event":"Order Completed","userId":"u_42","messageId":"m-2","properties":{"revenue":"$59.9","plan":"free","qty":"4"}}`,
		3: `{"type":"track","event":"order complted","anonymousId":"72d7bed1","messageId":"m-3","properties":{"revenue":"1200","coupon":""}}`,
		4: `{"type":"page","name":"Checkout","userId":"u_9","messageId":"142","context":{"library":{"name":"analytics.js"},"page":{"path":"/checkout/pay","title":"Caf\u00e9 \u2013 M\u00fcnchen"}}}`,
		5: `{"type":"track","event":"Signed Up","messageId":"m-5","properties":{"plan":null}}`,
		6: `{"type":"track","event":"Café Visited (new)","userId":"U_9","messageId":"m-6","properties":{"url":"https:\/\/shop.example\/STRASSE","qty":9007199254740993,"say":"\"hi\" 50% *off*"}}`,
		7: `{"type":"track","event":`,
		8: `{"type":"custom","userId":7,"messageId":"m-8"}`,
	}
	var list []entry
	for id, text := range texts {
		if id == 0 {
			continue
		}
		e := newEntry(judge, uint64(id), text, "wk_"+string(rune('a'+id%2)))
		e.row.At = noon.Add(time.Duration(id-11) * time.Minute).UnixMicro()
		list = append(list, e)
	}
	list[1].row.Retries = 2
	list[2].row.Origin, list[2].row.Parent, list[2].row.Marked, list[2].row.Draft = Edited, 2, true, true
	list[4].row.Origin, list[4].row.Parent = Replayed, 1
	list[0].row.Sent = []Sending{{Target: "launchdarkly", Status: 202}, {Target: "http://127.0.0.1:9", Result: "connection_refused"}}
	list[4].row.Sent = []Sending{{Target: "segment", Status: 503}}
	return list
}
