package spelling

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Words returns the words of a name in lower case, without what people and
// programs write in different ways: separators, camel case, and whether an
// accent is a character of its own. There are none in what is not UTF-8.
func Words(name string) []string {
	if !utf8.ValidString(name) {
		return nil
	}
	words := strings.FieldsFunc(splitCamel(norm.NFC.String(name)), func(r rune) bool {
		return unicode.IsSpace(r) || r == '_' || r == '-' || r == '.' || unicode.Is(unicode.Cf, r)
	})
	for i, w := range words {
		words[i] = Fold(w)
	}
	return words
}

// Shape returns words as one text in which plurals are singular; no blanks stand
// in it but between two numbers. It is empty for no words.
func Shape(words []string) string {
	var b strings.Builder
	var last rune
	for _, w := range words {
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-1]
		}
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsDigit(last) && unicode.IsDigit(r) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		last, _ = utf8.DecodeLastRuneInString(w)
	}
	return b.String()
}

// splitCamel puts a space where a word of a camel case name begins:
// "orderCompleted" and "HTTPServer" have two.
func splitCamel(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			after := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsLower(runes[i-1]) || unicode.IsUpper(runes[i-1]) && after {
				b.WriteByte(' ')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// spelt is a word, with what tells quickly that another one is far from it.
type spelt struct {
	text    string
	runes   int
	letters uint64 // which letters it has, by their low six bits
}

func speltOf(text string) spelt {
	w := spelt{text: text}
	for _, r := range text {
		w.runes++
		w.letters |= 1 << (r & 63)
	}
	return w
}

// slips counts the slips between two words: a letter that is missing or too
// many and two neighbours that changed places are one, another letter is two. A
// short word has few neighbours that are no words themselves: up to three
// letters nothing is a slip, up to seven one, so that "sent" is not "seen" nor
// "card" "cart"; above that, two. Neither a number is a slip for another, nor is
// a prefix that makes a word of its own: "Step 1" is not "Step 2", nor
// "Unsubscribed" "Subscribed".
func (w *spelt) slips(other *spelt) (n int, ok bool) {
	if w.text == other.text {
		return 0, true
	}
	allowed := slipsFor(min(w.runes, other.runes))
	longer := max(w.runes-other.runes, other.runes-w.runes)
	if longer > allowed || bits.OnesCount64(w.letters^other.letters) > maxSlips {
		return 0, false
	}
	edits := levenshtein.ComputeDistance(w.text, other.text)
	n = 2*edits - longer
	if edits == 2 && swapped(w.text, other.text) {
		n = 1
	}
	return n, n <= allowed && digits(w.text) == digits(other.text) && !prefixed(w.text, other.text)
}

// IsSlip reports whether a text is a long word but for slips, whatever they make of
// it.
func IsSlip(given, word string) bool {
	more := len(given) - len(word)
	return -maxSlips <= more && more <= maxSlips && levenshtein.ComputeDistance(given, word) <= maxSlips
}

// maxSlips is how many slips a long word may have.
const maxSlips = 2

func slipsFor(runes int) int {
	switch {
	case runes <= 3:
		return 0
	case runes <= 7:
		return 1
	}
	return maxSlips
}

// swapped reports whether two words differ in two neighbours that changed
// places.
func swapped(a, b string) bool {
	one, two := []rune(a), []rune(b)
	if len(one) != len(two) {
		return false
	}
	i := 0
	for i < len(one) && one[i] == two[i] {
		i++
	}
	return i+1 < len(one) && one[i] == two[i+1] && one[i+1] == two[i] && slices.Equal(one[i+2:], two[i+2:])
}

// prefixes make another word of one, often its opposite.
var prefixes = []string{"", "un", "de", "dis", "re", "in", "im", "ex", "up", "down"}

// prefixed reports whether two words differ in such a prefix alone.
func prefixed(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return slices.Contains(prefixes, a) && slices.Contains(prefixes, b)
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

// Fold returns a name without differences of case (Unicode, full case folding).
// What is not UTF-8 is its own fold: folding would merge what differs.
func Fold(name string) string {
	if !utf8.ValidString(name) {
		return name
	}
	return cases.Fold().String(name)
}
