package control

import (
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/control/epoch"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/expectation"
	"segtap/mapping/query"
)

// TestACheckRestsBeforeItBeginsAnew, so that it does nothing else where SDKs send the same again
// and again; and does not when its time is over.
func TestACheckRestsBeforeItBeginsAnew(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	of, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	id, err := of.Add([]byte(`{"type":"track","event":"Paid","userId":"u"}`), capture.Edited, 0, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	set, err := expectation.Parse("e.yaml", []byte("expect: [{events: 'is:marked'}]"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	c := &checking{of: of, set: set, which: epoch.Options{Filter: new(query.Filter), KeepMade: true}}
	look := func(must bool) {
		t.Helper()
		c.news(must)
		if _, err := c.look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	look(false)
	if c.stale || c.evaluation.Outlook() != expectation.Open {
		t.Fatal("it begins with something else than what there is")
	}
	c.rested = time.Now().Add(time.Hour)
	if err := of.Mark(id, true, time.Now()); err != nil {
		t.Fatal(err)
	}
	if look(false); !c.stale || c.due() == nil || c.evaluation.Outlook() != expectation.Open {
		t.Error("it does not rest")
	}
	if look(false); !c.stale {
		t.Error("it forgets what has changed")
	}
	if look(true); c.stale || c.due() != nil || c.evaluation.Outlook() != expectation.Settled {
		t.Error("it ends with what was")
	}
	if !c.rested.After(time.Now()) {
		t.Error("it need not rest again")
	}
}
