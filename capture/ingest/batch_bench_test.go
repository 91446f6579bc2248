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

// BenchmarkBatch is what a batch of 80 messages of 1.2 KB costs the handler,
// without the network.
func BenchmarkBatch(b *testing.B) {
	file, err := file.Open(filepath.Join(b.TempDir(), "f.ndjson"), file.Options{Program: "bench", Now: time.Now()})
	if err != nil {
		b.Fatal(err)
	}
	store, err := store.New(newJudge(b), file, capture.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	const messages = 80
	handler := ingest.New(store, ingest.Options{})
	w := &sink{header: make(http.Header)}
	var body []byte
	n := 0
	for b.Loop() {
		body = append(body[:0], `{"batch":[`...)
		for i := range messages {
			n++
			if i > 0 {
				body = append(body, ',')
			}
			one := strings.Replace(orderCompleted, "0b0e", fmt.Sprint(n), 1)
			body = append(body, one...)
		}
		body = append(body, `],"sentAt":"2026-08-18T12:00:00.010Z"}`...)
		r := httptest.NewRequest("POST", "/v1/batch", io.NopCloser(bytes.NewReader(body)))
		clear(w.header)
		handler.ServeHTTP(w, r)
	}
	b.ReportMetric(float64(b.N)*messages/b.Elapsed().Seconds(), "messages/s")
}
