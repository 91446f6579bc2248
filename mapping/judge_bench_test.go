package mapping

import (
	"math"
	"testing"
	"unsafe"

	"segtap/mapping/destination"
	"segtap/mapping/message"
)

// kilobyte is a Track call as analytics.js sends it, 1 KB.
const kilobyte = `{"timestamp":"2026-08-18T12:00:00.123Z","integrations":{},"type":"track","messageId":"ajs-next-1755518400123-7f3e2a","anonymousId":"23adfd82-aa0f-45a7-a756-24f2a7a4c895","userId":"u_42","writeKey":"WK","sentAt":"2026-08-18T12:00:00.200Z","event":"Order Completed","context":{"library":{"name":"analytics.js","version":"npm:next-1.84.3"},"page":{"path":"/checkout","referrer":"https://shop.example.com/cart","search":"","title":"Checkout","url":"https://shop.example.com/checkout"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36","locale":"en-US","timezone":"Europe/Berlin"},"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD","coupon":null,"products":[{"product_id":"p1","sku":"s1","name":"Shirt","price":19.95,"quantity":2},{"product_id":"p2","sku":"s2","name":"Hat","price":20,"quantity":1}]}}`

// BenchmarkJudgeTrack is all that becomes of one Track call: parse, gates and
// the custom event.
func BenchmarkJudgeTrack(b *testing.B) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		b.Fatal(err)
	}
	judge := NewJudge(engine)
	text := []byte(kilobyte)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m := message.Parse(text)
		if j := judge.Message(&m, message.Arrival{At: noon, RequestBytes: len(text)}); j.Event == nil {
			b.Fatal(j.Reason)
		}
	}
}

// BenchmarkJudgeTracks is the same where one is read after the other.
func BenchmarkJudgeTracks(b *testing.B) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		b.Fatal(err)
	}
	judge := NewJudge(engine)
	text := []byte(kilobyte)
	var scratch Scratch
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m := scratch.Parse(text)
		if j := judge.MessageIn(&scratch, &m, message.Arrival{At: noon, RequestBytes: len(text)}); j.Event == nil {
			b.Fatal(j.Reason)
		}
	}
}

// Messages wait as judgements until they are listed, and a fleet whose clock is
// off has a finding in every one of them.
func TestAJudgementStaysSmall(t *testing.T) {
	if size := unsafe.Sizeof(Judgement{}); size > 200 {
		t.Errorf("a judgement has %d bytes", size)
	}
	judge := NewJudge(engineOf(t, destination.Actions()))
	text := []byte(kilobyte)
	// The fewest of many single runs: the race detector makes a sync.Pool drop what it
	// is given at random, so that an average counts the reader's pool too.
	allocs := func(sentAt string) float64 {
		fewest := math.Inf(1)
		for range 100 {
			fewest = min(fewest, testing.AllocsPerRun(1, func() {
				m := message.Parse(text)
				if j := judge.Message(&m, message.Arrival{At: noon, RequestBytes: len(text), SentAt: sentAt}); j.Event == nil {
					t.Fatal(j.Reason)
				}
			}))
		}
		return fewest
	}
	if more := allocs("2026-08-18T11:00:00.000Z") - allocs(""); more > 2 { // the finding, and its texts
		t.Errorf("a clock that is off costs %v allocations of each message", more)
	}
}
