package coverage

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// However many values come, the histogram shows how they are spread.
func TestASampleStandsForAll(t *testing.T) {
	var s histogram
	const n = 200_000
	for i := range n {
		v := float64(i % 160)
		if i%4 == 0 {
			v = 0.5 // a quarter is in the first bar for that alone
		}
		s.add(v)
	}
	v := s.sumUp()
	if v.Count != n || v.Min != 0.5 || v.Max != 159 {
		t.Errorf("%+v", v)
	}
	for i, share := range v.Histogram {
		want := 0.75 / bars
		if i == 0 {
			want += 0.25
		}
		if math.Abs(share-want) > 0.08 {
			t.Errorf("bar %d has %.3f, want about %.3f", i, share, want)
		}
	}
}

// Of few values the percentiles are values that came; of many, they are right to three in a
// thousand of them, whatever their order, in bounded memory.
func TestPercentiles(t *testing.T) {
	for _, n := range []int{1, 2, 7, sampled, sampled + 1, 20_000, 300_000} {
		random := rand.New(rand.NewPCG(1, uint64(n)))
		values := make([]float64, n)
		for i := range values {
			values[i] = math.Round(100*math.Exp(random.NormFloat64()+4)) / 100
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := &histogram{fed: true}
		for _, v := range values {
			s.add(v)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		took := int64(after.HeapAlloc) - int64(before.HeapAlloc)
		t.Logf("%d values take %d bytes", n, took)
		if took > 24<<10 {
			t.Errorf("%d values take %d bytes", n, took)
		}
		got := s.sumUp()
		slices.Sort(values)
		for q, v := range map[float64]float64{0.5: got.P50, 0.9: got.P90, 0.99: got.P99} {
			low, _ := slices.BinarySearch(values, v)
			high, _ := slices.BinarySearch(values, math.Nextafter(v, math.Inf(1)))
			off := max(float64(low)/float64(n)-q, q-float64(high)/float64(n))
			if exact := values[int(math.Ceil(q*float64(n)))-1]; n <= sampled && v != exact || off > 0.003 {
				t.Errorf("of %d values, %g are %g, off by %.4f; want %g", n, q, v, off, exact)
			}
		}
	}
}

func BenchmarkValue(b *testing.B) {
	s := histogram{fed: true}
	random := rand.New(rand.NewPCG(1, 2))
	b.ReportAllocs()
	for b.Loop() {
		s.add(random.NormFloat64())
	}
}

func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := histogram{fed: rapid.Bool().Draw(t, "fed")}
		values := rapid.SliceOfN(rapid.Float64(), 1, 2000).Draw(t, "values")
		for _, v := range values {
			s.add(v)
		}
		got := s.sumUp()
		sum := 0.0
		for _, share := range got.Histogram {
			sum += share
		}
		if !(got.Min <= got.P50 && got.P50 <= got.P90 && got.P90 <= got.P99 && got.P99 <= got.Max) {
			t.Fatalf("%+v", got)
		}
		if got.Histogram != nil && math.Abs(sum-1) > 1e-6 {
			t.Fatalf("the shares make %v", sum)
		}
	})
}
