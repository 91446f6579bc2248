package clustertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ledger is what was sent, request by request. A request is known by its tag, which is its query.
type ledger struct {
	mu       sync.Mutex
	requests map[string]request
	acked    int
}

type request struct {
	messages []string // their messageIds
	acked    bool
}

func (l *ledger) note(tag string, messages []string, acked bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests[tag] = request{messages, acked}
	if acked {
		l.acked++
	}
}

// count gives how many were acknowledged.
func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.acked
}

// client posts Track calls, one or several at a time, to segtaps by turns. What is not acknowledged it posts once
// more, as SDKs do with the same messageIds, to the next one.
type client struct {
	name   string
	to     []*segtap
	ledger *ledger
	random *rand.Rand
	http   http.Client
	calls  int
}

const (
	pause     = 30 * time.Millisecond // between two calls
	firstTry  = 2 * time.Second
	secondTry = 5 * time.Second
)

// post posts until it is told to stop, and ends when what it has begun is answered. Now and then it posts many calls at
// once, which a serve writes together.
func (c *client) post(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(upTo(c.random, 2*pause)):
		}
		many := 1
		if c.random.IntN(6) == 0 {
			many = 12
		}
		var calls sync.WaitGroup
		for range many {
			next, to := c.make(), c.calls/many%len(c.to)
			calls.Go(func() { c.send(next, to) })
		}
		calls.Wait()
	}
}

// call is one request of one Track call or some.
type call struct {
	number     int
	path, body string
	messages   []string
}

// make makes the next call.
func (c *client) make() call {
	n := 1
	if c.random.IntN(3) == 0 {
		n += c.random.IntN(5)
	}
	long := 0
	if c.random.IntN(30) == 0 {
		long = 30 << 10
	}
	c.calls++
	made := call{number: c.calls, path: "/v1/track"}
	for i := range n {
		id := fmt.Sprintf("%s-%d-%d", c.name, c.calls, i)
		made.messages = append(made.messages, id)
		made.body += fmt.Sprintf(`,{"type":"track","userId":"u_%d","event":"Order %d","messageId":"%s","properties":{"revenue":%d.5,"text":"%s"}}`,
			c.calls%99, c.calls%17, id, c.calls%500, strings.Repeat("é", long+c.random.IntN(200)))
	}
	made.body = made.body[1:]
	if n > 1 {
		made.path, made.body = "/v1/batch", `{"batch":[`+made.body+`]}`
	}
	return made
}

// send sends a call, and once more to the next segtap when it is not acknowledged. It reports whether it was.
func (c *client) send(made call, to int) bool {
	return c.try(made, 1, to, firstTry) || c.try(made, 2, to+1, secondTry)
}

func (c *client) try(made call, number, to int, limit time.Duration) bool {
	tag := fmt.Sprintf("%s-%d-%d", c.name, made.number, number)
	address, _ := c.to[to%len(c.to)].address()
	err := c.request(address, limit, made.path+"?tag="+tag, made.body)
	c.ledger.note(tag, made.messages, err == nil)
	return err == nil
}

func (c *client) request(address string, limit time.Duration, path, body string) error {
	if address == "" {
		return errors.New("it does not run")
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.SetBasicAuth(c.name, "")
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %d", res.StatusCode)
	}
	return nil
}

// upTo gives a random length of time.
func upTo(random *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(random.Int64N(int64(most)))
}
