package eventjson

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Escape escapes, in lines of JSON, the characters that act on a terminal:
// C1 controls, DEL and those that turn the direction of text. Inside of a JSON
// string, and nowhere else can they stand, \uXXXX means the same. Bytes that are
// not UTF-8 become U+FFFD.
func Escape(lines []byte) []byte {
	clean := true
	for _, c := range lines {
		if c >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
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
