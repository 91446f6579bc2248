package store_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping/query"
)

// shelf is what a store under test should list, by the plainest means.
type shelf struct {
	limit   int
	aside   []uint64 // marked, and beyond the limit
	rest    []uint64
	marked  map[uint64]bool
	cleared map[uint64]bool
}

// letGo lets the oldest go, as whenever something has come.
func (s *shelf) letGo() {
	s.aside = slices.DeleteFunc(s.aside, func(id uint64) bool { return !s.marked[id] })
	for s.limit > 0 && len(s.rest) > s.limit {
		if s.marked[s.rest[0]] {
			s.aside = append(s.aside, s.rest[0])
		}
		s.rest = s.rest[1:]
	}
}

func (s *shelf) all() []uint64 { return slices.Concat(s.aside, s.rest) }

func (s *shelf) listed() []uint64 {
	return slices.DeleteFunc(s.all(), func(id uint64) bool { return s.cleared[id] })
}

// What is cleared is not listed, counted, found or summed up, but for marked entries and
// those that are sent again; taken back, all is as it was, and what came since too.
func TestClearing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.SampledFrom([]int{0, 7}).Draw(rt, "limit")
		s, err := store.New(judge(t), file.Memory(), capture.Limits{Entries: limit})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		want := shelf{limit: limit, marked: map[uint64]bool{}, cleared: map[uint64]bool{}}
		sent := 0 // messages so far
		send := func(n int) uint64 {
			body := fmt.Sprintf(`{"type":"track","event":"E","userId":"u","messageId":"m-%d","properties":{"value":"x"}}`, n)
			return mustCapture(t, s, "/v1/track", body)
		}
		ids := make(map[int]uint64)
		rt.Repeat(map[string]func(*rapid.T){
			"capture": func(rt *rapid.T) {
				for range rapid.IntRange(1, 4).Draw(rt, "n") {
					sent++
					ids[sent] = send(sent)
					want.rest = append(want.rest, ids[sent])
					want.letGo()
				}
			},
			"send again": func(rt *rapid.T) {
				n := rapid.IntRange(0, sent).Draw(rt, "which")
				if n > 0 && slices.Contains(want.all(), ids[n]) {
					send(n)
					delete(want.cleared, ids[n])
					want.letGo()
				}
			},
			"mark": func(rt *rapid.T) {
				if listed := want.listed(); len(listed) > 0 {
					id, on := rapid.SampledFrom(listed).Draw(rt, "id"), rapid.Bool().Draw(rt, "on")
					if err := s.Mark(id, on, noon); err != nil {
						rt.Fatal(err)
					}
					want.marked[id] = on
				}
			},
			"clear": func(*rapid.T) {
				some := false
				for _, id := range want.listed() {
					if !want.marked[id] {
						want.cleared[id], some = true, true
					}
				}
				if err := s.Clear(); (err == nil) != some {
					rt.Fatalf("%v, and something to clear: %v", err, some)
				}
			},
			"take back": func(*rapid.T) {
				some := s.Counts().Cleared > 0
				clear(want.cleared)
				if err := s.Unclear(); (err == nil) != some {
					rt.Fatalf("%v, and something to take back: %v", err, some)
				}
			},
			"judge anew": func(*rapid.T) { s.SetJudge(judge(t)) },
			"": func(rt *rapid.T) {
				loaded(t, s)
				checkShelf(rt, s, want.listed(), len(want.all()))
				seen, _ := s.Coverage().Sighting("E")
				if limit == 0 && seen.Sent+seen.Lost != len(want.listed()) {
					rt.Fatalf("%d are summed up, %d listed", seen.Sent+seen.Lost, len(want.listed()))
				}
			},
		})
	})
}

// checkShelf compares all that a store says of its list with the entries that it should
// list, of all that it has.
func checkShelf(t *rapid.T, s *store.Store, listed []uint64, all int) {
	c := s.Counts()
	var got []uint64
	for i, e := range entries(s) {
		got = append(got, e.ID)
		if place, ok := s.Index(e.ID); !ok || place != c.First+i {
			t.Fatalf("#%d stands in place %d, %v, not %d", e.ID, place, ok, c.First+i)
		}
	}
	if !slices.Equal(got, listed) {
		t.Fatalf("lists %v, want %v", got, listed)
	}
	if want := verdictsOf(entries(s)); c.Verdicts != want {
		t.Fatalf("counted are %v, the entries have %v", c.Verdicts, want)
	}
	if c.Entries != len(listed) || c.Cleared != all-len(listed) || c.Errors != len(listed) {
		t.Fatalf("%+v, want %d of %d", c, len(listed), all)
	}
	var found []uint64
	wanted, err := query.Parse("event:e properties.value:x", noon)
	if err != nil {
		t.Fatal(err)
	}
	for search, done := s.Search(wanted), false; !done; {
		var ids []uint64
		ids, done = search.Next(t.Context())
		found = append(found, ids...)
	}
	if !slices.Equal(found, listed) {
		t.Fatalf("finds %v, want %v", found, listed)
	}
}
