package resend

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestWhatIsAskedFor(t *testing.T) {
	now := time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC)
	for field, want := range map[string]time.Duration{
		"0": 0, "7": 7 * time.Second, "3600": time.Hour, "18446744073709551615": endless, "99999999999999999999": endless, "Thu, 20 Aug 9999 12:00:05 GMT": endless,
		"Thu, 20 Aug 2026 12:00:05 GMT": 5 * time.Second, "Thu, 20 Aug 2026 11:00:00 GMT": 0,
	} {
		if wait, ok := Asked(field, now); !ok || wait != want {
			t.Errorf("%q asks for %v, %v; want %v", field, wait, ok, want)
		}
	}
	for _, field := range []string{"", "-1", "1.5", "soon"} {
		if wait, ok := Asked(field, now); ok {
			t.Errorf("%q asks for %v", field, wait)
		}
	}
}

func TestPausesDoubleUpToTheLongest(t *testing.T) {
	pauses := Exponential(20 * time.Second)
	pauses.RandomizationFactor = 0
	for _, want := range []time.Duration{20 * time.Second, 40 * time.Second, Longest, Longest} {
		if got := pauses.NextBackOff(); got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

func TestAContextEndsTheWait(t *testing.T) {
	clock := WallClock()
	if err := clock.Wait(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := clock.Wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
