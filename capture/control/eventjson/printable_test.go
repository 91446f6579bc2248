package eventjson

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Many bytes at a time say what each of them says.
func TestPrintableIsSaidOfEachByte(t *testing.T) {
	for at := range 52 {
		for c := range 256 {
			text := slices.Repeat([]byte{'~'}, 52)
			text[at] = byte(c)
			if got := isPrintable(text); got != (c < 0x7f) {
				t.Fatalf("with %#x at %d: %v", c, at, got)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 'a', 0x7e, 0x7f, 0x80, 0xff}), 0, 60).Draw(t, "text")
		if got := isPrintable(text); got == slices.ContainsFunc(text, func(c byte) bool { return c >= 0x7f }) {
			t.Fatalf("%x: %v", text, got)
		}
	})
}
