package draw_test

import (
	"testing"
	"time"

	"segtap/ui/draw"
)

func TestATimeHasItsDateWhenItIsNotToday(t *testing.T) {
	now := time.Date(2026, 11, 29, 17, 0, 0, 0, time.Local)
	for _, test := range []struct {
		at            time.Time
		clock, moment string
	}{
		{now.Add(-time.Hour), "16:00:00", "16:00:00.000"},
		{now.AddDate(0, 0, -1), "Nov 28", "2026-11-28 17:00:00.000"},
		{time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.Local), "Jan  2", "2026-01-02 03:04:05.006"},
		{now.AddDate(-1, 0, 0), "25-11-29", "2025-11-29 17:00:00.000"},
	} {
		if clock, moment := draw.Clock(test.at, now), draw.Moment(test.at, now); clock != test.clock || moment != test.moment {
			t.Errorf("%v: %q and %q, want %q and %q", test.at, clock, moment, test.clock, test.moment)
		}
	}
}
