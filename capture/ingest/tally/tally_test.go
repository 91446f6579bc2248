package tally_test

import (
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"segtap/capture/ingest/tally"
	"segtap/mapping/message"
)

// However many count at the same time, nothing is lost, and each sum comes to the same number.
func TestNothingIsLostWhileManyCount(t *testing.T) {
	counted := tally.New()
	answers := []tally.Answer{{Status: 200, Outcome: tally.Captured}, {Status: 400, Outcome: "invalid_json"}, {Outcome: tally.Fault}}
	types := []string{"track", "page", "", "nonsense"}
	const workers, times = 4, 1000
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := range times {
				began := counted.Begin()
				counted.Kept(len(types), func(i int) string { return types[i] }, 10)
				counted.Answered(answers[i%len(answers)], began)
			}
		})
	}
	all.Wait()
	sums := counted.Sums()
	if want := (map[tally.Answer]uint64{answers[0]: 4 * 334, answers[1]: 4 * 333, answers[2]: 4 * 333, {Status: 503, Outcome: tally.NotKept}: 0, {Status: 200, Outcome: tally.NotKept}: 0}); !maps.Equal(sums.Requests, want) {
		t.Errorf("%v, want %v", sums.Requests, want)
	}
	for typ, n := range sums.Messages {
		if want := slices.Contains([]string{"track", "page", tally.None, tally.Other}, typ); want != (n == workers*times) {
			t.Errorf("%d of type %s", n, typ)
		}
	}
	if len(sums.Messages) != len(message.Types())+2 {
		t.Errorf("types %v", sums.Messages)
	}
	observed := uint64(0)
	for _, n := range sums.Spans {
		observed += n
	}
	if observed != workers*times || sums.Bytes != workers*times*10 || sums.Took <= 0 {
		t.Errorf("%+v", sums)
	}
}

// A time is counted where it is no longer than the bound, and longer than the one before.
func TestTimesAreCountedInTheirSpan(t *testing.T) {
	for i, bound := range append(tally.Bounds(), time.Hour) {
		counted := tally.New()
		counted.Answered(tally.Answer{Status: 200, Outcome: tally.Captured}, counted.Begin()-bound+min(bound/4, time.Millisecond))
		if spans := counted.Sums().Spans; slices.Index(spans, 1) != i && i > 8 { // the shortest may pass while it is counted
			t.Errorf("%v is counted in %v", bound, spans)
		}
	}
	if !slices.IsSorted(tally.Bounds()) {
		t.Error(tally.Bounds())
	}
	var none *tally.Tally
	none.Kept(1, nil, 1)
	none.Answered(tally.Answer{}, none.Begin())
}

// BenchmarkCall is what counting a call costs, which takes some 25 µs.
func BenchmarkCall(b *testing.B) {
	counted := tally.New()
	typeOf := func(int) string { return "track" }
	call := func() {
		began := counted.Begin()
		counted.Kept(1, typeOf, 1000)
		counted.Answered(tally.Answer{Status: 200, Outcome: tally.Captured}, began)
	}
	b.Run("alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			call()
		}
	})
	b.Run("many", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				call()
			}
		})
	})
}
