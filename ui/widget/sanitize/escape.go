package sanitize

import (
	"unicode"
	"unicode/utf8"
)

// Escape returns s with everything that is not safe or not visible on a terminal written as an escape:
//
//   - \t, \n and \r; \x00–\x1f and \x7f for the other ASCII controls; \xNN for a byte that is not UTF-8;
//   - \uNNNN or \UNNNNNNNN for C1 controls, format characters (bidirectional overrides and isolates, zero-width
//     joiners and spaces, soft hyphens, tags, the byte order mark), line and paragraph separators, variation
//     selectors, characters Unicode lets a renderer ignore, spaces other than U+0020 and U+3000, private and
//     unassigned characters, and surrogates encoded as if they were characters (WTF-8);
//   - \uNNNN or \UNNNNNNNN for a combining mark that follows no letter, digit or symbol: it would land on whatever
//     the screen shows before the text.
//
// A string with nothing to escape is returned as it is, without allocation. Escape(Escape(s)) equals Escape(s).
func Escape(s string) string {
	i := safePrefix(s)
	if i == len(s) {
		return s
	}
	b := make([]byte, 0, len(s)+16)
	return string(appendEscaped(append(b, s[:i]...), s, i))
}

// IsClean reports whether Escape(s) would return s.
func IsClean(s string) bool {
	return safePrefix(s) == len(s)
}

// IsASCII reports whether s consists of printable ASCII (0x20–0x7e) only, so that it is clean and as many columns
// wide as it has bytes.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// safePrefix returns how many bytes of s can be shown as they are.
func safePrefix(s string) int {
	prev := rune(-1)
	for i := 0; i < len(s); {
		if c := s[i]; c >= 0x20 && c < 0x7f {
			prev = rune(c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !shows(r, n, prev) {
			return i
		}
		prev = r
		i += n
	}
	return len(s)
}

// appendEscaped appends the escaped form of s[from:]; what precedes from is known to be clean.
func appendEscaped(b []byte, s string, from int) []byte {
	prev := rune(-1)
	if from > 0 {
		prev, _ = utf8.DecodeLastRuneInString(s[:from])
	}
	for i := from; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if shows(r, n, prev) {
			b = append(b, s[i:i+n]...)
			prev = r
			i += n
			continue
		}
		prev = -1
		if r == utf8.RuneError && n == 1 {
			if code, ok := surrogate(s[i:]); ok {
				b = appendRune(b, code)
				i += 3
				continue
			}
			b = appendByte(b, s[i])
			i++
			continue
		}
		b = appendRune(b, r)
		i += n
	}
	return b
}

// shows reports whether the rune r, decoded from n bytes, can be shown as it is after prev
// (-1 when nothing it could stand on precedes it).
func shows(r rune, n int, prev rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 0x20 && r != 0x7f
	case r > 0xa0 && r < 0x300:
		// The Latin blocks, all visible but for the soft hyphen: spared the searches below, which cost ten times more.
		return r != 0xad
	case r == utf8.RuneError && n == 1:
		return false
	case !unicode.IsGraphic(r) || r == 0x2800:
		// U+2800, the empty Braille pattern, is a symbol that draws nothing.
		return false
	case unicode.Is(unicode.Zs, r):
		return r == 0x3000
	case unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
		return false
	case unicode.IsMark(r):
		return carries(prev)
	}
	return true
}

// carries reports whether a combining mark may stand on r.
func carries(r rune) bool {
	return r > ' ' && unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.S)
}

// surrogate decodes the three bytes with which WTF-8 and CESU-8 encode a lone surrogate.
func surrogate(s string) (rune, bool) {
	if len(s) < 3 || s[0] != 0xed || s[1] < 0xa0 || s[1] > 0xbf || s[2] < 0x80 || s[2] > 0xbf {
		return 0, false
	}
	return 0xd000 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f), true
}

const hexDigits = "0123456789abcdef"

func appendByte(b []byte, c byte) []byte {
	return append(b, '\\', 'x', hexDigits[c>>4], hexDigits[c&0xf])
}

func appendRune(b []byte, r rune) []byte {
	switch r {
	case '\t':
		return append(b, '\\', 't')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	}
	width := 8
	switch {
	case r < utf8.RuneSelf:
		return appendByte(b, byte(r))
	case r <= 0xffff:
		b, width = append(b, '\\', 'u'), 4
	default:
		b = append(b, '\\', 'U')
	}
	for shift := 4 * (width - 1); shift >= 0; shift -= 4 {
		b = append(b, hexDigits[r>>shift&0xf])
	}
	return b
}
