package api

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"segtap/capture/launchdarkly"
	"segtap/capture/resend"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

// apiVersion pins the shapes of the API (LaunchDarkly docs, api#versioning);
// beta resources are refused under a date.
const (
	apiVersion  = "20240415"
	betaVersion = "beta"
)

// outcome is what one try gave: the answer's root, or an error, after which the
// same request may be sent again or not.
type outcome struct {
	root  jsondoc.Value
	err   *launchdarkly.Error
	again bool
	// limited says that the rate limit refused it.
	limited bool
	// until is when LaunchDarkly wants to be asked again; zero: it did not say.
	until time.Time
}

// get reads one address, relative to the host, such as /api/v2/metrics/p?limit=50.
// It tries again after 429, 5xx and a broken connection.
func (c *Client) get(ctx context.Context, q *query, ref *url.URL) (jsondoc.Value, error) {
	pauses := c.pauses()
	pauses.Reset()
	var until time.Time
	limited := false
	for try := 1; ; try++ {
		if err := c.hold(ctx, q, until, limited); err != nil {
			return jsondoc.Value{}, err
		}
		o := c.send(ctx, q, ref)
		switch {
		case o.err == nil:
			return o.root, nil
		case ctx.Err() != nil:
			return jsondoc.Value{}, q.stopped(ctx)
		case !o.again || try == MaxTries:
			return jsondoc.Value{}, o.err
		}
		now := c.clock.Now()
		if until, limited = o.until, o.limited; !until.After(now) {
			until = now.Add(max(0, pauses.NextBackOff())) // -1 says stop, which MaxTries does
		}
	}
}

func (q *query) stopped(ctx context.Context) *launchdarkly.Error {
	problem := "stopped"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		problem = "it took too long"
	}
	return q.failed(problem, "", ctx.Err())
}

// hold waits until a time, and as long as the rate limit of an earlier answer
// wants, but never more than [resend.Longest].
func (c *Client) hold(ctx context.Context, q *query, until time.Time, limited bool) error {
	c.mu.Lock()
	if c.resume.After(until) {
		until, limited = c.resume, true
	}
	c.mu.Unlock()
	now := c.clock.Now()
	if latest := now.Add(resend.Longest); until.After(latest) {
		until = latest
	}
	if !until.After(now) {
		if ctx.Err() != nil {
			return q.stopped(ctx)
		}
		return nil
	}
	q.state.Until, q.state.RateLimited = until, limited
	q.tell()
	err := c.clock.Wait(ctx, until.Sub(now))
	q.state.Until, q.state.RateLimited = time.Time{}, false
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return q.stopped(ctx)
	}
	return q.failed("stopped", "", err)
}

// send sends a request once.
func (c *Client) send(ctx context.Context, q *query, ref *url.URL) outcome {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, ref.String(), nil)
	if err != nil {
		return outcome{err: q.failed("the request cannot be made", "", err)}
	}
	request.Header.Set("Authorization", c.token.Reveal())
	request.Header.Set("User-Agent", c.agent)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("LD-API-Version", apiVersion)
	if q.beta {
		request.Header.Set("LD-API-Version", betaVersion)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return c.broken(q, err)
	}
	defer func() { _ = answer.Body.Close() }()
	until := c.limits(answer)
	body, err := io.ReadAll(io.LimitReader(answer.Body, launchdarkly.MaxBody+1))
	status := answer.StatusCode
	if status != http.StatusOK {
		refusal := q.refused(c.base.Host, answer, c.member(body, "code"), c.member(body, "message"))
		limited := status == http.StatusTooManyRequests
		return outcome{err: refusal, again: limited || status >= 500, limited: limited, until: until}
	}
	if err != nil {
		return c.broken(q, err)
	}
	return c.read(q, answer, body)
}

// read takes the body of an answer 200.
func (c *Client) read(q *query, answer *http.Response, body []byte) outcome {
	if q.read += len(body); q.read > MaxList {
		return outcome{err: q.failed("the answers are larger than 256 MiB all together", "", nil)}
	}
	if len(body) > launchdarkly.MaxBody {
		return outcome{err: q.failed("the answer is larger than 32 MiB", "", nil)}
	}
	doc, err := jsondoc.Parse(body)
	if err == nil {
		return outcome{root: doc.Root()}
	}
	err = c.token.cause(err)
	problem := prose.Outside(c.base.Host) + " answers with what is not JSON (" + err.Error() + ")"
	hint := ""
	if strings.Contains(answer.Header.Get("Content-Type"), "html") || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
		problem = prose.Outside(c.base.Host) + " answers with an HTML page, not with JSON"
		hint = "this is not LaunchDarkly's API, or a proxy or a login page stands before it: check the base URL"
	}
	return outcome{err: q.failed(problem, hint, err)}
}

// member gives a string of LaunchDarkly's error body, {"code":…,"message":…};
// "" where it has none, as a 401 may.
func (c *Client) member(body []byte, name string) string {
	doc, err := jsondoc.Parse(body)
	if err != nil {
		return ""
	}
	return c.token.redact(doc.Root().Member(name).Text())
}

// broken makes the outcome of a request that got no whole answer.
func (c *Client) broken(q *query, err error) outcome {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // its text repeats the URL
	}
	o := outcome{again: true}
	host, hint := prose.Outside(c.base.Host), "check the network, and HTTPS_PROXY if there is a proxy"
	problem := "no whole answer from " + host + ": " + prose.Outside(c.token.redact(err.Error()))
	var certificate *tls.CertificateVerificationError
	var name *net.DNSError
	switch {
	case errors.As(err, &certificate):
		o.again, hint = false, "the host cannot prove who it is: a proxy that opens TLS needs its certificate among the system's"
	case errors.As(err, &name) && name.IsNotFound:
		o.again, hint = false, "check the base URL and the network"
	case errors.Is(err, http.ErrSchemeMismatch):
		o.again, hint = false, "the server speaks http, not https: check the base URL"
	}
	o.err = q.failed(problem, hint, c.token.cause(err))
	return o
}

// limits reads the rate limit of an answer: when to ask again, zero where it
// does not say. An answer that was the last one of its window holds back the
// next request (LaunchDarkly docs, api#rate-limiting).
func (c *Client) limits(answer *http.Response) time.Time {
	now := c.clock.Now()
	var until time.Time
	if wait, asked := resend.Asked(answer.Header.Get("Retry-After"), now); asked {
		until = now.Add(wait)
	}
	spent := answer.StatusCode == http.StatusTooManyRequests ||
		answer.Header.Get("X-Ratelimit-Route-Remaining") == "0" || answer.Header.Get("X-Ratelimit-Global-Remaining") == "0"
	if !spent {
		return until
	}
	if ms, err := strconv.ParseInt(answer.Header.Get("X-Ratelimit-Reset"), 10, 64); err == nil {
		if reset := time.UnixMilli(ms); reset.After(until) {
			until = reset
		}
	}
	if until.After(now) {
		c.mu.Lock()
		if latest := now.Add(resend.Longest); until.After(latest) {
			until = latest
		}
		if until.After(c.resume) {
			c.resume = until
		}
		c.mu.Unlock()
	}
	return until
}
