package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/fakeld"
	"segtap/capture/resend"
)

var testNow = time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC)

// patience is a clock that counts the pauses and takes none.
type patience struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func (p *patience) clock() resend.Clock {
	return resend.Clock{
		Now: func() time.Time {
			p.mu.Lock()
			defer p.mu.Unlock()
			return p.now
		},
		Wait: func(ctx context.Context, d time.Duration) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.waits = append(p.waits, d)
			p.now = p.now.Add(d)
			return ctx.Err()
		},
	}
}

// steadyPauses are those of ExponentialPauses without the scatter.
func steadyPauses() backoff.BackOff {
	pauses := resend.Exponential(time.Second / 2)
	pauses.RandomizationFactor = 0
	return pauses
}

func accepted(t testing.TB, text string) Token {
	t.Helper()
	token, err := NewToken(text)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// newClient makes a client of a fake LaunchDarkly, and the clock it waits by.
func newClient(t testing.TB, s *fakeld.Server) (*Client, *patience) {
	t.Helper()
	p := &patience{now: testNow}
	c, err := New(Options{BaseURL: s.URL, Token: accepted(t, fakeld.Token), Clock: p.clock(), Pauses: steadyPauses, Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	return c, p
}

func TestEveryPageOfMetricsIsRead(t *testing.T) {
	s := fakeld.New(t)
	s.SetMetrics(fakeld.Metrics(1000)...)
	c, _ := newClient(t, s)
	var told []Progress
	metrics, _, warnings, err := c.Metrics(t.Context(), fakeld.Project, func(p Progress) { told = append(told, p) })
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	if len(metrics) != 1000 || metrics[0].EventKey != "Event 0" || metrics[999].Key != "metric-0999" || !metrics[998].Numeric {
		t.Errorf("%d metrics, from %+v to %+v", len(metrics), metrics[0], metrics[len(metrics)-1])
	}
	requests := s.Requests()
	if len(requests) != 20 {
		t.Errorf("%d requests, want 20", len(requests))
	}
	for i, r := range requests {
		h := r.Header
		if h.Get("Authorization") != fakeld.Token || h.Get("LD-API-Version") != "20240415" || h.Get("User-Agent") != "segtap/1.2.3" {
			t.Errorf("request %d has the header %v", i, h)
		}
		if r.Query.Get("limit") != "50" || r.Query.Get("expand") != "experimentCount" {
			t.Errorf("request %d has the query %v", i, r.Query)
		}
	}
	first, last := told[0], told[len(told)-1]
	if first != (Progress{Reading: "metrics", Total: -1}) || last != (Progress{Reading: "metrics", Read: 1000, Total: 1000}) || len(told) != 21 {
		t.Errorf("%d reports, from %+v to %+v", len(told), first, last)
	}
}

func TestAMetricThatMovesBetweenPagesIsGivenOnce(t *testing.T) {
	s := fakeld.New(t)
	s.Script(
		fakeld.Answer{Body: `{"items":[{"key":"a","eventKey":"old"},{"key":"b"}],"totalCount":3,"_links":{"next":{"href":"/api/v2/metrics/storefront?offset=2"}}}`},
		fakeld.Answer{Body: `{"items":[{"key":"a","eventKey":"new"}],"totalCount":3,"_links":{}}`},
	)
	c, _ := newClient(t, s)
	metrics, _, warnings, err := c.Metrics(t.Context(), "storefront", nil)
	if err != nil || len(metrics) != 2 || metrics[0].EventKey != "new" {
		t.Fatal(metrics, err)
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "counts 3 metrics, and gave 2") {
		t.Errorf("warnings %q", warnings)
	}
}

func TestWhatHasNoKeyIsToldOf(t *testing.T) {
	s := fakeld.New(t)
	s.SetMetrics(`{"eventKey":"a"}`, `{"key":7}`, fakeld.Metric("b", "B", false), `null`)
	s.SetExperiments(`{"name":"x"}`, `{"key":"y","currentIteration":{"metrics":[{}]}}`)
	c, _ := newClient(t, s)
	p, err := c.Pull(t.Context(), fakeld.Project, fakeld.Environment, nil)
	if err != nil || len(p.Catalogue.Metrics) != 1 || len(p.Catalogue.Experiments) != 1 || p.Catalogue.Experiments[0].Environment != fakeld.Environment {
		t.Fatal(p, err)
	}
	told := strings.Join(p.Warnings, "\n")
	for _, want := range []string{"3 metrics have no key", `the experiment "y" uses a metric without a key`, "1 experiment has no key"} {
		if len(p.Warnings) != 3 || !strings.Contains(told, want) {
			t.Errorf("warnings %q do not say %q", p.Warnings, want)
		}
	}
}

func TestExperimentsAreReadByOffsetWithTheBetaHeader(t *testing.T) {
	s := fakeld.New(t)
	var all []string
	for i := range 45 {
		all = append(all, fakeld.Experiment(fmt.Sprintf("experiment-%02d", i), "user", "order-revenue"))
	}
	s.SetExperiments(all...)
	c, _ := newClient(t, s)
	experiments, _, warnings, err := c.Experiments(t.Context(), fakeld.Project, fakeld.Environment, nil)
	if err != nil || len(experiments) != 45 || len(warnings) > 0 {
		t.Fatal(len(experiments), warnings, err)
	}
	if e := experiments[44]; !e.Running() || e.Iteration.Unit != "user" || e.Iteration.Metrics[0].Key != "order-revenue" {
		t.Errorf("the last is %+v", e)
	}
	for i, r := range s.Requests() {
		if r.Header.Get("LD-API-Version") != "beta" || r.Query.Get("expand") != "secondaryMetrics" || r.Query.Get("lifecycleState") != "active" {
			t.Errorf("request %d: %+v", i, r)
		}
	}
	if n := len(s.Requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

func TestPull(t *testing.T) {
	s := fakeld.New(t)
	s.SetMetrics(fakeld.Metrics(3)...)
	s.SetExperiments(fakeld.Experiment("checkout", "user", "metric-0001"))
	s.SetCritical(true)
	c, _ := newClient(t, s)

	t.Run("all of it", func(t *testing.T) {
		p, err := c.Pull(t.Context(), fakeld.Project, fakeld.Environment, nil)
		if err != nil || len(p.Warnings) > 0 {
			t.Fatal(err, p)
		}
		got := p.Catalogue
		if got.Project != "storefront" || got.Environment != "test" || got.ClientSideID != fakeld.ClientSideID || !got.Critical ||
			got.PulledAt != testNow.UnixMilli() || len(got.Metrics) != 3 || len(got.Experiments) != 1 || !got.ExperimentsKnown || got.CriticalUnknown {
			t.Errorf("catalogue %+v", got)
		}
	})
	t.Run("without an environment", func(t *testing.T) {
		p, err := c.Pull(t.Context(), fakeld.Project, "", nil)
		if err != nil || len(p.Catalogue.Metrics) != 3 || p.Catalogue.ExperimentsKnown || p.Catalogue.ClientSideID != "" {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("of an account without experiments", func(t *testing.T) {
		s.RefuseExperiments(true)
		defer s.RefuseExperiments(false)
		p, err := c.Pull(t.Context(), fakeld.Project, fakeld.Environment, nil)
		if err != nil || len(p.Catalogue.Metrics) != 3 || p.Catalogue.ExperimentsKnown || p.Catalogue.ClientSideID == "" {
			t.Fatalf("%+v, %v", p, err)
		}
		if len(p.Warnings) != 1 || !strings.Contains(p.Warnings[0], "403") || !strings.Contains(p.Warnings[0], "beta") {
			t.Errorf("warnings %q", p.Warnings)
		}
	})
	t.Run("of an environment that the token may not see", func(t *testing.T) {
		s.Script(fakeld.Answer{Path: "/environments/test", Status: 403, Body: `{"code":"forbidden","message":"no"}`})
		p, err := c.Pull(t.Context(), fakeld.Project, fakeld.Environment, nil)
		if err != nil || len(p.Warnings) != 1 || p.Catalogue.ClientSideID != "" || !p.Catalogue.ExperimentsKnown || !p.Catalogue.CriticalUnknown {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("broken in the middle", func(t *testing.T) {
		s.Script(slices.Repeat([]fakeld.Answer{{Path: "/metrics/", Status: 502}}, MaxTries)...)
		p, err := c.Pull(t.Context(), fakeld.Project, fakeld.Environment, nil)
		if p != nil || err == nil {
			t.Errorf("%+v, %v: half a catalogue", p, err)
		}
	})
}

func TestEnvironment(t *testing.T) {
	s := fakeld.New(t)
	c, _ := newClient(t, s)
	env, err := c.Environment(t.Context(), fakeld.Project, fakeld.Environment, nil)
	if want := (Environment{Key: "test", Name: "Test", ClientSideID: fakeld.ClientSideID}); err != nil || env != want {
		t.Errorf("%+v, %v", env, err)
	}
}

func TestKeysAreEscapedInThePath(t *testing.T) {
	s := fakeld.New(t)
	c, _ := newClient(t, s)
	if _, _, _, err := c.Metrics(t.Context(), "../caller-identity?x=", nil); err == nil {
		t.Fatal("no error")
	}
	if path := s.Requests()[0].Path; path != "/api/v2/metrics/../caller-identity?x=" {
		t.Errorf("path %q", path)
	}
	for _, key := range []string{"", ".", ".."} {
		_, _, _, errMetrics := c.Metrics(t.Context(), key, nil)
		_, _, _, errExperiments := c.Experiments(t.Context(), "p", key, nil)
		_, errEnvironment := c.Environment(t.Context(), key, "e", nil)
		if errMetrics == nil || errExperiments == nil || errEnvironment == nil || len(s.Requests()) != 1 {
			t.Errorf("the key %q was sent", key)
		}
	}
}

func TestAPathBeforeTheAPIIsKept(t *testing.T) {
	s := fakeld.New(t)
	s.SetMetrics(fakeld.Metrics(120)...)
	network := roundTrip(func(r *http.Request) (*http.Response, error) {
		if !strings.HasPrefix(r.URL.Path, "/ld/api/v2/") {
			return nil, fmt.Errorf("%s is outside of the proxy", r.URL.Path)
		}
		r = r.Clone(r.Context())
		r.URL.Path, r.URL.RawPath = strings.TrimPrefix(r.URL.Path, "/ld"), ""
		return http.DefaultTransport.RoundTrip(r)
	})
	c, err := New(Options{BaseURL: s.URL + "/ld/", Token: accepted(t, fakeld.Token), Network: network})
	if err != nil {
		t.Fatal(err)
	}
	if metrics, _, _, err := c.Metrics(t.Context(), fakeld.Project, nil); err != nil || len(metrics) != 120 {
		t.Errorf("%d metrics, %v", len(metrics), err)
	}
	s.Script(fakeld.Answer{Body: `{"items":[],"_links":{"next":{"href":"/ld/api/v2/metrics/storefront?offset=100"}}}`}) // the proxy knows of itself
	if metrics, _, _, err := c.Metrics(t.Context(), fakeld.Project, nil); err != nil || len(metrics) != 20 {
		t.Errorf("%d metrics, %v", len(metrics), err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestLinksToTheNextPage(t *testing.T) {
	next := func(href string) fakeld.Answer {
		return fakeld.Answer{Body: `{"items":[{"key":"a"}],"_links":{"next":{"href":` + strconv.Quote(href) + `}}}`}
	}
	for _, test := range []struct{ name, href, want string }{
		{"another host", "https://evil.example/api/v2/metrics/storefront?offset=1", "to another host"},
		{"another host without a scheme", "//evil.example/api/v2/metrics/storefront", "to another host"},
		{"a user", "http://a:b@127.0.0.1/api/v2/metrics/x", "to another host"},
		{"another scheme", "ftp:/api/v2/metrics/x", "to another host"},
		{"no address", "mailto:a@b", "to another host"},
		{"out of the API", "/login?api/v2/", "out of the API"},
		{"up and out", "/api/v2/../../login", "out of the API"},
		{"up and out, hidden", "/api/v2/%2e%2e/login", "out of the API"},
		{"nonsense", "http://[::1", "nowhere"},
		{"the same page", "/api/v2/metrics/storefront?expand=experimentCount&limit=50", "was read before"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := fakeld.New(t)
			s.Script(next(test.href))
			c, _ := newClient(t, s)
			metrics, _, _, err := c.Metrics(t.Context(), "storefront", nil)
			if err == nil || !strings.Contains(err.Error(), test.want) || metrics != nil {
				t.Errorf("%v, %v; want %q", metrics, err, test.want)
			}
			if n := len(s.Requests()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
	t.Run("a circle", func(t *testing.T) {
		s := fakeld.New(t)
		s.Script(next("/api/v2/metrics/storefront?p=2"), next("/api/v2/metrics/storefront?p=3"), next("/api/v2/metrics/storefront?p=2"))
		c, _ := newClient(t, s)
		if _, _, _, err := c.Metrics(t.Context(), "storefront", nil); err == nil || len(s.Requests()) != 3 {
			t.Errorf("%d requests, %v", len(s.Requests()), err)
		}
	})
	t.Run("on and on", func(t *testing.T) {
		pages := 0
		c, err := New(Options{BaseURL: "http://localhost", Token: accepted(t, fakeld.Token), Network: roundTrip(func(r *http.Request) (*http.Response, error) {
			pages++
			body := fmt.Sprintf(`{"items":[],"_links":{"next":{"href":"/api/v2/metrics/x?p=%d"}}}`, pages)
			return &http.Response{StatusCode: 200, Body: readCloser{strings.NewReader(body)}, Request: r}, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := c.Metrics(t.Context(), "x", nil); err == nil || pages != MaxPages {
			t.Errorf("%d pages, %v", pages, err)
		}
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func TestTheFixturesAreAnsweredAsTheyStand(t *testing.T) {
	s := fakeld.New(t)
	page, err := os.ReadFile("../testdata/experiments-page.json")
	if err != nil {
		t.Fatal(err)
	}
	s.Script(fakeld.Answer{Path: "/experiments", Body: string(page)})
	c, _ := newClient(t, s)
	experiments, _, _, err := c.Experiments(t.Context(), "storefront", "test", nil)
	if err != nil || len(experiments) != 1 || len(experiments[0].Iteration.Metrics) != 2 {
		t.Errorf("%+v, %v", experiments, err)
	}
}

func TestTheClientSaysWhatItNeeds(t *testing.T) {
	_, err := New(Options{})
	var e *launchdarkly.Error
	if !errors.As(err, &e) || !strings.Contains(e.Hint, "LD_ACCESS_TOKEN") {
		t.Error(err)
	}
	if _, err := New(Options{BaseURL: "http://ld.example", Token: accepted(t, fakeld.Token)}); err == nil {
		t.Error("the token would travel over plain http")
	}
	c, err := New(Options{BaseURL: "EU", Token: accepted(t, fakeld.Token)})
	if err != nil || c.base.String() != launchdarkly.EUBaseURL {
		t.Error(c, err)
	}
}
