package mapper

import (
	"bytes"
	"os"
	"testing"

	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/ui/cli/console"
)

// BenchmarkMapLines maps single Track calls of 1 KB, as `segtap map` does with
// a file of them.
func BenchmarkMapLines(b *testing.B) {
	line := []byte(`{"timestamp":"2026-08-18T12:00:00.123Z","integrations":{},"type":"track","messageId":"ajs-next-1755518400123-7f3e2a","anonymousId":"23adfd82-aa0f-45a7-a756-24f2a7a4c895","userId":"u_42","writeKey":"WK","sentAt":"2026-08-18T12:00:00.200Z","event":"Order Completed","context":{"library":{"name":"analytics.js","version":"npm:next-1.84.3"},"page":{"path":"/checkout","referrer":"https://shop.example.com/cart","search":"","title":"Checkout","url":"https://shop.example.com/checkout"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36","locale":"en-US","timezone":"Europe/Berlin"},"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD","coupon":null,"products":[{"product_id":"p1","sku":"s1","name":"Shirt","price":19.95,"quantity":2},{"product_id":"p2","sku":"s2","name":"Hat","price":20,"quantity":1}]}}` + "\n")
	opt := Options{Now: 1}
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		b.Fatal(err)
	}
	judge := mapping.NewJudge(engine)
	b.ReportAllocs()
	b.SetBytes(int64(len(line)))
	in := bytes.NewReader(bytes.Repeat(line, b.N))
	b.ResetTimer()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	err = lines(in, "lines", console.Streams{Out: null, Err: null}, judge, opt)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
