package sanitize

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBlanksAtTheEndsAreEscaped(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Order Completed", "Order Completed"},
		{" Order  Completed", `\x20Order  Completed`},
		{"Order Completed  ", `Order Completed\x20\x20`},
		{"  ", `\x20\x20`},
		{"注文\u3000", `注文\u3000`},
		{"\tOrder\u00a0", `\tOrder\u00a0`},
		{"", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Visible(c.name); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom([]rune{' ', '\u3000', 'a', '\t', 'é'})).Draw(t, "name")
		if shown := Visible(name); strings.TrimSpace(shown) != shown || Visible(shown) != shown {
			t.Fatalf("%q is shown as %q", name, shown)
		}
	})
}
