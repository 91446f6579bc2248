package index

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A table finds each id, and the place of each that it does not have, whichever are
// missing, have gone or stand aside.
func TestATableFindsWhatItHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows table
		var ids []uint32 // that are to be found
		id := rapid.Uint32Range(1, 1000).Draw(t, "first")
		for range rapid.IntRange(0, 4).Draw(t, "stretches") {
			for range rapid.SampledFrom([]int{1, 2, 100, chunkRows - 1, chunkRows, chunkRows + 1}).Draw(t, "rows") {
				rows.push(Row{ID: id})
				ids = append(ids, id)
				id++
			}
			id += rapid.Uint32Range(0, 3).Draw(t, "missing")
		}
		kept := 0
		gone := rapid.SampledFrom([]int{0, 1, 10, chunkRows - 1, chunkRows, 2 * chunkRows}).Draw(t, "gone")
		for i := range min(gone, len(ids)) {
			if i%1000 == 7 {
				rows.drop(true)
				kept++
				continue
			}
			rows.drop(false)
			ids = slices.Delete(ids, kept, kept+1)
		}
		if every := rapid.SampledFrom([]uint32{0, 1, 2, 1000}).Draw(t, "removed, one of"); every > 0 {
			gone := func(id uint32) bool { return id%every == 0 }
			forgotten := 0
			some := rows.remove(func(r *Row) bool { return gone(r.ID) }, func(*Row) { forgotten++ })
			before := len(ids)
			if ids = slices.DeleteFunc(ids, gone); some != (forgotten > 0) || forgotten != before-len(ids) || rows.size() != len(ids) {
				t.Fatalf("%d are forgotten of %d, and %d left: %v", forgotten, before, rows.size(), some)
			}
		}
		for range 200 {
			id := rapid.Uint32Range(0, id+10).Draw(t, "id")
			want, listed := slices.BinarySearch(ids, id)
			if i, ok := rows.search(id); i != want || ok != listed {
				t.Fatalf("%d: in place %d, %v; want %d, %v", id, i, ok, want, listed)
			}
		}
		if i, ok := rows.search(math.MaxUint32); i != len(ids) || ok {
			t.Fatalf("the last id there can be: in place %d, %v", i, ok)
		}
	})
}

// BenchmarkFind finds every tenth of a million rows.
func BenchmarkFind(b *testing.B) {
	for name, every := range map[string]int{"no id missing": 0, "one in a thousand missing": 1000, "every second missing": 1} {
		b.Run(name, func(b *testing.B) {
			var rows table
			id := uint32(1)
			for i := range 1_000_000 {
				if every > 0 && i%every == 0 {
					id++
				}
				rows.push(Row{ID: id})
				id++
			}
			for want := uint32(0); b.Loop(); want = (want + 10) % id {
				rows.search(want)
			}
		})
	}
}
