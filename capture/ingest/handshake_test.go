package ingest_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"segtap/capture/ingest"
	"segtap/capture/localca"
	"segtap/capture/routes"
	"segtap/mapping/jsondoc"
)

// unmatched takes the requests that no route takes.
type unmatched chan routes.Unmatched

func (u unmatched) note(request routes.Unmatched) { u <- request }

func (u unmatched) next(t *testing.T) routes.Unmatched {
	t.Helper()
	select {
	case request := <-u:
		return request
	case <-time.After(within):
		t.Fatal("no request was unmatched")
		return routes.Unmatched{}
	}
}

func TestHTTPSWhereHTTPIsServedIsNoticed(t *testing.T) {
	seen := make(unmatched, 9)
	store := newStore(t)
	address := serve(t, ingest.New(store, ingest.Options{}), ingest.ServeOptions{Unmatched: seen.note})
	if _, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true}); err == nil {
		t.Error("there is TLS")
	}
	request := seen.next(t)
	if request.Kind != routes.TLSToPlain || !strings.Contains(request.Hint(), "http://") || !strings.Contains(request.Hint(), "--tls") {
		t.Errorf("%+v: %s", request, request.Hint())
	}
	if status, _, _ := send(t, "POST", "http://"+address+"/v1/track", oneTrack); status != 200 || len(seen) != 0 {
		t.Errorf("answered %d, and %d were unmatched", status, len(seen))
	}
}

// secured serves TLS and tells of unmatched requests.
func secured(t *testing.T) (address string, seen unmatched) {
	t.Helper()
	authority, err := localca.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := authority.Config()
	if err != nil {
		t.Fatal(err)
	}
	seen = make(unmatched, 9)
	return serve(t, ingest.New(newStore(t), ingest.Options{}), ingest.ServeOptions{TLS: cfg, Unmatched: seen.note}), seen
}

func TestHTTPWhereTLSIsServedIsToldSo(t *testing.T) {
	address, seen := secured(t)
	for _, size := range []int{2, 50_000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			body := strings.Repeat(" ", size)
			status, header, text := exchange(t, address, fmt.Sprintf("POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
			doc, err := jsondoc.Parse([]byte(text))
			if status != http.StatusBadRequest || header.Get("Content-Type") != "application/json" || err != nil {
				t.Fatalf("answered %d %v %s: %v", status, header, text, err)
			}
			for _, name := range []string{"code", "message", "error"} {
				if doc.Root().Member(name).Text() == "" {
					t.Errorf("%s has no %s", text, name)
				}
			}
			if request := seen.next(t); request.Kind != routes.PlainToTLS || !strings.Contains(text, request.Hint()) {
				t.Errorf("%+v: %s", request, request.Hint())
			}
		})
	}
}

func TestAClientThatDoesNotTrustTheCertificateIsNoticed(t *testing.T) {
	address, seen := secured(t)
	if _, err := tls.Dial("tcp", address, &tls.Config{ServerName: "localhost", MaxVersion: tls.VersionTLS12}); err == nil {
		t.Error("everybody trusts it")
	}
	if request := seen.next(t); request.Kind != routes.Untrusted || !strings.Contains(request.Hint(), "segtap ca") {
		t.Errorf("%+v: %s", request, request.Hint())
	}
}

// What is neither is nobody's mistake.
func TestWhatIsNoProtocolIsNotNoticed(t *testing.T) {
	address, seen := secured(t)
	conn := dial(t, address)
	if _, err := io.WriteString(conn, "\x00\x01\x02\x03\x04\x05\x06\x07\n"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, bufio.NewReader(conn))
	if len(seen) != 0 {
		t.Errorf("%+v", <-seen)
	}
}
