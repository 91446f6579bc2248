package index

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/problems"
	"segtap/mapping/verdict"
)

// push lists an entry of which a code was found.
func (x *Index) push(id uint32, at int64, event string, c verdict.Code) {
	x.Last = id
	x.count(x.rows.push(Row{ID: id, At: at, Name: x.names.intern(event), text: x.arena.keep("", ""), found: x.Problems.found.Keep(found(c))}), 1)
}

func found(c verdict.Code) problems.Found {
	return problems.Of(verdict.Verdict{Errors: 1}, []verdict.Diagnostic{{Code: c, Severity: verdict.Error}})
}

// become has a row say that another code was found, as when it is judged anew.
func (x *Index) become(r *Row, c verdict.Code) {
	x.count(r, -1)
	x.Problems.found.Drop(r.found)
	r.found = x.Problems.found.Keep(found(c))
	x.count(r, 1)
}

// Whatever comes, goes or is judged anew between two stretches, the newest of each group is
// the one that looking at all entries finds.
func TestTheNewestIsSoughtWhileEntriesComeAndGo(t *testing.T) {
	code := func(t *rapid.T) verdict.Code { return verdict.Code(rapid.IntRange(1, 3).Draw(t, "code")) }
	rapid.Check(t, func(t *rapid.T) {
		x := New(capture.Limits{Entries: 2 * chunkRows})
		at := func(t *rapid.T, i uint32) int64 { // mostly in order, as arrivals are
			return 1e15 + int64(i/16)*1e6 + 1e6*rapid.Int64Range(-1, 1).Draw(t, "off")
		}
		push := func(t *rapid.T) { x.push(x.Last+1, at(t, x.Last), "e", code(t)); x.Evict() }
		if rapid.Bool().Draw(t, "full") {
			for i := range uint32(2*chunkRows + 100) {
				x.push(i+1, 1e15+int64(i/16)*1e6, "e", verdict.Code(1+i%4093/4092))
				x.Evict()
			}
		}
		row := func(t *rapid.T) *Row {
			i := x.Len() - 1 - rapid.IntRange(0, 40).Draw(t, "which")
			if i < 0 {
				t.Skip("no such entry")
			}
			return x.At(i)
		}
		t.Repeat(map[string]func(*rapid.T){
			"push":   push,
			"push 2": push,
			"become": func(t *rapid.T) { x.become(row(t), code(t)) },
			"seek":   func(t *rapid.T) { x.Problems.Renew(rapid.IntRange(1, 5).Draw(t, "rows")) },
			"mark":   func(t *rapid.T) { x.Mark(uint64(row(t).ID), true) },
			"clear":  func(*rapid.T) { x.Clear() },
			"unclear": func(*rapid.T) {
				x.Unclear()
			},
		})
		for range 2 { // the search that runs, and one for what went meanwhile
			for x.Problems.Renew(chunkRows) {
			}
		}
		want := make(map[verdict.Code]int64)
		for i := range x.Len() {
			r := x.At(i)
			codes := x.Problems.found.At(r.found).Codes()
			for c := range codes.All() {
				want[c] = max(want[c], r.At)
			}
		}
		groups, _, _ := x.Problems.Groups()
		for _, g := range groups {
			if g.Sought || g.Last != want[g.Code] {
				t.Fatalf("%+v, the newest came at %d", g, want[g.Code])
			}
		}
		if len(groups) != len(want) {
			t.Fatalf("%+v, want %v", groups, want)
		}
	})
}

// The newest are sought in stretches: what comes in between is counted, and the search goes
// on where it was.
func TestOthersGetInBetweenTheStretches(t *testing.T) {
	x := New(capture.Limits{})
	const all, rows = 10_000, 1_000
	for i := range uint32(all) {
		x.push(i+1, int64(i), "e", 1)
	}
	x.become(x.At(0), 2)
	x.become(x.At(all-1), 2) // the newest of 2, until
	x.become(x.At(all-1), 1)
	steps := 0
	for x.Problems.Renew(rows) {
		steps++
		groups, _, _ := x.Problems.Groups() // as a screen looks meanwhile
		i := slices.IndexFunc(groups, func(g problems.Group) bool { return g.Code == 2 })
		if !groups[i].Sought || groups[i].Entries() != 1 {
			t.Fatalf("while it is sought: %+v", groups[i])
		}
		x.push(uint32(all+steps), int64(all+steps), fmt.Sprint("new ", steps), 1)
	}
	if steps != all/rows-1 && steps != all/rows {
		t.Errorf("%d stretches", steps)
	}
	groups, _, _ := x.Problems.Groups()
	for _, g := range groups {
		if g.Sought || g.Code == 2 && g.Last != 0 {
			t.Errorf("%+v", g)
		}
	}
	if len(groups) != 2+steps {
		t.Errorf("%d groups", len(groups))
	}
}

// BenchmarkRenew measures how long others wait, at most, while the newest of a group is
// sought among a million entries, and how long all of it takes.
func BenchmarkRenew(b *testing.B) {
	for _, where := range []string{"next", "oldest"} {
		b.Run(where, func(b *testing.B) {
			x := New(capture.Limits{})
			const all = 1_000_000
			for i := range uint32(all) {
				x.push(i+1, int64(i), "e", 1)
			}
			if where == "oldest" {
				x.become(x.At(0), 2)
			} else {
				x.become(x.At(all-2), 2)
			}
			steps := 0
			for b.Loop() {
				x.become(x.At(all-1), 2)
				x.become(x.At(all-1), 1)
				for steps++; x.Problems.Renew(8_192); steps++ {
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/stretch")
		})
	}
}
