package stream

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"segtap/capture/journal"
	"segtap/capture/journal/file"
)

// track is a request of about 1 KB, as an SDK sends it.
func track(i int) journal.Record {
	body := fmt.Sprintf(`{"messageId":"ajs-next-%08d","timestamp":"2026-11-23T00:16:34.123Z","type":"track","event":"Order Completed",`+
		`"userId":"u_%d","anonymousId":"5c2f1d3e-8d2b-4d39-a2b6-0c4d6a6f2a11","properties":{"orderId":"50314b8e9bcf","revenue":99.84,`+
		`"currency":"EUR","products":[{"sku":"G-32","name":"Monopoly – 3rd Edition","price":19,"quantity":1}]},`+
		`"context":{"page":{"path":"/checkout","title":"Checkout","url":"https://shop.example/checkout"}}}`, i, i%977)
	return journal.Record{
		Head: journal.Head{
			Kind: journal.Request, At: time.Date(2026, 11, 23, 0, 16, 34, i*1000, time.UTC), N: 1,
			Summaries: []byte(`[{"e":"Order Completed","t":"track","u":"u_42","v":"99.84","g":"11111000","d":["metric_not_found"]}]`),
		},
		Method: "POST", Path: "/v1/t", Type: "track", Remote: "127.0.0.1:53324", WriteKey: "wk_storefront", Library: "analytics.js/npm:next-1.81.0",
		Headers: []journal.Header{{Name: "Content-Type", Value: "text/plain"}, {Name: "User-Agent", Value: "Mozilla/5.0 (X11; Linux x86_64)"}, {Name: "Origin", Value: "https://shop.example"}},
		Status:  200, Body: []byte(body),
	}
}

// BenchmarkAppend has 64 senders append to a stream of one server in this process, and to a
// file beside it. A record takes 14 µs of processor time, two thirds of it the server's, and
// 2.7 µs with a file; the server writes each message by itself.
func BenchmarkAppend(b *testing.B) {
	for _, bench := range []struct {
		name string
		open func(*testing.B) journal.Journal
	}{
		{"file", func(b *testing.B) journal.Journal {
			j, err := file.Open(filepath.Join(b.TempDir(), "c.ndjson"), file.Options{})
			if err != nil {
				b.Fatal(err)
			}
			return j
		}},
		{"stream", func(b *testing.B) journal.Journal { return opened(b, serving(b).address("S")) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			j := bench.open(b)
			defer j.Close()
			rec := track(1)
			b.SetBytes(int64(len(rec.Body)))
			b.SetParallelism(32)
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := j.Append(rec, nil); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.StopTimer()
		})
	}
}

// filled gives the address of a stream of n records of about 1 KB, of 20 write keys in turn.
func filled(b *testing.B, n int) string {
	b.Helper()
	address := serving(b).address("S")
	j := opened(b, address)
	var all sync.WaitGroup
	for part := range 64 {
		all.Go(func() {
			for i := part; i < n; i += 64 {
				rec := track(i)
				rec.WriteKey = fmt.Sprint("wk_", i%20)
				if _, err := j.Append(rec, nil); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
	return address
}

const manyRecords = 200_000

// BenchmarkScan reads a stream from its beginning, as a screen does that catches up: at least
// 100,000 messages a second.
func BenchmarkScan(b *testing.B) {
	address := filled(b, manyRecords)
	j := opened(b, address)
	b.ReportAllocs()
	for b.Loop() {
		s, err := j.Scan(0, func(*journal.Head) error { return nil })
		if err != nil || s.Records != manyRecords {
			b.Fatal(s, err)
		}
	}
	b.ReportMetric(float64(manyRecords*b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkOneKeyOfTwenty reads one write key of a stream, as BenchmarkScan and BenchmarkLines
// read all of it, and opens it to see its end.
func BenchmarkOneKeyOfTwenty(b *testing.B) {
	address := filled(b, manyRecords)
	for _, of := range []struct {
		name, address string
		records       int
	}{{"all", address, manyRecords}, {"one", address + ".wk_7", manyRecords / 20}} {
		j := opened(b, of.address, readOnly)
		var places []journal.Place
		b.Run(of.name+"/scan", func(b *testing.B) {
			before := j.link.Conn.Stats().InBytes
			for b.Loop() {
				places = places[:0]
				s, err := j.Scan(0, func(h *journal.Head) error { places = append(places, h.Place); return nil })
				if err != nil || s.Records != of.records {
					b.Fatal(s, err)
				}
			}
			b.ReportMetric(float64(j.link.Conn.Stats().InBytes-before)/float64(b.N)/(1<<20), "MB/op")
		})
		b.Run(of.name+"/lines", func(b *testing.B) {
			for b.Loop() {
				lines := j.Lines()
				var rec journal.Record
				for _, place := range places {
					if err := lines.Next(place, &rec); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run(of.name+"/open", func(b *testing.B) {
			for b.Loop() {
				j, err := Open(b.Context(), of.address, Options{ReadOnly: true})
				if err != nil {
					b.Fatal(err)
				}
				if s, err := j.Tail(200, func(*journal.Head) error { return nil }); err != nil || s.Records != 200 {
					b.Fatal(s, err)
				}
				_ = j.Close()
			}
		})
	}
}

func BenchmarkLines(b *testing.B) {
	address := filled(b, manyRecords)
	j := opened(b, address)
	var places []journal.Place
	if _, err := j.Scan(0, func(h *journal.Head) error { places = append(places, h.Place); return nil }); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		lines := j.Lines()
		var rec journal.Record
		for _, place := range places {
			if err := lines.Next(place, &rec); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(manyRecords*b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkAppendOfThree has 64 senders append to one stream through three journals, as three
// serve do behind a load balancer: whoever is not first reads what has come and tries again.
func BenchmarkAppendOfThree(b *testing.B) {
	address := serving(b).address("S")
	var js [3]*Journal
	for i := range js {
		js[i] = opened(b, address)
	}
	var count atomic.Int64
	rec := track(1)
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for j := js[count.Add(1)%3]; pb.Next(); {
			if _, err := j.Append(rec, nil); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func BenchmarkTail200(b *testing.B) {
	j := opened(b, filled(b, 10_000))
	for b.Loop() {
		s, err := j.Tail(200, func(*journal.Head) error { return nil })
		if err != nil || s.Records != 200 {
			b.Fatal(s, err)
		}
	}
}
