package resend

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Longest is the longest pause before another try that is not asked for, and as long as
// who asks nobody waits at most.
const Longest = time.Minute

// Clock is the time that somebody lives in.
type Clock struct {
	Now func() time.Time
	// Wait returns nil after a duration, or before it the context's error as
	// soon as that ends.
	Wait func(context.Context, time.Duration) error
}

// WallClock returns the clock of the machine.
func WallClock() Clock { return Clock{Now: time.Now, Wait: wait} }

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Exponential returns pauses that start at about a duration, double up to
// [Longest], and scatter by half either way.
func Exponential(first time.Duration) *backoff.ExponentialBackOff {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = first
	pauses.Multiplier = 2
	pauses.MaxInterval = Longest
	return pauses
}

// endless is longer than anybody waits, and a time that far from now can be told.
const endless = 100 * 365 * 24 * time.Hour

// Asked reads a Retry-After field: seconds, or a date (RFC 9110, section
// 10.2.3). A date in the past is no pause; anything else asks for nothing, and
// ok is false. It is as long as was asked for, and at most 100 years.
func Asked(retryAfter string, now time.Time) (wait time.Duration, ok bool) {
	seconds, err := strconv.ParseUint(retryAfter, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) { // then it is the highest number
		return time.Duration(min(seconds, uint64(endless/time.Second))) * time.Second, true
	}
	if at, err := http.ParseTime(retryAfter); err == nil {
		return min(max(0, at.Sub(now)), endless), true
	}
	return 0, false
}
