package verdict

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A set has the codes that were put into it, in their order.
func TestASetHasWhatWasPutIntoIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s CodeSet
		var want []Code
		for _, c := range rapid.SliceOfDistinct(rapid.IntRange(0, int(codeCount)-1), rapid.ID[int]).Draw(t, "codes") {
			s.Add(Code(c))
			want = append(want, Code(c))
		}
		slices.Sort(want)
		if got := slices.Collect(s.All()); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}
