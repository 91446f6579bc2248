package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkCaptureWhileJudging reports how long a call waits while everything is
// judged anew, which goes on in the background.
func BenchmarkCaptureWhileJudging(b *testing.B) {
	store := newStore(b)
	for range 50 {
		mustCapture(b, store, "/v1/batch", crowd(1000))
	}
	settled(store)
	var waits []time.Duration
	for b.Loop() {
		store.SetJudge(classic(b))
		for i := 0; store.Counts().Stale > 0; i++ {
			began := time.Now()
			req := request("/v1/track", fmt.Sprintf(`{"userId":"u","event":"E","messageId":"m%d"}`, i))
			req.At = began // by which it is seen that calls arrive
			if _, err := store.Capture(req); err != nil {
				b.Fatal(err)
			}
			waits = append(waits, time.Since(began))
			time.Sleep(time.Millisecond)
		}
	}
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds()), "p99-µs")
}
