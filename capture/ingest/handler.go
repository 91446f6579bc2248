package ingest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rs/cors"

	"segtap/capture"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// ParentHeader names the entry that a replayed message comes from, on requests
// that segtap sends to itself.
const ParentHeader = "Segtap-Parent"

// maxPooled is the largest body buffer that is kept for the next request.
const maxPooled = 1 << 20

// Handler answers the routes of the Tracking API.
type Handler struct {
	store *capture.Store
	now   func() time.Time
	pool  sync.Pool // *bytes.Buffer
}

// New gives the handler that writes what it receives to the store, CORS
// included. Now is the clock that stamps requests.
func New(store *capture.Store, now func() time.Time) http.Handler {
	h := &Handler{store: store, now: now}
	h.pool.New = func() any { return new(bytes.Buffer) }
	return crossOrigin().Handler(h)
}

// crossOrigin lets any page send here: analytics.js since 1.84 sends an
// Authorization header, which a browser asks about first, and a page may be
// set to send credentials, which forbids the wildcard. Nothing that these
// routes answer is worth reading.
func crossOrigin() *cors.Cors {
	return cors.New(cors.Options{
		AllowOriginFunc:     func(string) bool { return true },
		AllowedMethods:      []string{http.MethodGet, http.MethodPost, http.MethodOptions, http.MethodHead},
		AllowedHeaders:      []string{"*"},
		ExposedHeaders:      []string{"Retry-After", "X-RateLimit-Reset"},
		MaxAge:              600,
		AllowCredentials:    true,
		AllowPrivateNetwork: true,
	})
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, ok := capture.MatchRoute(r.URL.Path)
	key, isSettings := settingsKey(r.URL.Path)
	switch {
	case r.Method == http.MethodOptions:
		w.WriteHeader(http.StatusNoContent)
	case isSettings && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		settings(w, r, key)
	case !ok:
		refuse(w, http.StatusNotFound, "not_found",
			"segtap captures the routes of Segment's Tracking API, such as POST /v1/track and POST /v1/batch")
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST, OPTIONS")
		refuse(w, http.StatusMethodNotAllowed, "method_not_allowed", "messages are sent with POST")
	case route.Telemetry:
		accept(w)
	default:
		h.capture(w, r, route)
	}
}

// capture keeps one request and answers it.
func (h *Handler) capture(w http.ResponseWriter, r *http.Request, route capture.Route) {
	buf := h.pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= maxPooled {
			h.pool.Put(buf)
		}
	}()
	req := capture.Request{
		At: h.now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Remote: r.RemoteAddr, Header: r.Header, Status: http.StatusOK,
		Encoding: r.Header.Get("Content-Encoding"),
	}
	wire, err := decode(buf, r.Body, req.Encoding)
	req.WireBytes, req.Raw = wire, buf.Bytes()
	if err != nil && !errors.Is(err, errTooLarge) {
		req.Body = capture.Undecoded(req.Raw, req.Encoding)
	} else {
		req.Body = mapping.ParseBody(req.Raw, route.Type)
	}
	req.WriteKey = writeKey(r, req.Body)
	if parent, err := strconv.ParseUint(r.Header.Get(ParentHeader), 10, 64); err == nil {
		req.ParentID = parent
	}
	judgeRequest(&req, err)
	if _, err := h.store.Capture(&req); err != nil {
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusServiceUnavailable, "not_kept", "segtap could not keep the request, and does not acknowledge it: "+err.Error())
		return
	}
	if req.Status != http.StatusOK {
		refuse(w, req.Status, req.Problem.String(), req.Detail)
		return
	}
	accept(w)
}

// judgeRequest decides what Segment would answer: 400 for what is not JSON or
// too large, 200 for everything else.
func judgeRequest(req *capture.Request, err error) {
	body := req.Body
	switch {
	case errors.Is(err, errTooLarge) || len(req.Raw) > mapping.MaxRequestBytes:
		req.Problem = mapping.BatchTooLarge
		req.Detail = "Exceed payload limit: a request is at most 500 KB"
	case err != nil:
		req.Problem, req.Detail = mapping.InvalidJSON, err.Error()
	case body.Syntax != nil:
		req.Problem = mapping.InvalidJSON
		req.Detail = body.Syntax.Error()
	case !body.Batch && len(req.Raw) > mapping.MaxMessageBytes:
		req.Problem = mapping.MessageTooLarge
		req.Detail = "Exceed payload limit: a message is at most 32 KB"
	case body.Count() == 0:
		req.Problem = mapping.EmptyBatch
		return
	case body.Count() > mapping.MaxBatchMessages:
		req.Problem = mapping.BatchTooLong
		return
	default:
		return
	}
	req.Status = http.StatusBadRequest
}

// writeKey finds the write key where the SDKs put it: the user of Basic
// authentication (some leave out the colon), the body, the query.
func writeKey(r *http.Request, body *mapping.Body) string {
	if key, _, ok := r.BasicAuth(); ok && key != "" {
		return key
	}
	if scheme, rest, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Basic") {
		if raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(rest)); err == nil && len(raw) > 0 {
			key, _, _ := strings.Cut(string(raw), ":")
			if key != "" {
				return key
			}
		}
	}
	if body.WriteKey != "" {
		return body.WriteKey
	}
	return r.URL.Query().Get("writeKey")
}

const success = `{"success":true}`

// accept answers as Segment does. It must be 200 and a JSON object: PHP's SDK
// repeats for ever on other 2xx, Ruby's parses the body.
func accept(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(success)))
	_, _ = w.Write([]byte(success))
}

// refuse answers with an error that every SDK can read: Python looks for code
// and message, Ruby for error.
func refuse(w http.ResponseWriter, status int, code, message string) {
	out := append([]byte(`{"success":false,"code":`), jsondoc.AppendString(nil, code)...)
	out = append(append(out, `,"message":`...), jsondoc.AppendString(nil, message)...)
	out = append(append(out, `,"error":`...), jsondoc.AppendString(nil, message)...)
	out = append(out, '}')
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	w.WriteHeader(status)
	_, _ = w.Write(out)
}
