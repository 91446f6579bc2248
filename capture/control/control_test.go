package control_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"segtap/capture"
	"segtap/capture/control"
	"segtap/capture/control/client"
	"segtap/capture/control/epoch"
	"segtap/capture/ingest"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
)

// within is how long something may take at most that ought to come at once.
const within = 20 * time.Second

// tap is a segtap that runs: its endpoint with the API before it, on a real port.
type tap struct {
	*client.Client
	t     testing.TB
	store *store.Store
	api   *control.API
	url   string
}

func newTap(t testing.TB, limits capture.Limits, file journal.Journal) *tap {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	of, err := store.New(mapping.NewJudge(engine), file, limits)
	if err != nil {
		t.Fatal(err)
	}
	api := control.New(of, control.Options{
		Version: "1", File: file.Name(), Ending: t.Context(),
		Faults: ingest.NewFaults(rand.Float64), Replays: control.Replays{
			Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses), NewID: uuid.NewString, Version: "1",
		},
	})
	srv := httptest.NewServer(asDescribed(t, api.Before(ingest.New(of, ingest.Options{}))))
	c, err := client.New(srv.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		srv.Close()
		if err := of.Close(); err != nil {
			t.Error(err)
		}
	})
	return &tap{c, t, of, api, srv.URL}
}

func inMemory(t testing.TB) *tap { return newTap(t, capture.Limits{}, file.Memory()) }

// behind is the cursor behind an event.
func (p *tap) behind(id uint64) string { return epoch.Start(store.RunOf(p.store)).Behind(id).String() }

// poster sends messages as an SDK does, over connections of its own.
var poster = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

// post sends a message, or a batch, with a write key, and returns when it has been acknowledged.
func (p *tap) post(key, message string) {
	p.t.Helper()
	path := "/v1/track"
	if strings.HasPrefix(message, `{"batch"`) {
		path = "/v1/batch"
	}
	req, err := http.NewRequest(http.MethodPost, p.url+path, strings.NewReader(message))
	if err != nil {
		p.t.Error(err)
		return
	}
	req.SetBasicAuth(key, "")
	res, err := poster.Do(req)
	if err != nil {
		p.t.Error(err)
		return
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		p.t.Errorf("answered %s", res.Status)
	}
}

// event is a Track call that was made at a time.
func event(name, user string, made time.Time) string {
	return fmt.Sprintf(`{"type":"track","event":%q,"userId":%q,"timestamp":%q}`, name, user, made.UTC().Format("2006-01-02T15:04:05.000Z"))
}

func TestWaitsOfManyWorkersMissNothingAndTakeNothingOfOthers(t *testing.T) {
	const workers, rounds = 50, 1000
	p := inMemory(t)
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			user, key := fmt.Sprintf("u%d", worker), fmt.Sprintf("key%d", worker)
			for round := range rounds / workers {
				if !p.round(user, key, round) {
					t.Errorf("worker %d, round %d", worker, round)
					return
				}
			}
		})
	}
	all.Wait()
	if got, want := p.store.Counts().Entries, 2*rounds; got != want {
		t.Errorf("%d entries, want %d", got, want)
	}
}

// round is one test of a worker: after its epoch has begun, an event of the test before
// comes late, and while it waits its own one comes. Odd rounds have an epoch of their
// write key and ask for any event, even ones ask for their user's.
func (p *tap) round(user, key string, round int) bool {
	ctx := p.t.Context()
	before := time.Now()
	which := client.Which{Filter: "user:" + user}
	var err error
	if round%2 == 1 {
		which.Filter = ""
		which.After, err = p.Reset(ctx, key)
	} else {
		which.After, err = p.Reset(ctx, "")
	}
	if err != nil {
		p.t.Error(err)
		return false
	}
	name := fmt.Sprintf("Round %d", round)
	made := time.Now()
	var sent sync.WaitGroup
	sent.Go(func() {
		p.post(key, event("Late", user, before))
		p.post(key, event(name, user, made))
	})
	page, err := p.Wait(ctx, which, 1, within)
	sent.Wait()
	if err != nil {
		p.t.Error(err)
		return false
	}
	if len(page.Events) != 1 || !strings.Contains(string(page.Events[0].Message), `"`+name+`"`) || page.Late != 1 {
		p.t.Errorf("late %d, came %v", page.Late, page.Events)
		return false
	}
	// There is nothing else, and it was nobody else's.
	if page, err = p.Events(ctx, client.Which{Filter: which.Filter, After: page.Next}, 0); err != nil || len(page.Events) != 0 || page.Late != 0 {
		p.t.Errorf("behind it: %v, late %d, %v", page.Events, page.Late, err)
		return false
	}
	return true
}

func TestWhatWasAcknowledgedIsInTheVeryNextAnswer(t *testing.T) {
	p := inMemory(t)
	after := ""
	for i := range 200 {
		p.post("WK", event(fmt.Sprintf("Event %d", i), "u", time.Now()))
		page, err := p.Events(t.Context(), client.Which{After: after}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Events) != 1 || page.Events[0].ID != uint64(i)+1 || page.More {
			t.Fatalf("event %d: %v", i, page.Events)
		}
		after = page.Next
	}
}

func TestWhatComesInsteadIsSaid(t *testing.T) {
	p := inMemory(t)
	p.post("WK", event("Order Complete", "u", time.Now()))
	_, err := p.Wait(t.Context(), client.Which{Filter: `event:"Order Completed"`}, 2, 0)
	var said *client.Error
	if !errors.As(err, &said) || said.Status != http.StatusRequestTimeout || said.Code != "timeout" {
		t.Fatal(err)
	}
	for _, want := range []string{`0 of 2 events came within 0s: event:`, `"seen":[{"id":1,`, `"came":1,"matched":0,"late":0,"nearest":[{"entry":1,"event":"Order Complete",`} {
		if text := said.Message + string(said.Answer); !strings.Contains(text, want) {
			t.Errorf("%s\nlacks %s", text, want)
		}
	}
	// None at all.
	if page, err := p.Wait(t.Context(), client.Which{Filter: "event:Nothing"}, 0, 0); err != nil || len(page.Events) != 0 || page.Next != p.behind(1) {
		t.Errorf("%v %v", page, err)
	}
	if _, err = p.Wait(t.Context(), client.Which{}, 0, within); !errors.As(err, &said) || said.Status != http.StatusConflict {
		t.Error(err)
	}
}
