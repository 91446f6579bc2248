package capturing

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
	leastPercent, mostPercent = 20, 800
)

// boundGarbage keeps the memory of a program that holds an index in proportion,
// until ctx ends, and gives back what a load or a burst took once it is over for
// a while. Whoever sets GOGC has the last word.
func boundGarbage(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/cycles/total:gc-cycles"}}
	percent := 100
	var cycles, freed uint64 // at the last look, and when memory was last given back
	still := 0               // looks since a collection
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for {
		metrics.Read(sample)
		want := garbagePercent(sample[0].Value.Uint64())
		if want < percent*3/4 || want > percent*5/4 {
			percent = want
			debug.SetGCPercent(percent)
		}
		if now := sample[1].Value.Uint64(); now != cycles {
			cycles, still = now, 0
		} else if still++; still >= longStill && now > freed+manyCycles {
			debug.FreeOSMemory() // much has been done, and it is over
			freed = now + 1
		}
		select {
		case <-ctx.Done():
			debug.SetGCPercent(100)
			return
		case <-ticks.C:
		}
	}
}

const (
	// manyCycles is how many collections make it worth giving memory back.
	manyCycles = 8
	// longStill is for how many seconds there must have been none: to take it
	// again costs a burst that follows soon a fifth of its speed.
	longStill = 15
)

// garbagePercent returns what Go calls GOGC for so many bytes in use.
func garbagePercent(live uint64) int {
	return int(min(max(headroom*100/max(live, 1), leastPercent), mostPercent))
}
