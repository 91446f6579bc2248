package control_test

import (
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/control/client"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/mapping/catalogue/cataloguetest"
)

// shop has the metrics and the experiment of a small shop.
func shop(p *tap) { p.store.SetJudge(p.store.Judge().With(cataloguetest.Storefront())) }

// get asks for a path, and returns the answer.
func (p *tap) get(path string) string {
	p.t.Helper()
	text, err := p.Ask(p.t.Context(), client.Request{Method: http.MethodGet, Path: path})
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

func TestASummaryCountsWhatCame(t *testing.T) {
	p := inMemory(t)
	if got := p.get("/summary"); !strings.Contains(got, `"metrics":null`) {
		t.Error("without a catalogue:", got)
	}
	shop(p)
	p.post("WK", `{"type":"track","event":"Order Completed","userId":"u","properties":{"revenue":2}}`)
	p.post("WK", `{"type":"track","event":"Order Completed","userId":"","properties":{"revenue":2}}`)
	p.post("WK", event("Order Complete", "u", time.Now()))
	p.post("WK", `{"type":"page","name":"Home","userId":"u"}`)
	got := p.get("/summary")
	for _, want := range []string{
		`{"events":4,"headlines":{"unknown":0,"counts":1,"counts_nowhere":1,"dropped":1,"rejected":0,"not_track":1,"may_not_arrive":0,"unseen":0},`,
		`{"code":"user_key_empty","events":1}`,
		`"names":[{"type":"track","name":"Order Completed","events":2,"counts":1},{"type":"page","name":"Home","events":1,"counts":0},`,
		`"metrics":[{"key":"order-revenue","event_key":"Order Completed","counts":1,"may_count":0},{"key":"products-viewed-count",`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
	// It counts what is asked for, and no more.
	if got := p.get("/summary?filter=event:Home"); !strings.Contains(got, `{"events":1,`) || !strings.Contains(got, `"names":[{"type":"page","name":"Home","events":1,"counts":0}]`) {
		t.Error(got)
	}
	if got := p.get("/summary?after=" + p.behind(3)); !strings.Contains(got, `{"events":1,`) {
		t.Error(got)
	}
}

// TestAWaitSeesWhatAnEventComesToBe: an event that came before may fit later, when the
// metrics are read.
func TestAWaitSeesWhatAnEventComesToBe(t *testing.T) {
	p := inMemory(t)
	p.post("WK", event("Order Completed", "u", time.Now()))
	p.post("WK", event("Other", "u", time.Now()))
	answered := make(chan error)
	go func() {
		page, err := p.Wait(t.Context(), client.Which{Filter: "metric:order-revenue"}, 1, within)
		if err == nil && (len(page.Events) != 1 || page.Events[0].ID != 1) {
			t.Errorf("answered %v", page.Events)
		}
		answered <- err
	}()
	// One that is sent again fits what it did not fit before.
	page := make(chan error)
	go func() {
		_, err := p.Wait(t.Context(), client.Which{Filter: "is:retried"}, 1, within)
		page <- err
	}()
	again := strings.Replace(event("Again", "u", time.Now()), "{", `{"messageId":"m",`, 1)
	p.post("WK", again)
	shop(p)
	p.post("WK", again)
	for _, c := range []chan error{answered, page} {
		if err := <-c; err != nil {
			t.Error(err)
		}
	}
}

// TestAnEpochOutlivesSegtap, over the same capture file; of another one it is refused.
func TestAnEpochOutlivesSegtap(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	open := func() journal.Journal {
		file, err := file.Open(path, file.Options{Program: "segtap test", Now: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	var after string
	before := time.Now()
	t.Run("first run", func(t *testing.T) {
		p := newTap(t, capture.Limits{}, open())
		p.post("WK", event("Before", "u", time.Now()))
		var err error
		if after, err = p.Reset(t.Context(), "WK"); err != nil {
			t.Fatal(err)
		}
		p.post("WK", event("First", "u", time.Now()))
	})
	p := newTap(t, capture.Limits{}, open())
	p.post("WK", event("Late", "u", before))
	p.post("WK", event("Second", "u", time.Now()))
	page, err := p.Wait(t.Context(), client.Which{After: after}, 2, within)
	if err != nil || len(page.Events) != 2 || page.Events[0].ID != 2 || page.Events[1].ID != 4 || page.Late != 1 {
		t.Errorf("%v, %v", page, err)
	}
	// Another run may have as many events: it is another run all the same.
	other := inMemory(t)
	for range 3 {
		other.post("WK", event("Other", "u", time.Now()))
	}
	if page, err := other.Events(t.Context(), client.Which{After: after}, 0); err == nil || !strings.Contains(err.Error(), "after is of another capture file, or of another run in memory") {
		t.Errorf("%v, %v", page, err)
	}
}

// TestAnAnswerWaitsUntilTheFileIsRead: of a large file only the newest entries are listed
// at once, and those behind a cursor may be older.
func TestAnAnswerWaitsUntilTheFileIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.ndjson")
	const messages = 6000 // in more records than are listed at once
	t.Run("first run", func(t *testing.T) {
		file, err := file.Open(path, file.Options{Program: "segtap test", Now: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		p := newTap(t, capture.Limits{}, file)
		message := fmt.Sprintf(`{"type":"track","event":"E","userId":"u","properties":{"text":%q}}`, strings.Repeat("x", 3000))
		for range messages / 10 {
			p.post("WK", `{"batch":[`+strings.Repeat(message+",", 9)+message+`]}`)
		}
	})
	file, err := file.Open(path, file.Options{Program: "segtap test", Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if file.Size() < 8<<20 {
		t.Fatal("the file is too small to be read in the background")
	}
	p := newTap(t, capture.Limits{}, file)
	page, err := p.Events(t.Context(), client.Which{After: p.behind(10)}, 1)
	if err != nil || len(page.Events) != 1 || page.Events[0].ID != 11 {
		t.Errorf("%v, %v", page.Events, err)
	}
	if got := p.get("/summary?after=" + p.behind(10)); !strings.HasPrefix(got, fmt.Sprintf(`{"events":%d,`, messages-10)) {
		t.Errorf("%.200s", got)
	}
}

func TestPagesHaveEachEventOnce(t *testing.T) {
	p := inMemory(t)
	before := time.Now()
	after, err := p.Reset(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		made := time.Now()
		if i%3 == 0 {
			made = before
		}
		p.post("WK", event("E", "u", made))
	}
	var ids []uint64
	late := 0
	which := client.Which{After: after}
	for more := true; more; {
		page, err := p.Events(t.Context(), which, 4)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Events {
			ids = append(ids, e.ID)
		}
		late += page.Late
		which.After, more = page.Next, page.More
	}
	if len(ids) != 13 || late != 7 {
		t.Errorf("%d events %v, %d late", len(ids), ids, late)
	}
	which = client.Which{After: after, KeepLate: true}
	if page, err := p.Events(t.Context(), which, 0); err != nil || len(page.Events) != 20 || page.Late != 0 {
		t.Errorf("%d with the late ones, %d left out, %v", len(page.Events), page.Late, err)
	}
}

func TestWhatIsAskedWrongIsRefused(t *testing.T) {
	p := inMemory(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/events?filer=x", "", 400, `"code":"unknown_parameter","message":"/_segtap/v1/events has no parameter \"filer\"","hint":"it takes filter, after, late, limit"`},
		{"GET", "/events?filter=a;b", "", 400, `"code":"invalid_query"`},
		{"GET", "/events?filter=%zz", "", 400, `"code":"invalid_query"`},
		{"GET", "/events?filter=is:eror", "", 400, `"code":"invalid_filter","message":"filter: column 4: an entry cannot be that","hint":"did you mean error?"`},
		{"GET", "/events?limit=0", "", 400, `it takes a number from 1 to 1000`},
		{"GET", "/events?limit=1001", "", 400, `it takes a number from 1 to 1000`},
		{"GET", "/events?limit=1&limit=2", "", 400, `"code":"repeated_parameter"`},
		{"GET", "/events?late=1", "", 400, `late=keep takes events`},
		{"GET", "/events?after=5", "", 400, `"code":"invalid_cursor"`},
		{"GET", "/events?after=e1.5", "", 400, `"code":"invalid_cursor"`},
		{"GET", "/events?after=" + p.behind(5), "", 410, `"code":"unknown_cursor","message":"after stands behind event 5, and the capture file has had 0 so far"`},
		{"GET", "/events?after=" + inMemory(t).behind(0), "", 410, `"code":"unknown_cursor","message":"after is of another capture file, or of another run in memory"`},
		{"GET", "/wait?count=1&after=", "", 400, `"code":"invalid_cursor","message":"after is empty: did the reset fail?"`},
		{"POST", "/check?after=", "expect: []", 400, `"message":"after is empty: did the reset fail?"`},
		{"GET", "/summary?after", "", 400, `"message":"after is empty: did the reset fail?"`},
		{"GET", "/events?filter=", "", 400, `"code":"empty_parameter","message":"filter is empty"`},
		{"GET", "/events?late=", "", 400, `"code":"empty_parameter","message":"late is empty"`},
		{"GET", "/events/x", "", 400, `"code":"invalid_id"`},
		{"GET", "/events/1", "", 404, `"code":"no_such_event"`},
		{"GET", "/wait?timeout=10", "", 400, `"hint":"such as timeout=10s or timeout=500ms"`},
		{"GET", "/wait?timeout=6m", "", 400, `up to 5m`},
		{"GET", "/wait?timeout=-1s", "", 400, `up to 5m`},
		{"GET", "/wait?count=-1", "", 400, `from 0 to 1000`},
		{"POST", "/reset", `{"kye":"WK"}`, 400, `"code":"invalid_body","message":"the body has a member \"kye\", which this call does not take"`},
		{"POST", "/reset", `{`, 400, `"code":"invalid_body","message":"the body is no JSON"`},
		{"POST", "/reset", `[]`, 400, `"message":"the body is no JSON object"`},
		{"POST", "/reset", `{"key":1}`, 400, `"message":"key takes a write key"`},
		{"POST", "/replay", `{"id":-1}`, 400, `"message":"id takes the number of an event"`},
		{"POST", "/reset", strings.Repeat(" ", 70_000), 413, `"code":"too_large"`},
		{"GET", "/reset", "", 405, `"code":"method_not_allowed","message":"/_segtap/v1/reset does not take GET","hint":"use POST"`},
		{"GET", "/nothing", "", 404, `"code":"no_such_route"`},
		{"GET", "/../x", "", 404, `"code":"no_such_route"`},
	} {
		_, err := p.Ask(t.Context(), client.Request{Method: c.method, Path: c.path, Body: []byte(c.body)})
		said := new(client.Error)
		if !errors.As(err, &said) || said.Status != c.status || !strings.Contains(string(said.Answer), c.want) {
			t.Errorf("%s %s: %v\n%s", c.method, c.path, err, said.Answer)
		}
	}
	if c := p.store.Counts(); c.Entries != 0 || c.Unmatched != 0 {
		t.Errorf("%d entries, %d without a route", c.Entries, c.Unmatched)
	}
}
