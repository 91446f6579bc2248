package forward_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture/forward"
	"segtap/capture/replay"
)

// within bounds what a test waits for that ought to come at once.
const within = 10 * time.Second

// results gathers what became of requests.
type results chan replay.Attempt

func (r results) next(t *testing.T) replay.Attempt {
	t.Helper()
	select {
	case res := <-r:
		return res
	case <-time.After(within):
		t.Fatal("nothing was reported")
		return replay.Attempt{}
	}
}

// start gives a forwarder to an upstream that is closed with the test.
func start(t *testing.T, upstream string, opts forward.Options) (*forward.Forwarder, results) {
	t.Helper()
	done := make(results, 100)
	opts.Done = func(r replay.Attempt) { done <- r }
	f, err := forward.New(upstream, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_ = f.Close(ctx)
	})
	return f, done
}

// came reads a request as a server gets it from its text.
func came(t *testing.T, text string) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.ReplaceAll(text, "\n", "\r\n"))))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// recorder is an upstream that keeps what it gets, byte for byte.
func recorder(t *testing.T, answer string) (url string, got <-chan string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	texts := make(chan string, 10)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			var raw bytes.Buffer
			r, err := http.ReadRequest(bufio.NewReader(io.TeeReader(conn, &raw)))
			if err == nil {
				_, _ = io.Copy(io.Discard, r.Body)
			}
			texts <- strings.ReplaceAll(raw.String(), "\r\n", "\n")
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
		}
	}()
	return "http://" + ln.Addr().String(), texts
}

func TestARequestGoesOnAsItCame(t *testing.T) {
	url, got := recorder(t, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
	f, done := start(t, url+"/base/", forward.Options{})
	r := came(t, `POST //v1/b%61tch/?writeKey=a%20b&x HTTP/1.1
Host: localhost:8910
Accept: text/plain
Authorization: Basic V0s6
Connection: keep-alive, X-Hop
Content-Encoding: gzip
Content-Length: 9
Cookie: session=of-another-program
Expect: 100-continue
Keep-Alive: timeout=5
X-Hop: 1
X-Retry-Count: 2

`)
	f.Pass(r, []byte("\x1f\x8bpacked\xff"), 0)
	res := done.next(t)
	if res.Status != 200 || res.Err != "" || res.Method != "POST" || !strings.HasSuffix(res.URL, "//v1/b%61tch/") {
		t.Errorf("result %+v", res)
	}
	want := `POST /base//v1/b%61tch/?writeKey=a%20b&x HTTP/1.1
Host: ` + strings.TrimPrefix(url, "http://") + `
Content-Length: 9
Accept: text/plain
Authorization: Basic V0s6
Content-Encoding: gzip
Via: 1.1 segtap
X-Retry-Count: 2

` + "\x1f\x8bpacked\xff"
	if text := <-got; text != want {
		t.Errorf("got\n%q\nwant\n%q", text, want)
	}
}

func TestAPixelGoesOnWithoutABody(t *testing.T) {
	url, got := recorder(t, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	f, done := start(t, url, forward.Options{})
	f.Pass(came(t, "GET /v1/pixel/track?data=e30 HTTP/1.1\nHost: x\nUser-Agent: mail\n\n"), nil, 0)
	done.next(t)
	if text, want := <-got, "GET /v1/pixel/track?data=e30 HTTP/1.1\nHost: "+strings.TrimPrefix(url, "http://")+"\nUser-Agent: mail\nVia: 1.1 segtap\n\n"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
}

func TestTheBodyIsCopied(t *testing.T) {
	bodies := make(chan string, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		bodies <- string(text)
	}))
	defer srv.Close()
	hold := make(chan struct{})
	f, done := start(t, srv.URL, forward.Options{Network: held{hold, http.DefaultTransport}})
	body := []byte("first")
	f.Pass(came(t, "POST /v1/t HTTP/1.1\nHost: x\n\n"), body, 0)
	copy(body, "other")
	close(hold)
	done.next(t)
	if got := <-bodies; got != "first" {
		t.Errorf("the upstream got %q", got)
	}
}

// held is a network on which nothing moves until hold is closed, or the request
// is given up.
type held struct {
	hold <-chan struct{}
	next http.RoundTripper
}

func (h held) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case <-h.hold:
		return h.next.RoundTrip(r)
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// answered is a network on which everything is answered 200.
type answered struct{}

func (answered) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
}

func TestWhatDoesNotFitIsDroppedAndCounted(t *testing.T) {
	for name, c := range map[string]struct {
		opts    forward.Options
		dropped int
	}{
		"too many":       {forward.Options{Workers: 1, MaxWaiting: 3}, 20 - 4},
		"too many bytes": {forward.Options{Workers: 1, MaxBytes: 50}, 20 - 5},
	} {
		t.Run(name, func(t *testing.T) {
			hold := make(chan struct{})
			network := &counting{RoundTripper: held{hold, answered{}}, began: make(chan struct{}, 20)}
			c.opts.Network = network
			var dropped []uint64
			c.opts.Dropped = func(entry uint64) { dropped = append(dropped, entry) }
			f, done := start(t, "http://upstream.invalid", c.opts)
			r := came(t, "POST /v1/t HTTP/1.1\nHost: x\n\n")
			f.Pass(r, make([]byte, 10), 1)
			<-network.began // the worker is busy, the queue is empty
			for i := range uint64(18) {
				f.Pass(r, make([]byte, 10), 2+i)
			}
			if len(dropped) != c.dropped-1 || dropped[0] != uint64(21-c.dropped) {
				t.Errorf("dropped were %v", dropped)
			}
			f.Pass(r, make([]byte, 10), 0) // telemetry: of no entry
			if len(dropped) != c.dropped-1 {
				t.Errorf("dropped were %v", dropped)
			}
			if got := f.Counts(); got.Dropped != c.dropped || got.Waiting != 20-c.dropped {
				t.Errorf("counts %+v, want %d dropped", got, c.dropped)
			}
			close(hold)
			for range 20 - c.dropped {
				done.next(t)
			}
			f.Pass(r, make([]byte, 10), 0)
			if res := done.next(t); res.Status != 200 {
				t.Errorf("there is no room again: %+v", res)
			}
		})
	}
}

// counting tells when a request begins.
type counting struct {
	http.RoundTripper
	began chan struct{}
}

func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.began <- struct{}{}
	return c.RoundTripper.RoundTrip(r)
}

func TestEachResultIsCounted(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1/redirect":
			http.Redirect(w, r, "/v1/t", http.StatusTemporaryRedirect)
		case "/v1/fail":
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/v1/hang-up":
			panic(http.ErrAbortHandler)
		}
	}))
	defer srv.Close()
	f, done := start(t, srv.URL, forward.Options{Workers: 1})
	for path, status := range map[string]int{"/v1/t": 200, "/v1/redirect": 307, "/v1/fail": 503, "/v1/hang-up": 0} {
		f.Pass(came(t, "POST "+path+"?writeKey=SECRET HTTP/1.1\nHost: x\n\n"), []byte("{}"), 0)
		res := done.next(t)
		if res.Status != status || (res.Err != "") != (status == 0) {
			t.Errorf("%s: %+v", path, res)
		}
		if strings.Contains(res.Err+res.URL, "SECRET") {
			t.Errorf("the error %q holds the write key", res.Err)
		}
	}
	if err := f.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if got, want := f.Counts(), (forward.Counts{Passed: 1, Refused: 2, Failed: 1}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

func TestACircleEnds(t *testing.T) {
	var f *forward.Forwarder
	var seen sync.WaitGroup
	seen.Add(3)
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen.Done() // panics when it comes once more
		f.Pass(r, nil, 0)
	}))
	defer srv.Close()
	f, done := start(t, srv.URL, forward.Options{})
	f.Pass(came(t, "POST /v1/t HTTP/1.1\nHost: x\n\n"), nil, 0)
	for range 3 {
		done.next(t)
	}
	seen.Wait()
	if got := f.Counts(); got.Dropped != 1 || got.Passed != 3 {
		t.Errorf("counts %+v", got)
	}
}

func TestCloseSendsWhatWaits(t *testing.T) {
	hold := make(chan struct{})
	f, done := start(t, "http://upstream.invalid", forward.Options{Workers: 1, Network: held{hold, answered{}}})
	r := came(t, "POST /v1/t HTTP/1.1\nHost: x\n\n")
	for range 5 {
		f.Pass(r, nil, 0)
	}
	closed := make(chan error)
	go func() { closed <- f.Close(context.Background()) }()
	close(hold)
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if got := f.Counts(); got != (forward.Counts{Passed: 5}) || len(done) != 5 {
		t.Errorf("counts %+v, %d reported", got, len(done))
	}
	f.Pass(r, nil, 0)
	if got := f.Counts(); got.Dropped != 1 || got.Waiting != 0 {
		t.Errorf("after the end: %+v", got)
	}
}

func TestCloseGivesUpWhenItsTimeIsOver(t *testing.T) {
	network := &counting{RoundTripper: held{nil, answered{}}, began: make(chan struct{}, 5)}
	dropped := make(chan uint64, 5)
	f, done := start(t, "http://upstream.invalid", forward.Options{
		Workers: 1, Network: network, Dropped: func(entry uint64) { dropped <- entry },
	})
	for i := range uint64(5) {
		f.Pass(came(t, "POST /v1/t HTTP/1.1\nHost: x\n\n"), nil, 1+i)
	}
	<-network.began
	ctx, cancel := context.WithCancelCause(context.Background())
	late := errors.New("out of time")
	cancel(late)
	err := f.Close(ctx)
	if !errors.Is(err, late) || !strings.HasPrefix(err.Error(), "5 requests were not passed on") {
		t.Errorf("error %v", err)
	}
	if got := f.Counts(); got.Failed+got.Dropped != 5 || got.Failed < 1 || got.Waiting != 0 {
		t.Errorf("counts %+v", got)
	}
	if len(done)+len(dropped) != 5 {
		t.Errorf("%d reported as sent, %d as dropped", len(done), len(dropped))
	}
}

func TestAnUpstreamThatCannotBe(t *testing.T) {
	for _, upstream := range []string{
		"", "api.segment.io", "ftp://x", "http://", "https://user:PASSWORD@x", "https://x?writeKey=PASSWORD", "https://x#f", "http://[::1",
	} {
		_, err := forward.New(upstream, forward.Options{})
		if err == nil || strings.Contains(err.Error(), "PASSWORD") {
			t.Errorf("%q: %v", upstream, err)
		}
	}
}
