package capturing

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// heldBytes returns how much memory the heap holds of the system's.
func heldBytes() uint64 {
	held := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}, {Name: "/memory/classes/heap/free:bytes"}}
	metrics.Read(held)
	return held[0].Value.Uint64() + held[1].Value.Uint64() + held[2].Value.Uint64()
}

// What a burst took goes back to the system some time after it: Go alone keeps it
// while nothing happens.
func TestMemoryOfABurstIsGivenBack(t *testing.T) {
	t.Setenv("GOGC", "")
	const burst = 128 << 20
	for range manyCycles + 1 {
		runtime.GC()
	}
	debug.FreeOSMemory()
	before := heldBytes()
	took := make([]byte, burst)
	for i := 0; i < burst; i += 4096 {
		took[i] = 1
	}
	runtime.KeepAlive(took)
	if now := heldBytes(); now < before+burst*3/4 {
		t.Fatalf("a burst of %d bytes left only %d: that tests nothing", burst, now-before)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		giveMemoryBack(ctx, 60*time.Millisecond)
	}()
	defer func() {
		stop()
		<-ended
	}()
	for end := time.Now().Add(10 * time.Second); heldBytes() > before+burst/4; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d of %d bytes are still held", heldBytes()-before, burst)
		}
	}
}
