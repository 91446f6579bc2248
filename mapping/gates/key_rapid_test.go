package gates

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is seen at a glance is what taking a key apart comes to.
func TestABareKeyHasNothingAroundIt(t *testing.T) {
	part := rapid.SampledFrom([]string{"a", "Z", "0", "_", "-", ".", "@", "|", " ", "\t", "\u200b", "\u00a0", "\x00", `"`, "'", "`", "%", "%20", "%41", "%25", "é", "\xff", "{{", "}}"})
	rapid.Check(t, func(t *rapid.T) {
		key := strings.Join(rapid.SliceOfN(part, 0, 8).Draw(t, "key"), "")
		if got, want := unwrapKey(key), unwrapped(key); got != want {
			t.Fatalf("%q unwraps to %q, and is %q", key, got, want)
		}
		listed := false
		for _, p := range placeholders {
			listed = listed || strings.EqualFold(p, unwrapped(key))
		}
		if nobody, wrapped := looksLike(key); nobody != (listed || isTemplate(unwrapped(key))) || wrapped != (unwrapped(key) != key) {
			t.Fatalf("%q looks like nobody: %v, wrapped: %v", key, nobody, wrapped)
		}
	})
}

func TestPlaceholdersAreKnownInAnyCase(t *testing.T) {
	for _, p := range placeholders {
		for _, key := range []string{p, strings.ToUpper(p), " " + strings.ToTitle(p) + "\n", `"` + p + `"`} {
			if !isPlaceholder(key) {
				t.Errorf("%q is somebody", key)
			}
		}
	}
}
