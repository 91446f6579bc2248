package store_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/coverage"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/verdict"
)

// classic is a judge that goes by the classic destination.
func classic(t testing.TB) *mapping.Judge {
	t.Helper()
	engine, err := destination.NewEngine(destination.Classic(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapping.NewJudge(engine)
}

// settled waits until nothing is judged anew any more.
func settled(store *store.Store) {
	for store.Counts().Stale > 0 {
		<-store.Changed()
	}
}

func TestAnotherJudgeJudgesEverythingAnew(t *testing.T) {
	store, _ := open(t, filepath.Join(t.TempDir(), "captured.ndjson"))
	defer store.Close()
	// Actions takes the value from revenue, which is text; classic from value.
	for range 300 {
		mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid","properties":{"revenue":"$5","value":7}}`)
	}
	if e, _ := store.At(299); e.Value != `"$5"` || e.Verdict.Headline != verdict.DroppedBySegment {
		t.Fatalf("before: value %s, %s", e.Value, e.Verdict.Headline)
	}
	store.SetJudge(classic(t))
	settled(store)
	for i := range 300 {
		if e, _ := store.At(i); e.Value != "7" || e.Verdict.Headline != verdict.HeadlineUnknown {
			t.Fatalf("entry %d: value %s, %s", i, e.Value, e.Verdict.Headline)
		}
	}
	if c := store.Counts(); c.Errors != 0 {
		t.Errorf("%d errors are still counted", c.Errors)
	}
	if seen, _ := store.Coverage().Sighting("Paid"); seen.Sent != 300 || seen.Lost != 0 || seen.Values.Mean != 7 {
		t.Errorf("seen: %+v", seen)
	}
}

// Whatever is captured while judges change, every entry ends with a verdict of
// the last one, and is counted once.
func TestJudgesChangeWhileEventsArrive(t *testing.T) {
	store, _ := open(t, filepath.Join(t.TempDir(), "captured.ndjson"))
	defer store.Close()
	judges := []*mapping.Judge{judge(t), classic(t)}
	var senders sync.WaitGroup
	const each, clients = 200, 4
	for c := range clients {
		senders.Go(func() {
			for i := range each {
				_, err := store.Capture(request("/v1/track", fmt.Sprintf(`{"userId":"u%d","event":"E","messageId":"%d-%d","properties":{"revenue":"$5","value":7}}`, c, c, i)))
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 20 {
		store.SetJudge(judges[i%2]) // the last one is classic
	}
	senders.Wait()
	settled(store)
	for i := range each * clients {
		if e, _ := store.At(i); e.Value != "7" || e.Verdict.Errors != 0 {
			t.Fatalf("entry %d: value %s, %s", i, e.Value, e.Verdict.Headline)
		}
	}
	if seen, _ := store.Coverage().Sighting("E"); seen.Sent != each*clients {
		t.Errorf("%d sent, want %d", seen.Sent, each*clients)
	}
	if seen, _ := store.Coverage().Sighting("E"); len(seen.Contexts) != 1 || seen.Contexts[0] != (coverage.Contexts{Kind: "user", Keys: clients}) {
		t.Errorf("contexts: %+v", seen.Contexts)
	}
}

// BenchmarkRejudge measures the time to judge one entry of 100,000 anew: when the destination
// changes, which concerns all, and when one of 200 metrics does.
func BenchmarkRejudge(b *testing.B) {
	shop := func(numeric bool) *mapping.Judge {
		c := &catalogue.Catalogue{ExperimentsKnown: true}
		for i := range 200 {
			c.Metrics = append(c.Metrics, catalogue.Metric{Key: fmt.Sprintf("metric-%d", i), Kind: "custom", EventKey: fmt.Sprintf("Event %d", i), Units: []string{"user"}, Numeric: numeric && i == 7})
		}
		return judge(b).With(c)
	}
	for _, c := range []struct {
		name string
		by   []*mapping.Judge
	}{{"all", []*mapping.Judge{judge(b), classic(b)}}, {"one-metric", []*mapping.Judge{shop(false), shop(true)}}} {
		b.Run(c.name, func(b *testing.B) {
			store := hundredThousand(b, c.by[0])
			b.ReportAllocs()
			b.ResetTimer()
			for n := range b.N {
				store.SetJudge(c.by[(n+1)%2])
				settled(store)
			}
			b.ReportMetric(float64(b.N)*100_000/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

// hundredThousand gives a store over a capture file of 100,000 entries of some 1 KB.
func hundredThousand(b *testing.B, judge *mapping.Judge) *store.Store {
	file, err := file.Open(filepath.Join(b.TempDir(), "captured.ndjson"), file.Options{Program: "segtap test", Now: noon})
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.New(judge, file, capture.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	for i := range 100_000 {
		mustCapture(b, s, "/v1/track", fmt.Sprintf(`{"type":"track","userId":"u_%d","anonymousId":"a_%d","event":"Event %d","messageId":"m-%d",`+
			`"timestamp":"2026-08-18T12:00:00.000Z","context":{"library":{"name":"analytics.js","version":"5.2.0"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64)","page":{"path":"/checkout","url":"https://shop.example.com/checkout"}},`+
			`"properties":{"order_id":"A-%d","revenue":%d.5,"currency":"USD","products":[{"sku":"a","price":12.5,"quantity":2},{"sku":"b","price":9,"quantity":1}]}}`, i%5000, i%5000, i%40, i, i, i%90))
	}
	return s
}

// BenchmarkSetJudge reports how long the screen waits when one of 10,000 metrics changes, or each of
// them, in a store of 4,096 names that are near one: a millisecond at most.
func BenchmarkSetJudge(b *testing.B) {
	shop := func(changed int) *mapping.Judge {
		c := &catalogue.Catalogue{ExperimentsKnown: true}
		for i := range 10_000 {
			c.Metrics = append(c.Metrics, catalogue.Metric{Key: fmt.Sprintf("metric-%d", i), Kind: "custom", EventKey: fmt.Sprintf("Order Completed Step %d Done", i), Archived: i < changed})
		}
		return judge(b).With(c)
	}
	for _, c := range []struct {
		name string
		by   []*mapping.Judge
	}{{"one", []*mapping.Judge{shop(0), shop(1)}}, {"all", []*mapping.Judge{shop(0), shop(10_000)}}} {
		b.Run(c.name, func(b *testing.B) {
			store := newStore(b)
			store.SetJudge(c.by[0])
			for i := range 4096 {
				mustCapture(b, store, "/v1/track", fmt.Sprintf(`{"userId":"u","event":"Order Complted Step %d Dune"}`, 20_000+i))
			}
			var worst time.Duration
			for n := 1; b.Loop(); n++ {
				settled(store)
				began := time.Now()
				store.SetJudge(c.by[n%2])
				worst = max(worst, time.Since(began))
			}
			b.ReportMetric(float64(worst.Microseconds()), "worst-µs")
			settled(store)
		})
	}
}
