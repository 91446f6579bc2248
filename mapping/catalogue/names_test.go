package catalogue

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestNamesNearToAnEventKey asks for each pair whether the one, sent, is taken
// for the other, and how it misses it.
func TestNamesNearToAnEventKey(t *testing.T) {
	for _, c := range []struct {
		sent, eventKey string
		want           Miss
	}{
		{"order completed", "Order Completed", OtherCase},
		{"STRASSE", "straße", OtherCase},
		{"ΣΊΣΥΦΟΣ", "σίσυφος", OtherCase},
		{"Order Completed ", "Order Completed", OtherForm},
		{"\u00a0Order  Completed", "Order Completed", OtherForm},
		{"\ufeffOrder Completed", "Order Completed", OtherForm},
		{"order_completed", "Order Completed", OtherForm},
		{"order-completed", "Order.Completed", OtherForm},
		{"orderCompleted", "Order Completed", OtherForm},
		{"HTTPServerStarted", "http server started", OtherForm},
		{"ordercompleted", "Order Completed", OtherForm},
		{"Orders Completed", "Order Completed", OtherForm},
		{"Order Complted", "Order Completed", Misspelt},
		{"Odrer Completed", "Order Completed", Misspelt},
		{"order_complted", "Order Completed", Misspelt},
		{"Odr Compleed", "Order Completed", FarFromAll},
		{"logn", "login", Misspelt},
		{"lgn", "login", FarFromAll},
		{"buy", "bug", FarFromAll},
		{"Signed In", "Signed Up", FarFromAll},
		{"Step 1", "Step 2", FarFromAll},
		{"Step 10 Done", "Step 11 Done", FarFromAll},
		{"Product 2 Viewed", "Product Viewed", FarFromAll},
		{"Order Cancelled", "Order Completed", FarFromAll},
		{"\xed\xa0\x80", "\xed\xa0\x81", FarFromAll}, // halves of surrogate pairs
		{"___", "Order Completed", FarFromAll},
		{"", "Order Completed", FarFromAll},
		{"Order\u00adCompleted", "Order Completed", OtherForm},
		{"Ord\u200ber Completed", "Order Completed", OtherForm},
		{"Cafe\u0301 Visited", "Café Visited", OtherForm},
		{"Café Visited", "cafe\u0301_visited", OtherForm},
		{"Step 1 1", "Step 11", FarFromAll},
		{"Odrer Complted", "Order Completed", Misspelt},
		{"Order Complitid", "Order Completed", Misspelt},

		// short words, and endings
		{"Signed Upp", "Signed Up", Misspelt},
		{"Signed Op", "Signed Up", Misspelt},
		{"Signed Pu", "Signed Up", Misspelt},
		{"Sign Up", "Signed Up", Misspelt},
		{"Signup", "Signed Up", Misspelt},
		{"SignUp", "Signed Up", Misspelt},
		{"Sined Up", "Signed Up", Misspelt},
		{"Order Complet", "Order Completed", Misspelt},
		{"Order Complte", "Order Completed", Misspelt},
		{"Order Complete", "Order Completed", Misspelt},
		{"Orderr Complted", "Order Completed", Misspelt},
		{"Ordercomplted", "Order Completed", Misspelt},
		{"Order Com Pleted", "Order Completed", OtherForm},
		{"Order Com Plted", "Order Completed", Misspelt},
		{"Checkout Start", "Checkout Started", Misspelt},
		{"Cert Viewed", "Cart Viewed", Misspelt},
		{"Signed On", "Signed Up", FarFromAll},
		{"Video Viewed", "Video Ad Viewed", FarFromAll},
		{"Product Viewed", "Product Ad Viewed", FarFromAll},
		{"Product Ad Viewed", "Product Viewed", FarFromAll},
		{"Test Viewed", "Test A Viewed", FarFromAll},
		{"Ad Viewed", "Add Viewed", FarFromAll},
		{"Add Viewed", "Ad Viewed", FarFromAll},
		{"Last Viewed", "List Viewed", FarFromAll},
		{"Page Off", "Page Of", FarFromAll},
		{"Video Stopped", "Video Stepped", FarFromAll},
		{"Section Viewed", "Selection Viewed", FarFromAll},
		{"Report Viewed", "Reporter Viewed", FarFromAll},
		{"Ticket Assigned", "Ticket Signed", FarFromAll},
		{"User Created", "User Updated", FarFromAll},
		{"Order Paid", "Order Prepaid", FarFromAll},
		{"Order Complitted", "Order Completed", FarFromAll},
		{"Order Complited", "Order Completed", Misspelt},
		{"Regstraton", "Registration", Misspelt},
		{"Addres Changed", "Address Changed", Misspelt},

		// other words, often the opposite
		{"Unsubscribed", "Subscribed", FarFromAll},
		{"Subscribed", "Unsubscribed", FarFromAll},
		{"App Uninstalled", "App Installed", FarFromAll},
		{"Unlocked", "Locked", FarFromAll},
		{"Deactivated", "Activated", FarFromAll},
		{"Account Reopened", "Account Opened", FarFromAll},
		{"Plan Upgraded", "Plan Downgraded", FarFromAll},
		{"File Exported", "File Imported", FarFromAll},
		{"Increased", "Decreased", FarFromAll},
		{"Connected", "Collected", FarFromAll},
		{"Email Sent", "Email Seen", FarFromAll},
		{"Card Added", "Cart Added", FarFromAll},
		{"Video Paused", "Video Passed", FarFromAll},
		{"Test A Viewed", "Test B Viewed", FarFromAll},
		{"App Opened", "Ad Opened", FarFromAll},
		{"Order Not Completed", "Order Completed", FarFromAll},
	} {
		t.Run(c.sent+" for "+c.eventKey, func(t *testing.T) {
			x := NewIndex(&Catalogue{Metrics: []Metric{{Key: "k", Name: "n", Kind: KindCustom, EventKey: c.eventKey}}}, nil)
			near := x.Near(c.sent)
			if near.Miss != c.want || (near.Metric == nil) != (c.want == FarFromAll) {
				t.Errorf("misses by %d, want %d, of %v", near.Miss, c.want, near.Metric)
			}
		})
	}
}

func TestTheNearestEventKeyIsMeant(t *testing.T) {
	x := NewIndex(&Catalogue{Metrics: []Metric{
		{Key: "z", Kind: KindCustom, EventKey: "Order Completd"},
		{Key: "b", Kind: KindCustom, EventKey: "Order Completing"},
		{Key: "a", Kind: KindCustom, EventKey: "Order Completes"},
	}}, nil)
	for name, want := range map[string]string{"Order Completdd": "z", "Order Complete": "a", "order completing": "b"} {
		if got := x.Near(name); got.Metric == nil || got.Metric.Key != want {
			t.Errorf("%s means %+v, want %s", name, got.Metric, want)
		}
	}
}

// TestTheMemoryOfNamesIsBounded sends more names than are remembered, from
// several goroutines.
func TestTheMemoryOfNamesIsBounded(t *testing.T) {
	var mu sync.Mutex
	asked := 0
	x := NewIndex(&Catalogue{Metrics: []Metric{{Key: "orders", Kind: KindCustom, EventKey: "Order Completed"}}}, func(*Near) (effect, fix string) {
		mu.Lock()
		defer mu.Unlock()
		asked++
		return "said", ""
	})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 2 * maxMemo {
				x.Near(fmt.Sprintf("Event number %d", i))
			}
			if got := x.Near("order_completed"); got.Miss != OtherForm || got.Effect != "said" {
				t.Errorf("near miss is %+v after many names", got)
			}
		})
	}
	wg.Wait()
	x.Near(strings.Repeat("x", maxMemoName+1))
	if n := len(x.names.memo); n == 0 || n > maxMemo {
		t.Errorf("%d names remembered", n)
	}
	before := asked
	x.Near("order_completed")
	if x.Near("order_completed"); asked > before+1 {
		t.Errorf("a name that is remembered was put in words %d times", asked-before)
	}
}
