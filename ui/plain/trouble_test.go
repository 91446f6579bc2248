package plain

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/capture/store"
)

// A text that somebody sets stays whole, however long it is.
func TestALongTextIsSetAsItIs(t *testing.T) {
	l := newTalk(t)
	l.post("track", goodOrder)
	l.hears("Event 1: ")
	long := strings.Repeat(`u"`, 200)
	l.types("set 1 userId " + long)
	l.hears("Event 2: Order Completed, user ")
	l.types("show 2")
	l.hears("Verdict: counts toward order-revenue")
	l.hears(strings.ReplaceAll(long, `"`, `\"`) + `"`)
}

func TestALineThatIsTooLongIsNotTheEnd(t *testing.T) {
	l := newTalk(t)
	l.post("track", goodOrder)
	l.hears("Event 1: ")
	l.types("show " + strings.Repeat("1", 100_000)) // longer than what is read at once
	l.hears("Which event?")
	l.types(strings.Repeat("x", 2<<20))
	l.hears("That line has more than 1,048,576 bytes: nothing is done with it.")
	l.types("replay 1 here")
	l.hears("Type yes")
	l.types("yes" + strings.Repeat(" ", 2<<20))
	l.hears("Nothing was sent.")
	l.types("status")
	l.hears("1 event: ")
}

func TestTheEndOfTheInputIsNoYes(t *testing.T) {
	l := newTalk(t)
	l.post("track", goodOrder)
	l.hears("Event 1: ")
	l.types("replay 1 here")
	l.hears("Type yes")
	if err := l.commands.Close(); err != nil {
		t.Fatal(err)
	}
	l.hears("Nothing was sent.")
}

// What comes at once is counted as the filter wants it.
func TestManyAtOnceAreCountedAsTheFilterWants(t *testing.T) {
	batch := func(wanted, others int) string {
		all := append(
			slicesOf(`{"type":"track","userId":"somebody","event":"Signed Up"}`, wanted),
			slicesOf(`{"type":"track","userId":"u","event":"Signed Up"}`, others)...)
		return `{"batch":[` + strings.Join(all, ",") + `]}`
	}
	l := newTalk(t)
	l.types("filter user:somebody")
	l.hears("Filter user:somebody: 0 of 0 events")
	l.post("batch", batch(0, 12))
	l.types("status")
	if heard := l.hears("12 events: "); strings.Contains(heard, "came") {
		t.Errorf("it tells what the filter does not want:\n%s", heard)
	}
	l.post("batch", batch(1, 30))
	l.hears("Event 13: Signed Up, user somebody")
	l.post("batch", batch(12, 30))
	l.hears("12 events that the filter wants came; list tells the last of them.")
	l.types("list 20")
	if heard := l.hears("Event 55: "); strings.Count(heard, "Event ") != 13 {
		t.Errorf("list tells:\n%s", heard)
	}
}

func slicesOf(text string, n int) (all []string) {
	for range n {
		all = append(all, text)
	}
	return all
}

func TestTheEndOfTheEndpointIsTold(t *testing.T) {
	stopped := make(chan error)
	l := newTalk(t, func(o *Options) { o.Stopped = func() error { return <-stopped } })
	stopped <- errors.New("accept: too many open files")
	l.hears("Nothing listens any more, so nothing is captured: accept: too many open files. Start segtap again.")
	l.types("status")
	l.hears("segtap does not listen any more.")
}

// neverAgain is a clock whose pauses have no end.
func neverAgain() resend.Clock {
	return resend.Clock{Now: func() time.Time { return noon }, Wait: func(ctx context.Context, _ time.Duration) error {
		<-ctx.Done()
		return ctx.Err()
	}}
}

// While something is sent, what comes is told, and commands wait in their order; stop does not.
func TestASendingCanBeStopped(t *testing.T) {
	failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer failing.Close()
	l := newTalk(t, func(o *Options) {
		o.Client = replay.NewClient(replay.NewTransport(), neverAgain(), replay.ExponentialPauses)
		o.Prompt = true
	})
	l.post("track", goodOrder)
	l.hears("Event 1: ")
	l.types("replay 1 " + failing.URL)
	l.hears("Type yes")
	l.types("yes")
	l.hears("Try 1 came to nothing; it is tried again in ")
	l.post("track", badOrder)
	l.hears("Event 3: Order Completed, user u_9")
	l.types("status")
	l.hears("That is done when event 1 has been sent. stop does not wait.")
	l.types("stop")
	l.hears("Stopping.")
	l.hears("503: ")
	l.hears("> status")
	l.hears("3 events: ")
	l.types("quit")
}

// The end of the input does not end what is being sent.
func TestASendingOutlivesTheInput(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(asked)
		<-answer
	}))
	defer slow.Close()
	l := newTalk(t)
	l.post("track", goodOrder)
	l.hears("Event 1: ")
	l.types("replay 1 " + slow.URL)
	l.hears("Type yes")
	l.types("yes")
	<-asked
	l.types("status")
	if err := l.commands.Close(); err != nil {
		t.Fatal(err)
	}
	close(answer)
	l.hears("200: ")
	l.hears("2 events: ")
}

// An event of a file is brought into the capture when something is done with it, and not before.
func TestAnEventOfAFileIsBroughtWithAYes(t *testing.T) {
	file := newStore(t)
	if _, err := file.Add([]byte(`{"type":"track",`+badOrder[1:]), capture.Edited, 0, noon); err != nil {
		t.Fatal(err)
	}
	l := newTalk(t, func(o *Options) {
		o.Files = []File{{Name: "shop.ndjson", Format: "events", Store: file, Place: func(*store.Captured) string { return "shop.ndjson:1" }}}
	})
	for _, command := range []string{"replay 1 here", "no", "set 1 properties.a.b 1"} {
		l.types(command)
	}
	l.hears("With a yes the event is brought into the capture first, and the request says in ")
	l.hears("Nothing was sent.")
	l.hears("Event 1 stays as it is")
	l.types("status")
	l.hears("0 events: ")
	l.types("replay 1 here")
	l.hears("Type yes")
	l.types("yes")
	l.hears("shop.ndjson:1 is event 1 of the capture now")
	l.hears("Event 2: Order Completed, user u_9, value \"$24.50\", a replay of 1: ")
	l.types("open 1")
	l.types("set 1 userId u_5")
	l.hears("shop.ndjson:1 is event 1 of the capture now")
	l.hears("The copy is event 3; event 1 stays as it came.")
}

func TestManyProblemsAreCut(t *testing.T) {
	l := newTalk(t)
	for i := range mostProblems + 3 {
		l.post("track", strings.Replace(badOrder, "u_9", "u"+strconv.Itoa(i), 1))
		l.post("track", `{"event":"Event `+strconv.Itoa(i)+`"}`)
	}
	l.types("problems")
	heard := l.hears("more: problems all tells them.")
	if told := strings.Count(heard, ": 1 event of "); told < mostProblems-1 || told > mostProblems { // another is of the orders
		t.Errorf("it tells %d:\n%s", told, heard)
	}
	l.hears("explain CODE tells more")
	l.types("problems all")
	if heard = l.hears("explain CODE tells more"); !strings.Contains(heard, "of Event 22.") {
		t.Errorf("not all are told:\n%s", heard)
	}
}
