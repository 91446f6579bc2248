package cli

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"segtap/capture/launchdarkly/fakeld"
)

// fakeLaunchDarkly receives events as LaunchDarkly's events host does.
type fakeLaunchDarkly struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
}

// launchdarkly: starts a fake LaunchDarkly; $launchdarkly is its address.
func launchDarkly(ts *testscript.TestScript, _ bool, _ []string) {
	fake := &fakeLaunchDarkly{}
	fake.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			in, _ = gzip.NewReader(r.Body)
		}
		body, _ := io.ReadAll(in)
		credential := ""
		if text := r.Header.Get("Authorization"); text != "" {
			credential = "Authorization: " + text + "\n"
		}
		fake.mu.Lock()
		defer fake.mu.Unlock()
		fake.requests = append(fake.requests, fmt.Sprintf("%s %s\nContent-Type: %s\nUser-Agent: %s\nX-LaunchDarkly-Event-Schema: %s\n%s\n%s\n",
			r.Method, r.URL.Path, r.Header.Get("Content-Type"), r.Header.Get("User-Agent"), r.Header.Get("X-LaunchDarkly-Event-Schema"), credential, body))
		w.WriteHeader(http.StatusAccepted)
	}))
	ts.Defer(fake.Close)
	castOf(ts).fakeLD = fake
	ts.Setenv("launchdarkly", fake.URL)
}

// launchdarkly-api: starts a fake of LaunchDarkly's REST API, with 120 metrics and
// a running experiment on the eighth. $launchdarkly_api is its address,
// $launchdarkly_token the token that it takes. With "critical" its environment is.
func launchDarklyAPI(ts *testscript.TestScript, _ bool, args []string) {
	api := fakeld.New(cleaner{ts})
	api.SetCritical(len(args) > 0 && args[0] == "critical")
	api.SetMetrics(fakeld.Metrics(120)...)
	api.SetExperiments(fakeld.Experiment("running-now", "user", "metric-0007"))
	ts.Setenv("launchdarkly_api", api.URL)
	ts.Setenv("launchdarkly_token", fakeld.Token)
}

// cleaner lets a fake live as long as its story.
type cleaner struct{ ts *testscript.TestScript }

func (c cleaner) Helper()           {}
func (c cleaner) Cleanup(do func()) { c.ts.Defer(do) }

// received FILE: the fake LaunchDarkly has received exactly the requests of the
// file, in which CREATED stands for a time in milliseconds.
func received(ts *testscript.TestScript, neg bool, args []string) {
	fake := castOf(ts).fakeLD
	fake.mu.Lock()
	got := strings.Join(fake.requests, "")
	fake.mu.Unlock()
	got = regexp.MustCompile(`"creationDate":\d{13}\b`).ReplaceAllString(got, `"creationDate":CREATED`)
	if want := ts.ReadFile(args[0]); got != want || neg {
		ts.Fatalf("LaunchDarkly received\n%s\nwant\n%s", got, want)
	}
}
