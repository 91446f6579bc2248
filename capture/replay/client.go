package replay

import (
	"bytes"
	"context"
	"io"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/cenkalti/backoff/v5"

	"segtap/capture/resend"
)

// How [Client.Do] behaves towards the other side.
const (
	// Timeout is how long one try may take, answer included: as long as
	// Segment waits for a destination.
	Timeout = 10 * time.Second
	// MaxTries is how often one request is sent at most.
	MaxTries = 4
	// MaxResponseBody is how many bytes of an answer are kept.
	MaxResponseBody = 64 << 10
	// MaxResponseFields is how many fields of its header are kept, and
	// MaxResponseHeader how many bytes of them.
	MaxResponseFields = 100
	MaxResponseHeader = 16 << 10
)

// NewTransport returns the network as replays want it: HTTP/1.1, and nothing
// added to a request, so that [Request.Preview] tells the truth. Proxies are
// taken from the environment; loopback never goes through one.
func NewTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		Protocols:           protocols,
		DisableCompression:  true,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     30 * time.Second,
	}
}

// Client sends requests. Use [NewClient]. It may be used by many goroutines at
// once.
type Client struct {
	http   http.Client
	clock  resend.Clock
	pauses func() backoff.BackOff
	before Before
	most   time.Duration // that is waited for
}

// Before is asked before each try of a request, from 1 on, on the goroutine that sends
// it. It waits at least as long as it is told, and gives an error where the try is not
// to go out.
type Before func(ctx context.Context, try int, wait time.Duration) error

// NewClient makes a client that sends through network, normally
// [NewTransport]. Pauses gives a fresh sequence of them for each request,
// normally [ExponentialPauses]; Retry-After overrides it, up to
// [resend.Longest].
func NewClient(network http.RoundTripper, clock resend.Clock, pauses func() backoff.BackOff) *Client {
	c := &Client{
		http: http.Client{
			Transport:     network,
			Timeout:       Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		clock:  clock,
		pauses: pauses,
		most:   resend.Longest,
	}
	c.before = func(ctx context.Context, try int, wait time.Duration) error {
		if try == 1 {
			return nil
		}
		return clock.Wait(ctx, wait)
	}
	return c
}

// Wait waits by the client's clock, until ctx ends.
func (c *Client) Wait(ctx context.Context, d time.Duration) error { return c.clock.Wait(ctx, d) }

// Asking returns a client that sends as c does and asks before each try. It tells to
// wait for as long as the other side wants, however long that is: whoever is asked shows
// that, and can stop.
func (c *Client) Asking(before Before) *Client {
	asking := *c
	asking.before, asking.most = before, math.MaxInt64
	return &asking
}

// ExponentialPauses starts at about a second, doubles, and scatters by half
// either way, as LaunchDarkly asks of clients of its metric import API.
func ExponentialPauses() backoff.BackOff {
	return resend.Exponential(time.Second)
}

// Progress is how one try went.
type Progress struct {
	Try     int // 1 for the first
	Status  int // 0 when no answer came
	Failure Failure
	// Again says that another try follows, after Wait.
	Again bool
	Wait  time.Duration
	// Asked is for how long the other side wants nothing more, whether another try follows
	// or not; 0 where it does not say.
	Asked time.Duration
}

// Do sends a request and tells what came of it; it always gives an attempt,
// never an error. A dry run is not sent, and neither is what goes beyond
// loopback without [Request.Approve]. An answer 429 or 5xx is tried again, the
// same bytes and fields, up to [MaxTries] times in all. Progress, if not nil,
// is called after each try, on this goroutine. Cancel ctx to stop.
func (c *Client) Do(ctx context.Context, r Request, progress func(Progress)) Attempt {
	a := r.Attempt(c.clock.Now())
	switch u, err := url.Parse(r.URL); {
	case r.DryRun:
		return a
	case r.Method == "":
		a.Failure, a.Err = Unsendable, "the request is empty"
		return a
	case err != nil:
		a.Failure, a.Err = Unsendable, "the URL cannot be read"
		return a
	case !r.approved && !IsLoopback(u.Hostname()):
		a.Failure, a.Err = NotApproved, "nobody said yes to sending to "+u.Host
		return a
	}
	pauses := c.pauses()
	pauses.Reset()
	for wait, again := time.Duration(0), true; again; {
		if err := c.before(ctx, a.Tries+1, wait); err != nil {
			a.notTried(ctx, err)
			return a
		}
		var asked time.Duration
		wait, asked, again = c.try(ctx, r, &a, pauses)
		if progress != nil {
			progress(Progress{Try: a.Tries, Status: a.Status, Failure: a.Failure, Again: again, Wait: wait, Asked: asked})
		}
	}
	return a
}

// try sends the request once, writes what came of it into a, and gives the
// pause before another try, if there is to be one, and what was asked for.
func (c *Client) try(ctx context.Context, r Request, a *Attempt, pauses backoff.BackOff) (wait, asked time.Duration, again bool) {
	a.Tries++
	a.Status, a.ResponseHeader, a.HeaderTruncated, a.ResponseBody, a.Truncated = 0, nil, false, nil, false
	start := c.clock.Now()
	defer func() { a.Duration = c.clock.Now().Sub(start) }()
	request, err := r.http(ctx)
	if err != nil {
		a.Failure, a.Err = Unsendable, "the request cannot be made"
		return 0, 0, false
	}
	response, err := c.http.Do(request)
	if err != nil {
		a.fail(ctx, r, err)
		return 0, 0, false
	}
	defer func() { _ = response.Body.Close() }()
	a.Status = response.StatusCode
	a.ResponseHeader, a.HeaderTruncated = responseFields(response.Header, r.credentials)
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxResponseBody+1))
	a.keep(body, r.credentials)
	if err != nil {
		a.fail(ctx, r, err)
	}
	if !retryable(a.Status) {
		return 0, 0, false
	}
	asked, says := resend.Asked(response.Header.Get("Retry-After"), c.clock.Now())
	if a.Tries >= MaxTries || ctx.Err() != nil {
		return 0, asked, false
	}
	if wait = min(asked, c.most); !says {
		if wait = pauses.NextBackOff(); wait == backoff.Stop {
			return 0, 0, false
		}
		wait = min(wait, resend.Longest)
	}
	if err != nil {
		a.Failure, a.Err = "", "" // the next try decides
	}
	return wait, asked, true
}

// retryable tells the answers after which the same request may be sent again
// (LaunchDarkly docs, home/metrics/import-events).
func retryable(status int) bool { return status == http.StatusTooManyRequests || status >= 500 }

// http makes the request that net/http sends, with the secrets in it. Names of
// fields keep their spelling, which Header.Set would change.
func (r Request) http(ctx context.Context) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.wire))
	if err != nil {
		return nil, err
	}
	for _, field := range r.Header {
		switch {
		case field.Name == "Host" || field.Name == "Content-Length": // net/http writes them
		case field.Name == "Authorization" && !r.authorization.IsZero():
			request.Header["Authorization"] = []string{r.authorization.Reveal()}
		default:
			request.Header[field.Name] = []string{field.Value}
		}
	}
	return request, nil
}
