package mapping

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestNamesNearToAnEventKey asks for each pair whether the one, sent, is taken
// for the other: as nothing, as the nearest, or as the one that is meant, which
// the quick fix puts in its place.
func TestNamesNearToAnEventKey(t *testing.T) {
	const nothing, nearest, meant = "", "nearest", "meant"
	for _, c := range []struct {
		sent, eventKey string
		want           Code
		as             string
	}{
		{"order completed", "Order Completed", MetricCaseDiffers, meant},
		{"STRASSE", "straße", MetricCaseDiffers, meant},
		{"ΣΊΣΥΦΟΣ", "σίσυφος", MetricCaseDiffers, meant},
		{"Order Completed ", "Order Completed", MetricNearMiss, meant},
		{"\u00a0Order  Completed", "Order Completed", MetricNearMiss, meant},
		{"\ufeffOrder Completed", "Order Completed", MetricNearMiss, meant},
		{"order_completed", "Order Completed", MetricNearMiss, meant},
		{"order-completed", "Order.Completed", MetricNearMiss, meant},
		{"orderCompleted", "Order Completed", MetricNearMiss, meant},
		{"HTTPServerStarted", "http server started", MetricNearMiss, meant},
		{"ordercompleted", "Order Completed", MetricNearMiss, meant},
		{"Orders Completed", "Order Completed", MetricNearMiss, meant},
		{"Order Complted", "Order Completed", MetricNearMiss, nearest},
		{"Odrer Completed", "Order Completed", MetricNearMiss, nearest},
		{"order_complted", "Order Completed", MetricNearMiss, nearest},
		{"Odr Compleed", "Order Completed", MetricNotFound, nothing},
		{"logn", "login", MetricNearMiss, nearest},
		{"lgn", "login", MetricNotFound, nothing},
		{"buy", "bug", MetricNotFound, nothing},
		{"Signed In", "Signed Up", MetricNotFound, nothing},
		{"Step 1", "Step 2", MetricNotFound, nothing},
		{"Step 10 Done", "Step 11 Done", MetricNotFound, nothing},
		{"Product 2 Viewed", "Product Viewed", MetricNotFound, nothing},
		{"Order Cancelled", "Order Completed", MetricNotFound, nothing},
		{"\xed\xa0\x80", "\xed\xa0\x81", MetricNotFound, nothing}, // halves of surrogate pairs
		{"___", "Order Completed", MetricNotFound, nothing},
		{"", "Order Completed", MetricNotFound, nothing},
		{"Order\u00adCompleted", "Order Completed", MetricNearMiss, meant},
		{"Ord\u200ber Completed", "Order Completed", MetricNearMiss, meant},
		{"Cafe\u0301 Visited", "Café Visited", MetricNearMiss, meant},
		{"Café Visited", "cafe\u0301_visited", MetricNearMiss, meant},
		{"Step 1 1", "Step 11", MetricNotFound, nothing},
		{"Odrer Complted", "Order Completed", MetricNearMiss, nearest},
		{"Order Complitid", "Order Completed", MetricNotFound, nothing},
		{"Order Complitted", "Order Completed", MetricNotFound, nothing},
		{"Order Complited", "Order Completed", MetricNearMiss, nearest},
		{"Regstraton", "Registration", MetricNearMiss, nearest},
		{"Addres Changed", "Address Changed", MetricNearMiss, nearest},

		// other words, often the opposite
		{"Unsubscribed", "Subscribed", MetricNotFound, nothing},
		{"Subscribed", "Unsubscribed", MetricNotFound, nothing},
		{"App Uninstalled", "App Installed", MetricNotFound, nothing},
		{"Unlocked", "Locked", MetricNotFound, nothing},
		{"Deactivated", "Activated", MetricNotFound, nothing},
		{"Account Reopened", "Account Opened", MetricNotFound, nothing},
		{"Plan Upgraded", "Plan Downgraded", MetricNotFound, nothing},
		{"File Exported", "File Imported", MetricNotFound, nothing},
		{"Increased", "Decreased", MetricNotFound, nothing},
		{"Connected", "Collected", MetricNotFound, nothing},
		{"Email Sent", "Email Seen", MetricNotFound, nothing},
		{"Card Added", "Cart Added", MetricNotFound, nothing},
		{"Video Paused", "Video Passed", MetricNotFound, nothing},
		{"Test A Viewed", "Test B Viewed", MetricNotFound, nothing},
		{"App Opened", "Ad Opened", MetricNotFound, nothing},
		{"Order Not Completed", "Order Completed", MetricNotFound, nothing},
	} {
		t.Run(c.sent+" for "+c.eventKey, func(t *testing.T) {
			x := newIndex(&Catalogue{Metrics: []Metric{{Key: "k", Name: "n", Kind: metricCustom, EventKey: c.eventKey}}}, false)
			near, as := x.names.near(c.sent), nothing
			switch {
			case near.metric == nil:
			case strings.HasPrefix(near.fix, "If that was meant"):
				as = nearest
			default:
				as = meant
			}
			if near.code != c.want || as != c.as {
				t.Errorf("%s as %q, want %s as %q", near.code, as, c.want, c.as)
			}
		})
	}
}

func TestTheNearestEventKeyIsMeant(t *testing.T) {
	x := newIndex(&Catalogue{Metrics: []Metric{
		{Key: "z", Kind: metricCustom, EventKey: "Order Completd"},
		{Key: "b", Kind: metricCustom, EventKey: "Order Completing"},
		{Key: "a", Kind: metricCustom, EventKey: "Order Completes"},
	}}, false)
	for name, want := range map[string]string{"Order Completdd": "z", "Order Complete": "a", "order completing": "b"} {
		if got := x.names.near(name); got.metric == nil || got.metric.Key != want {
			t.Errorf("%s means %+v, want %s", name, got.metric, want)
		}
	}
}

// An iteration goes on with the event key that it began with, so that is what
// an event may miss.
func TestTheEventKeyOfARunningIterationIsMeant(t *testing.T) {
	paid := func(_ *Catalogue, _ *Metric, e *Experiment) { e.Iteration.Metrics[1].EventKey = "Order Paid" }
	stopped := func(c *Catalogue, m *Metric, e *Experiment) {
		paid(c, m, e)
		e.Iteration.Status = "stopped"
	}
	alone := func(c *Catalogue, m *Metric, e *Experiment) {
		paid(c, m, e)
		m.EventKey = ""
	}
	const takes = `counts nowhere: order-revenue takes "Order Paid"`
	for _, c := range []struct {
		name, event string
		change      func(*Catalogue, *Metric, *Experiment)
		code        Code
		sum         string
	}{
		{"in other case", `"order paid"`, paid, MetricCaseDiffers, takes},
		{"otherwise written", `"order_paid"`, paid, MetricNearMiss, takes},
		{"misspelt", `"Oder Paid"`, paid, MetricNearMiss, takes},
		{"the metric's own", `"order completed"`, paid, MetricCaseDiffers, `counts nowhere: order-revenue takes "Order Completed"`},
		{"the only one", `"order-revenue"`, alone, MetricMatchesNameNotEventKey, takes},
		{"of an iteration that stopped", `"order paid"`, stopped, MetricNotFound, "counts nowhere: no metric has this event key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			known := shop(c.change)
			_, j := judgedWith(t, known, Actions(), "", "track", trackWith("event", c.event), Arrival{})
			if d := find(j, c.code); d == nil || j.Summary() != c.sum {
				t.Errorf("%s: %+v", j.Summary(), j.Diagnostics)
			} else if c.sum == takes && (j.Nearest.EventKey != "Order Paid" || !strings.Contains(d.Effect, `checkout-redesign takes order-revenue by "Order Paid"`)) {
				t.Errorf("nearest %q: %s", j.Nearest.EventKey, d.Effect)
			}
			if known.Metrics[0].EventKey == "Order Paid" {
				t.Error("the catalogue has changed")
			}
		})
	}
}

// TestTheMemoryOfNamesIsBounded sends more names than are remembered, from
// several goroutines.
func TestTheMemoryOfNamesIsBounded(t *testing.T) {
	x := newIndex(storefront(), false)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 2 * maxMemo {
				x.names.near(fmt.Sprintf("Event number %d", i))
			}
			if got := x.names.near("order_completed").code; got != MetricNearMiss {
				t.Errorf("near miss is %s after many names", got)
			}
		})
	}
	wg.Wait()
	x.names.near(strings.Repeat("x", maxMemoName+1))
	if n := len(x.names.memo); n == 0 || n > maxMemo {
		t.Errorf("%d names remembered", n)
	}
}
