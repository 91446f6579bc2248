package replay

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cenkalti/backoff/v5"

	"segtap/capture/resend"
)

func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// network is a fake one: each try gets the next answer.
type network struct {
	answers []answerOrError
	seen    []*http.Request
	bodies  []string
}

type answerOrError struct {
	status int
	header http.Header
	body   io.Reader
	err    error
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	n.seen, n.bodies = append(n.seen, r), append(n.bodies, string(body))
	a := n.answers[min(len(n.seen), len(n.answers))-1]
	if a.err != nil {
		return nil, a.err
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	if a.body == nil {
		a.body = strings.NewReader("")
	}
	return &http.Response{StatusCode: a.status, Header: a.header, Body: io.NopCloser(a.body), Request: r}, nil
}

// patience is a clock that counts the pauses and takes none.
type patience struct {
	now   time.Time
	waits []time.Duration
}

func (p *patience) clock() resend.Clock {
	return resend.Clock{
		Now: func() time.Time { return p.now },
		Wait: func(ctx context.Context, d time.Duration) error {
			p.waits = append(p.waits, d)
			p.now = p.now.Add(d)
			return ctx.Err()
		},
	}
}

func importRequest(t *testing.T, approved bool) Request {
	t.Helper()
	target, err := Parse("launchdarkly-import", everything())
	if err != nil {
		t.Fatal(err)
	}
	options := testOptions()
	count := 0
	options.NewUUID = func() string { count++; return fmt.Sprintf("payload-%d", count) }
	request, err := target.Request(Item{EntryID: 9, EventBody: []byte(trackEvent)}, options)
	if err != nil {
		t.Fatal(err)
	}
	if approved {
		request = request.Approve()
	}
	return request
}

func retryHeader(value string) http.Header { return http.Header{"Retry-After": {value}} }

func TestRetries(t *testing.T) {
	const s = time.Second
	for _, test := range []struct {
		name    string
		answers []answerOrError
		status  int
		waits   []time.Duration
	}{
		{"taken at once", []answerOrError{{status: 202}}, 202, nil},
		{"429 with seconds", []answerOrError{{status: 429, header: retryHeader("7")}, {status: 202}}, 202, []time.Duration{7 * s}},
		{
			"503 with a date",
			[]answerOrError{{status: 503, header: retryHeader("Wed, 04 Mar 2026 05:06:30 GMT")}, {status: 202}},
			202,
			[]time.Duration{22*s + 110*time.Millisecond},
		},
		{
			"a date in the past",
			[]answerOrError{{status: 503, header: retryHeader("Wed, 04 Mar 2020 05:06:30 GMT")}, {status: 202}},
			202,
			[]time.Duration{0},
		},
		{"an hour is too long", []answerOrError{{status: 429, header: retryHeader("3600")}, {status: 202}}, 202, []time.Duration{60 * s}},
		{
			"an age is too long",
			[]answerOrError{{status: 429, header: retryHeader("18446744073709551615")}, {status: 202}},
			202,
			[]time.Duration{60 * s},
		},
		{"nonsense asks for nothing", []answerOrError{{status: 500, header: retryHeader("soon")}, {status: 200}}, 200, []time.Duration{1 * s}},
		{"a negative number neither", []answerOrError{{status: 500, header: retryHeader("-5")}, {status: 200}}, 200, []time.Duration{1 * s}},
		{"never well", []answerOrError{{status: 500}}, 500, []time.Duration{1 * s, 2 * s, 4 * s}},
		{"well in the end", []answerOrError{{status: 500}, {status: 502}, {status: 429}, {status: 202}}, 202, []time.Duration{1 * s, 2 * s, 4 * s}},
		{"another 4xx after a 5xx", []answerOrError{{status: 500}, {status: 401}}, 401, []time.Duration{1 * s}},
		{"400 is final", []answerOrError{{status: 400}}, 400, nil},
		{"408 is final", []answerOrError{{status: 408}}, 408, nil},
		{"a redirect is not followed", []answerOrError{{status: 307, header: http.Header{"Location": {"http://127.0.0.1:1/"}}}}, 307, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake, time := &network{answers: test.answers}, &patience{now: testNow}
			var progress []Progress
			a := NewClient(fake, time.clock(), steadyPauses).Do(t.Context(), importRequest(t, true), func(p Progress) { progress = append(progress, p) })
			if a.Status != test.status || a.Failure != "" || !slices.Equal(time.waits, test.waits) {
				t.Errorf("status %d, failure %q, waits %v; want %d, none, %v", a.Status, a.Failure, time.waits, test.status, test.waits)
			}
			if tries := len(test.waits) + 1; a.Tries != tries || len(fake.seen) != tries || len(progress) != tries {
				t.Errorf("tries = %d, sent %d, progress %+v; want %d", a.Tries, len(fake.seen), progress, tries)
			}
			for i, p := range progress {
				if last := i == len(progress)-1; p.Try != i+1 || p.Again == last || (!last && p.Wait != test.waits[i]) {
					t.Errorf("progress %d = %+v", i, p)
				}
			}
			for i, r := range fake.seen {
				if id := spelled(r.Header, "X-LaunchDarkly-Payload-ID"); !slices.Equal(id, []string{"payload-1"}) {
					t.Errorf("try %d has payload id %q", i+1, id)
				}
				if fake.bodies[i] != fake.bodies[0] {
					t.Errorf("try %d has another body", i+1)
				}
			}
		})
	}
}

// spelled gives the values of a field whose name is spelled just so.
func spelled(header http.Header, name string) []string { return header[name] }

// steadyPauses are those of ExponentialPauses without the scatter.
func steadyPauses() backoff.BackOff {
	pauses := resend.Exponential(time.Second)
	pauses.RandomizationFactor = 0
	return pauses
}

func TestNothingGoesOutWithoutAYes(t *testing.T) {
	dry := importRequest(t, true)
	dry.DryRun = true
	local := importRequest(t, false)
	local.URL = "http://127.0.0.1:1/"
	for _, test := range []struct {
		name    string
		request Request
		sent    int
		failure Failure
		dry     bool
	}{
		{"not approved", importRequest(t, false), 0, NotApproved, false},
		{"approved", importRequest(t, true), 1, "", false},
		{"this machine", local, 1, "", false},
		{"a dry run", dry, 0, "", true},
		{"no request at all", Request{}, 0, Unsendable, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := &network{answers: []answerOrError{{status: 202}}}
			a := NewClient(fake, (&patience{now: testNow}).clock(), steadyPauses).Do(t.Context(), test.request, nil)
			if len(fake.seen) != test.sent || a.Tries != test.sent || a.Failure != test.failure || a.DryRun != test.dry {
				t.Errorf("sent %d times, attempt %+v", len(fake.seen), a)
			}
		})
	}
}

// brokenBody gives a little and then an error.
type brokenBody struct{ err error }

func (b brokenBody) Read([]byte) (int, error) { return 0, b.err }

func TestFailures(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want Failure
	}{
		{"nothing listens", &net.OpError{Op: "dial", Err: fmt.Errorf("connect: %w", syscall.ECONNREFUSED)}, Refused},
		{"no way there", &net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, Unreachable},
		{"no connection in time", &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, Unreachable},
		{"no such name", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}}, NoSuchHost},
		{"a name server that does not answer", &net.DNSError{Err: "i/o timeout", IsTimeout: true}, TimedOut},
		{"a stranger's certificate", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, Certificate},
		{"https to an http server", http.ErrSchemeMismatch, NotTLS},
		{"a record that is not TLS", tls.RecordHeaderError{Msg: "x"}, NotTLS},
		{"reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, Closed},
		{"closed", io.EOF, Closed},
		{"anything else", errors.New("the cat sat on it"), OtherError},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := &network{answers: []answerOrError{{err: test.err}}}
			a := NewClient(fake, (&patience{now: testNow}).clock(), steadyPauses).Do(t.Context(), importRequest(t, true), nil)
			if a.Failure != test.want || a.Tries != 1 || a.Status != 0 || a.Err != test.err.Error() {
				t.Errorf("attempt = %+v, want %s", a, test.want)
			}
		})
	}
	t.Run("an answer that breaks off", func(t *testing.T) {
		body := io.MultiReader(strings.NewReader("par"), brokenBody{io.ErrUnexpectedEOF})
		fake := &network{answers: []answerOrError{{status: 202, body: body}}}
		a := NewClient(fake, (&patience{now: testNow}).clock(), steadyPauses).Do(t.Context(), importRequest(t, true), nil)
		if a.Failure != Closed || a.Status != 202 || string(a.ResponseBody) != "par" {
			t.Errorf("attempt = %+v", a)
		}
	})
}

func TestAgainstRealServers(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	hangsUp := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer hangsUp.Close()
	elsewhere := httptest.NewServer(http.RedirectHandler(plain.URL, http.StatusTemporaryRedirect))
	defer elsewhere.Close()
	for _, test := range []struct {
		name, url string
		failure   Failure
		status    int
	}{
		{"plain", plain.URL, "", 404},
		{"a certificate of its own", secure.URL, Certificate, 0},
		{"https to an http server", strings.Replace(plain.URL, "http:", "https:", 1), NotTLS, 0},
		{"gone", gone.URL, Refused, 0},
		{"hangs up", hangsUp.URL, Closed, 0},
		{"redirects", elsewhere.URL, "", 307},
	} {
		t.Run(test.name, func(t *testing.T) {
			request := requestTo(t, test.url, "URL", nil, Item{Message: []byte(trackMessage)})
			a := testClient().Do(t.Context(), request, nil)
			if a.Failure != test.failure || a.Status != test.status || a.Tries != 1 {
				t.Errorf("attempt = %+v", a)
			}
			if _, err := url.Parse(a.URL); err != nil || a.Meaning() == "" {
				t.Errorf("URL %q, meaning %q", a.URL, a.Meaning())
			}
		})
	}
}

// stalled is a network that never answers.
type stalled struct{}

func (stalled) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestOneTryTakesTenSecondsAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewClient(stalled{}, resend.WallClock(), ExponentialPauses).Do(t.Context(), importRequest(t, true), nil)
		if a.Failure != TimedOut || a.Tries != 1 || a.Duration != Timeout {
			t.Errorf("attempt = %+v", a)
		}
	})
}

func TestCanceled(t *testing.T) {
	t.Run("while waiting for an answer", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(3*time.Second, cancel)
			a := NewClient(stalled{}, resend.WallClock(), ExponentialPauses).Do(ctx, importRequest(t, true), nil)
			if a.Failure != Canceled || a.Tries != 1 || a.Duration != 3*time.Second {
				t.Errorf("attempt = %+v", a)
			}
		})
	})
	t.Run("between two tries", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(3*time.Second, cancel)
			fake := &network{answers: []answerOrError{{status: 429, header: retryHeader("30")}}}
			start := time.Now()
			a := NewClient(fake, resend.WallClock(), ExponentialPauses).Do(ctx, importRequest(t, true), nil)
			if a.Failure != Canceled || a.Tries != 1 || a.Status != 429 || time.Since(start) != 3*time.Second {
				t.Errorf("after %v, attempt = %+v", time.Since(start), a)
			}
		})
	})
	t.Run("before the first try", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		a := testClient().Do(ctx, requestTo(t, "http://127.0.0.1:1", "URL", nil, Item{}), nil)
		if a.Failure != Canceled || a.Status != 0 {
			t.Errorf("attempt = %+v", a)
		}
	})
}

func TestALongAnswerIsCut(t *testing.T) {
	for _, test := range []struct {
		size int
		cut  bool
	}{{MaxResponseBody, false}, {MaxResponseBody + 1, true}, {10 * MaxResponseBody, true}} {
		t.Run(fmt.Sprint(test.size), func(t *testing.T) {
			body := strings.Repeat("x", test.size)
			fake := &network{answers: []answerOrError{{status: 200, body: strings.NewReader(body)}}}
			a := NewClient(fake, (&patience{now: testNow}).clock(), steadyPauses).Do(t.Context(), importRequest(t, true), nil)
			if len(a.ResponseBody) != min(test.size, MaxResponseBody) || a.Truncated != test.cut {
				t.Errorf("kept %d bytes, truncated %v", len(a.ResponseBody), a.Truncated)
			}
		})
	}
}

// What the other side says in its header is bounded as its body is, in the attempt
// and in the capture file.
func TestALongHeaderIsCut(t *testing.T) {
	target, err := Parse("launchdarkly", everything())
	if err != nil {
		t.Fatal(err)
	}
	request, err := target.Request(Item{Message: []byte(trackMessage), EventBody: []byte(trackEvent)}, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	many := http.Header{"Date": {"today"}}
	for i := range 10_000 {
		many[fmt.Sprintf("A-%d", i)] = []string{strings.Repeat("x", i)}
	}
	for name, c := range map[string]struct {
		header http.Header
		cut    bool
	}{
		"one of ten megabytes": {http.Header{"A": {strings.Repeat("é", 5_000_000)}, "Date": {"today"}, "Location": {"http://b/"}}, true},
		"a name of a megabyte": {http.Header{strings.Repeat("N", 1<<20): {"v"}, "Date": {"today"}}, true},
		"very many":            {many, true},
		"a usual one":          {http.Header{"Date": {"today"}, "Set-Cookie": {"a=b", "c=d"}, "Location": {"http://b/"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			n := &network{answers: []answerOrError{{status: 202, header: c.header}}}
			a := NewClient(n, resend.Clock{Now: time.Now, Wait: noWait}, ExponentialPauses).Do(t.Context(), request.Approve(), nil)
			size := 0
			for _, f := range a.ResponseHeader {
				size += len(f.Name) + len(f.Value)
			}
			if len(a.ResponseHeader) > MaxResponseFields || size > MaxResponseHeader || a.HeaderTruncated != c.cut {
				t.Errorf("%d fields of %d bytes, truncated %v", len(a.ResponseHeader), size, a.HeaderTruncated)
			}
			if !slices.Contains(a.ResponseHeader, Field{"Date", "today"}) {
				t.Error("a short field is lost")
			}
			if !c.cut && len(a.ResponseHeader) != 4 {
				t.Errorf("fields %v", a.ResponseHeader)
			}
			object, err := a.AppendJSON(nil)
			if err != nil || len(object) > 4*MaxResponseHeader {
				t.Fatalf("%d bytes in the capture file, %v", len(object), err)
			}
			if back, err := ParseAttempt(object); err != nil || back.HeaderTruncated != c.cut || len(back.ResponseHeader) != len(a.ResponseHeader) {
				t.Errorf("read back: %v, %v", back.HeaderTruncated, err)
			}
		})
	}
}
