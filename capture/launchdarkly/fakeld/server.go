package fakeld

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// What the server knows.
const (
	Token        = "api-5e67a9c2-0f1d-4b3a-9c8e-2d7f6b1a4e05" // of no account
	Project      = "storefront"
	Environment  = "test"
	ClientSideID = "5f0c1d2e3a4b5c6d7e8f9002"
)

// maxLimit is the largest page of metrics that the API gives.
const maxLimit = 50

// Cleaner is the part of [testing.TB] that the server needs.
type Cleaner interface {
	Helper()
	Cleanup(func())
}

// Server is a running fake. Its methods may be called from any goroutine.
type Server struct {
	// URL is the base URL of its API.
	URL string

	mu                 sync.Mutex
	metrics            []json.RawMessage
	experiments        []json.RawMessage
	critical           bool
	refusesExperiments bool
	script             []Answer
	requests           []Request
}

// Request is a request as it came.
type Request struct {
	Path   string
	Query  url.Values
	Header http.Header
}

// Answer is what the server answers once, in place of what it would.
type Answer struct {
	// Path is a part of the path of the request that is answered; empty: any.
	Path   string
	Status int // 0: 200
	Header map[string]string
	Body   string
	// Cut ends the connection in the middle of the body.
	Cut bool
	// Hang sends nothing until the client gives up.
	Hang bool
}

// New starts a server that knows nothing of metrics and experiments, and stops
// it when the test ends.
func New(t Cleaner) *Server {
	t.Helper()
	s := &Server{}
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		server.CloseClientConnections() // one that hangs would hold up Close
		server.Close()
	})
	s.URL = server.URL
	return s
}

// SetMetrics says which metrics the project has, each a JSON object as the API
// gives it, such as [Metric] makes.
func (s *Server) SetMetrics(objects ...string) { s.set(&s.metrics, objects) }

// SetExperiments says which experiments the environment has, each a JSON
// object as the API gives it, such as [Experiment] makes.
func (s *Server) SetExperiments(objects ...string) { s.set(&s.experiments, objects) }

func (s *Server) set(dst *[]json.RawMessage, objects []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*dst = nil
	for _, o := range objects {
		*dst = append(*dst, json.RawMessage(o))
	}
}

// SetCritical marks the environment as critical.
func (s *Server) SetCritical(critical bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.critical = critical
}

// RefuseExperiments makes it an account without access to experiments.
func (s *Server) RefuseExperiments(refuse bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusesExperiments = refuse
}

// Script adds answers, each for the next request that it is for.
func (s *Server) Script(answers ...Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = append(s.script, answers...)
}

// Requests returns the requests so far, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// serve answers one request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, Request{Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header.Clone()})
	at := slices.IndexFunc(s.script, func(a Answer) bool { return strings.Contains(r.URL.Path, a.Path) })
	if at >= 0 {
		answer := s.script[at]
		s.script = slices.Delete(s.script, at, at+1)
		s.mu.Unlock()
		answer.send(w, r)
		return
	}
	defer s.mu.Unlock()
	if id, polls := strings.CutPrefix(r.URL.Path, "/sdk/goals/"); polls {
		if id != ClientSideID {
			w.WriteHeader(http.StatusNotFound)
		}
		return
	}
	w.Header().Set("X-Ratelimit-Global-Remaining", "4990")
	w.Header().Set("X-Ratelimit-Route-Remaining", "90")
	if r.Header.Get("Authorization") != Token {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	s.route(w, r)
}

func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	environment := "/api/v2/projects/" + Project + "/environments/" + Environment
	switch r.URL.Path {
	case "/api/v2/caller-identity":
		write(w, http.StatusOK, map[string]any{"tokenName": "for segtap", "authKind": "token", "tokenKind": "auth", "serviceToken": true})
	case environment:
		write(w, http.StatusOK, map[string]any{
			"_id": ClientSideID, "key": Environment, "name": "Test", "critical": s.critical,
			"apiKey": "sdk-00000000-0000-4000-8000-000000000000",
		})
	case "/api/v2/metrics/" + Project:
		write(w, http.StatusOK, s.list(r, s.metrics, true))
	case environment + "/experiments":
		if r.Header.Get("LD-API-Version") != "beta" || s.refusesExperiments {
			fail(w, http.StatusForbidden, "forbidden", "Access to beta resources is denied")
			return
		}
		write(w, http.StatusOK, s.list(r, s.experiments, false))
	default:
		fail(w, http.StatusNotFound, "not_found", "Unknown resource")
	}
}

// list gives the page of a list that a request asks for.
func (s *Server) list(r *http.Request, all []json.RawMessage, isMetrics bool) map[string]any {
	query := r.URL.Query()
	limit, offset := 20, 0
	if n, err := strconv.Atoi(query.Get("limit")); err == nil {
		limit = min(max(n, 1), maxLimit)
	}
	if n, err := strconv.Atoi(query.Get("offset")); err == nil {
		offset = min(max(n, 0), len(all))
	}
	link := func(at int) map[string]string {
		query.Set("limit", strconv.Itoa(limit))
		query.Set("offset", strconv.Itoa(at))
		return map[string]string{"href": r.URL.EscapedPath() + "?" + query.Encode(), "type": "application/json"}
	}
	end := min(offset+limit, len(all))
	items := append([]json.RawMessage{}, all[offset:end]...)
	links := map[string]any{"self": link(offset)}
	if !isMetrics {
		return map[string]any{"items": items, "total_count": len(all), "_links": links}
	}
	links["first"], links["last"] = link(0), link(max(0, len(all)-1)/limit*limit)
	if end < len(all) {
		links["next"] = link(end)
	}
	if offset > 0 {
		links["prev"] = link(max(0, offset-limit))
	}
	return map[string]any{"items": items, "totalCount": len(all), "_links": links}
}

func write(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		status, text = http.StatusInternalServerError, fmt.Appendf(nil, "%q", err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

func fail(w http.ResponseWriter, status int, code, message string) {
	write(w, status, map[string]string{"code": code, "message": message})
}

// send answers as scripted.
func (a Answer) send(w http.ResponseWriter, r *http.Request) {
	if a.Hang {
		<-r.Context().Done()
		return
	}
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	if a.Cut {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)+1))
	}
	if a.Status != 0 {
		w.WriteHeader(a.Status)
	}
	_, _ = w.Write([]byte(a.Body))
}
