package expectation

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/query"
)

// now is the time of all tests.
var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// shop returns a judge of the small shop, changed by f; nil: as it is.
func shop(tb testing.TB, f func(*catalogue.Catalogue)) *mapping.Judge {
	tb.Helper()
	c := cataloguetest.Storefront()
	c.Experiments[0].Iteration.Metrics = append(c.Experiments[0].Iteration.Metrics, catalogue.IterationMetric{Key: "buy-now-clicks", Kind: "click"})
	c.Metrics[2].Filter = nil
	if f != nil {
		f(c)
	}
	return bare(tb).With(c)
}

func bare(tb testing.TB) *mapping.Judge {
	tb.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	return mapping.NewJudge(engine)
}

// judged judges messages, each a Track call as JSON, with their numbers from 1.
func judged(judge *mapping.Judge, messages []string) []*Event {
	var all []*Event
	for i, text := range messages {
		in := message.TakeIn(message.Posted{Raw: []byte(text), Type: "track", At: now.UnixMilli()})
		m := in.Message(0)
		j := judge.Message(&m, in.Arrival(0))
		row := query.RowOf(&m, &j)
		row.ID, row.At = uint64(i+1), now.UnixMicro()
		doc := query.DocumentOf(&m, &j, "")
		all = append(all, &Event{Entry: uint64(i + 1), Row: &row, Document: &doc})
	}
	return all
}

// order returns an order of the shop by a user.
func order(user, revenue string) string {
	return fmt.Sprintf(`{"event":"Order Completed","userId":%q,"messageId":"m","properties":{"revenue":%s}}`, user, revenue)
}

// held holds messages against a file and returns its results.
func held(tb testing.TB, judge *mapping.Judge, file string, messages ...string) ([]Result, Outlook) {
	tb.Helper()
	set, err := Parse("expect.yaml", []byte(file), now)
	if err != nil {
		tb.Fatal(err)
	}
	e, err := set.Begin(judge)
	if err != nil {
		tb.Fatal(err)
	}
	for _, ev := range judged(judge, messages) {
		e.Add(ev)
	}
	return e.Results(), e.Outlook()
}

// evaluation holds events against a set.
func evaluation(t *rapid.T, set *Set, judge *mapping.Judge, came []*Event) *Evaluation {
	e, err := set.Begin(judge)
	if err != nil {
		t.Fatal(err)
	}
	for _, ev := range came {
		e.Add(ev)
	}
	return e
}
