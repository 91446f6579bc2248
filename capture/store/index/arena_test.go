package index

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
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
					at := a.keep(p.first, p.second)
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
		held = append(held, a.keep(fmt.Sprint("user ", i), "59.9"))
		if len(held) > 1000 {
			a.drop(held[0])
			held = held[1:]
		}
	}
	if len(a.pages) > 3 {
		t.Errorf("%d pages for a thousand pairs", len(a.pages))
	}
}

// An index that lets entries go does not keep what only they had: their names and
// their messageIds.
func TestWhatHasGoneIsForgotten(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	judge := mapping.NewJudge(engine)
	const limit = 1000
	x := New(capture.Limits{Entries: limit})
	id := uint64(0)
	list := func(i int) {
		id++
		raw := fmt.Appendf(nil, `{"event":"Event %d","userId":"u","messageId":"m%d"}`, i, i)
		in := message.TakeIn(message.Posted{Raw: raw, Type: "track"})
		m := in.Message(0)
		j := judge.Message(&m, in.Arrival(0))
		d := NewDraft(&m, &j, "")
		d.Came(time.UnixMicro(1_787_054_400_000_000), 0, capture.Received, 0)
		d.Number(id)
		x.List(&d, journal.Place{Offset: int64(id) * 100, Length: 99}, 0)
		x.Evict()
	}
	const all = 30 * limit
	for i := range all {
		list(i)
	}
	for i := all - limit; i < all; i++ {
		list(i) // sent again
	}
	if len(x.names.texts) > 3*limit+2*chunkRows || len(x.firsts.ids.young)+len(x.firsts.ids.old) > 2*(limit+chunkRows) {
		t.Errorf("%d names, %d+%d ids of messages for %d entries", len(x.names.texts), len(x.firsts.ids.young), len(x.firsts.ids.old), limit)
	}
	if x.Len() != limit {
		t.Errorf("%d entries are listed", x.Len())
	}
	for i := range x.Len() {
		e := x.Entry(i)
		if want := fmt.Sprintf(`Event %d`, all-limit+i); e.Name != want || e.Retries != 1 {
			t.Fatalf("%+v in place of %s, sent twice", e, want)
		}
	}
}
