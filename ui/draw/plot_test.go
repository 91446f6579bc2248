package draw

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture/timeline"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

func TestAValueHasSaneDigits(t *testing.T) {
	for _, c := range []struct {
		v    float64
		unit string
		want string
	}{
		{59.900002, "USD", "59.9 USD"},
		{59.9, "", "59.9"},
		{0, "", "0"},
		{math.Copysign(0, -1), "", "0"},
		{1234567.891, "USD", "1,234,567.89 USD"},
		{-1234.5, "", "-1,234.5"},
		{0.0123456, "s", "0.0123 s"},
		{12, "", "12"},
		{1.005, "", "1"},
		{99999.999, "", "100,000"},
		{1e21, "", "1e+21"},
		{123456789012345, "", "123,456,789,012,345"},
	} {
		if got := Value(c.v, c.unit); got != c.want {
			t.Errorf("%v %s is %q, want %q", c.v, c.unit, got, c.want)
		}
	}
}

func TestASparkline(t *testing.T) {
	plain, ascii := theme.New(false), theme.New(true)
	if got := Sparkline(plain, []int{0, 1, 4, 8, 0}); got != " ▁▄█ " {
		t.Errorf("%q", got)
	}
	if got := Sparkline(ascii, []int{0, 1, 6, 3}); got != " _#-" {
		t.Errorf("%q", got)
	}
	if got := Fold([]int{1, 2, 3, 4, 5}, 2); !slices.Equal(got, []int{6, 9}) {
		t.Errorf("%v", got)
	}
}

// A histogram has its room and no more, and a share that is not none is seen.
func TestAHistogramFits(t *testing.T) {
	th := theme.New(false)
	rapid.Check(t, func(t *rapid.T) {
		shares := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 16).Draw(t, "shares")
		shares = append(shares, 1)
		w, h := rapid.IntRange(len(shares), 80).Draw(t, "w"), rapid.IntRange(1, 8).Draw(t, "h")
		lines := Histogram(th, shares, w, h)
		if len(lines) != h {
			t.Fatalf("%d lines", len(lines))
		}
		wide := w / len(shares)
		for i, share := range shares {
			if seen := strings.TrimSpace(sanitize.Slice(lines[h-1], i*wide, i*wide+wide)) != ""; seen != (share > 0) {
				t.Fatalf("%v of %v is seen: %v", share, shares, seen)
			}
		}
		if sanitize.Width(lines[0]) > w {
			t.Fatal("too wide")
		}
	})
}

func TestTheTimesOfAnAxis(t *testing.T) {
	time.Local = time.UTC
	noon := time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)
	a := timeline.Axis{From: noon.UnixMicro(), Width: (2 * time.Hour).Microseconds(), Spans: 30}
	if got := Times(theme.New(false), a, noon); got != "12:00:00–Aug 21 00:00:00, 2 h a cell" {
		t.Errorf("%q", got)
	}
	a.Width = time.Second.Microseconds()
	if got := Times(theme.New(false), a, noon.AddDate(0, 1, 0)); got != "Aug 18 12:00:00–12:00:30, 1 s a cell" {
		t.Errorf("of another day: %q", got)
	}
}
