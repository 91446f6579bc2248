package jsondoc

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// The code units of UTF-16 that are halves of a pair.
const (
	highFirst, highLast = 0xD800, 0xDBFF
	lowFirst, lowLast   = 0xDC00, 0xDFFF
)

// decode gives the WTF-8 of a JSON string without its quotes. plain says that
// it is known to read as its bytes.
func decode(b []byte, plain bool) string {
	if plain || isPlain(b) {
		return string(b)
	}
	return string(appendDecoded(make([]byte, 0, len(b)), b))
}

// Unquote returns what a JSON string, which stands in its quotes and is known to be
// well-formed, reads as.
func Unquote(quoted []byte) string { return decode(quoted[1:len(quoted)-1], false) }

// equal reports whether a JSON string without its quotes reads s.
func equal(b []byte, s string, plain bool) bool {
	if plain {
		return string(b) == s
	}
	if len(b) > 0 && s != "" && b[0] != s[0] && b[0] != '\\' && b[0] < utf8.RuneSelf {
		return false // the first character settles it, mostly
	}
	if isPlain(b) {
		return string(b) == s
	}
	return decode(b, false) == s
}

// isPlain reports whether a JSON string without its quotes reads as its bytes.
func isPlain(b []byte) bool { return bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b) }

// appendDecoded appends the WTF-8 of a JSON string without its quotes, which is
// known to be well-formed.
func appendDecoded(dst, b []byte) []byte {
	for len(b) > 0 {
		run := bytes.IndexByte(b, '\\')
		if run < 0 {
			return appendValid(dst, b)
		}
		dst = appendValid(dst, b[:run])
		n := 0
		dst, n = appendEscape(dst, b[run:])
		b = b[run+n:]
	}
	return dst
}

// appendEscape appends what the escape at the start of b stands for, and gives
// its length: two escapes of a surrogate pair are one.
func appendEscape(dst, b []byte) ([]byte, int) {
	switch b[1] {
	case 'b':
		return append(dst, '\b'), 2
	case 'f':
		return append(dst, '\f'), 2
	case 'n':
		return append(dst, '\n'), 2
	case 'r':
		return append(dst, '\r'), 2
	case 't':
		return append(dst, '\t'), 2
	case 'u':
		unit := hex4(b[2:])
		if unit >= highFirst && unit <= highLast && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
			if low := hex4(b[8:]); low >= lowFirst && low <= lowLast {
				return utf8.AppendRune(dst, 0x10000+(unit-highFirst)<<10+(low-lowFirst)), 12
			}
		}
		return appendUnit(dst, unit), 6
	}
	return append(dst, b[1]), 2 // \" \\ \/
}

// appendUnit appends a code unit as WTF-8: half of a pair as three bytes.
func appendUnit(dst []byte, unit rune) []byte {
	if unit < highFirst || unit > lowLast {
		return utf8.AppendRune(dst, unit)
	}
	return append(dst, 0xE0|byte(unit>>12), 0x80|byte(unit>>6)&0x3F, 0x80|byte(unit)&0x3F)
}

// hex4 reads four hexadecimal digits.
func hex4(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		r = r<<4 | rune(c&0x0F)
		if c > '9' {
			r += 9
		}
	}
	return r
}

// appendValid appends b with U+FFFD in place of what is not UTF-8, the way
// every decoder of the web does it: one for each longest run of bytes that
// could have begun a character (WHATWG Encoding, "UTF-8 decoder").
func appendValid(dst, b []byte) []byte {
	for !utf8.Valid(b) {
		i := invalidAt(b)
		dst = append(append(dst, b[:i]...), "\uFFFD"...)
		b = b[i+truncated(b[i:]):]
	}
	return append(dst, b...)
}

// invalidAt gives the offset of the first byte that is not UTF-8; -1 when there
// is none.
func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// truncated counts the bytes at the start of b, which is not a character, that
// could have begun one: at least one.
func truncated(b []byte) int {
	n, low, high := 0, byte(0x80), byte(0xBF)
	switch c := b[0]; {
	case c >= 0xC2 && c <= 0xDF:
		n = 1
	case c >= 0xE0 && c <= 0xEF:
		n = 2
	case c >= 0xF0 && c <= 0xF4:
		n = 3
	}
	switch b[0] { // the ranges of second bytes in Unicode's table 3-7
	case 0xE0:
		low = 0xA0
	case 0xED:
		high = 0x9F
	case 0xF0:
		low = 0x90
	case 0xF4:
		high = 0x8F
	}
	i := 1
	for ; i <= n && i < len(b) && b[i] >= low && b[i] <= high; i++ {
		low, high = 0x80, 0xBF
	}
	return i
}

const hexDigits = "0123456789abcdef"

// AppendString appends a JSON string, written the way JSON.stringify writes it:
// only quotes, backslashes and control characters are escaped, and halves of
// surrogate pairs, which s has as WTF-8, become \udXXX. Other bytes that are
// not UTF-8 become U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := asIs(s); i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			dst = appendEscaped(append(dst, s[from:i]...), c)
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r != utf8.RuneError || n != 1 {
			i += n
			continue
		}
		dst = append(dst, s[from:i]...)
		if unit, ok := surrogate(s[i:]); ok {
			dst = append(dst, '\\', 'u', 'd', hexDigits[unit>>8&15], hexDigits[unit>>4&15], hexDigits[unit&15])
			i += 3
		} else {
			dst = append(dst, "\uFFFD"...)
			i++
		}
		from = i
	}
	return append(append(dst, s[from:]...), '"')
}

// asIs counts bytes at the start of a string that are written as they are: by eights, since
// one by one the keys and names of an event take 3 % of the time of `segtap map`.
func asIs(s string) int {
	n := 0
	for ; n+8 <= len(s); n += 8 {
		eight := binary.LittleEndian.Uint64([]byte(s[n : n+8])) // which copies nothing
		if (special(eight)|eight)&topBits != 0 {
			break
		}
	}
	return n
}

// appendEscaped appends the escape of an ASCII character.
func appendEscaped(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// surrogate reads half of a pair at the start of a WTF-8 string.
func surrogate(s string) (unit rune, ok bool) {
	if len(s) < 3 || s[0] != 0xED || s[1] < 0xA0 || s[1] > 0xBF || s[2] < 0x80 || s[2] > 0xBF {
		return 0, false
	}
	return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), true
}
