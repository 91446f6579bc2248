package verdict

import (
	"testing"

	"segtap/mapping/catalogue"
)

// TestEveryCodeOfAMetricHasItsWords holds that a diagnostic for which a metric
// does not count an event says so in a few words, too.
func TestEveryCodeOfAMetricHasItsWords(t *testing.T) {
	metric := &catalogue.Metric{Key: "orders", Kind: catalogue.KindCustom, EventKey: "Order Completed"}
	remarks := map[Code]bool{MetricNotFound: true, MetricArchived: true, MetricFilterUnseen: true} // which stop nothing
	for _, info := range Codes() {
		if info.Code.OfNames() { // of which no message speaks
			continue
		}
		if info.Gate >= Named && !remarks[info.Code] && info.Code.OfMetric(metric) == info.What {
			t.Errorf("%s has no words of a metric", info.Name)
		}
		if info.Gate >= Measurable && info.Code != MetricArchived && ofEvents[info.Code] == "" {
			t.Errorf("%s has no words of events", info.Name)
		}
	}
	if got := IntegrationUnclear.OfEvents(); got != "by integration_unclear" {
		t.Errorf("any other code reads %s", got)
	}
}
