package index

import (
	"slices"
	"testing"

	"segtap/mapping/message"
)

// The numbers of types are bytes of each row: 0 for none, and the last for all that
// Segment does not have.
func TestEveryTypeHasANumber(t *testing.T) {
	want := []string{"", "track", "identify", "page", "screen", "group", "alias", "other"}
	if !slices.Equal(types, want) || types[trackType] != "track" {
		t.Errorf("types %q", types)
	}
	for i, typ := range append([]string{""}, message.Types()...) {
		if n := typeNumber(typ); int(n) != i || types[n] != typ {
			t.Errorf("%q has number %d", typ, n)
		}
	}
	for _, odd := range []string{"Track", "custom", "other"} {
		if n := typeNumber(odd); types[n] != "other" {
			t.Errorf("%q has number %d", odd, n)
		}
	}
}
