package ui_test

import "testing"

// The list does not go away at each key: it stays until something has been found,
// and what an earlier text would have found does not come any more.
func TestTheListStaysUntilSomethingIsFound(t *testing.T) {
	d := newDesk(t, 120, 24, nil)
	d.shop()
	d.Park("begin")
	d.Type("/signed")
	d.sees("searching")
	d.sees("Order Completed")
	if n := d.Release("begin"); n != len("igned") { // s may become source:
		t.Errorf("%d searches were begun", n)
	}
	d.lacks("Order Completed")
	d.sees("1 match")

	d.Type("z")
	d.sees("searching")
	d.sees("Signed Up")
	d.Press("enter")
	d.sees("filter: signedz")
	d.sees("searching")
	d.Release("begin")
	d.lacks("Signed Up")
	d.sees("no entry matches the filter")

	// A filter that is taken back while it is searched for leaves no trace.
	d.Press("esc")
	d.Type("/signed")
	d.Press("esc")
	d.Release("begin")
	d.lacks("filter:")
	d.sees("Order Completed")
}

// What came while a filtered list was held is looked through as soon as it is followed
// again, not with the next event.
func TestAHeldListThatIsFollowedHasAllThatCame(t *testing.T) {
	d := newDesk(t, 120, 24, nil)
	d.shop()
	d.Type("/signed")
	d.Press("enter", "space")
	d.post("track", noUser)
	d.sees("1 of 4")
	d.Press("G")
	d.sees("2 of 5")
}
