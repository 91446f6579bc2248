package store_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/formats"
	"segtap/capture/store"
)

// A file of 1,000,000 messages: until its newest are listed and judged, until twenty
// thousand are, and until all are.
func BenchmarkOpenAMillionMessages(b *testing.B) {
	const n = 1_000_000
	path := filepath.Join(b.TempDir(), "messages.json")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	for i := range n {
		fmt.Fprintf(w, `{"type":"track","userId":"u_%d","anonymousId":"anon-%d","event":"Event %d","messageId":"ajs-next-%d","timestamp":"2026-08-18T12:00:00.000Z",`+
			`"properties":{"order_id":"A-%d","revenue":%d.5,"currency":"USD","plan":"pro"},"context":{"library":{"name":"analytics.js","version":"npm:next-1.84.0"},"page":{"path":"/checkout","url":"https://shop.example/checkout"},"userAgent":"Mozilla/5.0"}}`+"\n",
			i%50_000, i%70_000, i%70, i, i, i%200)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	size, err := file.Seek(0, 2)
	if err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	for b.Loop() {
		began := time.Now()
		file, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		in, err := formats.Open(file, size, "messages.json")
		if err != nil {
			b.Fatal(err)
		}
		s, err := store.Open(judge(b), in, capture.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/first-screen")
		if c := s.Counts(); c.Entries < 100 || c.Entries == n {
			b.Fatalf("%d entries at first", c.Entries)
		}
		more := false
		for c := s.Counts(); c.Loading < 1 || c.Stale > 0; c = s.Counts() {
			if !more && c.Entries > 1000 {
				more = true
				b.ReportMetric(time.Since(began).Seconds(), "s/20k")
			}
			<-s.Changed()
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/all-judged")
		if c := s.Counts(); c.Entries != n || c.Unread != "" {
			b.Fatalf("%+v", c)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
