package spelling

import (
	"testing"

	"pgregory.net/rapid"
)

// A set finds the name that one finds who compares it with each of them.
func TestASetFindsWhatComparingEachFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(
			rapid.SampledFrom([]string{"order", "orders", "ordre", "completed", "complete", "completd", "step", "1", "2", "unsubscribed", "subscribed", "cart", "card", ""}),
			rapid.StringMatching(`[aceé]{1,9}`),
		)
		name := rapid.SliceOfN(word, 0, 3)
		all := rapid.SliceOfN(name, 0, 12).Draw(t, "all")
		var set Set
		for i, words := range all {
			if at := set.Add(words); at != i {
				t.Fatalf("the place of %d is %d", i, at)
			}
		}
		given := name.Draw(t, "given")
		want, fewest := -1, 0
		for i, words := range all {
			if n, ok := slipsOf(given, words); ok && len(given) > 0 && (want < 0 || n < fewest) {
				want, fewest = i, n
			}
		}
		if got := set.Nearest(given); got != want {
			t.Errorf("%q among %q is %d, want %d", given, all, got, want)
		}
	})
}

// slipsOf counts the slips between two names, word by word.
func slipsOf(a, b []string) (n int, ok bool) {
	if len(a) != len(b) {
		return 0, false
	}
	for i := range a {
		one, other := speltOf(a[i]), speltOf(b[i])
		slips, ok := one.slips(&other)
		if !ok {
			return 0, false
		}
		n += slips
	}
	return n, true
}
