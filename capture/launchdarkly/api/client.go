package api

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"segtap/capture/launchdarkly"
	"segtap/capture/resend"
)

// How a [Client] behaves towards LaunchDarkly.
const (
	// Timeout is how long one try may take, answer included.
	Timeout = 30 * time.Second
	// MaxTries is how often one request is sent at most.
	MaxTries = 5
	// MaxList is how many bytes all answers of one list may have, and MaxItems
	// how many items.
	MaxList  = 256 << 20
	MaxItems = 100_000
	// MaxPull is how long a whole pull may take.
	MaxPull = 10 * time.Minute
	// MaxPages is how many pages of one list are read.
	MaxPages = 1000
)

// ExponentialPauses starts at about half a second, doubles, and scatters by
// half either way.
func ExponentialPauses() backoff.BackOff {
	return resend.Exponential(time.Second / 2)
}

// Options are what a [Client] is made of. Only Token must be given.
type Options struct {
	// BaseURL is as [launchdarkly.BaseURL] takes it; empty: LaunchDarkly's US instance.
	BaseURL string
	Token   Token
	// Network sends the requests; nil: a transport of its own, which takes
	// proxies from the environment.
	Network http.RoundTripper
	// Clock is what pauses are waited by; the zero Clock: the machine's.
	Clock resend.Clock
	// Pauses gives a fresh sequence of pauses for each request; nil:
	// [ExponentialPauses]. What LaunchDarkly asks for overrides it.
	Pauses func() backoff.BackOff
	// Version is segtap's, for the User-Agent; empty: "dev".
	Version string
}

// Client reads from LaunchDarkly's REST API. Use [New]. It may be used by many
// goroutines at once; a limit that one of them meets holds back all.
type Client struct {
	base   *url.URL
	token  Token
	http   http.Client
	clock  resend.Clock
	pauses func() backoff.BackOff
	agent  string

	mu     sync.Mutex
	resume time.Time // not before it another request is sent
}

// New makes a client. It sends nothing. A base URL that [launchdarkly.BaseURL] refuses, and
// no token, are an [launchdarkly.Error].
func New(o Options) (*Client, error) {
	base, err := launchdarkly.BaseURL(o.BaseURL)
	if err != nil {
		return nil, err
	}
	if o.Token.IsZero() {
		return nil, &launchdarkly.Error{
			Op: "read from LaunchDarkly", Problem: "there is no access token",
			Hint: "set LD_ACCESS_TOKEN to an API access token; the role Reader is enough",
		}
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, &launchdarkly.Error{Op: "use the base URL", Problem: "it is not a URL", Err: err}
	}
	if o.Network == nil {
		o.Network = newTransport()
	}
	if o.Clock.Now == nil || o.Clock.Wait == nil {
		o.Clock = resend.WallClock()
	}
	if o.Pauses == nil {
		o.Pauses = ExponentialPauses
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	return &Client{
		base:  u,
		token: o.Token,
		http: http.Client{
			Transport: o.Network, Timeout: Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		clock:  o.Clock,
		pauses: o.Pauses,
		agent:  "segtap/" + o.Version,
	}, nil
}

// newTransport returns a network of its own, which takes proxies from the environment.
func newTransport() http.RoundTripper {
	return &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, IdleConnTimeout: Timeout}
}

// Progress is how far a reading has come.
type Progress struct {
	// Reading is metrics, experiments, environment or caller identity.
	Reading string
	// Read is how many there are so far, of Total; Total is -1 where
	// LaunchDarkly has not said.
	Read, Total int
	// Until is when the next request is sent; zero: nothing is waited for.
	Until time.Time
	// RateLimited says that LaunchDarkly's rate limit is what is waited for;
	// else it is a request that failed and is sent again.
	RateLimited bool
}

// query is one thing that is asked of LaunchDarkly, in one request or many.
type query struct {
	op      string // for [launchdarkly.Error]
	missing string // what to do about a 404
	beta    bool
	// byOffset says that a list may count more than it links to.
	byOffset bool
	read     int // bytes of answers so far
	state    Progress
	report   func(Progress) // nil: nobody listens
}

func newQuery(reading, op string, report func(Progress)) *query {
	return &query{op: op, state: Progress{Reading: reading, Total: -1}, report: report}
}

// tell reports how far the reading is.
func (q *query) tell() {
	if q.report != nil {
		q.report(q.state)
	}
}

// failed makes an error that no answer is the cause of.
func (q *query) failed(problem, hint string, cause error) *launchdarkly.Error {
	return &launchdarkly.Error{Op: q.op, Problem: problem, Hint: hint, Err: cause}
}

// path joins the segments of a path below /api/v2, escaped. A key that would
// lead elsewhere is refused.
func (q *query) path(segments ...string) (string, error) {
	var b strings.Builder
	b.WriteString("/api/v2")
	for _, s := range segments {
		if s == "" || s == "." || s == ".." {
			return "", q.failed("a key is missing", "give the project key and the environment key, such as LD_PROJECT and LD_ENVIRONMENT", nil)
		}
		b.WriteString("/" + url.PathEscape(s))
	}
	return b.String(), nil
}
