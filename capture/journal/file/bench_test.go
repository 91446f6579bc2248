package file

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"segtap/capture/journal"
)

// track is a request of about 1 KB, as an SDK sends it.
func track(i int) journal.Record {
	body := fmt.Sprintf(`{"messageId":"ajs-next-%08d","timestamp":"2026-11-23T00:16:34.123Z","type":"track","event":"Order Completed",`+
		`"userId":"u_%d","anonymousId":"5c2f1d3e-8d2b-4d39-a2b6-0c4d6a6f2a11","properties":{"orderId":"50314b8e9bcf","revenue":99.84,`+
		`"currency":"EUR","products":[{"sku":"G-32","name":"Monopoly – 3rd Edition","price":19,"quantity":1}]},"context":%s}`,
		i, i%977, strings.TrimSuffix(strings.Repeat(`{"page":{"path":"/checkout","title":"Checkout","url":"https://shop.example/checkout"},"a":`, 1), `,"a":`)+strings.Repeat("}", 1))
	return journal.Record{
		Head: journal.Head{
			Kind: journal.Request, At: time.Date(2026, 11, 23, 0, 16, 34, i*1000, time.UTC), N: 1,
			Summaries: []byte(`[{"e":"Order Completed","t":"track","u":"u_42","v":"99.84","g":"11111000","d":["metric_not_found"]}]`),
		},
		Method: "POST", Path: "/v1/t", Remote: "127.0.0.1:53324", WriteKey: "wk_storefront", Library: "analytics.js/npm:next-1.81.0",
		Headers: []journal.Header{{Name: "Content-Type", Value: "text/plain"}, {Name: "User-Agent", Value: "Mozilla/5.0 (X11; Linux x86_64)"}, {Name: "Origin", Value: "https://shop.example"}},
		Status:  200, Body: []byte(body),
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, bench := range []struct {
		name string
		opts Options
	}{{"file", Options{}}, {"fsync", Options{Fsync: true}}} {
		b.Run(bench.name, func(b *testing.B) {
			j, err := Open(filepath.Join(b.TempDir(), "c.ndjson"), bench.opts)
			if err != nil {
				b.Fatal(err)
			}
			defer j.Close()
			rec := track(1)
			b.SetBytes(int64(len(rec.Body)))
			b.SetParallelism(32)
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := j.Append(rec, nil); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

// filled gives a journal of n records of about 1 KB.
func filled(b *testing.B, n int) *Journal {
	b.Helper()
	j, err := Open(filepath.Join(b.TempDir(), "c.ndjson"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = j.Close() })
	for i := range n {
		if _, err := j.Append(track(i), nil); err != nil {
			b.Fatal(err)
		}
	}
	return j
}

func BenchmarkScan100k(b *testing.B) {
	j := filled(b, 100_000)
	b.SetBytes(j.Size())
	b.ReportAllocs()
	for b.Loop() {
		s, err := j.Scan(0, func(*journal.Head) error { return nil })
		if err != nil || s.Records != 100_000 {
			b.Fatal(s, err)
		}
	}
}

func BenchmarkTail200(b *testing.B) {
	j := filled(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		s, err := j.Tail(200, func(*journal.Head) error { return nil })
		if err != nil || s.Records != 200 {
			b.Fatal(s, err)
		}
	}
}

func BenchmarkReadAt(b *testing.B) {
	j := filled(b, 1000)
	var places []journal.Place
	if _, err := j.Scan(0, func(h *journal.Head) error { places = append(places, h.Place); return nil }); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := j.ReadAt(places[i%len(places)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
