package control_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/control/client"
	"segtap/capture/journal/file"
	"segtap/mapping"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/expectation"
)

// selling is a segtap that knows the metrics of the small shop.
func selling(t testing.TB) *tap {
	t.Helper()
	p := newTap(t, capture.Limits{}, file.Memory())
	p.store.SetJudge(mapping.NewJudge(p.store.Judge().Engine()).With(cataloguetest.Storefront()))
	return p
}

const buys = `{"event":"Order Completed","userId":"u","properties":{"revenue":59.9}}`

// held asks how it stands with a file.
func (p *tap) held(file, after string, wait, settle time.Duration) client.Checked {
	p.t.Helper()
	checked, err := p.Check(p.t.Context(), client.Which{After: after}, "e.yaml", []byte(file), wait, settle)
	if err != nil {
		p.t.Fatal(err)
	}
	return checked
}

func TestCheckAnswersWhatIsThere(t *testing.T) {
	p := selling(t)
	const file = "expect:\n - events: 'event:\"Order Completed\"'\n   count: 1\n   values: [59.9]\n   counts: order-revenue\n"
	c := p.held(file, "", 0, 0)
	if c.OK || c.Ended != "timeout" || c.Came != 0 || c.Results[0].Came != "no event came at all" || c.Results[0].State != expectation.Missing {
		t.Errorf("%+v", c)
	}
	p.post("WK", buys)
	if c = p.held(file, "", 0, 0); !c.OK || c.Ended != "met" || c.Came != 1 || c.Results[0].File != "e.yaml" || c.Results[0].Line != 2 {
		t.Errorf("%+v", c)
	}
	p.post("WK", strings.Replace(buys, "59.9", `"$59.90"`, 1))
	c = p.held(file, "", 0, 0)
	if m := c.Results[0].Nearest; c.OK || c.Ended != "broken" || m == nil || m.Entry != 2 || m.What != "is one more than expected" {
		t.Errorf("%+v", c)
	}
	if c = p.held(file, c.Next, 0, 0); c.Came != 0 {
		t.Errorf("behind the cursor: %+v", c)
	}
	if text, err := p.Ask(t.Context(), client.Request{Method: http.MethodPost, Path: "/check", Body: []byte(`{"expect":[{"events":"is:error","count":0}]}`)}); err != nil || !strings.Contains(string(text), `"file":"expectations","line":1,"column":12,`) || !strings.Contains(string(text), `"value":"\"$59.90\"","effect":"Segment drops the event: `) {
		t.Errorf("%s %v", text, err)
	}
}

// TestCheckAnswersWhenItIsDecided waits far longer than the test may take.
func TestCheckAnswersWhenItIsDecided(t *testing.T) {
	p := selling(t)
	for name, c := range map[string]struct {
		file, message string
		settle        time.Duration
		ended         string
	}{
		"no event can break it":  {"events: 'event:Order*'", buys, time.Hour, "met"},
		"it holds for a while":   {"events: 'event:Order*'\n   count: 1", buys, time.Millisecond, "met"},
		"none came for a while":  {"events: 'event:Nothing'\n   count: 0", buys, time.Millisecond, "met"},
		"nothing can mend it":    {"events: 'event:Order*'\n   counts: true", strings.Replace(buys, "59.9", `"x"`, 1), time.Hour, "broken"},
		"nothing else came then": {"events: 'event:Order*'\n   count: 0\n - events: 'event:Nothing'", buys, time.Millisecond, "broken"},
	} {
		t.Run(name, func(t *testing.T) {
			after, err := p.Reset(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			var sent sync.WaitGroup
			defer sent.Wait()
			if c.ended == "met" && c.settle < time.Hour { // it has to be there before it may settle
				p.post("WK", c.message)
			} else {
				sent.Go(func() { p.post("WK", c.message) })
			}
			checked := p.held("expect:\n - "+c.file, after, 5*time.Minute, min(c.settle, 5*time.Minute))
			if checked.Ended != c.ended || checked.OK != (c.ended == "met") {
				t.Errorf("%+v", checked)
			}
		})
	}
}

// TestWhatIsLostWaitsForTheRest has one expectation broken while the event of another one is
// still on its way.
func TestWhatIsLostWaitsForTheRest(t *testing.T) {
	p := selling(t)
	p.post("WK", `{"event":"Odd","userId":"u"}`)
	var sent sync.WaitGroup
	sent.Go(func() { p.post("WK", buys) })
	c := p.held("expect:\n - events: 'event:Odd'\n   count: 0\n - events: 'event:Order*'", "", 5*time.Minute, 5*time.Minute)
	sent.Wait()
	if c.Ended != "broken" || c.Results[0].OK || !c.Results[1].OK {
		t.Errorf("%+v", c)
	}
}

func TestCheckEndsWithItsTime(t *testing.T) {
	p := selling(t)
	p.post("WK", buys)
	c := p.held("expect:\n - events: 'event:Nothing'\n - events: ''", "", 20*time.Millisecond, 0)
	if c.OK || c.Ended != "timeout" || c.Results[0].OK || !c.Results[1].OK {
		t.Errorf("%+v", c)
	}
}

// TestCheckBeginsAnewWhenTheMetricsChange has an event that counts only by the metrics that
// are read while somebody waits.
func TestCheckBeginsAnewWhenTheMetricsChange(t *testing.T) {
	p := inMemory(t)
	p.store.SetJudge(p.store.Judge().With(cataloguetest.Storefront()))
	p.post("WK", strings.Replace(buys, "Order Completed", "Paid", 1))
	c := cataloguetest.Storefront()
	c.Metrics[0].EventKey, c.Experiments[0].Iteration.Metrics[1].EventKey = "Paid", "Paid"
	var changed sync.WaitGroup
	changed.Go(func() { p.store.SetJudge(p.store.Judge().With(c)) })
	checked := p.held("expect:\n - experiment: checkout-redesign\n   metrics: order-revenue", "", 5*time.Minute, 0)
	changed.Wait()
	if !checked.OK {
		t.Errorf("%+v", checked)
	}
}

func TestMistakesOfACheck(t *testing.T) {
	plain, shop := inMemory(t), selling(t)
	for _, c := range []struct {
		tap           *tap
		file          string
		status        int
		code, message string
	}{
		{shop, "expect:\n - events: 'evnt:x'", 400, "invalid_expectations", "e.yaml, line 2, column 12: events is no filter: at its column 1, there is no field evnt"},
		{shop, "expect:\n - experiment: checkout-redesgin", 422, "not_in_catalogue", `e.yaml, line 2, column 16: there is no experiment "checkout-redesgin"`},
		{plain, "expect:\n - events: x\n   counts: true", 422, "not_in_catalogue", "e.yaml, line 3, column 12: counts asks whether events count, and no metrics are known"},
		{plain, strings.Repeat("#", 5<<20), 413, "too_large", "the body has more than 4194304 bytes"},
	} {
		_, err := c.tap.Check(t.Context(), client.Which{}, "e.yaml", []byte(c.file), 0, 0)
		var said *client.Error
		if !errors.As(err, &said) || said.Status != c.status || said.Code != c.code || said.Message[:min(len(said.Message), len(c.message))] != c.message {
			t.Errorf("%v, want %s", err, c.message)
		} else if c.status != 413 && (said.Hint == "" || !strings.Contains(string(said.Answer), `"line":2`) && !strings.Contains(string(said.Answer), `"line":3`)) {
			t.Errorf("%s says no place or way out", said.Answer)
		}
	}
	for _, query := range []string{"wait=6m", "settle=x", "filter=x", "late=yes", "after=nonsense"} {
		res, err := poster.Post(plain.url+"/_segtap/v1/check?"+query, "application/yaml", strings.NewReader("expect: [{events: x}]"))
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); res.StatusCode != 400 {
			t.Errorf("%s: %s", query, res.Status)
		}
	}
}

// TestChecksOfManyWorkersAreTheirOwn has workers, each with its write key, whose tests follow
// one another: an event of the test before comes late, another worker's are there too, and
// every check is of its own epoch.
func TestChecksOfManyWorkersAreTheirOwn(t *testing.T) {
	const workers, rounds = 20, 200
	p := selling(t)
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			key := fmt.Sprintf("key%d", worker)
			for round := range rounds / workers {
				before := time.Now()
				after, err := p.Reset(t.Context(), key)
				if err != nil {
					t.Error(err)
					return
				}
				made := time.Now()
				var sent sync.WaitGroup
				sent.Go(func() {
					p.post(key, event("Round", "u", before))
					p.post(key, event("Round", key, made))
				})
				file := fmt.Sprintf("expect:\n - events: 'event:Round user:%s'\n - events: 'event:Round user:u'\n   count: 0", key)
				checked, err := p.Check(t.Context(), client.Which{After: after}, "", []byte(file), within, 20*time.Millisecond)
				sent.Wait()
				if err != nil || !checked.OK {
					t.Errorf("worker %d, round %d: %+v %v", worker, round, checked, err)
					return
				}
			}
		})
	}
	all.Wait()
}
