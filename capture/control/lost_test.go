package control_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/control/client"
	"segtap/capture/journal/file"
)

// TestNothingIsSaidToBeWellThatIsNotKnown has the one event let go that would have broken what
// is expected.
func TestNothingIsSaidToBeWellThatIsNotKnown(t *testing.T) {
	p := newTap(t, capture.Limits{Entries: 5}, file.Memory())
	after, err := p.Reset(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	p.post("WK", event("Bad One", "u", time.Now()))
	for range 20 {
		p.post("WK", event("Other", "u", time.Now()))
	}
	which := client.Which{Filter: `event:"Bad One"`, After: after}
	var said *client.Error
	if _, err := p.Wait(t.Context(), which, 0, 5*time.Minute); !errors.As(err, &said) || said.Status != http.StatusConflict || said.Code != "incomplete" || said.Hint == "" || !strings.Contains(string(said.Answer), `"gone":16`) {
		t.Errorf("none: %v", err)
	}
	if _, err := p.Wait(t.Context(), which, 1, 0); !errors.As(err, &said) || said.Status != http.StatusRequestTimeout || !strings.Contains(said.Hint, "16 events that may have come") || !strings.Contains(string(said.Answer), `"gone":16`) {
		t.Errorf("one: %v", err)
	}
	if page, err := p.Wait(t.Context(), client.Which{Filter: "event:Other", After: after}, 1, 0); err != nil || page.Gone != 16 {
		t.Errorf("what is there: %+v %v", page.LeftOut, err)
	}
	if page, err := p.Events(t.Context(), which, 0); err != nil || page.Gone != 16 {
		t.Errorf("events: %+v %v", page.LeftOut, err)
	}
	if text := p.get("/summary?after=" + after); !strings.Contains(text, `"gone":16`) {
		t.Errorf("summary: %s", text)
	}
	for file, ok := range map[string]bool{
		"events: 'event:\"Bad One\"'\n   count: 0":         false,
		"events: 'event:Other'\n   count: 5":               false,
		"events: 'event:Other'\n   count: \"<=9\"":         false,
		"events: 'event:Other'\n   count: \">=5\"":         true,
		"order: ['event:Other', 'user:u event:\"Other\"']": false,
	} {
		c := p.held("expect:\n - "+file, after, 0, 0)
		if c.OK != ok || c.Gone != 16 || !ok && !strings.Contains(c.Results[0].Came, "16 events that may have come") && c.Results[0].Nearest == nil {
			t.Errorf("%s: %+v", file, c)
		}
	}
	// Who asks for what is listed misses nothing of it.
	if c := p.held("expect:\n - events: 'event:\"Bad One\"'\n   count: 0", "", 0, 0); !c.OK || c.Gone != 0 {
		t.Errorf("%+v", c)
	}
}

// TestAWaitEndsWithItsTime although all those whose turn it is to look take longer.
func TestAWaitEndsWithItsTime(t *testing.T) {
	p := inMemory(t)
	defer p.api.HoldTurns()()
	ctx, stop := context.WithTimeout(t.Context(), within)
	defer stop()
	posting := make(chan struct{})
	go func() {
		defer close(posting)
		p.post("WK", event("Other", "u", time.Now()))
	}()
	var said *client.Error
	if _, err := p.Wait(ctx, client.Which{Filter: "event:Never"}, 1, 200*time.Millisecond); !errors.As(err, &said) || said.Status != http.StatusRequestTimeout {
		t.Error(err)
	}
	checked, err := p.Check(ctx, client.Which{}, "e.yaml", []byte("expect: [{events: 'event:Never'}]"), 200*time.Millisecond, 0)
	if err != nil || checked.Ended != "timeout" {
		t.Errorf("%+v %v", checked, err)
	}
	<-posting
}

// TestAnAnswerEndsBehindSomeMegabytes, however many events are asked for.
func TestAnAnswerEndsBehindSomeMegabytes(t *testing.T) {
	const count = 14
	p := inMemory(t)
	large := strings.Repeat("x", 700<<10)
	for range count { // no SDK may send as much
		if _, err := p.store.Add(fmt.Appendf(nil, `{"type":"track","event":"Large","userId":"u","properties":{"a":%q}}`, large), capture.Edited, 0, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for name, ask := range map[string]func(client.Which) (client.Page, error){
		"events": func(w client.Which) (client.Page, error) { return p.Events(t.Context(), w, 1000) },
		"wait": func(w client.Which) (client.Page, error) {
			before, err := p.Events(t.Context(), w, 1000)
			if err != nil || before.More {
				return p.Wait(t.Context(), w, len(before.Events)+1, 0)
			}
			return p.Wait(t.Context(), w, len(before.Events), 0)
		},
	} {
		which := client.Which{KeepMade: true}
		seen, pages := 0, 0
		for more := true; more && pages <= count; pages++ {
			page, err := ask(which)
			if err != nil {
				t.Fatal(name, err)
			}
			size := 0
			for _, e := range page.Events {
				seen++
				size += len(e.Text)
				if int(e.ID) != seen {
					t.Errorf("%s: event %d stands where %d should", name, e.ID, seen)
				}
			}
			if size > 10<<20 {
				t.Errorf("%s: an answer of %d bytes", name, size)
			}
			which.After, more = page.Next, page.More
		}
		if seen != count || pages < 2 {
			t.Errorf("%s: %d events on %d pages", name, seen, pages)
		}
	}
}

// TestWhatWasMadeHereIsNoEventOfTheApp, unless somebody asks for it.
func TestWhatWasMadeHereIsNoEventOfTheApp(t *testing.T) {
	p := inMemory(t)
	p.post("WK", event("Paid", "u", time.Now()))
	if _, err := p.store.Add([]byte(event("Paid", "u", time.Now())), capture.Edited, 1, time.Now()); err != nil {
		t.Fatal(err)
	}
	const two = "expect:\n - events: 'event:Paid'\n   count: 2"
	var said *client.Error
	if _, err := p.Wait(t.Context(), client.Which{}, 2, 0); !errors.As(err, &said) || !strings.Contains(string(said.Answer), `"made":1`) || !strings.Contains(said.Hint, "made=keep") {
		t.Error(err)
	}
	if page, err := p.Wait(t.Context(), client.Which{KeepMade: true}, 2, 0); err != nil || page.Made != 0 {
		t.Errorf("%+v %v", page.LeftOut, err)
	}
	if text := p.get("/summary"); !strings.Contains(text, `{"events":1,`) || !strings.Contains(text, `"made":1`) {
		t.Error(text)
	}
	if text := p.get("/summary?made=keep"); !strings.Contains(text, `{"events":2,`) {
		t.Error(text)
	}
	if c := p.held(two, "", 0, 0); c.OK || c.Came != 1 || c.Made != 1 {
		t.Errorf("%+v", c)
	}
	if c, err := p.Check(t.Context(), client.Which{KeepMade: true}, "e.yaml", []byte(two), 0, 0); err != nil || !c.OK {
		t.Errorf("%+v %v", c, err)
	}
	if page, err := p.Events(t.Context(), client.Which{}, 0); err != nil || len(page.Events) != 2 {
		t.Errorf("%d events are listed, %v", len(page.Events), err)
	}
}
