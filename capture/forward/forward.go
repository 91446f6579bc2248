package forward

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"segtap/capture/replay"
)

// Options are how a [Forwarder] works. Zero values stand for what is said.
type Options struct {
	// Network sends; nil stands for [replay.NewTransport].
	Network http.RoundTripper
	// Workers is how many requests are under way at one time: 4.
	Workers int
	// MaxWaiting and MaxBytes are how many requests wait at most, and how many
	// bytes of body they may have together: 1,000 and 64 MiB.
	MaxWaiting int
	MaxBytes   int64
	// Timeout is how long one request may take, answer included: 10 s, which
	// is what Segment's Go SDK gives it.
	Timeout time.Duration
	// Now is the clock that durations are taken from: [time.Now].
	Now func() time.Time
	// Done is called with what became of each request that was sent, on the
	// goroutine that sent it; nil tells nobody. The attempt has the entry that
	// was passed with the request, no query, which may hold a write key, and
	// neither headers nor bodies.
	Done func(replay.Attempt)
	// Dropped is called with the entry of each request that was not sent, for
	// want of room or because the end came; nil tells nobody. It must return at
	// once: whoever passes a request waits for it.
	Dropped func(entry uint64)
}

// Counts say how forwarding goes.
type Counts struct {
	Waiting int // requests that wait or are under way
	Passed  int // answered with a status below 300
	Refused int // answered with another
	Failed  int // not answered
	Dropped int // not sent: there was no room, or the end came
}

// Forwarder sends requests on, in the background. Use [New]; it may be used by
// many goroutines at once.
type Forwarder struct {
	base    string // the upstream without a slash at its end
	opts    Options
	client  http.Client
	queue   chan outgoing
	bytes   atomic.Int64 // of the bodies in the queue and under way
	workers sync.WaitGroup
	ctx     context.Context // ends when the requests under way have to
	cancel  context.CancelFunc

	mu     sync.RWMutex // held to read while the queue is written to
	closed bool

	waiting, passed, refused, failed, dropped atomic.Int64
}

// outgoing is one request that waits.
type outgoing struct {
	method, path, query string
	header              http.Header
	body                []byte
	entry               uint64
}

// New returns a forwarder to an upstream, such as https://api.segment.io: the
// paths of the requests are put behind it. The error says what is wrong with
// the URL, without repeating it.
func New(upstream string, opts Options) (*Forwarder, error) {
	u, err := url.Parse(upstream)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the upstream is no URL such as https://api.segment.io")
	case u.User != nil:
		return nil, errors.New("the upstream must not carry a user: requests go on with the Authorization they came with")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("the upstream ends with its path: requests go on with the query they came with")
	}
	f := &Forwarder{base: strings.TrimRight(u.String(), "/"), opts: opts.orDefault()}
	f.client = http.Client{
		Transport:     f.opts.Network,
		Timeout:       f.opts.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	f.queue = make(chan outgoing, f.opts.MaxWaiting)
	f.ctx, f.cancel = context.WithCancel(context.Background())
	for range f.opts.Workers {
		f.workers.Go(f.work)
	}
	return f, nil
}

func (o Options) orDefault() Options {
	if o.Network == nil {
		o.Network = replay.NewTransport()
	}
	if o.Workers <= 0 {
		o.Workers = 4
	}
	if o.MaxWaiting <= 0 {
		o.MaxWaiting = 1000
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 64 << 20
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Pass takes a request to send on. Body is the body as it came over the wire;
// it and r are copied. Entry is the first entry that was made of it, 0 for none.
// Pass never waits: where there is no room, the request is dropped and counted.
func (f *Forwarder) Pass(r *http.Request, body []byte, entry uint64) {
	if !f.take(r, body, entry) {
		f.drop(entry)
	}
}

// drop counts a request that is not sent.
func (f *Forwarder) drop(entry uint64) {
	f.dropped.Add(1)
	if f.opts.Dropped != nil && entry != 0 {
		f.opts.Dropped(entry)
	}
}

// take puts a request into the queue, and gives false when there is no room.
func (f *Forwarder) take(r *http.Request, body []byte, entry uint64) bool {
	header, ok := passedOn(r.Header)
	size := int64(len(body))
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.closed || !ok {
		return false
	}
	if f.bytes.Add(size) > f.opts.MaxBytes {
		f.bytes.Add(-size)
		return false
	}
	out := outgoing{
		method: r.Method, path: r.URL.EscapedPath(), query: r.URL.RawQuery,
		header: header, body: append([]byte(nil), body...), entry: entry,
	}
	f.waiting.Add(1)
	select {
	case f.queue <- out:
		return true
	default:
		f.waiting.Add(-1)
		f.bytes.Add(-size)
		return false
	}
}

// Counts returns the counts so far.
func (f *Forwarder) Counts() Counts {
	return Counts{
		Waiting: int(f.waiting.Load()), Passed: int(f.passed.Load()), Refused: int(f.refused.Load()),
		Failed: int(f.failed.Load()), Dropped: int(f.dropped.Load()),
	}
}

// Close takes no more requests and sends those that wait, until ctx ends. The
// error says how many were given up then.
func (f *Forwarder) Close(ctx context.Context) error {
	f.mu.Lock()
	if !f.closed {
		f.closed = true
		close(f.queue)
	}
	f.mu.Unlock()
	before := f.dropped.Load() + f.failed.Load()
	drained := make(chan struct{})
	go func() {
		f.workers.Wait()
		close(drained)
	}()
	var late bool
	select {
	case <-drained:
	case <-ctx.Done():
		late = true
		f.cancel()
		<-drained
	}
	f.cancel()
	f.client.CloseIdleConnections()
	if lost := f.dropped.Load() + f.failed.Load() - before; late && lost > 0 {
		return fmt.Errorf("%d requests were not passed on: %w", lost, context.Cause(ctx))
	}
	return nil
}

// work sends what waits, one request after another.
func (f *Forwarder) work() {
	for out := range f.queue {
		if f.ctx.Err() != nil {
			f.drop(out.entry)
		} else {
			f.report(f.send(&out))
		}
		f.bytes.Add(-int64(len(out.body)))
		f.waiting.Add(-1)
	}
}

func (f *Forwarder) report(res replay.Attempt) {
	switch {
	case res.Failure != "":
		f.failed.Add(1)
	case res.Status >= 300:
		f.refused.Add(1)
	default:
		f.passed.Add(1)
	}
	if f.opts.Done != nil {
		f.opts.Done(res)
	}
}
