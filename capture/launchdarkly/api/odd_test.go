package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"segtap/capture/launchdarkly/fakeld"
)

// says makes a client whose server answers as answer does.
func says(t *testing.T, answer func(*http.Request) (string, error)) *Client {
	t.Helper()
	network := roundTrip(func(r *http.Request) (*http.Response, error) {
		body, err := answer(r)
		if err != nil {
			return nil, err
		}
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
	p := &patience{now: testNow}
	c, err := New(Options{BaseURL: "http://localhost", Token: accepted(t, fakeld.Token), Network: network, Clock: p.clock(), Pauses: steadyPauses})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Whatever a server echoes, the token stands in nothing that is printed.
func TestAnEchoedTokenIsMasked(t *testing.T) {
	for name, answer := range map[string]func(string) (string, error){
		"in a link": func(token string) (string, error) {
			return `{"items":[],"_links":{"next":{"href":"https://other.example/api/v2/metrics/p?t=` + token + `"}}}`, nil
		},
		"in a group": func(token string) (string, error) {
			return `{"items":[{"key":"e","currentIteration":{"status":"running","metrics":[{"key":"` + token + `","isGroup":true}]}}]}`, nil
		},
		"in broken JSON": func(token string) (string, error) { return `{"` + token, nil },
		"in an error of the network": func(token string) (string, error) {
			return "", errors.New("lost " + token)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := says(t, func(r *http.Request) (string, error) { return answer(r.Header.Get("Authorization")) })
			_, _, warnings, err := c.Experiments(t.Context(), "p", "e", nil)
			text := fmt.Sprintf("%v %+v %q", err, err, warnings)
			for cause := err; cause != nil; cause = errors.Unwrap(cause) {
				text += fmt.Sprintf(" %v %#v", cause, cause)
			}
			if strings.Contains(text, fakeld.Token) || !strings.Contains(text, mask) && name != "in broken JSON" {
				t.Error(text)
			}
		})
	}
	c := says(t, func(r *http.Request) (string, error) {
		return "", fmt.Errorf("%s: %w", r.Header.Get("Authorization"), context.Canceled)
	})
	if _, _, _, err := c.Metrics(t.Context(), "p", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("what ended it cannot be told from %v", err)
	}
}

// What a list lacks is not known, instead of missing.
func TestAListThatComesShortIsNotWhole(t *testing.T) {
	for name, experiments := range map[string]func(*http.Request) string{
		"an offset that is not heeded": func(*http.Request) string { return `{"items":[{"key":"a"},{"key":"b"}],"total_count":4}` },
		"an empty page too early": func(r *http.Request) string {
			if r.URL.Query().Get("offset") != "" {
				return `{"items":[],"total_count":4}`
			}
			return `{"items":[{"key":"a"},{"key":"b"}],"total_count":4}`
		},
		"a group without its metrics": func(*http.Request) string {
			return `{"items":[{"key":"a","currentIteration":{"status":"running","metrics":[{"key":"g","isGroup":true}]}}],"total_count":1}`
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := says(t, func(r *http.Request) (string, error) {
				switch path := r.URL.Path; {
				case strings.HasSuffix(path, "/experiments"):
					return experiments(r), nil
				case strings.Contains(path, "/environments/"):
					return `{"_id":"x"}`, nil
				}
				return `{"items":[{"key":"m","kind":"custom","eventKey":"M"}],"totalCount":200}`, nil
			})
			p, err := c.Pull(t.Context(), "p", "e", nil)
			if err != nil {
				t.Fatal(err)
			}
			if p.Catalogue.ExperimentsKnown || !p.Catalogue.MetricsPartial || len(p.Warnings) != 2 {
				t.Errorf("%+v\n%q", p.Catalogue, p.Warnings)
			}
		})
	}
}

// A server cannot fill the memory.
func TestAListHasABound(t *testing.T) {
	page := 0
	c := says(t, func(*http.Request) (string, error) {
		page++
		return fmt.Sprintf(`{"items":[{"key":"k%d","name":%q}],"_links":{"next":{"href":"/api/v2/metrics/p?offset=%d"}}}`, page, strings.Repeat("n", 30<<20), page), nil
	})
	if _, _, _, err := c.Metrics(t.Context(), "p", nil); err == nil || !strings.Contains(err.Error(), "larger than 256 MiB") || page > 10 {
		t.Errorf("after %d pages: %v", page, err)
	}
	items := strings.Repeat(`{"key":"k"},`, 60_000)
	c = says(t, func(r *http.Request) (string, error) {
		return `{"items":[` + items + `{}],"_links":{"next":{"href":"/api/v2/metrics/p?offset=1` + r.URL.Query().Get("offset") + `"}}}`, nil
	})
	if _, _, _, err := c.Metrics(t.Context(), "p", nil); err == nil || !strings.Contains(err.Error(), "more than 100000 items") {
		t.Error(err)
	}
}
