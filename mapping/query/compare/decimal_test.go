package compare

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersOfJSON(t *testing.T) {
	for _, good := range []string{"0", "-0", "1", "0.5", "10.50", "1e3", "1E+3", "-1.5e-3", "1e99999999999999999999"} {
		if _, ok := parseDecimal(good); !ok {
			t.Errorf("%s is a number", good)
		}
	}
	for _, bad := range []string{"", "-", "+1", "01", ".5", "1.", "1e", "1e+", "0x1", "1 ", "NaN", "--1", "1.e3"} {
		if _, ok := parseDecimal(bad); ok {
			t.Errorf("%s is no number", bad)
		}
	}
}

// TestNumbersCompareAsFractions compares numbers as math/big does.
func TestNumbersCompareAsFractions(t *testing.T) {
	number := rapid.OneOf(
		rapid.StringMatching(`-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?([eE][+-]?[0-9])?`),
		rapid.SampledFrom([]string{"0", "-0", "0.00", "0e5", "10", "1e1", "100e-1", "9007199254740993", "9007199254740992", "0.1", "0.10"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		d, _ := parseDecimal(a)
		e, _ := parseDecimal(b)
		if got, want := d.compare(e), x.Cmp(y); got != want {
			t.Fatalf("%s with %s: %d, want %d", a, b, got, want)
		}
	})
}

func TestHugeNumbersCompare(t *testing.T) {
	order := []string{"-1e400", "-1", "-1e-400", "0", "1e-400", "1e-399", "1e308", "1e309", "12e308", "1e400"}
	for i, a := range order {
		for k, b := range order {
			d, _ := parseDecimal(a)
			e, _ := parseDecimal(b)
			if got := d.compare(e); got != max(-1, min(1, i-k)) {
				t.Errorf("%s with %s: %d", a, b, got)
			}
		}
	}
}
