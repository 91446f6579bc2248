package known

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"pgregory.net/rapid"
)

// A table that keeps little in memory, and makes one of its files all the time, finds what a
// map finds.
func TestATableIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, want := &Table{most: 64}, make(map[uint64]Value)
		defer table.Close()
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		hashes := rapid.Uint64Range(1, 4000).Draw(t, "hashes")
		for i := range rapid.Uint64Range(0, 2500).Draw(t, "entries") {
			hash := r.Uint64()%hashes + 1
			if r.IntN(2) == 0 {
				hash *= 0xff51afd7ed558ccd
			}
			if got := table.Get(hash); got != want[hash] {
				t.Fatalf("%d is %v, want %v", hash, got, want[hash])
			}
			if r.IntN(3) > 0 {
				want[hash] = Value{i + 1, r.Uint64()}
				table.Set(hash, want[hash])
			}
		}
		if table.Err() != nil || len(table.older) > 40 {
			t.Fatal(table.Err(), len(table.older))
		}
	})
}

// Where no file can be written, everything stays in memory and is found.
func TestATableWithoutADiskIsAMap(t *testing.T) {
	t.Setenv("TMPDIR", "/there/is/none")
	t.Setenv("TMP", "/there/is/none")
	table := &Table{most: 64}
	for i := range uint64(1000) {
		table.Set(i+1, Value{i + 1})
	}
	for i := range uint64(1000) {
		if got := table.Get(i + 1); got != (Value{i + 1}) {
			t.Fatalf("%d is %v", i+1, got)
		}
	}
	if len(table.older) > 0 || table.Err() != nil {
		t.Error(table.older, table.Err())
	}
}

// A bounded table takes 16 MB, however many entries it has.
func TestATableIsBounded(t *testing.T) {
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, table := heap(), Bounded()
	defer table.Close()
	r := rand.New(rand.NewPCG(1, 1))
	for i := range uint64(2_000_000) {
		table.Set(r.Uint64(), Value{i})
	}
	if took := heap() - before; took > 16<<20 {
		t.Errorf("%d entries take %d MB", 2_000_000, took>>20)
	}
	runtime.KeepAlive(table)
}

// BenchmarkTable notes hashes of which none has come before, most of them in files.
func BenchmarkTable(b *testing.B) {
	table := Bounded()
	defer table.Close()
	r := rand.New(rand.NewPCG(1, 1))
	b.ReportAllocs()
	for i := range b.N {
		hash := r.Uint64()
		if table.Get(hash) == (Value{}) {
			table.Set(hash, Value{uint64(i) + 1})
		}
	}
}
