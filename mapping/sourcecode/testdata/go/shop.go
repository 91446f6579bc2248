// Package shop sends what happens in a shop with analytics-go.
package shop

import (
	"fmt"
	"net/http"

	segment "github.com/segmentio/analytics-go/v3"

	"example.com/shop/audio"
)

const (
	OrderCompleted        = "Order Completed"
	prefix         string = "Cart"
)

const refunded EventName = `Order Refunded`

var defaults = map[string]any{"shop": "north", "sizes": []int{1, 2}}

type EventName string

type service struct{ client segment.Client }

// Not a call: client.Enqueue(segment.Track{Event: "In a comment"})
func (s *service) order(w http.ResponseWriter, r *http.Request) {
	text := "segment.Track{Event: \"In a text\"}"
	raw := `segment.Track{Event: "In a raw text"}`
	_ = s.client.Enqueue(segment.Track{
		UserId: r.FormValue("user"),
		Event:  OrderCompleted, // want "Order Completed" revenue=number:59.90 currency=string:"EUR" total=number note=string key=given closed
		Properties: segment.NewProperties().
			SetRevenue(59.90).
			SetCurrency("EUR").
			Set("total", float64(len(text))).
			Set("note", fmt.Sprintf("%d", len(raw))),
	})
	s.client.Enqueue(&segment.Track{Event: prefix + " Viewed", AnonymousId: "a1"})                // want "Cart Viewed" key=given closed
	s.client.Enqueue(segment.Track{Event: string(refunded), Properties: defaults})                // want "Order Refunded" shop=string:"north" sizes=array key=missing closed
	s.client.Enqueue(segment.Track{Event: "Map", UserId: "u", Properties: map[string]interface{}{ // want "Map" revenue=? nested=object nested.a=number:1 key=given open
		"revenue": r.Total,
		"nested":  segment.Properties{"a": 1},
		key(r):    2,
	}})
	props := segment.NewProperties().Set("a", 1)
	props.Set("b", 2)
	s.client.Enqueue(segment.Track{Event: "Set Later", UserId: "", Properties: props}) // want "Set Later" a=number:1 key=missing open
	track := segment.Track{UserId: "1", Event: "From A Variable"}                      // want "From A Variable" key=given
	s.client.Enqueue(track)
	if valid(prefix) {
		s.client.Enqueue(segment.Track{UserId: "1", Event: prefix}) // want "Cart"
	}
	event, err := name(r)
	if err != nil {
		s.client.Enqueue(segment.Track{UserId: "1", Event: event}) // unread
	}
	for _, prefix := range []string{"a", "b"} {
		s.client.Enqueue(segment.Track{UserId: "1", Event: prefix}) // unread
	}
	s.client.Enqueue(segment.Page{Name: "Home", UserId: "1"})
	audio.Play(audio.Track{Event: "Song"})
}

func (s *service) send(prefix string) error {
	return s.client.Enqueue(segment.Track{UserId: "1", Event: prefix}) // unread
}
