package styled

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// What fits a line is not laid out, and is what laying it out gives.
func TestWhatFitsIsWrappedAsIfItWereLaidOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("ab -/, é日\t"))).Draw(t, "text")
		w := rapid.IntRange(1, 12).Draw(t, "w")
		got := Wrap(s, w)
		if want := strings.Split(ansi.Wrap(s, w, ""), "\n"); len(s) <= w && isPlain(s) && !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
