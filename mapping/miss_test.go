package mapping

import (
	"strings"
	"testing"
)

// TestAMisspeltNameIsNotTakenForCertain tells what is said of names that miss: a
// slip may be another word, anything else is meant.
func TestAMisspeltNameIsNotTakenForCertain(t *testing.T) {
	metric := &Metric{Key: "orders", EventKey: "Order Completed"}
	for miss, c := range map[Miss]struct {
		code Code
		fix  string
	}{
		OtherCase: {MetricCaseDiffers, "Send "}, OtherForm: {MetricNearMiss, "Send "}, CalledSo: {MetricMatchesNameNotEventKey, "Send "},
		Misspelt: {MetricNearMiss, "If that was meant, send "},
	} {
		effect, fix := missWords(&Near{Miss: miss, Metric: metric}, false)
		if codeOfMiss(miss) != c.code || !strings.HasPrefix(fix, c.fix+`"Order Completed" as the event name`) || !strings.Contains(effect, "orders") {
			t.Errorf("%s: %s %s", codeOfMiss(miss), effect, fix)
		}
	}
}
