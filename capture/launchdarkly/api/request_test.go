package api

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/fakeld"
	"segtap/capture/resend"
)

func ms(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

func TestWhatIsTriedAgain(t *testing.T) {
	const s = time.Second
	limited := func(header ...string) fakeld.Answer {
		a := fakeld.Answer{Status: 429, Body: `{"code":"rate_limited","message":"You've exceeded the API rate limit."}`, Header: map[string]string{}}
		for i := 0; i < len(header); i += 2 {
			a.Header[header[i]] = header[i+1]
		}
		return a
	}
	reset := "X-Ratelimit-Reset"
	for _, test := range []struct {
		name    string
		answers []fakeld.Answer
		waits   []time.Duration
		status  int // of the error; 0: none
	}{
		{"well at once", nil, nil, 0},
		{"429 with a reset", []fakeld.Answer{limited(reset, ms(testNow.Add(7*s)))}, []time.Duration{7 * s}, 0},
		{"429 with seconds", []fakeld.Answer{limited("Retry-After", "3")}, []time.Duration{3 * s}, 0},
		{"429 with both: the later", []fakeld.Answer{limited("Retry-After", "3", reset, ms(testNow.Add(5*s)))}, []time.Duration{5 * s}, 0},
		{"429 with a reset that is over", []fakeld.Answer{limited(reset, ms(testNow.Add(-s)))}, []time.Duration{s / 2}, 0},
		{"429 with a reset next year", []fakeld.Answer{limited(reset, ms(testNow.Add(9000*time.Hour)))}, []time.Duration{resend.Longest}, 0},
		{"429 with nonsense", []fakeld.Answer{limited(reset, "soon", "Retry-After", "-4")}, []time.Duration{s / 2}, 0},
		{"429 with a huge number", []fakeld.Answer{limited("Retry-After", "18446744073709551615")}, []time.Duration{resend.Longest}, 0},
		{"429 without a word", []fakeld.Answer{limited(), limited()}, []time.Duration{s / 2, s}, 0},
		{"500, then well", []fakeld.Answer{{Status: 500}}, []time.Duration{s / 2}, 0},
		{"a 503 with a date", []fakeld.Answer{{Status: 503, Header: map[string]string{"Retry-After": "Thu, 20 Aug 2026 12:00:09 GMT"}}}, []time.Duration{9 * s}, 0},
		{"a 500 does not wait for the limit", []fakeld.Answer{{Status: 500, Header: map[string]string{reset: ms(testNow.Add(8 * s))}}}, []time.Duration{s / 2}, 0},
		{"never well", slices.Repeat([]fakeld.Answer{{Status: 502}}, 9), []time.Duration{s / 2, s, 2 * s, 4 * s}, 502},
		{"a body that breaks off", []fakeld.Answer{{Body: `{"items":[`, Cut: true}}, []time.Duration{s / 2}, 0},
		{"400 is final", []fakeld.Answer{{Status: 400, Body: `{"code":"bad","message":"no"}`}}, nil, 400},
		{"404 is final", []fakeld.Answer{{Status: 404}}, nil, 404},
		{"a redirect is final", []fakeld.Answer{{Status: 302, Header: map[string]string{"Location": "https://evil.example/"}}}, nil, 302},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := fakeld.New(t)
			server.Script(test.answers...)
			c, clock := newClient(t, server)
			_, _, _, err := c.Metrics(t.Context(), fakeld.Project, nil)
			status := 0
			if e, ok := errors.AsType[*launchdarkly.Error](err); ok {
				status = e.Status
			}
			if status != test.status || (err == nil) != (test.status == 0) || !slices.Equal(clock.waits, test.waits) {
				t.Errorf("error %v, waits %v; want status %d, waits %v", err, clock.waits, test.status, test.waits)
			}
			if n := len(server.Requests()); n != len(test.waits)+1 {
				t.Errorf("%d requests after %d waits", n, len(test.waits))
			}
		})
	}
}

func TestTheLastRequestOfAWindowHoldsBackTheNext(t *testing.T) {
	for _, header := range []string{"X-Ratelimit-Route-Remaining", "X-Ratelimit-Global-Remaining"} {
		t.Run(header, func(t *testing.T) {
			s := fakeld.New(t)
			s.Script(fakeld.Answer{
				Body:   `{"items":[{"key":"a"}],"totalCount":2,"_links":{"next":{"href":"/api/v2/metrics/storefront?offset=1"}}}`,
				Header: map[string]string{header: "0", "X-Ratelimit-Reset": ms(testNow.Add(6 * time.Second))},
			})
			s.SetMetrics(fakeld.Metrics(2)...)
			c, clock := newClient(t, s)
			var told []Progress
			if _, _, _, err := c.Metrics(t.Context(), fakeld.Project, func(p Progress) { told = append(told, p) }); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(clock.waits, []time.Duration{6 * time.Second}) {
				t.Errorf("waits %v", clock.waits)
			}
			want := Progress{Reading: "metrics", Read: 1, Total: 2, Until: testNow.Add(6 * time.Second), RateLimited: true}
			if !slices.ContainsFunc(told, func(p Progress) bool {
				return p.Until.Equal(want.Until) && p.RateLimited && p.Read == want.Read && p.Total == want.Total
			}) || !told[len(told)-1].Until.IsZero() {
				t.Errorf("told %+v", told)
			}
		})
	}
}

func TestEndingTheContextEndsEveryWait(t *testing.T) {
	t.Run("for the rate limit", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			network := roundTrip(func(r *http.Request) (*http.Response, error) {
				h := http.Header{"Retry-After": {"50"}}
				return &http.Response{StatusCode: 429, Header: h, Body: http.NoBody, Request: r}, nil
			})
			c, err := New(Options{Token: accepted(t, fakeld.Token), Network: network})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(3*time.Second, cancel)
			start := time.Now()
			_, err = c.Environment(ctx, fakeld.Project, fakeld.Environment, nil)
			if !errors.Is(err, context.Canceled) || time.Since(start) != 3*time.Second {
				t.Errorf("after %v: %v", time.Since(start), err)
			}
		})
	})
	t.Run("for an answer", func(t *testing.T) {
		s := fakeld.New(t)
		s.Script(fakeld.Answer{Hang: true})
		c, clock := newClient(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := c.Environment(ctx, fakeld.Project, fakeld.Environment, func(Progress) { cancel() })
		if !errors.Is(err, context.Canceled) || len(clock.waits) > 0 {
			t.Error(err, clock.waits)
		}
	})
	t.Run("with its deadline, before anything is sent", func(t *testing.T) {
		s := fakeld.New(t)
		c, _ := newClient(t, s)
		ctx, cancel := context.WithDeadline(t.Context(), testNow.AddDate(-20, 0, 0))
		defer cancel()
		_, err := c.Environment(ctx, fakeld.Project, fakeld.Environment, nil)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "too long") || len(s.Requests()) > 0 {
			t.Error(err)
		}
	})
	t.Run("for an answer that never comes", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			stalled := roundTrip(func(r *http.Request) (*http.Response, error) {
				<-r.Context().Done()
				return nil, r.Context().Err()
			})
			c, err := New(Options{Token: accepted(t, fakeld.Token), Network: stalled, Pauses: steadyPauses})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			_, err = c.Environment(t.Context(), fakeld.Project, fakeld.Environment, nil)
			if want := MaxTries*Timeout + 7500*time.Millisecond; err == nil || time.Since(start) != want {
				t.Errorf("after %v: %v", time.Since(start), err)
			}
		})
	})
}

func TestErrorsNameTheWayOut(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	for _, test := range []struct {
		name   string
		answer fakeld.Answer
		read   func(*Client) error
		want   []string
	}{
		{"a 401 with an empty body", fakeld.Answer{Status: 401}, readMetrics, []string{`read the metrics of project "storefront"`, "401 Unauthorized", "https://app.eu.launchdarkly.com", "https://app.launchdarkly.us"}},
		{"a 403 for metrics", fakeld.Answer{Status: 403, Body: `{"code":"forbidden","message":"Access denied"}`}, readMetrics, []string{`forbidden "Access denied"`, "Reader"}},
		{"a 403 for experiments", fakeld.Answer{Status: 403}, readExperiments, []string{`experiments of "test" in project "storefront"`, "beta", "Reader"}},
		{"a 404 for the project", fakeld.Answer{Status: 404, Body: `{"code":"not_found"}`}, readMetrics, []string{"not_found", "project key"}},
		{"a 404 for the environment", fakeld.Answer{Status: 404}, readEnvironment, []string{"environment key", "not the names"}},
		{"a redirect", fakeld.Answer{Status: 301, Header: map[string]string{"Location": "https://x.example"}}, readMetrics, []string{"301", "not followed"}},
		{"a login page", fakeld.Answer{Body: "\n<!doctype html><title>Sign in</title>"}, readMetrics, []string{"HTML page", "proxy"}},
		{"a login page that says so", fakeld.Answer{Body: "Sign in", Header: map[string]string{"Content-Type": "text/html"}}, readMetrics, []string{"HTML page"}},
		{"half of JSON", fakeld.Answer{Body: `{"items":[`}, readMetrics, []string{"not JSON", "line 1, column 11"}},
		{"another list", fakeld.Answer{Body: `[]`}, readMetrics, []string{"no list of items"}},
		{"another thing", fakeld.Answer{Body: `[]`}, readEnvironment, []string{"no object"}},
		{"words that move the cursor", fakeld.Answer{Status: 400, Body: `{"code":"\u001b[2J","message":"a\u0007\nb"}`}, readMetrics, []string{`"\x1b[2J" "a\a\nb"`}},
		{"a word without end", fakeld.Answer{Status: 400, Body: `{"message":"` + strings.Repeat("é", 4000) + `"}`}, readMetrics, []string{`é…"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := fakeld.New(t)
			s.Script(test.answer)
			c, _ := newClient(t, s)
			err := test.read(c)
			if _, ok := errors.AsType[*launchdarkly.Error](err); !ok {
				t.Fatalf("error %v", err)
			}
			text := err.Error()
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q does not say %q", text, want)
				}
			}
			if len(text) > 900 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
				t.Errorf("not fit to be printed: %q", text)
			}
		})
	}
	t.Run("a certificate of nobody", func(t *testing.T) {
		clock := &patience{now: testNow}
		c, err := New(Options{BaseURL: secure.URL, Token: accepted(t, fakeld.Token), Clock: clock.clock()})
		if err != nil {
			t.Fatal(err)
		}
		err = readMetrics(c)
		if !errors.As(err, new(x509.UnknownAuthorityError)) || len(clock.waits) > 0 || !strings.Contains(err.Error(), "certificate") {
			t.Error(err, clock.waits)
		}
	})
}

func readMetrics(c *Client) error {
	_, _, _, err := c.Metrics(context.Background(), "storefront", nil)
	return err
}

func readExperiments(c *Client) error {
	_, _, _, err := c.Experiments(context.Background(), "storefront", "test", nil)
	return err
}

func readEnvironment(c *Client) error {
	_, err := c.Environment(context.Background(), "storefront", "test", nil)
	return err
}

func TestAnAnswerHasABound(t *testing.T) {
	c, err := New(Options{Token: accepted(t, fakeld.Token), Network: roundTrip(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: endless{}, Request: r}, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	if err := readMetrics(c); err == nil || !strings.Contains(err.Error(), "32 MiB") {
		t.Error(err)
	}
}

// endless is a body of spaces.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func (endless) Close() error { return nil }

func TestTheTokenIsNeverPrinted(t *testing.T) {
	s := fakeld.New(t)
	c, _ := newClient(t, s)
	echo := `{"code":"` + fakeld.Token + `","message":"no token ` + fakeld.Token + ` here"}`
	var prints []string
	show := func(v any) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			prints = append(prints, fmt.Sprintf(verb, v))
		}
	}
	show(c)
	show(c.token)
	show(&c.token)
	show(Options{Token: c.token})
	show(struct{ inner any }{c.token})
	show(map[string]Token{"t": c.token})
	creds, err := FindCredentials(Given{Token: Setting{fakeld.Token, "--token"}}, Given{}, func(string) (string, bool) { return "", false })
	show(creds)
	show(err)
	for _, status := range []int{400, 401, 403, 404} {
		s.Script(fakeld.Answer{Status: status, Body: echo})
		err := readMetrics(c)
		show(err)
		said, ok := errors.AsType[*launchdarkly.Error](err)
		if !ok {
			t.Fatal(err)
		}
		show(*said)
	}
	s.Script(fakeld.Answer{Body: "<p>" + fakeld.Token})
	show(readMetrics(c))
	broken, err := New(Options{Token: c.token, Network: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, &url.Error{Op: "Get", URL: "https://x/?" + fakeld.Token, Err: errors.New("lost " + fakeld.Token)}
	}), Clock: (&patience{now: testNow}).clock()})
	show(err)
	show(readMetrics(broken).Error())
	text, err := c.token.MarshalText()
	show(string(text))
	show(err)
	for _, p := range prints {
		hex := fmt.Sprintf("%x", fakeld.Token)
		if strings.Contains(p, fakeld.Token) || strings.Contains(p, hex) || strings.Contains(p, fakeld.Token[8:20]) {
			t.Errorf("the token stands in %s", p)
		}
	}
	if !slices.ContainsFunc(prints, func(p string) bool { return strings.Contains(p, mask) }) {
		t.Error("there is no mask anywhere: nothing was printed")
	}
}
