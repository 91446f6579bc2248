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
		raw := fmt.Appendf(nil, `{"event":"Event %d","userId":"u","messageId":"m%d","context":{"library":{"name":"sdk %d"}}}`, i, i, i)
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
	if len(x.names.texts) > 3*limit+2*chunkRows || len(x.firsts.ids.young)+len(x.firsts.ids.old) > 2*(limit+chunkRows) || len(x.sources.all) > limit+1 {
		t.Errorf("%d names, %d+%d ids of messages, %d sources for %d entries", len(x.names.texts), len(x.firsts.ids.young), len(x.firsts.ids.old), len(x.sources.all), limit)
	}
	if x.Len() != limit {
		t.Errorf("%d entries are listed", x.Len())
	}
	for i := range x.Len() {
		e := x.Entry(i)
		if want := fmt.Sprintf(`Event %d`, all-limit+i); e.Name != want || e.Retries != 1 || e.Source != fmt.Sprint("sdk ", all-limit+i) {
			t.Fatalf("%+v in place of %s, sent twice", e, want)
		}
	}
}

// Numbers are given back by the rows that go, so that what comes after very many different
// ones has its own.
func TestNumbersAreGivenBack(t *testing.T) {
	var n numbered[string]
	var held []uint16
	for i := range 200_000 {
		for _, text := range []string{fmt.Sprint("source ", i), "", fmt.Sprint("source ", i)} {
			held = append(held, n.keep(text))
			if got, known := n.of(held[len(held)-1]); got != text || !known {
				t.Fatalf("%q in place of %q", got, text)
			}
		}
		for len(held) > 100 {
			n.drop(held[0])
			held = held[1:]
		}
	}
	if len(n.all) > 60 || len(n.numbers) > 60 {
		t.Errorf("%d numbers, of %d texts, for a hundred rows", len(n.all), len(n.numbers))
	}
	n = numbered[string]{}
	for i := range 1 << 17 {
		n.keep(fmt.Sprint("source ", i))
	}
	last := n.keep("one more")
	if text, known := n.of(last); known {
		t.Errorf("%d is %q: there are more numbers than there are", last, text)
	}
	if text, _ := n.of(1); text != "source 0" {
		t.Errorf("1 is %q", text)
	}
	n.drop(last)
	n.drop(7)
	got := n.keep("one more")
	if text, known := n.of(got); got != 7 || text != "one more" || !known {
		t.Errorf("%d is %q", got, text)
	}
}
