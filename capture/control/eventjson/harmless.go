package eventjson

import (
	"encoding/binary"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Escape escapes, in lines of JSON, the characters that act on a terminal:
// C1 controls, DEL and those that turn the direction of text. Inside of a JSON
// string, and nowhere else can they stand, \uXXXX means the same. Bytes that are
// not UTF-8 become U+FFFD.
func Escape(lines []byte) []byte {
	if isPrintable(lines) {
		return lines
	}
	out := make([]byte, 0, len(lines)+32)
	for i := 0; i < len(lines); {
		r, size := utf8.DecodeRune(lines[i:])
		if r >= 0x7f && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)) {
			if r > 0xffff {
				high, low := (r-0x10000)>>10+0xd800, (r-0x10000)&0x3ff+0xdc00
				out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
			} else {
				out = fmt.Appendf(out, `\u%04x`, r)
			}
		} else {
			out = utf8.AppendRune(out, r)
		}
		i += size
	}
	return out
}

// isPrintable reports whether no byte is DEL or beyond ASCII. Eight are looked at together, and
// four times as many before it is asked what came of it: one by one they take 8 % of the time of
// `segtap map`, eight by eight 4.
func isPrintable(text []byte) bool {
	const top = 0x8080808080808080
	for ; len(text) >= 32; text = text[32:] {
		if (aboveTilde(text)|aboveTilde(text[8:])|aboveTilde(text[16:])|aboveTilde(text[24:]))&top != 0 {
			return false
		}
	}
	for ; len(text) >= 8; text = text[8:] {
		if aboveTilde(text)&top != 0 {
			return false
		}
	}
	return !slices.ContainsFunc(text, func(c byte) bool { return c >= 0x7f })
}

// aboveTilde has the top bit set of each of the next eight bytes that is above the tilde.
func aboveTilde(text []byte) uint64 {
	const every, low = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f
	eight := binary.LittleEndian.Uint64(text)
	return eight | (eight&low + every) // no byte carries into the next one
}
