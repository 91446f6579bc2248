package store_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
)

// Whatever is made of what, marked and let go, the children of an entry are those that are
// listed and name it, in their order; the marked ones those that say so.
func TestChildrenAndMarksAreThoseOfTheList(t *testing.T) {
	of := judge(t)
	rapid.Check(t, func(rt *rapid.T) {
		s, err := store.New(of, file.Memory(), capture.Limits{Entries: 6})
		if err != nil {
			rt.Fatal(err)
		}
		var last uint64
		rt.Repeat(map[string]func(*rapid.T){
			"add": func(rt *rapid.T) {
				parent := uint64(rapid.IntRange(0, int(last)).Draw(rt, "parent"))
				origin := rapid.SampledFrom([]capture.Origin{capture.Edited, capture.Replayed}).Draw(rt, "origin")
				if last, err = s.Add(fmt.Appendf(nil, `{"type":"track","event":"E %d"}`, last), origin, parent, noon); err != nil {
					rt.Fatal(err)
				}
			},
			"mark": func(rt *rapid.T) {
				_ = s.Mark(uint64(rapid.IntRange(0, int(last)).Draw(rt, "id")), rapid.Bool().Draw(rt, "on"), noon) // or it is not listed
			},
			"clear":   func(*rapid.T) { _ = s.Clear() },
			"unclear": func(*rapid.T) { _ = s.Unclear() },
			"": func(rt *rapid.T) {
				children, marked := make(map[uint64][]uint64), []uint64(nil)
				c := s.Counts()
				for i := range c.Entries {
					e, _ := s.At(c.First + i)
					if e.Parent != 0 {
						children[e.Parent] = append(children[e.Parent], e.ID)
					}
					if e.Marked {
						marked = append(marked, e.ID)
					}
				}
				for id := range last + 1 {
					got, all := store.FamilyOf(s).Children(id, 0, 100)
					var ids []uint64
					for _, e := range got {
						ids = append(ids, e.ID)
					}
					if id > 0 && (!slices.Equal(ids, children[id]) || all != len(ids)) {
						rt.Fatalf("the children of #%d are %v (%d), not %v", id, ids, all, children[id])
					}
					for place, child := range ids {
						if at, ok := store.FamilyOf(s).Sibling(id, child); !ok || at != place {
							rt.Fatalf("#%d is child %d of #%d, not %d", child, place, id, at)
						}
					}
				}
				if ids, all := store.FamilyOf(s).Marked(100); !slices.Equal(ids, marked) || all != len(marked) {
					rt.Fatalf("marked are %v (%d), not %v", ids, all, marked)
				}
			},
		})
	})
}
