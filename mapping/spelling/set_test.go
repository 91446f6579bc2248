package spelling

import (
	"testing"

	"pgregory.net/rapid"
)

// A set finds the name that one finds who compares it with each of them.
func TestASetFindsWhatComparingEachFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(
			rapid.SampledFrom([]string{"order", "orders", "ordre", "completed", "complete", "completd", "step", "1", "2", "unsubscribed", "subscribed", "cart", "card", "signed", "sign", "up", "upp", "op", "signup", ""}),
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
		for _, between := range []func(a, b []string) (int, bool){slipsOf, slipsJoined} {
			for i, words := range all {
				if n, ok := between(given, words); ok && len(given) > 0 && (want < 0 || n < fewest) {
					want, fewest = i, n
				}
			}
			if want >= 0 {
				break
			}
		}
		if got := set.Nearest(given); got != want {
			t.Errorf("%q among %q is %d, want %d", given, all, got, want)
		}
	})
}

// slipsOf counts the slips between two names, word by word.
func slipsOf(a, b []string) (n int, ok bool) { return slipsIn(a, b, lettersIn(a)) }

// slipsJoined counts the slips between two names of which one has two words written as one.
func slipsJoined(a, b []string) (fewest int, ok bool) {
	letters := lettersIn(a)
	more, less := a, b
	if len(a) < len(b) {
		more, less = b, a
	}
	for i := range joints(more) {
		if len(more) != len(less)+1 {
			break
		}
		joined := join(more, i)
		one, other := joined, less
		if len(a) < len(b) {
			one, other = less, joined
		}
		n, near := slipsIn(one, other, letters)
		if near && !oneOf(less[i-1], more[i-1:i+1], letters) && (!ok || n < fewest) {
			fewest, ok = n, true
		}
	}
	return fewest, ok
}

func slipsIn(a, b []string, letters int) (n int, ok bool) {
	if len(a) != len(b) {
		return 0, false
	}
	for i := range a {
		one, other := speltOf(a[i]), speltOf(b[i])
		slips, ok := one.slips(&other, letters)
		if !ok {
			return 0, false
		}
		n += slips
	}
	return n, true
}
