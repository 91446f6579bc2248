package forward

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"segtap/capture/replay"
)

const (
	// maxAnswer is how many bytes of an answer are read, so that the connection
	// can be used again. Nobody looks at them.
	maxAnswer = 64 << 10
	// via is what a request bears that was passed on (RFC 9110, section 7.6.3).
	via = "1.1 segtap"
	// maxHops is how often a request may have been passed on by segtap: a
	// chain of a few is meant, a longer one is a circle.
	maxHops = 3
)

// ownFields are the fields that belong to one connection and end with it, those
// that net/http makes by itself, and cookies: they are of other programs on this
// machine, since a browser does not tell its ports apart (RFC 6265, section 8.5).
var ownFields = []string{
	"Cookie", "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
	"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Expect", "Content-Length", "Host",
}

// passedOn copies the header of a request without what belongs to its
// connection. It gives false when the request goes in a circle.
func passedOn(header http.Header) (http.Header, bool) {
	hops := 0
	for _, line := range header["Via"] {
		hops += strings.Count(line, via)
	}
	if hops >= maxHops {
		return nil, false
	}
	out := header.Clone()
	if out == nil {
		out = make(http.Header)
	}
	for _, line := range header["Connection"] {
		for name := range strings.SplitSeq(line, ",") {
			out.Del(strings.TrimSpace(name))
		}
	}
	for _, name := range ownFields {
		out.Del(name)
	}
	if _, ok := out["User-Agent"]; !ok {
		out["User-Agent"] = []string{""} // keeps net/http from adding its own
	}
	out.Add("Via", via)
	return out, true
}

// send sends one request and waits for its answer.
func (f *Forwarder) send(out *outgoing) replay.Attempt {
	res := replay.Attempt{
		Target: string(replay.Forward), Kind: replay.Forward, EntryID: out.entry, Method: out.method, URL: f.base + out.path,
		At: f.opts.Now(), Tries: 1,
	}
	status, err := f.exchange(out)
	res.Status, res.Duration = status, f.opts.Now().Sub(res.At)
	if err != nil {
		res.Failure, res.Err = replay.FailureOf(f.ctx, err), err.Error()
	}
	return res
}

// exchange gives the status of the answer. The error does not name the URL,
// whose query may hold a write key.
func (f *Forwarder) exchange(out *outgoing) (status int, err error) {
	target := f.base + out.path
	if out.query != "" {
		target += "?" + out.query
	}
	req, err := http.NewRequestWithContext(f.ctx, out.method, target, bytes.NewReader(out.body))
	if err == nil {
		req.Header = out.header
		var answer *http.Response
		if answer, err = f.client.Do(req); err == nil {
			defer answer.Body.Close()
			_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer)
			return answer.StatusCode, nil
		}
	}
	if named := (*url.Error)(nil); errors.As(err, &named) {
		err = named.Err
	}
	return 0, err
}
