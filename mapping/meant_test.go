package mapping

import (
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// An iteration goes on with the event key that it began with, so that is what
// an event may miss.
func TestTheEventKeyOfARunningIterationIsMeant(t *testing.T) {
	paid := func(_ *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		e.Iteration.Metrics[1].EventKey = "Order Paid"
	}
	stopped := func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
		paid(c, m, e)
		e.Iteration.Status = "stopped"
	}
	alone := func(c *catalogue.Catalogue, m *catalogue.Metric, e *catalogue.Experiment) {
		paid(c, m, e)
		m.EventKey = ""
	}
	const takes = `counts nowhere: order-revenue takes "Order Paid"`
	for _, c := range []struct {
		name, event string
		change      func(*catalogue.Catalogue, *catalogue.Metric, *catalogue.Experiment)
		code        verdict.Code
		sum         string
	}{
		{"in other case", `"order paid"`, paid, verdict.MetricCaseDiffers, takes},
		{"otherwise written", `"order_paid"`, paid, verdict.MetricNearMiss, takes},
		{"misspelt", `"Oder Paid"`, paid, verdict.MetricNearMiss, takes},
		{"the metric's own", `"order completed"`, paid, verdict.MetricCaseDiffers, `counts nowhere: order-revenue takes "Order Completed"`},
		{"the only one", `"order-revenue"`, alone, verdict.MetricMatchesNameNotEventKey, takes},
		{"of an iteration that stopped", `"order paid"`, stopped, verdict.MetricNotFound, "counts nowhere: no metric has this event key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			known := cataloguetest.Shop(c.change)
			_, j := judgedWith(t, known, destination.Actions(), "", "track", trackWith("event", c.event), message.Arrival{})
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
