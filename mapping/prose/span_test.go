package prose

import "testing"

func TestSpan(t *testing.T) {
	const day = 24 * 60 * 60 * 1000
	for ms, want := range map[int64]string{
		0: "0 ms", 250: "250 ms", -1000: "1 second", 90_000: "1 minute 30 seconds", 26 * 60 * 60 * 1000: "1 day 2 hours", 14 * day: "14 days",
		day + 60_000: "1 day", 3_600_000: "1 hour", 1461 * day: "4 years", 400 * day: "1 year 34 days", 7_200_500: "2 hours", 93_599_058: "1 day 2 hours", 3_599_900: "1 hour", 1_500: "1 second", 59_000: "59 seconds",
	} {
		if got := Span(ms); got != want {
			t.Errorf("%d ms is %q, want %q", ms, got, want)
		}
	}
}
