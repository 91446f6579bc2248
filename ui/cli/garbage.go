package cli

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// headroom is how many bytes of garbage may gather before it is collected
	// while little memory is in use: more often would slow capture down.
	headroom = 48 << 20
	// leastPercent is how much garbage may gather, as a share of what is in use,
	// while much is: an index of millions of entries has next to nothing that a
	// collection looks at.
	leastPercent, mostPercent = 12, 800
)

// boundGarbage keeps the memory of a program that holds an index in proportion,
// until ctx ends. Whoever sets GOGC has the last word.
func boundGarbage(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	percent := 100
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for {
		metrics.Read(live)
		want := garbagePercent(live[0].Value.Uint64())
		if want < percent*3/4 || want > percent*5/4 {
			percent = want
			debug.SetGCPercent(percent)
		}
		select {
		case <-ctx.Done():
			debug.SetGCPercent(100)
			return
		case <-ticks.C:
		}
	}
}

// garbagePercent gives what Go calls GOGC for so many bytes in use.
func garbagePercent(live uint64) int {
	return int(min(max(headroom*100/max(live, 1), leastPercent), mostPercent))
}
