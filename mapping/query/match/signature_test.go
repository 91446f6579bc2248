package match

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSignatureNeverMissesAMessage holds that a signature rules out no phrase that one of
// its messages has, however the message came into it.
func TestSignatureNeverMissesAMessage(outer *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"a", "B", "ſ", "K", "k", "ss", "ß", " ", "-", `\u0041`, `\u017f`, `\/`, "/", `\"`, ",", "é", "É", "\u0301", "İ", "ﬁ", "9", ".", "x y",
		"заказ", "Заказ", "结账", `\u00e9`, `\ud83d\ude00`, "😀", `\ud83d`, `\n`, `\\n`, "\n", "\x7f", "nowhere", "\xff", "\xe9",
		strings.Repeat("long ", 600),
	})
	rapid.Check(outer, func(t *rapid.T) {
		var alone, lines Signature
		var texts []string
		for range rapid.IntRange(1, 3).Draw(t, "messages") {
			text := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "text"), "")
			if rapid.Bool().Draw(t, "as a message") {
				text = `{"event":"` + text + `","type":"track"}`
			}
			texts = append(texts, text)
			alone.Add([]byte(text))
			if text != strings.ToValidUTF8(text, "") || !lines.AddLine(lineOf(outer, text)) {
				lines.Add([]byte(text))
			}
		}
		of := rapid.SampledFrom(texts).Draw(t, "of")
		if rapid.Bool().Draw(t, "as it reads") {
			reading, _ := appendReading(make([]byte, 0, 4*len(of)+64), []byte(of))
			of = string(reading)
		}
		from := rapid.IntRange(0, len(of)).Draw(t, "from")
		word := strings.ToValidUTF8(of[from:min(from+rapid.IntRange(3, 40).Draw(t, "length"), len(of))], "")
		p := NewPhrase(word)
		for _, text := range texts {
			if p.Match([]byte(text)) && (!p.MayBeIn(&alone) || !p.MayBeIn(&lines)) {
				t.Fatalf("%q is in %q, and ruled out by its signature", word, text)
			}
		}
	})
}

// A line whose messages read otherwise than it stands is not added as it is.
func TestSignatureOfALine(t *testing.T) {
	for _, c := range []struct {
		line string
		want bool
	}{
		{`{"v":1,"body":"{\"event\":\"Order \\\"A\\\"\"}"}`, true},
		{`{"v":1,"body":"{\"event\":\"Заказ\"}"}`, true},
		{`{"v":1,"body":"{\"event\":\"Caf\\u00e9\"}"}`, false},
		{`{"v":1,"body64":"H4sIAAAA"}`, false},
	} {
		var s Signature
		if got := s.AddLine([]byte(c.line)); got != c.want || !got && s != (Signature{}) {
			t.Errorf("%s: %t", c.line, got)
		}
	}
}

// shopLine is the line of an event of a shop, with ids and times of its own.
func shopLine(tb testing.TB, r *rand.Rand, n int) []byte {
	id := func() string {
		return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", r.Uint32(), r.Uint32N(1<<16), r.Uint32N(1<<16), r.Uint32N(1<<16), r.Uint64N(1<<48))
	}
	words := strings.Fields("red blue green shirt shoes winter summer jacket premium phone case cable wireless mouse organic coffee grinder mug cotton linen garden lamp desk chair watch strap leather steel bottle")
	word := func() string { return words[r.IntN(len(words))] }
	at := fmt.Sprintf("2026-08-18T12:%02d:%02d.%03dZ", n/60%60, n%60, r.IntN(1000))
	return lineOf(tb, fmt.Sprintf(`{"type":"track","event":"Order %s","messageId":"ajs-next-%d-%s","userId":"u_%d","anonymousId":"%s","timestamp":"%s","sentAt":"%s","context":{"page":{"path":"/p/%s-%s","title":"%s | Shop","url":"https://shop.example.com/p/%s"},"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1%d.0.0.0 Safari/537.36","locale":"en-US","library":{"name":"analytics.js","version":"npm:next-1.84.0"}},"properties":{"order_id":"A-%d","revenue":%d.%02d,"currency":"USD","products":[{"sku":"s-%d","name":"%s %s","price":%d.5,"quantity":%d}]}}`,
		word(), 1760000000000+n*137, id(), r.IntN(100_000), id(), at, at, word(), word(), word(), word(), r.IntN(40), r.IntN(900_000)+100_000, r.IntN(300), r.IntN(100), r.IntN(5000), word(), word(), r.IntN(100), r.IntN(9)))
}

// TestSignaturesRuleOut holds what signatures are for: a word that is nowhere is ruled out
// by nearly all of those of 384 events, an id by all.
func TestSignaturesRuleOut(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 2026))
	const blocks = 40
	signatures := make([]Signature, blocks)
	for b := range signatures {
		for i := range 384 {
			if !signatures[b].AddLine(shopLine(t, r, b*384+i)) {
				t.Fatal("an event is not added as it stands")
			}
		}
	}
	for _, c := range []struct {
		words string
		most  float64 // share of the blocks that are left
	}{
		{"7c9e6679-7425-40de-944b-e07fc1f90ae7 0c9e6679-7425-41de", 0},
		{"nowhere zebra refund voucher subscription checkout@example", 0.02},
		{"u_123456 A-000123 1999-12-31 57.99.1", 0.4},
		{"quiz gift plan vip eur ios pro buy zip fax tax box dvd hat cvs ups dhl nfc vat gmv lux qty tcp udp wow yen zen", 0.3},
	} {
		may, words := 0, strings.Fields(c.words)
		for _, word := range words {
			for b := range signatures {
				if NewPhrase(word).MayBeIn(&signatures[b]) {
					may++
				}
			}
		}
		if share := float64(may) / float64(blocks*len(words)); share > c.most {
			t.Errorf("%s are left in %.2f of the blocks, and in none; %.2f is the most", c.words, share, c.most)
		}
	}
}

// BenchmarkSignature is what an entry costs whoever makes signatures, and a signature
// whoever searches.
func BenchmarkSignature(b *testing.B) {
	r := rand.New(rand.NewPCG(18, 2026))
	lines := make([][]byte, 256)
	for i := range lines {
		lines[i] = shopLine(b, r, i)
	}
	var s Signature
	b.Run("add a line", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			s.AddLine(lines[i%len(lines)])
		}
	})
	b.Run("look for a word", func(b *testing.B) {
		b.ReportAllocs()
		p := NewPhrase("nowhere")
		for b.Loop() {
			p.MayBeIn(&s)
		}
	})
}

// Long texts are read a window at a time, and a word may stand on the edge.
func TestSignatureOfALongText(t *testing.T) {
	p := NewPhrase("nowhereé")
	for n := range 40 {
		var s Signature
		s.Add([]byte(strings.Repeat("-", window-30+n) + "NowhereÉ" + strings.Repeat(" ", window)))
		if !p.MayBeIn(&s) {
			t.Errorf("a word %d bytes before the edge of a window is ruled out", 30-n)
		}
	}
}
