package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"

	"segtap/capture/ingest/tally"
	"segtap/capture/replay"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// message keeps a request that was posted, and answers it. Its buffers are given
// back before the answer, which a fault may hold back for minutes.
func (h *handler) message(w http.ResponseWriter, r *http.Request, route routes.Route) tally.Answer {
	out, fault, said := h.keep(w, r, route)
	if said != nil {
		return *said
	}
	return h.answer(w, r, out, fault)
}

// keep reads a request and keeps it. When it cannot be kept it is answered, and
// said is what with.
func (h *handler) keep(w http.ResponseWriter, r *http.Request, route routes.Route) (out answer, fault hit, said *tally.Answer) {
	in := h.intakes.Get().(*intake)
	defer h.giveBack(in)
	req := &in.req
	h.request(req, r)
	req.Encoding = r.Header.Get("Content-Encoding")
	raw, err := in.read(r.Context(), h.upload(&in.upload, w, r), req.Encoding)
	if err != nil && isBrokenOff(err) {
		return out, fault, incomplete(w, r, err)
	}
	in.apart = weight(raw)
	giveBack, late := h.work.takeFor(r.Context(), in.apart)
	if late != nil {
		return out, fault, incomplete(w, r, late)
	}
	defer giveBack()
	req.WireBytes = in.came
	p := posted(req, route, raw, err)
	p.Scratch = in.judged.Scratch()
	req.Intake = message.TakeIn(p)
	req.WriteKey = routes.WriteKey(r, req.Intake.WriteKey)
	out = answerTo(req.Intake)
	h.bound(req, out)
	in.judged.Judge(h.store, req)
	if h.opts.Strict && out.status == http.StatusOK {
		out = h.strictly(&in.judged, req.Intake.Len())
	}
	fault = h.opts.Faults.draw()
	req.Status = out.status
	if fault.drop || fault.status != 0 {
		req.Status = fault.status
	}
	first, err := h.store.Keep(&in.judged)
	if err != nil {
		// The error names files of this machine: it is for the screen.
		w.Header().Set("Retry-After", "1")
		refused := refuse(w, http.StatusServiceUnavailable, tally.NotKept, "segtap could not keep the request, and does not acknowledge it")
		return out, fault, &refused
	}
	h.opts.Tally.Kept(req.Intake.Len(), in.judged.Type, req.WireBytes)
	if fault.status == 0 && !fault.drop && !in.cut {
		h.forward(r, req, in.wire.Bytes(), first)
	}
	return out, fault, nil
}

// incomplete answers a request whose body did not come to its end. Where it was
// too slow, or had to wait for too long, the answer is 408, on which an SDK
// sends it again; else the client is gone, or has sent less than it announced.
func incomplete(w http.ResponseWriter, r *http.Request, err error) *tally.Answer {
	status := http.StatusBadRequest
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) || r.Context().Err() != nil {
		status = http.StatusRequestTimeout
		// The deadline for the answer may have come with that for the body.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	}
	said := refuse(w, status, "body_incomplete", "the body did not come to its end")
	return &said
}

// request notes what is known of a request before its body is read.
func (h *handler) request(req *store.Request, r *http.Request) {
	*req = store.Request{
		At: h.opts.Now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: routes.WithoutSecrets(r.URL.RawQuery),
		Remote: r.RemoteAddr, Host: r.Host, Header: r.Header, Status: http.StatusOK,
	}
	if lineage := r.Header.Get(replay.ParentHeader); lineage != "" {
		req.ParentID = h.store.ParentOf(lineage)
	}
}

// forward passes a request on, unless segtap made it of one of its own entries:
// a replay must not count for real.
func (h *handler) forward(r *http.Request, req *store.Request, body []byte, entry uint64) {
	if h.opts.Forward != nil && req.ParentID == 0 {
		h.opts.Forward(r, body, entry)
	}
}

// telemetry answers what an SDK says about itself.
func (h *handler) telemetry(w http.ResponseWriter, r *http.Request) tally.Answer {
	if h.opts.Forward != nil {
		in := h.intakes.Get().(*intake)
		defer h.giveBack(in)
		if body, err := in.read(r.Context(), h.upload(&in.upload, w, r), ""); err == nil {
			h.opts.Forward(r, body, 0)
		}
	}
	return accept(w, tally.Telemetry)
}

// answer is what the sender is told.
type answer struct {
	status        int
	code, message string
}

// answer sends an answer, or what a fault makes of it. Of status 0 is one that is not to be
// sent: the connection is to be closed.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, out answer, fault hit) tally.Answer {
	if fault.delay > 0 {
		// The deadline of the server may come first.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
		if h.opts.Wait(r.Context(), fault.delay) != nil {
			return tally.Answer{Outcome: tally.Gone}
		}
	}
	if fault.drop {
		return tally.Answer{Outcome: tally.Fault}
	}
	if fault.status != 0 {
		out = answer{fault.status, tally.Fault, "segtap answers this on purpose: a fault is switched on"}
		if fault.retryAfter > 0 {
			seconds := strconv.Itoa(fault.retryAfter)
			w.Header().Set("Retry-After", seconds)
			w.Header().Set("X-RateLimit-Reset", seconds)
		}
	}
	if out.status == http.StatusOK {
		return accept(w, tally.Captured)
	}
	return refuse(w, out.status, out.code, out.message)
}

// posted gives a body as it is taken in; err is what was wrong with reading it.
func posted(req *store.Request, route routes.Route, raw []byte, err error) message.Posted {
	p := route.Posted(raw, req.At)
	switch {
	case errors.Is(err, errTooLarge): // by how much is not known of one that was packed
		p.Full = max(req.WireBytes, int64(len(raw))+1)
	case err != nil:
		p.Undecoded = req.Encoding
	}
	return p
}

// answerTo is what Segment answers to a request.
func answerTo(in *message.Intake) answer {
	if in.Refusal != "" {
		return answer{http.StatusBadRequest, string(in.Problem), in.Refusal}
	}
	return answer{status: http.StatusOK}
}

// strictly answers 400 where Segment would answer 200 and then drop the
// request, or one of its n messages. The first that is dropped decides.
func (h *handler) strictly(prepared *store.Prepared, n int) answer {
	for i := range prepared.Judgements() {
		j := &prepared.Judgements()[i]
		where := ""
		if n > 1 {
			where = fmt.Sprintf("message %d of %d: ", i+1, n)
		}
		if of := h.store.DuplicateOf(prepared, i); of != 0 {
			return answer{http.StatusBadRequest, verdict.DuplicateMessageID.String(), fmt.Sprintf("%s/messageId: Segment keeps #%d, which came first, and drops this one.", where, of)}
		}
		if j.Verdict.Headline != verdict.DroppedBySegment || len(j.Diagnostics) == 0 {
			continue
		}
		worst := j.Diagnostics[0]
		for _, d := range j.Diagnostics {
			if d.Severity > worst.Severity {
				worst = d
			}
		}
		if worst.Pointer != "" {
			where += worst.Pointer + ": "
		}
		return answer{http.StatusBadRequest, worst.Name(), where + worst.Effect}
	}
	return answer{status: http.StatusOK}
}
