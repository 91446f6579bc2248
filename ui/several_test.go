package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"segtap/ui"
)

// Of what is not taken the last are shown, and how many there were; keys scroll to the
// last of them and no further.
func TestOfWhatIsNotTakenTheLastAreShown(t *testing.T) {
	fake := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }))
	defer fake.Close()
	d := newDesk(t, 120, 36, func(o *ui.Options) { o.Target = fake.URL })
	for range 130 {
		d.post("track", goodOrder)
	}
	d.Press("R", "enter", "enter")
	d.sees("130  refused")
	d.sees("The last 100 of 130 requests that were not taken:")
	d.sees("#31 refused")
	d.lacks("#30 refused")
	for range 400 {
		d.Press("down")
	}
	d.sees("#130 refused")
	d.Press("up")
	d.lacks("#130 refused")
	d.Press("enter")
	d.sees(fmt.Sprintf("0 taken, %d refused", 130))
}
