package control_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/control"
	"segtap/capture/journal/file"
)

// reading is a stream that is read.
type reading struct {
	t     testing.TB
	lines *bufio.Scanner
	last  string // the id of the last event
	stop  func()
}

// read begins to read the stream, behind the event of an id unless that is empty.
func read(t testing.TB, url, query, lastID string) *reading {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), within)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+control.Prefix+"/stream?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	res, err := poster.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if typ := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || typ != "text/event-stream" {
		t.Fatalf("answered %s, %s", res.Status, typ)
	}
	r := &reading{t, bufio.NewScanner(res.Body), lastID, func() { stop(); _ = res.Body.Close() }}
	r.lines.Buffer(nil, 1<<20)
	t.Cleanup(r.stop)
	return r
}

// next returns the next event, as a client of server-sent events takes it: its type and
// its data. A comment that says that the stream is there is of type alive.
func (r *reading) next() (typ, data string) {
	r.t.Helper()
	for r.lines.Scan() {
		name, value, _ := strings.Cut(r.lines.Text(), ": ")
		switch name {
		case "":
			if r.lines.Text() == "" && typ != "" {
				return typ, data
			}
			if value == "segtap" {
				typ = "alive"
			}
		case "id":
			r.last = value
		case "event":
			typ = value
		case "data":
			data += value
		}
	}
	r.t.Fatal("the stream ended", r.lines.Err())
	return "", ""
}

// name returns the name of the event that comes next.
func (r *reading) name() string {
	r.t.Helper()
	typ, data := r.next()
	_, name, ok := strings.Cut(data, `"event":"`)
	name, _, end := strings.Cut(name, `"`)
	if typ != "event" || !ok || !end {
		r.t.Fatalf("%s %s", typ, data)
	}
	return name
}

// TestAStreamGoesOnWithoutGapOrRepeat cuts the stream again and again, at every place of
// it, while events come.
func TestAStreamGoesOnWithoutGapOrRepeat(t *testing.T) {
	const events = 300
	p := inMemory(t)
	var sending sync.WaitGroup
	sending.Go(func() {
		for i := range events {
			p.post("WK", event(fmt.Sprintf("Event %d", i), "u", time.Now()))
		}
	})
	defer sending.Wait()
	r := read(t, p.url, "filter=event:Event*", "")
	for i := range events {
		if got, want := r.name(), fmt.Sprintf("Event %d", i); got != want {
			t.Fatalf("%s came, want %s", got, want)
		}
		if i%7 == 0 {
			r.stop()
			r = read(t, p.url, "filter=event:Event*", r.last)
		}
	}
}

func TestAStreamBehindAnEpochLeavesOutWhatIsLate(t *testing.T) {
	p := inMemory(t)
	before := time.Now()
	after, err := p.Reset(t.Context(), "WK")
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, p.url, "after="+after, "")
	p.post("WK", event("Late", "u", before))
	p.post("other", event("Other", "u", time.Now()))
	p.post("WK", event("First", "u", time.Now()))
	if got := r.name(); got != "First" {
		t.Error(got)
	}
	// It does so when it is read on, too: what an id stands for does not forget it.
	r.stop()
	r = read(t, p.url, "", r.last)
	p.post("WK", event("Late", "u", before))
	p.post("WK", event("Second", "u", time.Now()))
	if got := r.name(); got != "Second" {
		t.Error(got)
	}
}

func TestAStreamSaysWhatWasLetGo(t *testing.T) {
	p := newTap(t, capture.Limits{Entries: 10}, file.Memory())
	post := func(from, to int) {
		for i := from; i < to; i++ {
			p.post("WK", event(fmt.Sprintf("Event %d", i), "u", time.Now()))
		}
	}
	post(0, 1)
	r := read(t, p.url, "", "")
	if got := r.name(); got != "Event 0" {
		t.Fatal(got)
	}
	r.stop()
	post(1, 31)
	r = read(t, p.url, "", r.last)
	if typ, data := r.next(); typ != "gap" || data != `{"gone":20}` {
		t.Errorf("%s %s", typ, data)
	}
	for i := 21; i < 31; i++ {
		if got, want := r.name(), fmt.Sprintf("Event %d", i); got != want {
			t.Fatalf("%s came, want %s", got, want)
		}
	}
	// Who asks for all that is listed misses nothing.
	if got := read(t, p.url, "", "").name(); got != "Event 21" {
		t.Error(got)
	}
}

// TestASilentStreamSaysThatItIsThere, and where a reader is to go on that wants little of
// what comes.
func TestASilentStreamSaysThatItIsThere(t *testing.T) {
	p := inMemory(t)
	api := control.New(p.store, control.Options{Alive: time.Millisecond})
	srv := httptest.NewServer(api)
	defer srv.Close()
	p.post("WK", event("Unwanted", "u", time.Now()))
	r := read(t, srv.URL, "filter=event:Wanted", "")
	defer r.stop()
	if typ, _ := r.next(); typ != "alive" || r.last != p.behind(1) {
		t.Errorf("%s, %s", typ, r.last)
	}
	p.post("WK", event("Wanted", "u", time.Now()))
	for {
		typ, data := r.next()
		if typ == "alive" {
			continue
		}
		if typ != "event" || !strings.Contains(data, `"Wanted"`) {
			t.Errorf("%s %s", typ, data)
		}
		break
	}
}

// TestWhatLastsEndsWithSegtap: neither a wait nor a stream holds up its end.
func TestWhatLastsEndsWithSegtap(t *testing.T) {
	p := inMemory(t)
	ending, end := context.WithCancel(t.Context())
	srv := httptest.NewServer(control.New(p.store, control.Options{Ending: ending}))
	defer srv.Close()
	r := read(t, srv.URL, "", "")
	if !r.lines.Scan() || r.lines.Text() != "retry: 1000" {
		t.Fatal(r.lines.Text())
	}
	answered := make(chan string)
	go func() {
		res, err := poster.Get(srv.URL + control.Prefix + "/wait?timeout=5m")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		answered <- res.Status + string(text)
	}()
	end()
	for r.lines.Scan() {
	}
	if err := r.lines.Err(); err != nil {
		t.Error("the stream broke off:", err)
	}
	if got := <-answered; !strings.HasPrefix(got, "503 Service Unavailable{\"error\":{\"code\":\"ending\"") {
		t.Error(got)
	}
}
