package plans

import (
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/jsondoc"
)

// The places are those that jsondoc counts, from the start of the text.
func TestPlacesAreThoseOfTheText(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "\n", "é", "😀", "\x80", "\xe2\x82", "\xf0\x9f", "\r\n", "0123456789", "\x80\x80\x80\x80\x80\x80\x80"})
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		for _, p := range rapid.SliceOfN(piece, 0, 50).Draw(t, "pieces") {
			for range rapid.SampledFrom([]int{1, 2, 500, 511}).Draw(t, "times") {
				text = append(text, p...)
			}
		}
		l := newLocator("f", text)
		for range 20 {
			offset := rapid.IntRange(0, len(text)).Draw(t, "offset")
			line, column := jsondoc.Position(text, offset)
			if at := l.at(offset); at.Line != line || at.Column != column {
				t.Fatalf("byte %d: %v, want %d:%d", offset, at, line, column)
			}
		}
	})
}
