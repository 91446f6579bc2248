package plan

import (
	"context"
	"math"
	"time"

	"segtap/capture/resend"
)

// slack is how late an entry may be without those behind it being late as well: what a
// timer sleeps too long is made up for, and what a receiver is too slow for is not.
const slack = 100 * time.Millisecond

// schedule says when entries are due.
type schedule struct {
	rate  float64
	after []time.Duration // the entries, from the first on; nil for no regard to that
	base  time.Time       // when the first was due
}

// newSchedule returns the schedule of entries that happened at those times.
func newSchedule(p Pace, moments []time.Time, now time.Time) *schedule {
	s := &schedule{rate: p.Rate, base: now}
	if p.Speed > 0 && len(moments) > 0 {
		s.after = make([]time.Duration, len(moments))
		latest := moments[0]
		for i, at := range moments {
			if at.After(latest) { // order goes before time
				latest = at
			}
			s.after[i] = scaled(latest.Sub(moments[0]), p.Speed)
		}
	}
	return s
}

// scaled returns a duration at a speed, at most what a duration holds.
func scaled(d time.Duration, speed float64) time.Duration {
	return time.Duration(min(float64(d)/speed, math.MaxInt64/2))
}

// paced says whether there is a time for each entry.
func (s *schedule) paced() bool { return s.rate > 0 || s.after != nil }

// due returns when entry i is due.
func (s *schedule) due(i int) time.Time {
	var after time.Duration
	if s.after != nil {
		after = s.after[i]
	}
	if s.rate > 0 {
		after = max(after, scaled(time.Duration(i)*time.Second, s.rate))
	}
	return s.base.Add(after)
}

// wait waits until entry i is due.
func (s *schedule) wait(ctx context.Context, clock resend.Clock, i int) error {
	if !s.paced() {
		return ctx.Err()
	}
	early := s.due(i).Sub(clock.Now())
	if early < -slack {
		s.base = s.base.Add(-early)
	}
	if early > 0 {
		return clock.Wait(ctx, early)
	}
	return ctx.Err()
}
