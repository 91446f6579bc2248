package draw

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"segtap/ui/keymap"
	"segtap/ui/theme"
)

// A footer is never wider than its room, though nobody cuts it; no key is in it by half; and
// the ways to help and out are there, whole, wherever there is room for them.
func TestAFooterFitsProperty(t *testing.T) {
	th := theme.New(false)
	rapid.Check(t, func(t *rapid.T) {
		var hints []keymap.Hint
		for i := range rapid.IntRange(0, 12).Draw(t, "keys") {
			hints = append(hints, keymap.Hint{
				Key: rapid.SampledFrom([]string{"e", "ctrl+p", "↑↓", "完"}).Draw(t, "key"), Label: strings.Repeat("x", 1+i),
				Group: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "group"), Off: rapid.SampledFrom([]string{"", "why"}).Draw(t, "off"),
			})
		}
		ways := []keymap.Hint{{Key: "?", Label: "help", Last: true}, {Key: "q", Label: "quit", Last: true}}
		w := rapid.IntRange(0, 150).Draw(t, "width")
		f := LayFooter(append(hints, ways...), w)
		line := ansi.Strip(f.View(th))
		if got := ansi.StringWidth(line); got > w {
			t.Fatalf("%q has %d cells, there are %d", line, got, w)
		}
		switch {
		case w >= len(" ? help  q quit ") && !strings.HasSuffix(line, " ? help  q quit "):
			t.Fatalf("%q of %d cells does not end in both ways", line, w)
		case w >= len(" q quit ") && !strings.HasSuffix(line, " q quit "):
			t.Fatalf("%q of %d cells does not end in the way out", line, w)
		}
		for i := range f.keys {
			k := &f.keys[i]
			if at := ansi.Cut(line, k.x, k.x+k.w); ansi.StringWidth(at) != k.w || !strings.Contains(at, k.Key+" "+k.Label) {
				t.Fatalf("%q stands where %s %s should", at, k.Key, k.Label)
			}
		}
	})
}
