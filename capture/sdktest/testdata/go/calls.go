// Command calls is sent through by the tests of sdktest, which write its main
// function from the lines that segtap prints for Go, once for each module path
// of the SDK.
package main

import "github.com/segmentio/analytics-go/v3"

// calls sends one message of each type in one batch.
func calls(client analytics.Client) error {
	for _, message := range []analytics.Message{
		analytics.Identify{UserId: "u_42", Traits: analytics.NewTraits().Set("plan", "pro")},
		analytics.Track{
			UserId: "u_42", Event: "Order Completed",
			Properties: analytics.NewProperties().SetRevenue(59.9).Set("coupon", "<5 & more>"),
		},
		analytics.Page{UserId: "u_42", Name: "Cart", Properties: analytics.NewProperties().Set("items", 3)},
		analytics.Screen{AnonymousId: "a_7", Name: "Home"},
		analytics.Group{UserId: "u_42", GroupId: "g_1", Traits: analytics.NewTraits().SetName("Acme")},
		analytics.Alias{UserId: "u_43", PreviousId: "u_42"},
	} {
		if err := client.Enqueue(message); err != nil {
			return err
		}
	}
	return client.Close()
}
