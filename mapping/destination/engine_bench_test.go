package destination

import (
	"testing"

	"segtap/mapping/jsondoc"
	"segtap/mapping/jsondoc/jsondoctest"
)

// orderCompleted is a Track call of about 1 KB, as analytics.js sends it.
const orderCompleted = `{"timestamp":"2024-01-02T03:04:05.678Z","integrations":{"Segment.io":{"deliveryStrategy":{"strategies":["batching"]}}},` +
	`"userId":"u_42","anonymousId":"72d7bed1-4f42-4f2f-8955-72677340546b","event":"Order Completed","type":"track",` +
	`"properties":{"order_id":"50314b8e9bcf000000000000","affiliation":"Google Store","value":99.84,"revenue":99.84,"shipping":3,"tax":2,` +
	`"currency":"USD","products":[{"product_id":"507f1f77bcf86cd799439011","sku":"45790-32","name":"Monopoly: 3rd Edition","price":19,"quantity":1}]},` +
	`"context":{"page":{"path":"/checkout","referrer":"","search":"","title":"Checkout","url":"https://shop.example/checkout"},` +
	`"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36","locale":"en-GB","library":{"name":"analytics.js","version":"npm:next-1.70.0"},` +
	`"timezone":"Europe/London"},"messageId":"ajs-next-1704164645678-72d7bed1","writeKey":"abc123","sentAt":"2024-01-02T03:04:05.900Z"}`

// newEngine gives an engine with default mappings.
func newEngine(t testing.TB, dest *Destination) *Engine {
	t.Helper()
	e, err := NewEngine(dest, EngineOptions{Settings: Settings{ClientID: "abc"}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// BenchmarkRunTrack reads a message and runs it through the destination.
func BenchmarkRunTrack(b *testing.B) {
	engine := newEngine(b, Actions())
	text := []byte(orderCompleted)
	b.ReportAllocs()
	for b.Loop() {
		doc, err := jsondoc.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		if out := engine.Run(engine.Select(doc.Root()), doc.Root(), testClock); out.Event == nil {
			b.Fatal(out.Err)
		}
	}
}

// BenchmarkRun is the destination alone.
func BenchmarkRun(b *testing.B) {
	engine := newEngine(b, Actions())
	msg := jsondoctest.Value(b, orderCompleted)
	b.ReportAllocs()
	for b.Loop() {
		if out := engine.Run(engine.Select(msg), msg, testClock); out.Event == nil {
			b.Fatal(out.Err)
		}
	}
}

// BenchmarkBody encodes the event.
func BenchmarkBody(b *testing.B) {
	engine := newEngine(b, Actions())
	msg := jsondoctest.Value(b, orderCompleted)
	event := engine.Run(engine.Select(msg), msg, testClock).Event
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = event.AppendJSON(buf[:0])
	}
}

func BenchmarkProvenance(b *testing.B) {
	engine := newEngine(b, Actions())
	msg := jsondoctest.Value(b, orderCompleted)
	out := engine.Run(engine.Select(msg), msg, testClock)
	b.ReportAllocs()
	for b.Loop() {
		out.Provenance()
	}
}
