package jsondoc

import (
	"slices"
	"testing"
)

func TestLongNumbersAreThoseADoubleCannotHold(t *testing.T) {
	for number, lost := range map[string]bool{
		"0": false, "-0": false, "59.9": false, "1.50": false, "1e21": false, "1E+2": false,
		"123456789012345": false, "9007199254740992": false, "9007199254740993": true,
		"12345678901234567890": true, "0.1": false, "0.1000000000000000055511151231257827": true,
		"1e309": true, "-1e309": true, "1e-400": true, "0e999": false, "0.00000000000000000": false,
		"1.7976931348623157e308": false, "3.141592653589793238": true, "100000000000000000000": false,
	} {
		t.Run(number, func(t *testing.T) {
			d, err := Parse([]byte(`{"n":` + number + `}`))
			if err != nil {
				t.Fatal(err)
			}
			if got := len(slices.Collect(d.LongNumbers())) == 1; got != lost {
				t.Errorf("loses digits: %v, want %v", got, lost)
			}
		})
	}
}
