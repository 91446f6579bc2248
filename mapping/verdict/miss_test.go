package verdict

import (
	"strings"
	"testing"

	"segtap/mapping/catalogue"
)

// TestAMisspeltNameIsNotTakenForCertain tells what is said of names that miss: a
// slip may be another word, anything else is meant.
func TestAMisspeltNameIsNotTakenForCertain(t *testing.T) {
	metric := &catalogue.Metric{Key: "orders", EventKey: "Order Completed"}
	for miss, c := range map[catalogue.Miss]struct {
		code Code
		fix  string
	}{
		catalogue.OtherCase: {MetricCaseDiffers, "Send "}, catalogue.OtherForm: {MetricNearMiss, "Send "}, catalogue.CalledSo: {MetricMatchesNameNotEventKey, "Send "},
		catalogue.Misspelt: {MetricNearMiss, "If that was meant, send "},
	} {
		effect, fix := MissWords(&catalogue.Near{Miss: miss, Metric: metric}, false)
		if CodeOfMiss(miss) != c.code || !strings.HasPrefix(fix, c.fix+`"Order Completed" as the event name`) || !strings.Contains(effect, "orders") {
			t.Errorf("%s: %s %s", CodeOfMiss(miss), effect, fix)
		}
	}
}
