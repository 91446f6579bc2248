package ingest_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"segtap/capture/ingest"
	"segtap/capture/localca"
	"segtap/capture/store"
	"segtap/mapping/verdict"
)

// serve serves an endpoint on loopback until the test ends, and gives its
// address, host and port.
func serve(t *testing.T, handler http.Handler, opts ingest.ServeOptions) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- ingest.Serve(ctx, ln, handler, opts) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("serving ended with %v", err)
		}
	})
	return ln.Addr().String()
}

// dial opens a connection that the test closes at its end, and on which nothing
// takes for ever.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(within)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// exchange sends text on a new connection and gives the answer.
func exchange(t *testing.T, address, text string) (status int, header http.Header, body string) {
	t.Helper()
	conn := dial(t, address)
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return answer(t, bufio.NewReader(conn))
}

func answer(t *testing.T, r *bufio.Reader) (status int, header http.Header, body string) {
	t.Helper()
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(text)
}

func TestSlowClientsAreSentAway(t *testing.T) {
	for name, sent := range map[string]string{
		"nothing sent":      "",
		"half a line":       "POST /v1/tra",
		"half a header":     "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-",
		"half a body":       "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
		"half a chunk":      "POST /v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{",
		"nothing more sent": "GET /v1/projects/WK/settings HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore(t)
			address := serve(t, ingest.New(store, ingest.Options{}), ingest.ServeOptions{
				Header: 50 * time.Millisecond, Read: 50 * time.Millisecond, Idle: 50 * time.Millisecond,
			})
			conn := dial(t, address)
			if _, err := io.WriteString(conn, sent); err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("the connection is still open")
			}
			if n := store.Counts().Entries; n != 0 {
				t.Errorf("%d entries of it are listed", n)
			}
		})
	}
}

// A body that is too slow is answered with a status on which SDKs send it again,
// even where the time for the answer is over as well.
func TestASlowBodyIsAskedForAgain(t *testing.T) {
	address := serve(t, ingest.New(newStore(t), ingest.Options{}), ingest.ServeOptions{Read: 50 * time.Millisecond, Write: 20 * time.Millisecond})
	status, _, body := exchange(t, address, "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
	if status != http.StatusRequestTimeout || !strings.Contains(body, `"body_incomplete"`) {
		t.Errorf("answered %d %s", status, body)
	}
}

func TestADelayMayBeLongerThanTheDeadlinesOfTheServer(t *testing.T) {
	address := serve(t, ingest.New(newStore(t), ingest.Options{Faults: faults(t, "delay:300ms")}), ingest.ServeOptions{
		Read: 50 * time.Millisecond, Write: 50 * time.Millisecond,
	})
	if status, _, _ := send(t, "POST", "http://"+address+"/v1/track", oneTrack); status != 200 {
		t.Errorf("answered %d", status)
	}
}

func TestAThousandSlowClientsDoNotStopAGoodOne(t *testing.T) {
	store := newStore(t)
	address := serve(t, ingest.New(store, ingest.Options{}), ingest.ServeOptions{Close: time.Millisecond})
	for i := range 1000 {
		conn := dial(t, address)
		if _, err := fmt.Fprintf(conn, "POST /v1/track HTTP/1.1\r\nHost: x\r\nX-%d: ", i); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		if status, _, _ := send(t, "POST", "http://"+address+"/v1/track", oneTrack); status != 200 {
			t.Fatalf("answered %d", status)
		}
	}
	if n := store.Counts().Entries; n != 10 {
		t.Errorf("%d entries, want 10", n)
	}
}

func TestSlowUploadsOfLargeBodiesDoNotStopSmallOnes(t *testing.T) {
	store := newStore(t)
	address := serve(t, ingest.New(store, ingest.Options{}), ingest.ServeOptions{Close: time.Millisecond})
	large := bytes.Repeat([]byte(" "), 600<<10)
	for range 8 {
		conn := dial(t, address)
		if _, err := fmt.Fprintf(conn, "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", 2*len(large)); err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = conn.Write(large) }()
	}
	for range 10 {
		if status, _, _ := send(t, "POST", "http://"+address+"/v1/track", oneTrack); status != 200 {
			t.Fatalf("answered %d", status)
		}
	}
	if n := store.Counts().Entries; n != 10 {
		t.Errorf("%d entries, want 10", n)
	}
}

func TestABodyIsAskedForBeforeItIsSent(t *testing.T) {
	store := newStore(t)
	address := serve(t, ingest.New(store, ingest.Options{}), ingest.ServeOptions{})
	conn := dial(t, address)
	r := bufio.NewReader(conn)
	if _, err := fmt.Fprintf(conn, "POST /v1/batch HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(oneTrack)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"HTTP/1.1 100 Continue\r\n", "\r\n"} {
		if line, err := r.ReadString('\n'); err != nil || line != want {
			t.Fatalf("came %q, %v", line, err)
		}
	}
	if _, err := io.WriteString(conn, oneTrack); err != nil {
		t.Fatal(err)
	}
	if status, _, body := answer(t, r); status != 200 || body != `{"success":true}` {
		t.Errorf("answered %d %s", status, body)
	}
}

func TestAHeaderMayHave64KB(t *testing.T) {
	address := serve(t, ingest.New(newStore(t), ingest.Options{}), ingest.ServeOptions{})
	for size, want := range map[int]int{60 << 10: 200, 80 << 10: 431} {
		text := "POST /v1/m HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nX-Long: " + strings.Repeat("x", size) + "\r\n\r\n"
		if status, _, _ := exchange(t, address, text); status != want {
			t.Errorf("%d bytes: answered %d, want %d", size, status, want)
		}
	}
}

func TestServingEndsWithItsContext(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	inside, goOn := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(inside)
		<-goOn
		_, _ = io.WriteString(w, "whole")
	})
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- ingest.Serve(ctx, ln, slow, ingest.ServeOptions{Close: within}) }()
	got := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + ln.Addr().String())
		if err != nil {
			got <- err.Error()
			return
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		got <- string(text)
	}()
	<-inside
	stop()
	close(goOn)
	if text := <-got; text != "whole" {
		t.Errorf("the request under way got %q", text)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", ln.Addr().String()); err == nil {
		t.Error("it still listens")
	}
}

// secure serves an endpoint over TLS, and gives its address and what has to be
// trusted.
func secure(t *testing.T) (address string, authority *localca.Authority, store *store.Store) {
	t.Helper()
	authority, err := localca.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := authority.Config()
	if err != nil {
		t.Fatal(err)
	}
	store = newStore(t)
	return serve(t, ingest.New(store, ingest.Options{}), ingest.ServeOptions{TLS: cfg}), authority, store
}

func TestHTTPSServesBothVersionsOfHTTP(t *testing.T) {
	address, authority, store := secure(t)
	text, err := os.ReadFile(authority.CertFile())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	_, port, _ := net.SplitHostPort(address)
	for i, c := range []struct {
		host    string
		two     bool
		version string
	}{{"localhost", true, "HTTP/2.0"}, {"127.0.0.1", true, "HTTP/2.0"}, {"localhost", false, "HTTP/1.1"}, {"127.0.0.1", false, "HTTP/1.1"}} {
		client := &http.Client{Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: c.two,
		}}
		res, err := client.Post("https://"+net.JoinHostPort(c.host, port)+"/v1/t", "", strings.NewReader(oneTrack))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != 200 || res.Proto != c.version || string(body) != `{"success":true}` {
			t.Errorf("%s: answered %d over %s: %s", c.host, res.StatusCode, res.Proto, body)
		}
		if n := store.Counts().Entries; n != i+1 {
			t.Errorf("%s over %s: %d entries", c.host, c.version, n)
		}
		res, err = client.Get("https://" + net.JoinHostPort(c.host, port) + "/v1/projects/WK/settings")
		if err != nil {
			t.Fatal(err)
		}
		body, _ = io.ReadAll(res.Body)
		res.Body.Close()
		if want := `"apiHost":"` + c.host + ":" + port + `/v1","protocol":"https"`; !strings.Contains(string(body), want) {
			t.Errorf("%s is not in %s", want, body)
		}
		client.CloseIdleConnections()
	}
}

// TestOtherClientsTrustTheAuthority runs the clients that this machine has, set
// up as the instructions say.
func TestOtherClientsTrustTheAuthority(t *testing.T) {
	address, authority, store := secure(t)
	_, port, _ := net.SplitHostPort(address)
	url, ca := "https://localhost:"+port+"/v1/track", authority.CertFile()
	clients := []struct {
		name string
		args []string
		env  string
	}{
		{"curl", []string{"-sS", "--http1.1", "--cacert", ca, "-d", oneTrack, url}, ""},
		{"curl", []string{"-sS", "--http2", "--cacert", ca, "-d", oneTrack, url}, ""},
		{"node", []string{"-e", `fetch(process.argv[1], {method: "POST", body: process.argv[2]}).then(r => r.text()).then(console.log)`, url, oneTrack}, "NODE_EXTRA_CA_CERTS=" + ca},
		{"python3", []string{"-c", `import sys, urllib.request as u; print(u.urlopen(sys.argv[1], sys.argv[2].encode()).read().decode())`, url, oneTrack}, "SSL_CERT_FILE=" + ca},
	}
	sent := 0
	for _, c := range clients {
		path, err := exec.LookPath(c.name)
		if err != nil {
			t.Logf("%s is not installed", c.name)
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		cmd := exec.CommandContext(ctx, path, c.args...)
		cmd.Env = append(os.Environ(), c.env, "NO_PROXY=localhost", "no_proxy=localhost")
		out, err := cmd.CombinedOutput()
		cancel()
		if err != nil || strings.TrimSpace(string(out)) != `{"success":true}` {
			t.Errorf("%s %v: %v\n%s", c.name, c.args[0], err, out)
			continue
		}
		sent++
	}
	if n := store.Counts().Entries; n != sent {
		t.Errorf("%d entries of %d messages", n, sent)
	}
}

// The first line of the instructions tells whether the rest is needed.
func TestTheCommandForCurlWorks(t *testing.T) {
	address, authority, store := secure(t)
	if _, err := exec.LookPath("curl"); err != nil {
		t.Log("curl is not installed")
		return
	}
	_, port, _ := net.SplitHostPort(address)
	line := strings.Replace(authority.Trust()[0].Lines[0], ":8910", ":"+port, 1)
	cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
	cmd.Env = append(os.Environ(), "NO_PROXY=localhost", "no_proxy=localhost")
	out, err := cmd.Output()
	if err != nil || string(out) != `{"success":true}` {
		t.Errorf("%s\n%s, %v", line, out, err)
	}
	if got := only(t, store); got.Entry.Name == "" || got.Entry.Verdict.Gates.State(verdict.Accepted) != verdict.Pass {
		t.Errorf("%+v", got.Entry)
	}
}

func TestWhatIsLoggedIsOneLineAndNoSecret(t *testing.T) {
	// The server may log after the client has seen its error.
	logged := make(written, 8)
	logs := log.New(logged, "segtap: ", 0)
	cfg := &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		return nil, errors.New("no certificate for " + hello.ServerName)
	}}
	address := serve(t, http.NotFoundHandler(), ingest.ServeOptions{TLS: cfg, Logs: logs})
	plain := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		panic("\x1b]0;title\a\x1b[2J\nsegtap: error: all is lost\r\u202e")
	}), ingest.ServeOptions{Logs: logs})

	conn := dial(t, address)
	_, _ = io.WriteString(conn, "GET /v1/pixel/track?writeKey=SECRET HTTP/1.1\r\nAuthorization: Basic SECRET\r\n\x1b[2J\r\n\r\n")
	_, _ = io.Copy(io.Discard, conn)
	if _, err := tls.Dial("tcp", address, &tls.Config{ServerName: "a.example", InsecureSkipVerify: true}); err == nil {
		t.Error("there is a certificate")
	}
	conn = dial(t, plain)
	_, _ = io.WriteString(conn, "POST /v1/track?writeKey=SECRET HTTP/1.1\r\nHost: x\r\nAuthorization: Basic SECRET\r\n\r\n")
	_, _ = io.Copy(io.Discard, conn)

	for range 3 {
		var line string
		select {
		case line = <-logged:
		case <-time.After(within):
			t.Fatal("a line is missing")
		}
		text, _ := strings.CutSuffix(line, "\n")
		if !strings.HasPrefix(text, "segtap: http: ") || strings.ContainsAny(text, "\x1b\a\r\n\u202e") || strings.Contains(text, "SECRET") {
			t.Errorf("line %q", line)
		}
	}
}

// written passes on what is written, one Write a text, as package log does for
// each line.
type written chan string

func (w written) Write(p []byte) (int, error) {
	w <- string(p)
	return len(p), nil
}
