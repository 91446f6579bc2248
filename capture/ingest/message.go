package ingest

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/mapping"
)

// message keeps a request that was posted, and answers it. Its buffers are given
// back before the answer, which a fault may hold back for minutes.
func (h *handler) message(w http.ResponseWriter, r *http.Request, route capture.Route) {
	if out, fault, kept := h.keep(w, r, route); kept {
		h.answer(w, r, out, fault)
	}
}

// keep reads a request and keeps it. When it cannot be kept it is answered, and
// kept is false.
func (h *handler) keep(w http.ResponseWriter, r *http.Request, route capture.Route) (out answer, fault hit, kept bool) {
	in := h.intakes.Get().(*intake)
	defer h.giveBack(in)
	req := h.request(r)
	req.Encoding = r.Header.Get("Content-Encoding")
	raw, err := in.read(r.Context(), r.Body, req.Encoding)
	if err != nil && isBrokenOff(err) {
		incomplete(w, r, err)
		return out, fault, false
	}
	giveBack, late := h.work.take(r.Context(), raw)
	if late != nil {
		incomplete(w, r, late)
		return out, fault, false
	}
	defer giveBack()
	req.Raw, req.WireBytes = raw, in.came
	if err != nil && !errors.Is(err, errTooLarge) {
		req.Body = capture.Undecoded(raw, req.Encoding)
	} else {
		req.Body = capture.ParseBody(raw, route.Type)
	}
	req.WriteKey = writeKey(r, req.Body)
	out = assess(&req, err)
	if h.opts.Strict && out.status == http.StatusOK {
		out = h.strictly(&req)
	}
	fault = h.opts.Faults.draw()
	req.Status = out.status
	if fault.drop || fault.status != 0 {
		req.Status = fault.status
	}
	first, err := h.store.Capture(&req)
	if err != nil {
		// The error names files of this machine: it is for the screen.
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusServiceUnavailable, "not_kept", "segtap could not keep the request, and does not acknowledge it")
		return out, fault, false
	}
	if fault.status == 0 && !fault.drop && !in.cut {
		h.forward(r, &req, in.wire.Bytes(), first)
	}
	return out, fault, true
}

// incomplete answers a request whose body did not come to its end. Where it was
// too slow, or had to wait for too long, the answer is 408, on which an SDK
// sends it again; else the client is gone, or has sent less than it announced.
func incomplete(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusBadRequest
	if errors.Is(err, os.ErrDeadlineExceeded) || r.Context().Err() != nil {
		status = http.StatusRequestTimeout
		// The deadline for the answer may have come with that for the body.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	}
	refuse(w, status, "body_incomplete", "the body did not come to its end")
}

// request gives what is known of a request before its body is read.
func (h *handler) request(r *http.Request) capture.Request {
	req := capture.Request{
		At: h.opts.Now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Remote: r.RemoteAddr, Host: r.Host, Header: r.Header, Status: http.StatusOK,
	}
	if text := r.Header.Get(replay.ParentHeader); text != "" {
		if parent, err := strconv.ParseUint(text, 10, 32); err == nil {
			req.ParentID = parent
		}
	}
	return req
}

// forward passes a request on, unless segtap made it of one of its own entries:
// a replay must not count for real.
func (h *handler) forward(r *http.Request, req *capture.Request, body []byte, entry uint64) {
	if h.opts.Forward != nil && req.ParentID == 0 {
		h.opts.Forward(r, body, entry)
	}
}

// telemetry answers what an SDK says about itself.
func (h *handler) telemetry(w http.ResponseWriter, r *http.Request) {
	if h.opts.Forward != nil {
		in := h.intakes.Get().(*intake)
		defer h.giveBack(in)
		if body, err := in.read(r.Context(), r.Body, ""); err == nil {
			h.opts.Forward(r, body, 0)
		}
	}
	accept(w)
}

// answer is what the sender is told.
type answer struct {
	status        int
	code, message string
}

// answer sends an answer, or what a fault makes of it.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, out answer, fault hit) {
	if fault.delay > 0 {
		// The deadline of the server may come first.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
		if h.opts.Wait(r.Context(), fault.delay) != nil {
			panic(http.ErrAbortHandler)
		}
	}
	if fault.drop {
		panic(http.ErrAbortHandler) // closes the connection, and logs nothing
	}
	if fault.status != 0 {
		out = answer{fault.status, "fault", "segtap answers this on purpose: a fault is switched on"}
		if fault.retryAfter > 0 {
			seconds := strconv.Itoa(fault.retryAfter)
			w.Header().Set("Retry-After", seconds)
			w.Header().Set("X-RateLimit-Reset", seconds)
		}
	}
	if out.status == http.StatusOK {
		accept(w)
		return
	}
	refuse(w, out.status, out.code, out.message)
}

// assess decides what Segment would answer: 400 for what is not JSON or too
// large, 200 for everything else (Segment docs, HTTP API source, errors). Err
// is what was wrong with reading the body.
func assess(req *capture.Request, err error) answer {
	body := req.Body
	bad := func(code mapping.Code, message string) answer {
		req.Problem = code
		return answer{http.StatusBadRequest, code.String(), message}
	}
	switch {
	case err != nil && !errors.Is(err, errTooLarge):
		return bad(mapping.InvalidJSON, err.Error())
	case err != nil || len(req.Raw) > mapping.MaxRequestBytes:
		out := bad(mapping.BatchTooLarge, "Exceed payload limit: a request is at most 500 KB")
		apart(req)
		return out
	case body.Syntax != nil:
		return bad(mapping.InvalidJSON, body.Syntax.Error())
	case !body.Batch && len(req.Raw) > mapping.MaxMessageBytes:
		return bad(mapping.MessageTooLarge, "Exceed payload limit: a message is at most 32 KB")
	case body.Count() == 0:
		req.Problem = mapping.EmptyBatch
	case body.Count() > mapping.MaxBatchMessages:
		req.Problem = mapping.BatchTooLong
		apart(req)
	case !apart(req):
		return bad(mapping.BatchTooLarge, "the context of the batch is too large for so many messages")
	}
	return answer{status: http.StatusOK}
}

const (
	// maxApart is how many messages a request is split into: four times what
	// Segment takes.
	maxApart = 4 * mapping.MaxBatchMessages
	// maxLent is how many bytes the messages of a batch may have from it all
	// together. A context of 300 KB lent to 2,500 messages would be 750 MB.
	maxLent = 64 << 20
)

// apart sees to it that splitting a request is no more work than it is worth:
// a request of a few hundred KB could be made to stand for gigabytes. Where it
// would be, the request is one entry, and apart gives false.
func apart(req *capture.Request) bool {
	n := req.Body.Count()
	if n < 2 {
		return true
	}
	first, _ := req.Body.Span(0)
	_, last := req.Body.Span(n - 1)
	if n <= maxApart && n*(len(req.Raw)-(last-first)) <= maxLent {
		return true
	}
	req.Body = capture.Whole(req.Body, req.Raw)
	return false
}

// strictly answers 400 where Segment would answer 200 and then drop the
// request, or one message of it. The first that is dropped decides.
func (h *handler) strictly(req *capture.Request) answer {
	judge, in := h.store.Judge(), req.Arrival()
	n := req.Body.Len()
	for i := range n {
		m := req.Body.Message(i)
		j := judge.Message(&m, in)
		if j.Verdict.Headline != mapping.DroppedBySegment || len(j.Diagnostics) == 0 {
			continue
		}
		worst := j.Diagnostics[0]
		for _, d := range j.Diagnostics {
			if d.Severity > worst.Severity {
				worst = d
			}
		}
		where := ""
		if n > 1 {
			where = fmt.Sprintf("message %d of %d: ", i+1, n)
		}
		if worst.Pointer != "" {
			where += worst.Pointer + ": "
		}
		return answer{http.StatusBadRequest, worst.Name(), where + worst.Effect}
	}
	return answer{status: http.StatusOK}
}

// writeKey finds the write key where the SDKs put it. Jitsu's has a secret behind
// a colon, which is no part of it and is kept nowhere.
func writeKey(r *http.Request, body *mapping.Body) string {
	key, _, _ := strings.Cut(writtenKey(r, body), ":")
	return key
}

// writtenKey finds the write key as it was sent: the user of Basic authentication
// (some leave out the colon), Jitsu's header, the body, the query.
func writtenKey(r *http.Request, body *mapping.Body) string {
	if key, _, ok := r.BasicAuth(); ok && key != "" {
		return key
	}
	if scheme, rest, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Basic") {
		if raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(rest)); err == nil && len(raw) > 0 && raw[0] != ':' {
			return string(raw)
		}
	}
	if key := r.Header.Get("X-Write-Key"); key != "" {
		return key
	}
	if body.WriteKey != "" {
		return body.WriteKey
	}
	return r.URL.Query().Get("writeKey")
}
