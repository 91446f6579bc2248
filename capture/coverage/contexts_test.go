package coverage

import (
	"fmt"
	"math"
	"runtime"
	"testing"
)

// However many users come, counting them takes some KB: the keys themselves would
// take some MB.
func TestManyContextKeysTakeLittleMemory(t *testing.T) {
	const users = 200_000
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	var s sighting
	for i := range users {
		s.addContext("user", fmt.Sprint("u_", i))
	}
	if took := heap() - before; took > 256<<10 {
		t.Errorf("%d users take %d bytes", users, took)
	}
	if n := s.contexts[0].keys.Estimate(); math.Abs(float64(n)/users-1) > 0.03 {
		t.Errorf("%d users are counted as %d", users, n)
	}
}

func BenchmarkContextKey(b *testing.B) {
	var s sighting
	keys := make([]string, 1<<16)
	for i := range keys {
		keys[i] = fmt.Sprint("u_", i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.addContext("user", keys[i%len(keys)])
	}
}

// Whoever is seen again is counted once, in each set by itself.
func TestContextKeysThatComeAgainAreCountedOnce(t *testing.T) {
	c := New()
	a, b := c.follow("A", false), c.follow("B", false)
	for range 3 {
		for i := range 1000 {
			key := fmt.Sprint("u_", i)
			a.addContext("user", key)
			a.addContext("device", key)
			if i%2 == 0 {
				b.addContext("user", key)
			}
		}
	}
	for of, want := range map[*kindSeen]float64{&a.contexts[0]: 1000, &a.contexts[1]: 1000, &b.contexts[0]: 500} {
		if n := of.keys.Estimate(); math.Abs(float64(n)/want-1) > 0.02 {
			t.Errorf("%s: %d, want %.0f", of.kind, n, want)
		}
	}
}

func BenchmarkContextKeysThatComeAgain(b *testing.B) {
	keys := make([]string, 5000)
	for i := range keys {
		keys[i] = fmt.Sprint("u_", i)
	}
	for name, s := range map[string]*sighting{"recent": New().follow("A", false), "sketch": {}} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				s.addContext("user", keys[i%len(keys)])
			}
		})
	}
}
