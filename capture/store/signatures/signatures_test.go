package signatures

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/routes"
	"segtap/capture/store/index"
	"segtap/capture/store/intake"
	"segtap/capture/store/signal"
	"segtap/capture/store/throttle"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/query/match"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// captured is a capture file in memory with its index, and what stands in it by its ids.
type captured struct {
	*Signatures
	index *index.Index
	file  journal.Journal
	judge *mapping.Judge
	texts map[uint32][]byte
}

func capturing(t testing.TB, limits capture.Limits, byLine bool) *captured {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	c := &captured{index: index.New(limits), file: file.Memory(), judge: mapping.NewJudge(engine), texts: make(map[uint32][]byte)}
	c.Signatures = &Signatures{source: Source{
		Lock: new(sync.RWMutex), Index: func() *index.Index { return c.index }, ReadAt: c.file.ReadAt,
		Lines: func() journal.Lines {
			if byLine {
				return c.file.Lines()
			}
			return nil
		},
		Throttle: throttle.None, Changed: signal.New(),
	}}
	return c
}

// capture has a body come, as it comes on a path.
func (c *captured) capture(t testing.TB, path, body string) {
	t.Helper()
	route, _ := routes.Match(path)
	in := message.TakeIn(route.Posted([]byte(body), noon))
	drafts := make([]index.Draft, in.Len())
	for i := range drafts {
		m := in.Message(i)
		j := c.judge.Message(&m, in.Arrival(i))
		drafts[i] = index.NewDraft(&m, &j, "")
		drafts[i].Came(noon, i, capture.Received, 0)
	}
	rec := journal.Record{Head: journal.Head{Kind: journal.Request, At: noon, N: len(drafts), Summaries: index.AppendSummaries(nil, drafts)}, Method: "POST", Path: path, Status: 200}
	intake.Note(&rec, in)
	if _, err := c.file.Append(rec, func(id uint64, place journal.Place) {
		for i := range drafts {
			drafts[i].Number(id)
			c.index.List(&drafts[i], place, 0)
			m := in.Message(i)
			c.texts[uint32(drafts[i].ID())] = m.Text
		}
		c.index.UpTo = place.Offset + int64(place.Length) + 1
		c.index.Evict()
	}); err != nil {
		t.Fatal(err)
	}
}

// missing is how many entries have no signature, from the newest on.
func (c *captured) missing() (n int) {
	for n < c.index.Len() && c.Over(c.index, c.index.At(c.index.Len()-1-n).ID) == nil {
		n++
	}
	return n
}

// pieces are what messages are made of that read otherwise than they stand, or in other
// letters.
var pieces = []string{
	"a", "B", "ſ", "K", "k", "ß", "ss", " ", "-", `\u0041`, `\/`, "/", `\"`, ",", "é", "É", "İ", "заказ", "ЗАКАЗ", "结账", `\u00e9`,
	`\ud83d\ude00`, "😀", `\n`, "\n", "nowhere", "Order", "u_42", "\xff", strings.Repeat("long ", 30),
}

// TestNoMessageIsRuledOut holds what a search relies on: for any messages, alone, in batches
// and broken, in a capture file and elsewhere, a block never rules out a word that one of its
// messages has, whatever has been let go or cleared.
func TestNoMessageIsRuledOut(outer *testing.T) {
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6), func(of []string) string { return strings.Join(of, "") })
	rapid.Check(outer, func(t *rapid.T) {
		limits := capture.Limits{Entries: rapid.SampledFrom([]int{0, 300, 500}).Draw(t, "limit")}
		c := capturing(outer, limits, rapid.Bool().Draw(t, "line by line"))
		bodies := rapid.SliceOfN(text, 1, 5).Draw(t, "texts")
		for n := 0; n < 600; {
			for i, body := range bodies {
				switch kind := (n + i) % 7; {
				case kind < 4:
					c.capture(outer, "/v1/track", `{"event":"`+body+`","properties":{"n":`+string(mustJSON(outer, n))+`}}`)
				case kind < 6:
					c.capture(outer, "/v1/batch", `{"batch":[{"type":"track","event":"`+body+`"},{"type":"page","name":"`+bodies[0]+`"}],"context":{"app":"`+body+`"}}`)
				default:
					c.capture(outer, "/v1/track", body) // no JSON
				}
				n++
			}
			if n%50 == 0 && rapid.Bool().Draw(t, "now") {
				c.step()
			}
			if n%200 == 0 && rapid.Bool().Draw(t, "clear") {
				c.index.Clear()
			}
		}
		for c.step() {
		}
		c.index.Unclear()
		if missing := c.missing(); missing > 2*entries {
			t.Fatalf("%d entries have no signature", missing)
		}
		for range 10 {
			body := []rune(c.reading(rapid.SampledFrom(bodies).Draw(t, "of")))
			from := rapid.IntRange(0, len(body)).Draw(t, "from")
			c.check(t, string(body[from:min(from+rapid.IntRange(2, 12).Draw(t, "length"), len(body))]))
		}
	})
}

func mustJSON(t testing.TB, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// reading is what a text reads as the event of a message, or as no message.
func (c *captured) reading(text string) string {
	m := message.Parse([]byte(`{"event":"` + text + `"}`))
	if m.Syntax != nil {
		return strings.ToValidUTF8(text, "\uFFFD")
	}
	return m.Root.Member("event").Text()
}

// check holds that no block rules a word out that is in one of its messages.
func (c *captured) check(t interface{ Fatalf(string, ...any) }, word string) {
	p := match.NewPhrase(word)
	var of *Block
	ruledOut := false
	for i := range c.index.Len() {
		r := c.index.At(i)
		if b := c.Over(c.index, r.ID); b != of {
			of, ruledOut = b, b != nil && b.RulesOut(p.MayBeIn)
		}
		if of != nil && ruledOut && p.Match(c.texts[r.ID]) {
			t.Fatalf("%q is in %q, and ruled out", word, c.texts[r.ID])
		}
	}
}

// What rules most out: a word that no message has.
func TestAWordThatIsNowhereIsRuledOut(t *testing.T) {
	c := capturing(t, capture.Limits{}, true)
	for range 1000 {
		c.capture(t, "/v1/track", `{"event":"Order Completed","properties":{"note":"Caf\u00e9"}}`)
	}
	for c.step() {
	}
	if missing := c.missing(); missing != 1000%entries {
		t.Errorf("%d entries have no signature", missing)
	}
	for word, want := range map[string]bool{"nowhere": true, "café": false, "completed": false, "no": false} {
		p := match.NewPhrase(word)
		if got := c.Over(c.index, 1).RulesOut(p.MayBeIn); got != want {
			t.Errorf("%s is ruled out: %t", word, got)
		}
	}
	if c.Over(c.index, 1000) != nil || c.Over(index.New(capture.Limits{}), 1) != nil {
		t.Error("an entry has a signature that it is not in")
	}
}

// An entry that cannot be read is ruled out by the search, if by any.
func TestWhatCannotBeReadIsNotRuledOut(t *testing.T) {
	c := capturing(t, capture.Limits{}, true)
	for range 900 {
		c.capture(t, "/v1/track", `{"event":"Order Completed"}`)
	}
	c.file.Forget(100_000, nil) // the first pages are gone
	for c.step() {
	}
	if c.Over(c.index, 1).RulesOut(match.NewPhrase("nowhere").MayBeIn) || !c.Over(c.index, 768).RulesOut(match.NewPhrase("nowhere").MayBeIn) {
		t.Error("what has been read is not told from what has not")
	}
}

// A batch that is longer than a block is read once.
func TestABatchStandsInOneBlock(t *testing.T) {
	c := capturing(t, capture.Limits{}, true)
	c.capture(t, "/v1/batch", `{"batch":[`+strings.Repeat(`{"type":"track","event":"Order Completed"},`, 999)+`{"type":"track"}]}`)
	if c.step(); c.Over(c.index, 1) != nil {
		t.Error("the last record has a signature, of which more may come")
	}
	c.capture(t, "/v1/track", `{"event":"E"}`)
	if c.step(); c.Over(c.index, 1) == nil || c.Over(c.index, 1) != c.Over(c.index, 1000) || c.Over(c.index, 1001) != nil {
		t.Error("a batch does not stand in one block")
	}
}
