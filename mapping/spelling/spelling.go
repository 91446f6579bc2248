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

// slips counts the slips of a word that is written for another one: a letter that is
// missing or too many, two neighbours that changed places and a vowel for another are one,
// another letter is two. A short word has few neighbours that are no words themselves, so
// that "sent" is not "seen" nor "card" "cart": up to seven letters one is a slip, up to
// three one in a name of many letters, and none where an ordinary word is written; above
// that, two. Two are missing in a short word by its ending alone: "sign" is "signed".
// Neither a number is a slip for another, nor is a prefix that makes a word of its own:
// "Step 1" is not "Step 2", nor "Unsubscribed" "Subscribed".
func (w *spelt) slips(other *spelt, inName int) (n int, ok bool) {
	if w.text == other.text {
		return 0, true
	}
	shorter := min(w.runes, other.runes)
	longer := max(w.runes, other.runes) - shorter
	if longer > maxSlips || bits.OnesCount64((w.letters^other.letters)&^vowelBits) > maxSlips {
		return 0, false
	}
	edits := levenshtein.ComputeDistance(w.text, other.text)
	switch {
	case edits > maxSlips:
		return 0, false
	case edits == 2 && longer == 0 && swapped(w.text, other.text):
		n = 1
	default:
		n = 2*edits - longer - vowels(w.text, other.text)
	}
	allowed := slipsFor(shorter, inName)
	if longer == 2 && ended(w.text, other.text) {
		allowed = maxSlips
	}
	if (shorter < ordinary || n > longer) && strings.Contains(ordinaryWords, " "+w.text+" ") {
		return 0, false
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

// manyLetters are so many in a name that a slip in one of its short words is told from
// another word.
const manyLetters = 8

func slipsFor(runes, inName int) int {
	switch {
	case runes == 1 || runes <= 3 && inName < manyLetters:
		return 0
	case runes <= 7:
		return 1
	}
	return maxSlips
}

// ordinary is how many letters a word has of which few have neighbours that are words.
const ordinary = 4

// ordinaryWords stand in names of events, and are as near to others that do.
const ordinaryWords = " " +
	"ab ad ads add all and api app are at bad bed bid big by can car cat cut did do end for get go got has hid hit " +
	"id if in is it led let log lot map max met min mix my new no not now of off old on one or our out own pay pet " +
	"pin pop pro put ran read red rid run sat see set sit so sum tab tag tap ten the tip to top two up us use via " +
	"was web win won you form from farm firm list last lost live love pack pick post past seat shop ship step stop " +
	"pasted posted stepped stopped tapped tipped topped listed lasted pinned picked packed dropped hidden wished " +
	"washed "

// vowels counts the vowels that stand in a word for others, where the letters are as many.
func vowels(a, b string) (n int) {
	one, two := []rune(a), []rune(b)
	if len(one) != len(two) {
		return 0
	}
	for i := range one {
		if one[i] != two[i] && vowel(one[i]) && vowel(two[i]) {
			n++
		}
	}
	return n
}

func vowel(r rune) bool { return r < 'z' && 1<<(r&63)&vowelBits != 0 && r >= 'a' }

// vowelBits are the vowels among the letters of a word.
const vowelBits = 1<<('a'&63) | 1<<('e'&63) | 1<<('i'&63) | 1<<('o'&63) | 1<<('u'&63)

// otherEndings make another word of one.
var otherEndings = []string{"er", "or", "al", "ly", "up", "in", "on", "to"}

// ended reports whether of two words, the one with two letters more, the other one is that
// without its ending: "sign" of "signed"; or lacks letters towards its end.
func ended(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	more, begins := strings.CutPrefix(b, a)
	switch runes := utf8.RuneCountInString(a); {
	case begins && runes >= 4:
		return more == "ed" || more == "es" || runes >= 6 && !slices.Contains(otherEndings, more)
	case runes < 6:
		return false
	}
	same := 0
	for same < len(a) && a[same] == b[same] {
		same++
	}
	return same >= 4
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
