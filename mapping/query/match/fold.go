package match

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// lower holds the ASCII characters without differences of case.
var lower = func() (table [utf8.RuneSelf]byte) {
	for i := range table {
		table[i] = byte(i)
		if 'A' <= i && i <= 'Z' {
			table[i] = byte(i) + 'a' - 'A'
		}
	}
	return table
}()

// tabled is the first character whose fold is not kept in a table: behind it
// come the scripts of Asia, most of which have no case.
const tabled = 0x600

// folds holds the folds of the characters below tabled.
var folds = sync.OnceValue(func() *[tabled]rune {
	var table [tabled]rune
	for r := range table {
		table[r] = foldSlowly(rune(r))
	}
	return &table
})

// foldSlowly gives the character that stands for all that differ from r in case
// only (Unicode, simple case folding).
func foldSlowly(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if least < utf8.RuneSelf {
		return rune(lower[least])
	}
	return least
}

// caseless reports whether a character stands in a block of characters without
// case: general punctuation, the scripts of South and East Asia, emoji.
func caseless(r rune) bool {
	return r >= 0x600 && r < 0x10A0 || r >= 0x2000 && r < 0x2100 || r >= 0x2E80 && r < 0xA640 || r >= 0xAC00 && r < 0xFB00 || r >= 0x1F000
}

// appendRune appends a character without differences of case, as UTF-8. What
// reads as several letters becomes these: ß is ss, the ligature ﬁ is fi
// (Unicode, CaseFolding.txt, status F, as far as Latin letters go).
func appendRune(dst []byte, r rune) []byte {
	switch {
	case r == 'ß' || r == 'ẞ':
		return append(dst, "ss"...)
	case r == 'İ':
		return append(dst, "i\u0307"...)
	case r < tabled:
		return utf8.AppendRune(dst, folds()[r])
	case caseless(r):
		return utf8.AppendRune(dst, r)
	case r >= 0xFB00 && r <= 0xFB06:
		return append(dst, [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}[r-0xFB00]...)
	}
	return utf8.AppendRune(dst, foldSlowly(r))
}

// appendFold appends a text without differences of case. What is not UTF-8
// becomes U+FFFD.
func appendFold[Text ~string | ~[]byte](dst []byte, text Text) []byte {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			dst = append(dst, lower[c])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
		dst = appendRune(dst, r)
		i += n
	}
	return dst
}
