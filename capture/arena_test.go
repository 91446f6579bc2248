package capture

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/capture/journal"
	"segtap/mapping"
)

// What an arena was given it gives back, whatever else has come and gone; and
// what has gone makes room.
func TestAnArena(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a arena
		type pair struct{ first, second string }
		held := map[uint32]pair{}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				for range rapid.IntRange(1, 400).Draw(t, "pairs") {
					p := pair{strings.Repeat("f", rapid.IntRange(0, 255).Draw(t, "first")), fmt.Sprint(len(held))}
					at := a.add(p.first, p.second)
					if was, taken := held[at]; taken {
						t.Fatalf("%v stands where %v does", p, was)
					}
					held[at] = p
				}
			},
			"drop most": func(t *rapid.T) {
				left := rapid.IntRange(0, 20).Draw(t, "left")
				for at := range held {
					if len(held) <= left {
						break
					}
					a.drop(at)
					delete(held, at)
				}
			},
			"": func(t *rapid.T) {
				for at, want := range held {
					if first, second := a.get(at); first != want.first || second != want.second {
						t.Fatalf("%q, %q instead of %q", first, second, want)
					}
				}
			},
		})
	})
}

func TestAnArenaDoesNotGrowWithWhatHasGone(t *testing.T) {
	var a arena
	var held []uint32
	for i := range 200_000 {
		held = append(held, a.add(fmt.Sprint("user ", i), "59.9"))
		if len(held) > 1000 {
			a.drop(held[0])
			held = held[1:]
		}
	}
	if len(a.pages) > 3 {
		t.Errorf("%d pages for a thousand pairs", len(a.pages))
	}
}

// A store that lets entries go does not keep what only they had: their names and
// their messageIds.
func TestWhatHasGoneIsForgotten(t *testing.T) {
	engine, err := mapping.NewEngine(mapping.Actions(), mapping.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	const limit = 1000
	s, err := New(mapping.NewJudge(engine), journal.Memory(), Limits{Entries: limit})
	if err != nil {
		t.Fatal(err)
	}
	capture := func(i int) {
		raw := fmt.Appendf(nil, `{"event":"Event %d","userId":"u","messageId":"m%d"}`, i, i)
		if _, err := s.Capture(&Request{Path: "/v1/track", Intake: mapping.TakeIn(Route{Type: "track"}.Posted(raw, someTime)), Status: 200}); err != nil {
			t.Fatal(err)
		}
	}
	const all = 30 * limit
	for i := range all {
		capture(i)
	}
	for i := all - limit; i < all; i++ {
		capture(i) // sent again
	}
	x := s.index
	if len(x.names.texts) > 3*limit+2*chunkRows || len(x.first.young)+len(x.first.old) > 2*(limit+chunkRows) {
		t.Errorf("%d names, %d+%d ids of messages for %d entries", len(x.names.texts), len(x.first.young), len(x.first.old), limit)
	}
	for c, i := s.Counts(), 0; i < limit; i++ {
		e, ok := s.At(c.First + i)
		if want := fmt.Sprintf(`Event %d`, all-limit+i); !ok || e.Name != want || e.Retries != 1 {
			t.Fatalf("%+v in place of %s, sent twice", e, want)
		}
	}
}
