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

// A flag is not broken at its hyphens where a line has room for it.
func TestAFlagStaysWhole(t *testing.T) {
	const text = "start it as `serve --ssh-write KEYS`, a read-only way"
	for w := len("--ssh-write"); w < 60; w++ {
		lines := Wrap(text, w)
		if got := strings.Join(lines, "\n"); !strings.Contains(got, "--ssh-write") || strings.Contains(got, unbroken) {
			t.Errorf("in %d cells: %q", w, lines)
		}
	}
	if got := Wrap("--ssh-write", 5); strings.Join(got, "") != "--ssh-write" {
		t.Errorf("with no room: %q", got)
	}
}

// What stands beside each other reads the same whatever colour the bar has, and each text
// keeps its own.
func TestTheBarColoursNoText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "a", "  b", "\x1b[31mred\x1b[m", "   \x1b[1mbold\x1b[m and more", "注文", "longer than there is room"})
		left, right := rapid.SliceOfN(text, 0, 4).Draw(t, "left"), rapid.SliceOfN(text, 0, 4).Draw(t, "right")
		w, h := rapid.IntRange(1, 20).Draw(t, "w"), rapid.IntRange(0, 4).Draw(t, "h")
		plain, coloured := Beside(left, right, w, h, Bar{Sign: "|"}), Beside(left, right, w, h, Bar{On: "\x1b[90m", Sign: "|", Off: "\x1b[m"})
		for i, line := range coloured {
			if ansi.Strip(line) != ansi.Strip(plain[i]) {
				t.Fatalf("%q reads otherwise than %q", line, plain[i])
			}
			_, grey, _ := strings.Cut(line, "\x1b[90m")
			grey, _, _ = strings.Cut(grey, "\x1b[m")
			if strings.Trim(grey, " ") != "|" {
				t.Fatalf("%q has the colour of the bar in %q", grey, line)
			}
			if i < len(left) && Width(left[i]) <= w && !strings.HasPrefix(line, left[i]) {
				t.Fatalf("%q does not begin with %q", line, left[i])
			}
			if i < len(right) && !strings.HasSuffix(line, strings.TrimLeft(right[i], " ")) {
				t.Fatalf("%q does not end with %q", line, right[i])
			}
		}
	})
}
