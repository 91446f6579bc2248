package plan_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/resend"
)

// receiver is a server that keeps every request byte for byte, but for the bodies in
// gzip, which it undoes.
type receiver struct {
	address string
	mu      sync.Mutex
	got     []string
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	r := &receiver{address: listener.Addr().String()}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go r.serve(conn)
		}
	}()
	return r
}

func (r *receiver) serve(conn net.Conn) {
	defer conn.Close()
	var bytesOf bytes.Buffer
	in := bufio.NewReader(io.TeeReader(conn, &bytesOf))
	for {
		request, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body, _ := io.ReadAll(request.Body)
		head, _, _ := strings.Cut(bytesOf.String(), "\r\n\r\n")
		if request.Header.Get("Content-Encoding") == "gzip" {
			unpacked, _ := gzip.NewReader(bytes.NewReader(body))
			body, _ = io.ReadAll(unpacked)
		}
		bytesOf.Reset()
		r.mu.Lock()
		r.got = append(r.got, strings.ReplaceAll(head, "\r\n", "\n")+"\n\n"+string(body))
		r.mu.Unlock()
		_, _ = io.WriteString(conn, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
	}
}

// Two entries to each kind of target, byte for byte.
func TestEachTargetGetsExactRequests(t *testing.T) {
	const messages = `{"type":"track","event":"E","userId":"u","messageId":"m-%d","timestamp":"2000-01-01T00:00:0%d.000Z","properties":{"n":%d,"pad":""}}`
	message := func(n string) string { return strings.ReplaceAll(messages, "%d", n) }
	event := func(n, ms string) string {
		return `{"kind":"custom","key":"E","contextKeys":{"user":"u"},"creationDate":` + ms + `,"data":{"n":` + n + `,"pad":""}}`
	}
	first, second := event("0", "946684800000"), event("1", "946684801000")
	const agent = "User-Agent: segtap/1\n"
	head := func(lines ...string) string { return strings.Join(lines, "") + "\n" }
	for spec, want := range map[string][]string{
		"launchdarkly": {
			head("POST /events/bulk/5f0c1d2e3a4b5c6d7e8f9002 HTTP/1.1\nHost: HOST\nUser-Agent: SegmentDestination/2.2.0\nContent-Length: N\nContent-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\n") + "[" + first + "]",
			head("POST /events/bulk/5f0c1d2e3a4b5c6d7e8f9002 HTTP/1.1\nHost: HOST\nUser-Agent: SegmentDestination/2.2.0\nContent-Length: N\nContent-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\n") + "[" + second + "]",
		},
		"launchdarkly-import": {
			head("POST /v2/event-data-import/storefront/test HTTP/1.1\nHost: HOST\nUser-Agent: MetricImport-segtap-int/1\nContent-Length: N\nAuthorization: api-5e67a9c2-0f1d-4b3a-9c8e-2d7f6b1a4e05\n"+
				"Content-Encoding: gzip\nContent-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\nX-LaunchDarkly-Payload-ID: ID\n") + "[" + first + "," + second + "]",
		},
		"segment": {
			head("POST /v1/track HTTP/1.1\nHost: HOST\n"+agent+"Content-Length: N\nAuthorization: Basic d2stb2YtdGhlLWFwcDo=\nContent-Type: application/json\n") + message("0"),
			head("POST /v1/track HTTP/1.1\nHost: HOST\n"+agent+"Content-Length: N\nAuthorization: Basic d2stb2YtdGhlLWFwcDo=\nContent-Type: application/json\n") + message("1"),
		},
		"http://HOST/hook": {
			head("POST /hook HTTP/1.1\nHost: HOST\n"+agent+"Content-Length: N\nContent-Type: application/json\n") + message("0"),
			head("POST /hook HTTP/1.1\nHost: HOST\n"+agent+"Content-Length: N\nContent-Type: application/json\n") + message("1"),
		},
		"event:http://HOST/bulk": {
			head("POST /bulk HTTP/1.1\nHost: HOST\n"+agent+"Content-Length: N\nContent-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\n") + "[" + first + "]",
			head("POST /bulk HTTP/1.1\nHost: HOST\n"+agent+"Content-Length: N\nContent-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\n") + "[" + second + "]",
		},
	} {
		t.Run(spec, func(t *testing.T) {
			r := newReceiver(t)
			to, err := replay.Parse(strings.ReplaceAll(spec, "HOST", r.address), replay.Env{
				EventsURL: "http://" + r.address, SegmentURL: "http://" + r.address, ClientSideID: "5f0c1d2e3a4b5c6d7e8f9002", Project: "storefront", Environment: "test",
				AccessToken: replay.NewSecret("api-5e67a9c2-0f1d-4b3a-9c8e-2d7f6b1a4e05"),
			})
			if err != nil {
				t.Fatal(err)
			}
			s := openStore(t, file.Memory())
			network := replay.NewTransport()
			defer network.CloseIdleConnections()
			opt := options(s, network)
			opt.Approved = false // loopback asks nobody
			report := mustRun(t, plan.Plan{ID: "p", Target: to, Entries: fill(t, s, 2, 0)}, opt)
			if !report.AllTaken() {
				t.Fatalf("%+v", report)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			for i := range r.got {
				r.got[i] = strings.ReplaceAll(r.got[i], r.address, "HOST")
				r.got[i] = regexp.MustCompile(`Content-Length: \d+`).ReplaceAllString(r.got[i], "Content-Length: N")
				r.got[i] = regexp.MustCompile(`Payload-ID: id-\S+`).ReplaceAllString(r.got[i], "Payload-ID: ID")
			}
			if got, want := strings.Join(r.got, "\n\n"), strings.Join(want, "\n\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// BenchmarkRate sends entries to a server of this machine at a set rate, and reports the
// rate that it comes to.
func BenchmarkRate(b *testing.B) {
	for _, rate := range []float64{1000, 2000} {
		b.Run("", func(b *testing.B) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.WriteHeader(http.StatusAccepted)
			}), ReadHeaderTimeout: time.Minute}
			go func() { _ = server.Serve(listener) }()
			defer server.Close()
			s := openStore(b, file.Memory())
			p := plan.Plan{ID: "p", Target: target(b, "event:http://"+listener.Addr().String()), Entries: fill(b, s, 10_000, 0), Pace: plan.Pace{Rate: rate, Concurrency: 8}}
			network := replay.NewTransport()
			defer network.CloseIdleConnections()
			opt := options(s, network)
			opt.Clock = resend.WallClock()
			for b.Loop() {
				report := mustRun(b, p, opt)
				b.ReportMetric(report.PerSecond, "entries/s")
				b.ReportMetric(rate, "asked/s")
				b.ReportMetric(float64(report.Taken), "taken")
			}
		})
	}
}
