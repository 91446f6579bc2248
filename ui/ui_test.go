package ui_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/ui"
	"segtap/ui/screentest"
)

// noon is the time in all of these tests.
var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// desk is a screen over a capture endpoint that really listens.
type desk struct {
	*screentest.Screen
	t     *testing.T
	store *store.Store
	url   string
	clock time.Time
}

// The clock on the screen is local: for the goldens, that of Greenwich.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// newDesk opens a screen of w×h cells. Change changes how it is opened.
func newDesk(t *testing.T, w, h int, change func(*ui.Options)) *desk {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, store: store, clock: noon}
	srv := httptest.NewServer(ingest.New(store, ingest.Options{Now: func() time.Time {
		d.clock = d.clock.Add(time.Second)
		return d.clock
	}}))
	t.Cleanup(srv.Close)
	d.url = srv.URL
	ids := 0
	opt := ui.Options{
		Store: store, Address: "http://127.0.0.1:8910", Destination: "actions",
		Env:    replay.Env{Address: srv.URL},
		Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses),
		Now:    func() time.Time { return noon },
		NewID: func() string {
			ids++
			return fmt.Sprintf("00000000-0000-4000-8000-%012d", ids)
		},
		Version: "test",
	}
	if change != nil {
		change(&opt)
	}
	model := ui.New(opt)
	t.Cleanup(func() { _ = model.Close() }) // else drafts in editors are left where all tests have theirs
	d.Screen = screentest.New(t, model, w, h, waiting, "waitForStop", "waitForFiles")
	return d
}

// waiting is the command that waits for the store.
const waiting = "waitForChange"

// sees fails the test unless the screen has the text.
func (d *desk) sees(text string) {
	d.t.Helper()
	if !strings.Contains(d.Text(), text) {
		d.t.Fatalf("%q is not on the screen:\n%s", text, d.Text())
	}
}

// lacks fails the test if the screen has the text.
func (d *desk) lacks(text string) {
	d.t.Helper()
	if strings.Contains(d.Text(), text) {
		d.t.Fatalf("%q is on the screen:\n%s", text, d.Text())
	}
}

// arrive lets the screen notice what has come into the store.
func (d *desk) arrive() {
	d.t.Helper()
	if d.Release(waiting) != 1 {
		d.t.Fatal("the screen does not wait for the store")
	}
	d.CheckBounds()
}

// post sends a message as an SDK does, and lets the screen notice.
func (d *desk) post(route, body string) {
	d.t.Helper()
	res, err := http.Post(d.url+"/v1/"+route, "application/json", strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	d.arrive()
}

// The messages of the stories.
const (
	goodOrder = `{"type":"track","userId":"u_42","anonymousId":"anon-7f3","event":"Order Completed","properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD"},"timestamp":"2026-08-18T12:00:01.000Z"}`
	badOrder  = `{"type":"track","userId":"u_42","anonymousId":"anon-7f3","event":"Order Completed","properties":{"order_id":"A-1002","revenue":"$59.9","currency":"USD"},"timestamp":"2026-08-18T12:00:02.000Z"}`
	noUser    = `{"type":"track","event":"Signed Up","properties":{"plan":"pro"},"timestamp":"2026-08-18T12:00:03.000Z"}`
	aPage     = `{"type":"page","userId":"u_9","name":"/checkout","timestamp":"2026-08-18T12:00:04.000Z"}`
)

// shop sends a few calls, the bad order last but one.
func (d *desk) shop() {
	d.t.Helper()
	d.post("track", goodOrder)
	d.post("page", aPage)
	d.post("track", noUser)
	d.post("track", badOrder)
	d.sees("value_not_number")
}
