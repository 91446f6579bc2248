package mapping

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestNamesNearToAnEventKey asks for each pair whether the one, sent, is taken
// for the other, meant.
func TestNamesNearToAnEventKey(t *testing.T) {
	for _, c := range []struct {
		sent, meant string
		want        Code
	}{
		{"order completed", "Order Completed", MetricCaseDiffers},
		{"STRASSE", "straße", MetricCaseDiffers},
		{"ΣΊΣΥΦΟΣ", "σίσυφος", MetricCaseDiffers},
		{"Order Completed ", "Order Completed", MetricNearMiss},
		{"\u00a0Order  Completed", "Order Completed", MetricNearMiss},
		{"\ufeffOrder Completed", "Order Completed", MetricNearMiss},
		{"order_completed", "Order Completed", MetricNearMiss},
		{"order-completed", "Order.Completed", MetricNearMiss},
		{"orderCompleted", "Order Completed", MetricNearMiss},
		{"HTTPServerStarted", "http server started", MetricNearMiss},
		{"ordercompleted", "Order Completed", MetricNearMiss},
		{"Orders Completed", "Order Completed", MetricNearMiss},
		{"Order Complted", "Order Completed", MetricNearMiss},
		{"Odrer Completed", "Order Completed", MetricNearMiss},
		{"order_complted", "Order Completed", MetricNearMiss},
		{"Odr Compleed", "Order Completed", MetricNotFound},
		{"logn", "login", MetricNearMiss},
		{"lgn", "login", MetricNotFound},
		{"buy", "bug", MetricNotFound},
		{"cart", "card", MetricNearMiss},
		{"Signed In", "Signed Up", MetricNotFound},
		{"Step 1", "Step 2", MetricNotFound},
		{"Step 10 Done", "Step 11 Done", MetricNotFound},
		{"Product 2 Viewed", "Product Viewed", MetricNotFound},
		{"Order Cancelled", "Order Completed", MetricNotFound},
		{"\xed\xa0\x80", "\xed\xa0\x81", MetricNotFound}, // halves of surrogate pairs
		{"___", "Order Completed", MetricNotFound},
		{"", "Order Completed", MetricNotFound},
	} {
		t.Run(c.sent+" for "+c.meant, func(t *testing.T) {
			x := newIndex(&Catalogue{Metrics: []Metric{{Key: "k", Name: "n", Kind: metricCustom, EventKey: c.meant}}}, false)
			if got := x.names.near(c.sent).code; got != c.want {
				t.Errorf("%s, want %s", got, c.want)
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
