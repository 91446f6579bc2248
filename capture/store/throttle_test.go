package store

import (
	"runtime"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/routes"
	"segtap/capture/store/throttle"
	"segtap/mapping/message"
)

// While calls arrive, work in the background takes half of the machine and rests.
func TestWorkInTheBackgroundGivesWay(t *testing.T) {
	s := storeWith(t, "", capture.Limits{})
	all := runtime.GOMAXPROCS(0)
	captured(t, s, "/v1/track", plainTrack) // long ago
	if limits := s.list.throttle(); limits.Rests || limits.Workers != all {
		t.Errorf("when nothing arrives: %+v", limits)
	}
	now := time.Now()
	in := message.TakeIn(routes.Route{Type: "track"}.Posted([]byte(plainTrack), now))
	if _, err := s.Capture(&Request{At: now, Method: "POST", Path: "/v1/track", Intake: in, Status: 200}); err != nil {
		t.Fatal(err)
	}
	if limits := s.list.throttle(); time.Since(now) < throttle.Quiet && (!limits.Rests || limits.Workers != (all+1)/2) {
		t.Errorf("when calls arrive: %+v", limits)
	}
}
