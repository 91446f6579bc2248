package shop

import "github.com/segmentio/analytics-go/v3"

func later(c analytics.Client, given analytics.Track) {
	var made analytics.Track // unread
	made.Event = "Set Later"
	c.Enqueue(made)
	other := new(analytics.Track) // unread
	other.Event = "Set Later"
	c.Enqueue(other)
}
