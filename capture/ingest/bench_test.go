package ingest_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/store"
)

// orderCompleted is a Track call of about a kilobyte, as analytics.js sends it.
var orderCompleted = `{"timestamp":"2026-08-18T12:00:00.000Z","integrations":{},"type":"track","event":"Order Completed",` +
	`"properties":{"order_id":"o_1001","revenue":59.9,"currency":"EUR","products":[` +
	strings.Repeat(`{"product_id":"p_1","sku":"S-1","name":"A thing with a name","price":19.95,"quantity":1},`, 4) + `{}]},` +
	`"context":{"page":{"path":"/checkout","url":"https://shop.example.com/checkout"},"userAgent":"Mozilla/5.0","library":{"name":"analytics.js","version":"npm:next-1.84.3"}},` +
	`"messageId":"ajs-next-1755518400000-0b0e","userId":"u_42","anonymousId":"a_7","writeKey":"WRITE_KEY","sentAt":"2026-08-18T12:00:00.010Z"}`

// sink takes an answer and keeps only its status.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }

// BenchmarkMessage is what the handler costs, without the network: a request to
// the capture file, beside one that is only kept.
func BenchmarkMessage(b *testing.B) {
	file, err := file.Open(filepath.Join(b.TempDir(), "f.ndjson"), file.Options{Program: "bench", Now: time.Now()})
	if err != nil {
		b.Fatal(err)
	}
	store, err := store.New(newJudge(b), file, capture.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	body := []byte(orderCompleted)
	handler := ingest.New(store, ingest.Options{})
	w := &sink{header: make(http.Header)}
	var reader bytes.Reader
	r := httptest.NewRequest("POST", "/v1/t", io.NopCloser(&reader))
	r.Header.Set("Content-Type", "text/plain")
	r.Header.Set("Authorization", "Basic V1JJVEVfS0VZOg==")
	number := bytes.Index(body, []byte("1755518400000"))
	for name, of := range map[string]func(n int){
		"new":        func(n int) { copy(body[number:], fmt.Appendf(nil, "%013d", n)) },
		"sent again": func(int) {},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				of(n)
				reader.Reset(body)
				clear(w.header)
				handler.ServeHTTP(w, r)
			}
		})
	}
	b.Run("kept", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := store.Capture(request("/v1/t", body)); err != nil {
				b.Fatal(err)
			}
		}
	})
	fmt.Fprintln(io.Discard, store.Counts())
}
