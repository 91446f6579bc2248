package timeline

import (
	"slices"
	"testing"
	"time"
	"unsafe"

	"pgregory.net/rapid"
)

// Whatever comes in whatever order, every arrival is counted in the span in which it was,
// over the axis of all as over its own.
func TestEveryArrivalIsCountedWhereItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).UnixMicro()
		span := rapid.SampledFrom([]int64{1e6, 90e6, 3600e6, 40 * 86400e6}).Draw(t, "span")
		var all, some Series
		var left []int64 // of some
		for range rapid.IntRange(1, 200).Draw(t, "n") {
			at := from + rapid.Int64Range(0, span).Draw(t, "at")
			all.Add(at)
			if rapid.Bool().Draw(t, "one of some") {
				some.Add(at)
				left = append(left, at)
			}
			if len(left) > 0 && rapid.IntRange(0, 3).Draw(t, "takes one back") == 0 {
				i := rapid.IntRange(0, len(left)-1).Draw(t, "which")
				some.Remove(left[i])
				left = slices.Delete(left, i, i+1)
			}
		}
		axis := all.Axis().Fit(rapid.IntRange(1, 80).Draw(t, "spans"))
		if axis.Spans > spans {
			t.Fatalf("%d spans", axis.Spans)
		}
		want := make([]int, axis.Spans)
		for _, at := range left {
			want[(at-axis.From)/axis.Width]++
		}
		if got := some.Over(axis); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v over %+v", got, want, axis)
		}
	})
}

// Two series that are joined are as one that has had the arrivals of both.
func TestSeriesJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all, joined Series
		for range rapid.IntRange(1, 4).Draw(t, "series") {
			from := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).UnixMicro() + rapid.Int64Range(-400*86400e6, 400*86400e6).Draw(t, "from")
			span := rapid.SampledFrom([]int64{0, 1e6, 64e6, 90e6, 3600e6, 40 * 86400e6}).Draw(t, "span")
			var one Series
			for range rapid.IntRange(0, 100).Draw(t, "n") {
				at := from + rapid.Int64Range(0, span).Draw(t, "at")
				all.Add(at)
				one.Add(at)
			}
			joined.Join(&one)
		}
		axis := all.Axis()
		if got := joined.Axis(); got != axis || joined.total != all.total || !slices.Equal(joined.Over(axis), all.Over(axis)) {
			t.Fatalf("%+v with %v, want %+v with %v", got, joined.Over(axis), axis, all.Over(axis))
		}
	})
}

func TestASeriesTakesLittleMemory(t *testing.T) {
	if size := unsafe.Sizeof(Series{}); size > 300 {
		t.Errorf("%d bytes", size)
	}
}
