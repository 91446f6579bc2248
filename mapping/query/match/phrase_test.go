package match

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"segtap/mapping/jsondoc"
)

func TestPhrase(t *testing.T) {
	long := strings.Repeat("é", 3000)
	for _, c := range []struct {
		story, needle, text string
		want                bool
	}{
		{"the empty text is in every text", "", "", true},
		{"as it stands", "order", `{"event":"order"}`, true},
		{"capitals in the text", "order", `{"event":"ORDER"}`, true},
		{"capitals in the word", "ORDER", `{"event":"order"}`, true},
		{"at the very end", "x", `{"event":X`, true},
		{"longer than the text", "order completed", `order`, false},
		{"nearly", "order", "orde r orde", false},
		{"no letters", "59.9", `{"v":59.9}`, true},
		{"a character beside a letter is not its capital", "`", "@", false},
		{"escape", "café", `Caf\u00e9`, true},
		{"escape, capital digits", "café", `CAF\u00C9`, true},
		{"not an escape", "café", `Caf\\u00e9`, false},
		{"an escape in an ASCII word", "order", `\u006Frder`, true},
		{"an escaped slash", "a/b", `a\/b`, true},
		{"an escaped quote", `say "x"`, `say \"x\"`, true},
		{"the escape as it stands", `\u00e9`, `Caf\u00e9`, true},
		{"a pair", "😀", `\ud83d\ude00`, true},
		{"half of a pair", "😀", `\ud83dx`, false},
		{"no digits behind the escape", `\u00`, `\u00`, true},
		{"UTF-8", "straße", "STRASSE", true},
		{"ss for ß", "strasse", "Straße", true},
		{"Greek with both sigmas", "σίσυφος", "ΣΊΣΥΦΟΣ", true},
		{"Cyrillic", "заказ", "ЗАКАЗ", true},
		{"Georgian, which is beyond the table", "ა", "Ა", true},
		{"the sign for Kelvin is a K", "kelvin", "\u212Aelvin", true},
		{"a ligature", "file", "\uFB01le", true},
		{"Turkish capital I", "istanbul", "İstanbul", false},
		{"Chinese", "结账", `{"t":"去结账"}`, true},
		{"not UTF-8", "ab", "a\xffb", false},
		{"over the edge of a window", "éx", long + "Éx", true},
		{"longer than a window", long, strings.ToUpper(long), true},
	} {
		t.Run(c.story, func(t *testing.T) {
			if got := NewPhrase(c.needle).Match([]byte(c.text)); got != c.want {
				t.Errorf("%q in %q: %t", c.needle, c.text, got)
			}
		})
	}
}

// TestPhraseFindsWhatPlainReadingFinds compares the quick ways with one
// that decodes and folds the whole text.
func TestPhraseFindsWhatPlainReadingFinds(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "A", "k", "\u212A", "s", "ß", "é", "É", `\u00e9`, `\`, `\\`, `\"`, `\/`, "u00e9", "😀", `\ud83d`, `\ude00`, "\xff", " ", "e", "结", strings.Repeat("x", 700)})
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "text"), ""))
		needle := strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 0, 3).Draw(t, "needle"), ""), "")
		m := NewPhrase(needle)
		reading, rest := appendReading(make([]byte, 0, 4*len(text)+64), text)
		if len(rest) > 0 {
			t.Fatal("the text was not read to its end")
		}
		want := bytes.Contains(reading, m.needle)
		if m.ascii { // it may also stand there with its escapes
			folded := bytes.Map(func(r rune) rune {
				if r < 0x80 {
					return rune(lower[r])
				}
				return r
			}, text)
			want = want || bytes.Contains(folded, m.needle)
		}
		if got := m.Match(text); got != want {
			t.Fatalf("%q in %q: %t, want %t", needle, text, got, want)
		}
	})
}

// TestFoldsOfAllCharacters holds the shortcuts of appendRune against Unicode.
func TestFoldsOfAllCharacters(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if caseless(r) && unicode.SimpleFold(r) != r {
			t.Fatalf("%U has another case", r)
		}
		if unicode.Is(unicode.Cs, r) {
			continue
		}
		fold := string(appendRune(nil, r))
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			if string(appendRune(nil, other)) != fold {
				t.Fatalf("%U and %U differ", r, other)
			}
		}
		if again := string(appendFold(nil, fold)); again != fold {
			t.Fatalf("%U folds to %q, and that to %q", r, fold, again)
		}
	}
}

// TestMayMatchNeverMissesAMessage holds that what a line of a capture file rules out is
// not in the message that the line has.
func TestMayMatchNeverMissesAMessage(outer *testing.T) {
	pieces := rapid.SampledFrom([]string{"a", "B", "ſ", "K", "k", "ss", "ß", " ", "-", `\u0041`, `\u017f`, `\/`, "/", `\"`, ",", "é", "\u0301", "9", ".", "x y"})
	rapid.Check(outer, func(t *rapid.T) {
		value := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "value"), "")
		text := `{"event":"` + value + `","type":"track"}`
		word := strings.Join(rapid.SliceOfN(pieces, 1, 3).Draw(t, "word"), "")
		if rapid.Bool().Draw(t, "as it reads") {
			reading, _ := appendReading(make([]byte, 0, 4*len(text)+64), []byte(text))
			from := rapid.IntRange(0, len(reading)).Draw(t, "from")
			word = strings.ToValidUTF8(string(reading[from:min(from+rapid.IntRange(1, 20).Draw(t, "length"), len(reading))]), "")
		}
		line := lineOf(outer, text)
		if p := NewPhrase(word); p.Match([]byte(text)) && !p.MayMatch(line) {
			t.Fatalf("%q is in %s, and ruled out by %s", word, text, line)
		}
	})
}

// lineOf is a line of a capture file with a message in it.
func lineOf(tb testing.TB, message string) []byte {
	tb.Helper()
	line, err := jsontext.AppendQuote([]byte(`{"v":1,"rec":"request","body":`), message)
	if err != nil {
		tb.Fatal(err)
	}
	return append(line, '}')
}

// What a line cannot hold is ruled out without reading it, as far as that is sure.
func TestMayMatchRulesOut(t *testing.T) {
	for _, c := range []struct {
		word, message string
		want          bool
	}{
		{"zebra", `{"event":"Order Completed","note":"say \"hi\" \/ 50 €"}`, false},
		{"order", `{"event":"Order Completed"}`, true},
		{"zebra", `{"event":"\u007aebra"}`, true},
		{"task", `{"event":"tas\u212a"}`, true},
		{"task", `{"event":"tasK"}`, true},
		{"straße", `{"event":"x"}`, false},
		{"café", `{"event":"x"}`, false},
		{"café", `{"event":"Café"}`, true},
		{"/checkout", `{"event":"x","path":"/home"}`, false},
		{"/checkout", `{"event":"x","path":"\/Checkout"}`, true},
		{"заказ", `{"event":"x"}`, true},
		{"", `{"event":"x"}`, true},
		{`a"b`, `{"event":"x"}`, true},
	} {
		if got := NewPhrase(c.word).MayMatch(lineOf(t, c.message)); got != c.want {
			t.Errorf("%s in %s: %t", c.word, c.message, got)
		}
	}
}

// BenchmarkMayMatch rules out a line of 1 KB, and does without: then its message
// is read.
func BenchmarkMayMatch(b *testing.B) {
	line := lineOf(b, `{"event":"Order Completed","properties":{"note":"`+strings.Repeat("some words of a message ", 40)+`"}}`)
	phrase := NewPhrase("zebra")
	b.Run("line", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			phrase.MayMatch(line)
		}
	})
	b.Run("message", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			doc, err := jsondoc.Parse(line)
			if err != nil {
				b.Fatal(err)
			}
			message, err := jsondoc.Parse([]byte(doc.Root().Member("body").Text()))
			if err != nil {
				b.Fatal(err)
			}
			phrase.Match(message.Bytes())
		}
	})
}
