package mapping

import (
	"strings"
	"testing"
)

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
			known := Shop(c.change)
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
