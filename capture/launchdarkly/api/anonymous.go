package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"segtap/capture/launchdarkly"
	"segtap/mapping/prose"
)

// Anonymous asks what needs no token. The zero Anonymous takes proxies from the environment.
type Anonymous struct {
	Network http.RoundTripper // sends the requests
	Agent   string            // User-Agent
}

// ServerTime returns the time on the clock of a server, to the second, and how far it is ahead of
// this machine's, which says the time by now. The way there and back may make it wrong by half
// of what they took, which is said too.
func (a Anonymous) ServerTime(ctx context.Context, base string, now func() time.Time) (ahead, unsure time.Duration, err error) {
	began := now()
	answer, err := a.head(ctx, "ask for the time", base)
	if err != nil {
		return 0, 0, err
	}
	ended := now()
	theirs, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return 0, 0, &launchdarkly.Error{Op: "ask for the time", Problem: prose.Outside(answer.Request.URL.Host) + " does not say it"}
	}
	took := ended.Sub(began)
	// It was told somewhere between, and cut to the second.
	return theirs.Add(time.Second / 2).Sub(began.Add(took / 2)).Round(time.Second), took/2 + time.Second, nil
}

// KnowsClientSideID asks the host that client-side SDKs poll whether there is an environment of
// a client-side ID, as Segment's destination does when it is set up.
func (a Anonymous) KnowsClientSideID(ctx context.Context, host, id string) (bool, error) {
	const op = "ask for the client-side ID"
	answer, err := a.head(ctx, op, strings.TrimRight(host, "/")+"/sdk/goals/"+url.PathEscape(id))
	if err != nil {
		return false, err
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return true, nil
	case http.StatusNotFound:
		return false, nil
	}
	return false, &launchdarkly.Error{Op: op, Status: answer.StatusCode, Problem: prose.Outside(answer.Request.URL.Host) + " answers " + answer.Status}
}

// head sends a HEAD request once. Redirects are not followed.
func (a Anonymous) head(ctx context.Context, op, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return nil, &launchdarkly.Error{Op: op, Problem: "the request cannot be made", Err: err}
	}
	request.Header.Set("User-Agent", a.Agent)
	network := a.Network
	if network == nil {
		network = newTransport()
	}
	client := http.Client{
		Transport: network, Timeout: Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err
		}
		return nil, &launchdarkly.Error{
			Op: op, Problem: "no answer from " + prose.Outside(request.URL.Host) + ": " + prose.Outside(err.Error()),
			Hint: "check the network, and HTTPS_PROXY if there is a proxy", Err: err,
		}
	}
	_ = answer.Body.Close()
	return answer, nil
}
