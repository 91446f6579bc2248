package query

import (
	"strconv"
	"strings"
	"testing"

	"segtap/mapping/query/match"
)

// message is a Track call of about 1 KB, as analytics.js sends it.
const trackCall = `{"timestamp":"2024-01-02T03:04:05.678Z","integrations":{"Segment.io":{"deliveryStrategy":{"strategies":["batching"]}}},` +
	`"userId":"u_42","anonymousId":"72d7bed1-4f42-4f2f-8955-72677340546b","event":"Order Completed","type":"track",` +
	`"properties":{"order_id":"50314b8e9bcf000000000000","affiliation":"Google Store","value":99.84,"revenue":99.84,"shipping":3,"tax":2,` +
	`"currency":"USD","products":[{"product_id":"507f1f77bcf86cd799439011","sku":"45790-32","name":"Monopoly: 3rd Edition","price":19,"quantity":1}]},` +
	`"context":{"page":{"path":"/checkout","referrer":"","search":"","title":"Checkout","url":"https://shop.example/checkout"},` +
	`"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36","locale":"en-GB","library":{"name":"analytics.js","version":"npm:next-1.70.0"},` +
	`"timezone":"Europe/London"},"messageId":"ajs-next-1704164645678-72d7bed1","writeKey":"abc123","sentAt":"2024-01-02T03:04:05.900Z"}`

func BenchmarkMatchRow(b *testing.B) {
	e := newJudgeOf(b)(142, trackCall)
	for _, text := range []string{`event:"Order Completed"`, "event:order*", "event:*comp*d", "is:error", "gate:valued", "value:>100", "user:u_42", "id:10..20", "after:10m", "completed", "zebra", "is:error event:order* value:>100", "event:order* (is:error OR is:ok) -(value:>100 user:u_7)"} {
		f := parse(b, text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.MatchRow(&e.row)
			}
		})
	}
}

func BenchmarkMatchName(b *testing.B) {
	for _, text := range []string{"event:order*", "is:error -(event:order* OR event:signed*)"} {
		f := parse(b, text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.MatchName("Order Completed")
			}
		})
	}
}

// BenchmarkText searches about 1 KB for what is not there, which takes longest.
func BenchmarkText(b *testing.B) {
	escaped := strings.ReplaceAll(trackCall, "/", `\/`)
	for _, c := range []struct{ name, needle, text string }{
		{"word", "zebra", trackCall},
		{"common letters", "etaoin", trackCall},
		{"phrase", "order cancelled", trackCall},
		{"number", "100.25", trackCall},
		{"accent, ASCII text", "café", trackCall},
		{"accent, text with accents", "café", strings.ReplaceAll(trackCall, "Checkout", "Übersicht – Café")},
		{"word, text with accents", "zebra", strings.ReplaceAll(trackCall, "Checkout", "Übersicht – Cafe")},
		{"word, text with escapes", "zebra", escaped},
		{"accent, Chinese text", "café", strings.Repeat("结账 ", 150)},
		{"accent, Cyrillic text", "café", strings.Repeat("заказ ", 95)},
	} {
		m, text := match.NewPhrase(c.needle), []byte(c.text)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				m.Match(text)
			}
		})
	}
}

func BenchmarkMatchDocument(b *testing.B) {
	e := newJudgeOf(b)(142, trackCall)
	for _, text := range []string{"properties.currency:eur", "context.page.path:/cart*", "properties.products.*.price:>20", "metric:x", "code:value_missing", "has:properties.coupon"} {
		f := parse(b, text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.MatchDocument(&e.row, &e.doc)
			}
		})
	}
}

// BenchmarkTypingOn looks for 777 in 20,000 messages, and then for 7777: among those
// that have been found, since the one narrows the other.
func BenchmarkTypingOn(b *testing.B) {
	all := make([]Document, 20_000)
	for i := range all {
		all[i].Text = []byte(strings.Replace(trackCall, "50314b8e9bcf000000000000", strconv.Itoa(i), 1))
	}
	search := func(f *Filter, among []Document) (found []Document) {
		for i := range among {
			if f.MatchDocument(&Row{}, &among[i]) {
				found = append(found, among[i])
			}
		}
		return found
	}
	wide, narrow := parse(b, "777"), parse(b, "7777")
	before := search(wide, all)
	b.ReportAllocs()
	for b.Loop() {
		among := all
		if Narrows(wide, narrow) {
			among = before
		}
		search(narrow, among)
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(`event:"Order C*" is:error -(value:>100 OR properties.plan:pro) after:10m`, noon); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRowsAndTextsAllocateNothing holds what the benchmarks show.
func TestRowsAndTextsAllocateNothing(t *testing.T) {
	e := newJudgeOf(t)(142, trackCall)
	for _, text := range []string{"event:order*", "is:error", "value:>100", "user:u_42", "zebra", "properties.currency:eur"} {
		f := parse(t, text)
		if n := testing.AllocsPerRun(100, func() { f.MatchDocument(&e.row, &e.doc) }); n != 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}
