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

// inRuns is a table with a run for each n, and what it has.
func inRuns(n int) *Table {
	table := &Table{most: 64, apart: true}
	for i := uint64(1); len(table.older) < n; i++ {
		table.Set(i, Value{i})
	}
	table.apart = false
	return table
}

// Where there is no room to make one of many files, all is found in them, and it is not tried
// again at the next one.
func TestFilesThatCannotBeMadeOneStay(t *testing.T) {
	table := inRuns(manyRuns)
	defer table.Close()
	t.Run("without a disk", func(t *testing.T) {
		t.Setenv("TMPDIR", "/there/is/none")
		t.Setenv("TMP", "/there/is/none")
		table.mergeMany()
	})
	last := uint64(manyRuns * 64)
	for i := range last {
		table.Set(i+1, Value{i + 1})
	}
	for i := range last {
		if got := table.Get(i + 1); got != (Value{i + 1}) {
			t.Fatalf("%d is %v", i+1, got)
		}
	}
	if len(table.older) <= manyRuns+1 || table.Err() != nil {
		t.Error(len(table.older), table.Err())
	}
}

// A file that cannot be read, or ends too early, when many are made one is an error, and
// nothing is left out of the new one for it.
func TestAFileThatCannotBeReadIsAnError(t *testing.T) {
	for name, spoil := range map[string]func(*run) error{
		"closed": func(r *run) error { return r.file.Close() },
		"short":  func(r *run) error { return r.file.Truncate(int64(r.n-1) * entrySize) },
		"empty":  func(r *run) error { return r.file.Truncate(0) },
	} {
		table := inRuns(manyRuns)
		defer table.Close()
		if err := spoil(table.older[2]); err != nil {
			t.Fatal(err)
		}
		table.mergeMany()
		if table.Err() == nil || !table.apart || len(table.older) != manyRuns {
			t.Errorf("%s: %v, %d files", name, table.Err(), len(table.older))
		}
	}
}
