package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// connections is how many senders there are; each has one connection and waits
// for every answer.
const connections = 64

// run tells the messages of one run of the program from those of another: what
// has come before would be counted as sent again.
var run = strconv.FormatInt(time.Now().UnixNano(), 36)

// batchOf is how many messages a batch has.
const batchOf = 80

// load posts for a while and prints requests and messages a second. It speaks
// HTTP itself, so that most of the processors are left to who is measured.
func load(base, kind string, d time.Duration) error {
	u, err := url.Parse(base)
	if err != nil {
		return err
	}
	var sent atomic.Int64
	var all sync.WaitGroup
	errs := make(chan error, connections)
	start := time.Now()
	end := start.Add(d)
	for c := range connections {
		all.Go(func() {
			n, err := send(u, kind, c, end)
			sent.Add(n)
			if err != nil {
				errs <- err
			}
		})
	}
	all.Wait()
	took := time.Since(start).Seconds()
	select {
	case err := <-errs:
		return err
	default:
	}
	messages := sent.Load()
	if kind == "batch" {
		messages *= batchOf
	}
	fmt.Printf("%.0f %.0f\n", float64(sent.Load())/took, float64(messages)/took)
	return nil
}

// send posts on one connection until the end, and gives how often it did.
func send(to *url.URL, kind string, client int, end time.Time) (int64, error) {
	conn, err := net.Dial("tcp", to.Host)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	var n int64
	var req []byte
	for time.Now().Before(end) {
		req = request(req[:0], to, kind, client, int(n))
		if _, err := conn.Write(req); err != nil {
			return n, err
		}
		if err := answer(answers); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// request appends a request with one message of about 1 KB, or a batch.
func request(dst []byte, to *url.URL, kind string, client, n int) []byte {
	path, body := "/v1/track", appendTrackCall(nil, client, n, 0, 1024)
	if kind == "batch" {
		path = "/v1/batch"
		body = append(body[:0], `{"batch":[`...)
		for i := range batchOf {
			if i > 0 {
				body = append(body, ',')
			}
			body = appendTrackCall(body, client, n, i, 1200)
		}
		body = append(body, `],"sentAt":"`...)
		body = append(time.Now().UTC().AppendFormat(body, time.RFC3339), `"}`...)
	}
	dst = fmt.Appendf(dst, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAuthorization: Basic d3JpdGVLZXk6\r\nContent-Length: %d\r\n\r\n", to.Path+path, to.Host, len(body))
	return append(dst, body...)
}

// message appends a Track call of about size bytes, with a messageId of its own.
func appendTrackCall(dst []byte, client, n, item, size int) []byte {
	start := len(dst)
	dst = append(dst, `{"type":"track","event":"Order Completed","messageId":"`...)
	dst = append(append(dst, run...), '-')
	dst = strconv.AppendInt(dst, int64(client), 10)
	dst = strconv.AppendInt(append(dst, '-'), int64(n), 10)
	dst = strconv.AppendInt(append(dst, '-'), int64(item), 10)
	dst = strconv.AppendInt(append(dst, `","userId":"u_`...), int64(n%5000), 10)
	dst = append(dst, `","anonymousId":"anon-7f3","timestamp":"2026-08-18T12:00:01.000Z","context":{"library":{"name":"analytics-node","version":"3.1.0"},"page":{"path":"/checkout","referrer":"","title":"Checkout","url":"https://shop.example.com/checkout"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64)","locale":"en-US"},"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD","products":[{"sku":"s-1","price":12.5,"quantity":2},{"sku":"s-2","price":34.9,"quantity":1}],"note":"`...)
	const tail = `"},"integrations":{}}`
	if pad := size - (len(dst) - start) - len(tail); pad > 0 {
		dst = append(dst, padding[:min(pad, len(padding))]...)
	}
	return append(dst, tail...)
}

var padding = strings.Repeat("lorem ipsum dolor sit amet ", 64)

// answer reads one answer and refuses any but 200.
func answer(r *bufio.Reader) error {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
		return fmt.Errorf("answered %q", line)
	}
	length, chunked := 0, false
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
		chunked = chunked || bytes.HasPrefix(line, []byte("Transfer-Encoding: chunked"))
	}
	for chunked { // as other programs answer, which segtap is compared with
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err := r.Discard(int(size) + len("\r\n")); err != nil || size == 0 {
			return err
		}
	}
	_, err = io.CopyN(io.Discard, r, int64(length))
	return err
}
