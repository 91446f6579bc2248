package coverage

import (
	"math"
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

func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s histogram
		values := rapid.SliceOfN(rapid.Float64(), 1, 2000).Draw(t, "values")
		for _, v := range values {
			s.add(v)
		}
		got := s.sumUp()
		sum := 0.0
		for _, share := range got.Histogram {
			sum += share
		}
		if got.Histogram != nil && math.Abs(sum-1) > 1e-6 {
			t.Fatalf("the shares make %v", sum)
		}
	})
}
