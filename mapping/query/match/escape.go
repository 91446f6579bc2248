package match

import (
	"strings"
	"unicode/utf8"
)

// simple are the escapes of one character that stand for another one.
const simple = "b\bf\fn\nr\rt\t"

// Unescape reads the escape at the start of a text, and gives its length. What
// is no escape is a backslash. A surrogate that stands alone is U+FFFD. (Package
// jsondoc undoes escapes of what is known to be JSON; a text that is searched, or
// typed, need not be.)
func Unescape(text []byte) (rune, int) {
	if len(text) < 2 {
		return '\\', 1
	}
	switch c := text[1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b', 'f', 'n', 'r', 't':
		return rune(simple[strings.IndexByte(simple, c)+1]), 2
	case 'u':
		high, ok := hex4(text[2:])
		if !ok {
			return '\\', 1
		}
		if high >= 0xD800 && high < 0xDC00 && len(text) > 7 && text[6] == '\\' && text[7] == 'u' {
			if low, ok := hex4(text[8:]); ok && low >= 0xDC00 && low < 0xE000 {
				return 0x10000 + (high-0xD800)<<10 + (low - 0xDC00), 12
			}
		}
		if high >= 0xD800 && high < 0xE000 {
			high = utf8.RuneError
		}
		return high, 6
	}
	return '\\', 1
}

// hex4 reads four hexadecimal digits.
func hex4(text []byte) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range text[:4] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
