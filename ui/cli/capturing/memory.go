package capturing

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// manyCycles is how many collections make it worth giving memory back.
	manyCycles = 8
	// quiet is for how long there must have been none: to take memory again costs a
	// burst that follows soon a fifth of its speed.
	quiet = 15 * time.Second
)

// giveMemoryBack gives back to the system what a load or a burst took, once it has
// been over for a while, until ctx ends. Go itself would keep it: nothing is
// collected while nothing happens. Whoever sets GOGC has the last word.
func giveMemoryBack(ctx context.Context, quiet time.Duration) {
	if os.Getenv("GOGC") != "" {
		return
	}
	cycles := []metrics.Sample{{Name: "/gc/cycles/total:gc-cycles"}}
	var last, given uint64 // at the last look, and when memory was last given back
	since := time.Now()    // of the last collection
	ticks := time.NewTicker(quiet / 15)
	defer ticks.Stop()
	for {
		metrics.Read(cycles)
		switch now := cycles[0].Value.Uint64(); {
		case now != last:
			last, since = now, time.Now()
		case time.Since(since) >= quiet && now > given+manyCycles:
			debug.FreeOSMemory() // much has been done, and it is over
			given = now + 1      // which was one itself
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}
