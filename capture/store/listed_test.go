package store_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/verdict"
)

// What a list tells of an entry in a word is what its judgement tells first, however the
// row came to be: as it came, as a duplicate, judged anew, or loaded from a file.
func TestARowTellsFirstWhatItsJudgementDoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	of, _ := open(t, path)
	shop := judge(t).With(cataloguetest.Storefront())
	of.SetJudge(shop)
	const library = `"context":{"library":{"name":"analytics.js","version":"1"}}`
	rows := []struct {
		body   string
		code   verdict.Code
		toward capture.Toward
		source string
	}{
		{`{"userId":"u","event":"Order Completed","properties":{"revenue":5},"messageId":"a",` + library + `}`, verdict.NoCode, capture.Toward{Metric: "order-revenue", Experiment: "checkout-redesign", Metrics: 1}, "analytics.js"},
		{`{"userId":"u","event":"Order Completed","properties":{"revenue":"$5"}}`, verdict.ValueNotNumber, capture.Toward{}, ""},
		{`{"userId":"u","event":"Order Complted","properties":{"revenue":5}}`, verdict.MetricNearMiss, capture.Toward{}, ""},
		{`{"userId":"u","event":"Order Refunded"}`, verdict.MetricNotFound, capture.Toward{}, ""},
		{`{"event":"Order Completed"}`, verdict.NoUserAnonID, capture.Toward{}, ""},
		{`{"userId":"u","event":"Order Completed","properties":{"revenue":6},"messageId":"a",` + library + `}`, verdict.DuplicateMessageID, capture.Toward{Metric: "order-revenue", Experiment: "checkout-redesign", Metrics: 1}, "analytics.js"},
		{`{"broken":`, verdict.InvalidJSON, capture.Toward{}, ""},
	}
	for i := range rows {
		mustCapture(t, of, "/v1/track", rows[i].body)
	}
	check := func(when string, of *store.Store) {
		t.Helper()
		settled(of)
		for i, want := range rows {
			e, _ := of.At(of.Counts().First + i)
			if e.Code != want.code || e.Toward != want.toward || e.Source != want.source {
				t.Errorf("%s: %s: %s, %+v, %q; not %s, %+v, %q", when, want.body, e.Code, e.Toward, e.Source, want.code, want.toward, want.source)
			}
			got, err := of.Read(e.ID)
			if err != nil {
				t.Fatal(err)
			}
			first := verdict.NoCode
			if at := got.Judgement.First(); at >= 0 {
				first = got.Judgement.Diagnostics[at].Code
			}
			if first != e.Code || got.Entry != e {
				t.Errorf("%s: the row says %+v, its judgement %s, the entry %+v", when, e, first, got.Entry)
			}
		}
	}
	check("as it came", of)
	of.SetJudge(judge(t))
	settled(of)
	if e, _ := of.At(of.Counts().First); e.Toward != (capture.Toward{}) {
		t.Errorf("without a catalogue it feeds %+v", e.Toward)
	}
	of.SetJudge(shop)
	check("judged anew", of)
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, path)
	defer again.Close()
	again.SetJudge(shop)
	check("opened again", again)
}

// What an entry takes in memory whose body is in the capture file.
func BenchmarkMemoryOfAnEntry(b *testing.B) {
	const n = 200_000
	batch := func(from int) string {
		var all strings.Builder
		for i := from; i < from+500; i++ {
			fmt.Fprintf(&all, `,{"type":"track","userId":"user-%d","event":"Event %d","messageId":"ajs-next-%d","properties":{"revenue":%d.5},"context":{"library":{"name":"analytics.js","version":"npm:next-1.84.0"}}}`, i, i%70, i, i%200)
		}
		return `{"batch":[` + all.String()[1:] + `]}`
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for b.Loop() {
		of, _ := open(b, filepath.Join(b.TempDir(), "captured.ndjson"))
		before := heap()
		for i := 0; i < n; i += 500 {
			mustCapture(b, of, "/v1/batch", batch(i))
		}
		b.ReportMetric(float64(heap()-before)/n, "B/entry")
		if of.Counts().Entries != n {
			b.Fatal(of.Counts())
		}
		if err := of.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
