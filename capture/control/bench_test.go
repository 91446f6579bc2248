package control_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"segtap/capture/control/client"
	"segtap/capture/ingest"
)

// BenchmarkCaptureWhileOthersWait is what it costs whoever captures that others wait: with
// a filter that a row answers, and with one that needs each message.
func BenchmarkCaptureWhileOthersWait(b *testing.B) {
	for _, c := range []struct {
		name, filter string
		waiting      int
	}{
		{"nobody", "", 0},
		{"one for a name", `event:"Never"`, 1},
		{"fifty for a name", `event:"Never"`, 50},
		{"one for a value", `properties.never:1`, 1},
		{"fifty for a value", `properties.never:1`, 50},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := inMemory(b)
			ctx, stop := context.WithCancel(b.Context())
			var all sync.WaitGroup
			for range c.waiting {
				all.Go(func() { _, _ = p.Wait(ctx, client.Which{Filter: c.filter}, 1, 5*time.Minute) })
			}
			handler := ingest.New(p.store, ingest.Options{})
			body := []byte(event("Order Completed", "u", time.Now()))
			var reader bytes.Reader
			r := httptest.NewRequest(http.MethodPost, "/v1/track", io.NopCloser(&reader))
			for b.Loop() {
				reader.Reset(body)
				handler.ServeHTTP(httptest.NewRecorder(), r)
			}
			stop()
			all.Wait()
		})
	}
}
