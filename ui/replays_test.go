package ui_test

import (
	"fmt"
	"testing"
	"time"

	"segtap/capture/replay"
	"segtap/ui"
)

// sent keeps a few attempts: one that was taken, one that was refused, one without an
// answer, and one of which nobody knows.
func (d *desk) sent() {
	d.t.Helper()
	d.post("track", goodOrder)
	d.post("track", badOrder)
	for i, a := range []replay.Attempt{
		{Target: "launchdarkly", Kind: replay.LaunchDarkly, EntryID: 1, Status: 202, Tries: 1, Duration: 12 * time.Millisecond, RequestBody: []byte(`[{"kind":"custom"}]`)},
		{Target: "segment", Kind: replay.Segment, EntryID: 2, Status: 503, Tries: 4, Duration: 2 * time.Second, ResponseBody: []byte(`{"why":"busy \u001b[31m"}`)},
		{Target: "http://127.0.0.1:9", Kind: replay.URL, EntryID: 2, Failure: replay.Refused, Err: "refused", Tries: 1},
		{Target: "segment", Kind: replay.Segment, EntryID: 1, ID: "a", Begun: true},
	} {
		a.Method, a.URL, a.At = "POST", "http://127.0.0.1:9/v1/track", noon.Add(time.Duration(i)*time.Second)
		a.RequestHeader = []replay.Field{{Name: "Authorization", Value: "Basic ****"}}
		if err := d.store.AddAttempt(0, &a, noon); err != nil {
			d.t.Fatal(err)
		}
	}
	d.arrive()
}

func TestTheReplaysAtManySizes(t *testing.T) {
	for _, c := range []struct {
		w, h  int
		ascii bool
	}{{200, 50, false}, {120, 36, false}, {80, 24, false}, {40, 10, false}, {120, 36, true}} {
		name := fmt.Sprintf("replays-%dx%d", c.w, c.h)
		if c.ascii {
			name += "-ascii"
		}
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c.w, c.h, func(o *ui.Options) { o.ASCII = c.ascii })
			d.Press("3")
			d.sees("Nothing has been sent")
			d.Press("1")
			d.sent()
			d.Press("3", "home", "down")
			d.sees("503")
			d.Golden(name)
			d.CheckBounds()
		})
	}
}

func TestReplaysAreFilteredSortedAndGoneTo(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.sent()
	d.Press("3")
	d.sees("4 attempts, by time")
	d.sees("? 12:00:03 #1             segment")
	d.sees("unknown")
	d.Press("/")
	d.Type("target:segment -status:unknown")
	d.sees("1 of 4 attempts")
	d.Press("enter")
	d.sees("503")
	d.lacks("launchdarkly")
	d.Press("esc", "/")
	d.Type("event:order* status:<300")
	d.Press("enter")
	d.sees("1 of 4 attempts")
	d.sees("launchdarkly")
	d.Press("esc", "s")
	d.sees("by status")
	d.Press("end")
	d.sees(`"why": "busy`)
	d.Press("enter")
	d.sees("#2  Order Completed")
	d.Press("3", "r")
	d.sees("Replay #2")
}

// What came of an attempt that was begun takes its place.
func TestABegunAttemptBecomesWhatCameOfIt(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.sent()
	d.Press("3")
	d.sees("unknown")
	done := replay.Attempt{Target: "segment", Kind: replay.Segment, EntryID: 1, ID: "a", Status: 200, Tries: 1, At: noon, Method: "POST", URL: "http://127.0.0.1:9/v1/track"}
	if err := d.store.AddAttempt(0, &done, noon); err != nil {
		t.Fatal(err)
	}
	d.arrive()
	d.sees("4 attempts")
	d.lacks("unknown")
}
