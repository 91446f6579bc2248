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
