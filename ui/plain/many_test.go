package plain

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// orders sends n Track calls, and waits until they have been told.
func orders(l *talk, n int) {
	for i := 1; i <= n; i++ {
		l.post("track", fmt.Sprintf(`{"userId":"u_%d","event":"Order Completed","properties":{"revenue":%d}}`, i, i))
		l.hears(fmt.Sprintf("Event %d: Order Completed", i))
	}
}

// All that the filter wants goes out, and what was not taken is told with its event.
func TestManyOfWhichOneIsRefused(t *testing.T) {
	l := newTalk(t)
	orders(l, 3)
	var came atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if came.Add(1) == 2 {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
	}))
	defer target.Close()
	l.types("filter user:u_1 OR user:u_3")
	l.hears("2 of 3 events")
	l.types("replay shown " + target.URL)
	l.hears("2 shown events to " + target.URL)
	l.hears("1 more like it")
	l.hears("Type yes to send 2 shown events")
	if n := came.Load(); n != 0 {
		t.Fatalf("%d requests came before a yes", n)
	}
	l.types("yes")
	l.hears("All have been sent. 1 taken, 1 refused, 0 unknown, 0 not sent of 2.")
	l.hears("Event 3: 422")
}

// Where the target asks to wait, that is told, and stop ends it.
func TestManyAreStopped(t *testing.T) {
	l := newTalk(t)
	orders(l, 2)
	var came atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		came.Add(1)
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer target.Close()
	for _, command := range []string{"mark 1", "mark 2", "replay marked " + target.URL, "yes"} {
		l.types(command)
	}
	l.hears("the target asks to slow down")
	l.types("stop")
	l.hears("Stopping.")
	heard := l.hears("It was stopped. 0 taken")
	if !strings.Contains(heard, "of 2.") || came.Load() != 1 {
		t.Errorf("%d requests; %q", came.Load(), heard)
	}
}

// A dry run sends nothing, and asks nothing.
func TestManyDry(t *testing.T) {
	l := newTalk(t)
	orders(l, 2)
	l.types("replay shown dry-run")
	l.hears("A dry run: this is what would go out first. Nothing is sent.")
	l.types("replay marked here")
	l.hears("No event is marked: nothing can be sent.")
	l.types("replay shown nowhere-known")
	l.hears("It cannot be sent there: ")
}
