package ui_test

import (
	"context"
	"testing"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/ui"
)

// judgeOf is a judge that goes by a destination.
func judgeOf(t *testing.T, dest *destination.Destination) *mapping.Judge {
	t.Helper()
	engine, err := destination.NewEngine(dest, destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapping.NewJudge(engine)
}

// What the detail shows is of one judge, whichever way another one comes: never
// the headline of one beside the gates, the event or the marks of the other.
func TestTheDetailIsOfOneJudge(t *testing.T) {
	// classic takes the value from another member, where there is none.
	const order = `{"userId":"u_42","event":"Order Completed","properties":{"revenue":"$59.9","order":{"id":7}}}`
	d := newDesk(t, 160, 36, nil)
	d.post("track", order)
	d.sees("dropped by Segment")
	d.sees("✗valued")
	d.sees("(not sent)")
	const folded = `"properties": {…} 2 members`
	d.Press("tab", "end", "up", "up", "left")
	d.sees(folded)

	d.store.SetJudge(judgeOf(t, destination.Classic()))
	d.Park("(*Detail).read")
	d.arrive()
	d.sees("reading #1") // nothing of the old judge is said for the new one
	d.lacks("dropped by Segment")
	d.Release("(*Detail).read")
	d.lacks("reading #1")
	d.lacks("dropped by Segment")
	d.lacks("✗valued")
	d.lacks("(not sent)")
	d.lacks(`✗   "revenue"`)
	d.sees(`"creationDate"`)
	d.sees(folded) // the message is where it was

	d.Press("tab") // into the event
	d.sees("─▶ LaunchDarkly custom event")
	d.store.SetJudge(judgeOf(t, destination.Actions()))
	d.arrive()
	d.Release("(*Detail).read")
	d.sees("dropped by Segment")
	d.sees("✗valued")
	d.sees("(not sent)")
	d.sees("─▶ Segment track") // there is no event to stay in
}

// A draft is judged by the metrics there are, also when they come while it is
// open.
func TestADraftIsJudgedByTheMetricsThatHaveCome(t *testing.T) {
	d := newDesk(t, 160, 36, func(o *ui.Options) {
		engine := o.Store.Judge().Engine()
		o.Judge = func(string) (*mapping.Judge, error) { return mapping.NewJudge(engine), nil }
		o.Catalogue = func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) {
			return storefront(t), nil, nil
		}
	})
	d.Park("readAnew", "waitForProgress")
	d.post("track", goodOrder)
	d.Press("ctrl+r", "e")
	d.sees("reaches LaunchDarkly, counting unknown")
	if d.Release("readAnew") != 1 {
		t.Fatal("nothing reads the metrics")
	}
	d.sees("counts toward order-revenue in checkout-redesign")
	d.sees("✓named ✓measurable ✓recording ✓unit")
}
