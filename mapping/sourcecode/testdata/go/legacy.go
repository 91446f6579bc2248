package shop

import "gopkg.in/segmentio/analytics-go.v3"

var client = analytics.New("KEY")

func signedUp(user string) {
	client.Enqueue(analytics.Track{UserId: user, Event: "Signed Up"})       // want "Signed Up" key=given closed
	client.Enqueue(analytics.Track{UserId: user, Event: "Signed " + how()}) // unread
	client.Enqueue(analytics.Track{UserId: user})                           // unread
}
