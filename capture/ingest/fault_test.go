package ingest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"segtap/capture/ingest"
)

func TestFaultsAreReadAndGivenBack(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"503:20%":                             "503:20%",
		"429:5%:retry-after=2":                "429:5%:retry-after=2",
		"429:retry-after=2:5%":                "429:5%:retry-after=2",
		"delay:2s":                            "delay:2s",
		"delay:2000ms:12.5%":                  "delay:2s:12.5%",
		"drop:1%":                             "drop:1%",
		"drop":                                "drop",
		"500":                                 "500",
		"460:100%":                            "460",
		" 503:20%, drop:1% ,,delay:1s 429:3%": "503:20%,drop:1%,delay:1s,429:3%",
	} {
		var f ingest.Faults
		if err := f.Set(text); err != nil || f.String() != want {
			t.Errorf("%q: %q, %v, want %q", text, f.String(), err, want)
		}
	}
}

func TestAFaultThatIsNotUnderstoodIsNamed(t *testing.T) {
	for text, place := range map[string]string{
		"503:20":                          `fault "503:20" at column 1: "20"`,
		"503:20%,foo:1%":                  `fault "foo:1%" at column 9`,
		"200":                             `fault "200" at column 1`,
		"600:1%":                          `fault "600:1%"`,
		"5xx":                             `fault "5xx"`,
		"503:0%":                          `"0%"`,
		"503:101%":                        `"101%"`,
		"503:NaN%":                        `"NaN%"`,
		"503:-1%":                         `"-1%"`,
		"503:1e-300%":                     `"1e-300%"`,
		"503:1%:2%":                       `"2%" comes twice`,
		"503:":                            `""`,
		"delay":                           "such as delay:2s",
		"delay:2":                         `"2" is no duration`,
		"delay:-2s":                       `"-2s"`,
		"delay:6m":                        "up to 5m0s",
		"delay:1s:5":                      `"5"`,
		"drop:2s":                         `"2s"`,
		"drop:retry-after=1":              `"retry-after=1"`,
		"429:retry-after=0":               `"retry-after=0"`,
		"429:retry-after=1.5":             `"retry-after=1.5"`,
		"429:retry-after=1:retry-after=2": "comes twice",
		"503:60%,drop:50%":                `fault "drop:50%" at column 9: the shares`,
	} {
		var f ingest.Faults
		if err := f.Set("delay:1s"); err != nil {
			t.Fatal(err)
		}
		if err := f.Set(text); err == nil || !strings.Contains(err.Error(), place) {
			t.Errorf("%q: %v, want %s", text, err, place)
		}
		if f.String() != "delay:1s" {
			t.Errorf("%q has put %q in the place of the former faults", text, f.String())
		}
	}
}

// luck gives numbers one after another, and then 0.
func luck(numbers ...float64) func() float64 {
	var mu sync.Mutex
	return func() float64 {
		mu.Lock()
		defer mu.Unlock()
		if len(numbers) == 0 {
			return 0
		}
		n := numbers[0]
		numbers = numbers[1:]
		return n
	}
}

func faults(t *testing.T, text string, numbers ...float64) *ingest.Faults {
	t.Helper()
	f := ingest.NewFaults(luck(numbers...))
	if err := f.Set(text); err != nil {
		t.Fatal(err)
	}
	return f
}

const oneTrack = `{"userId":"u","event":"E"}`

func TestAFaultAnswersAndTheRequestIsCaptured(t *testing.T) {
	f := faults(t, "503:20%,429:5%:retry-after=2,400:5%", 0.19, 0.2, 0.25, 0.31)
	url, store := endpointWith(t, ingest.Options{Faults: f})
	for i, want := range []struct {
		status     int
		retryAfter string
	}{{503, ""}, {429, "2"}, {400, ""}, {200, ""}} {
		status, header, body := send(t, "POST", url+"/v1/track", oneTrack, "Origin", "https://shop.example.com")
		if status != want.status || header.Get("Retry-After") != want.retryAfter || header.Get("X-RateLimit-Reset") != want.retryAfter {
			t.Errorf("answer %d: %d, Retry-After %q, X-RateLimit-Reset %q", i, status, header.Get("Retry-After"), header.Get("X-RateLimit-Reset"))
		}
		if status != 200 && !strings.Contains(body, `"code":"fault","message":"`) {
			t.Errorf("answer %d: %s", i, body)
		}
		if header.Get("Access-Control-Allow-Origin") != "https://shop.example.com" || !strings.Contains(header.Get("Access-Control-Expose-Headers"), "Retry-After") {
			t.Errorf("answer %d cannot be read by the page: %v", i, header)
		}
		got, err := store.Read(uint64(i) + 1)
		if err != nil {
			t.Fatal(err)
		}
		if got.Record.Status != want.status || string(got.Record.Body) != oneTrack || got.Record.Problem != "" {
			t.Errorf("captured with status %d, problem %q", got.Record.Status, got.Record.Problem)
		}
	}
}

func TestA429AlwaysSaysWhenToComeBack(t *testing.T) {
	url, _ := endpointWith(t, ingest.Options{Faults: faults(t, "429")})
	status, header, _ := send(t, "POST", url+"/v1/track", oneTrack)
	if status != 429 || header.Get("Retry-After") != "1" || header.Get("X-RateLimit-Reset") != "1" {
		t.Errorf("answered %d %v", status, header)
	}
}

func TestADropClosesTheConnectionAndTheRequestIsCaptured(t *testing.T) {
	url, store := endpointWith(t, ingest.Options{Faults: faults(t, "drop")})
	res, err := http.Post(url+"/v1/track", "", strings.NewReader(oneTrack))
	if err == nil {
		res.Body.Close()
		t.Fatalf("answered %d", res.StatusCode)
	}
	if got := only(t, store); got.Record.Status != 0 || string(got.Record.Body) != oneTrack {
		t.Errorf("captured with status %d", got.Record.Status)
	}
}

func TestADelayWaitsAfterTheCapture(t *testing.T) {
	waiting, goOn := make(chan time.Duration, 1), make(chan struct{})
	url, store := endpointWith(t, ingest.Options{
		Faults: faults(t, "delay:2s,delay:1s:50%,503:50%", 0.7, 0.4),
		Wait: func(_ context.Context, d time.Duration) error {
			waiting <- d
			<-goOn
			return nil
		},
	})
	answered := make(chan int)
	go func() {
		res, err := http.Post(url+"/v1/track", "", strings.NewReader(oneTrack))
		if err != nil {
			answered <- 0
			return
		}
		res.Body.Close()
		answered <- res.StatusCode
	}()
	if d := <-waiting; d != 3*time.Second {
		t.Errorf("waits %v", d)
	}
	only(t, store)
	select {
	case status := <-answered:
		t.Fatalf("answered %d before the wait was over", status)
	default:
	}
	close(goOn)
	if status := <-answered; status != 200 {
		t.Errorf("answered %d", status)
	}
}

func TestAClientThatGoesDuringADelayIsNotWaitedFor(t *testing.T) {
	gaveUp := make(chan error, 1)
	url, store := endpointWith(t, ingest.Options{Faults: faults(t, "delay:5m"), Wait: func(ctx context.Context, d time.Duration) error {
		<-ctx.Done() // ends only when the client has gone
		gaveUp <- ctx.Err()
		return ctx.Err()
	}})
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, "POST", url+"/v1/track", strings.NewReader(oneTrack))
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan error)
	go func() {
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			res.Body.Close()
		}
		gone <- err
	}()
	<-store.Changed()
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Errorf("the wait ended with %v", err)
	}
	only(t, store)
}

// However long answers are held back, what comes is read and kept: the places
// for large bodies are free again.
func TestADelayHoldsNoPlaceBack(t *testing.T) {
	waits, goOn := make(chan struct{}, 9), make(chan struct{})
	url, store := endpointWith(t, ingest.Options{Faults: faults(t, "delay:1m"), Wait: func(context.Context, time.Duration) error {
		waits <- struct{}{}
		<-goOn
		return nil
	}})
	var all sync.WaitGroup
	const large = 5
	for range large {
		all.Go(func() { send(t, "POST", url+"/v1/track", `{"event":"E","pad":"`+strings.Repeat("x", 600_000)+`"}`) })
	}
	for range large {
		<-waits
	}
	if n := store.Counts().Entries; n != large {
		t.Errorf("%d entries of %d", n, large)
	}
	close(goOn)
	all.Wait()
}

func TestFaultsAreSwitchedWhileTheyWork(t *testing.T) {
	f := ingest.NewFaults(func() float64 { return 0 })
	url, _ := endpointWith(t, ingest.Options{Faults: f})
	for _, c := range []struct {
		text   string
		status int
	}{{"", 200}, {"503", 503}, {"500:10%", 500}, {"", 200}} {
		if err := f.Set(c.text); err != nil {
			t.Fatal(err)
		}
		if status, _, _ := send(t, "POST", url+"/v1/batch", `{"batch":[`+oneTrack+`]}`); status != c.status {
			t.Errorf("%q: answered %d", c.text, status)
		}
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				if err := f.Set("503:50%,drop:1%"); err != nil {
					t.Error(err)
				}
				_, _ = f.List(), f.String()
			}
		})
		all.Go(func() {
			for range 20 {
				send(t, "POST", url+"/v1/m", "{}")
				send(t, "POST", url+"/v1/track", oneTrack)
			}
		})
	}
	all.Wait()
}

func TestFaultsLeaveAloneWhatIsNoMessage(t *testing.T) {
	url, _ := endpointWith(t, ingest.Options{Faults: faults(t, "503")})
	for _, c := range []string{"GET /v1/projects/WK/settings", "POST /v1/m", "GET /v1/pixel/track?userId=u", "POST /token", "HEAD /v1/track"} {
		method, path, _ := strings.Cut(c, " ")
		if status, _, _ := send(t, method, url+path, ""); status != 200 {
			t.Errorf("%s: answered %d", c, status)
		}
	}
}

// Of a hundred requests, spread evenly by chance, as many are hit as the shares
// say.
func TestFaultsComeAsOftenAsTheySay(t *testing.T) {
	for _, c := range []struct {
		text          string
		errs, dropped int
	}{{"503:20%", 20, 0}, {"503:20%,drop:5%", 20, 5}, {"drop:100%", 0, 100}, {"500", 100, 0}, {"", 0, 0}} {
		t.Run(c.text, func(t *testing.T) {
			var step atomic.Int64
			f := ingest.NewFaults(func() float64 { return (float64(step.Add(1)) - 0.5) / 100 })
			if err := f.Set(c.text); err != nil {
				t.Fatal(err)
			}
			url, _ := endpointWith(t, ingest.Options{Faults: f})
			network := &http.Transport{DisableKeepAlives: true} // a lost connection that is used again would be tried again
			client := &http.Client{Transport: network}
			errs, dropped := 0, 0
			for range 100 {
				res, err := client.Post(url+"/v1/track", "application/json", strings.NewReader(oneTrack))
				if err != nil {
					dropped++
					continue
				}
				res.Body.Close()
				if res.StatusCode >= 500 {
					errs++
				}
			}
			if errs != c.errs || dropped != c.dropped {
				t.Errorf("%d answered with an error, %d dropped", errs, dropped)
			}
		})
	}
}

func FuzzFaults(f *testing.F) {
	for _, text := range []string{"503:20%", "429:5%:retry-after=2", "delay:2s:1%", "drop:1%,500", "  ,", "1:%:=,", "503:33.333333333333336%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var first, second ingest.Faults
		if first.Set(text) != nil {
			return
		}
		if err := second.Set(first.String()); err != nil {
			t.Fatalf("%q gives %q: %v", text, first.String(), err)
		}
		a, b := first.List(), second.List()
		if len(a) != len(b) {
			t.Fatalf("%q gives %v and then %v", text, a, b)
		}
		for i := range a {
			if a[i] != b[i] || a[i].Share <= 0 || a[i].Share > 1 {
				t.Fatalf("%q gives %+v and then %+v", text, a[i], b[i])
			}
		}
	})
}
