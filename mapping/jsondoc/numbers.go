package jsondoc

import (
	"iter"
	"strconv"
	"strings"
)

// safeDigits is how many decimal digits every double keeps.
const safeDigits = 15

// LongNumbers returns the numbers that a double cannot hold as they are written:
// read as one and printed again they have other digits, or are infinite.
func (d *Doc) LongNumbers() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if d == nil || !d.long {
			return
		}
		for i := range d.nodes {
			n := &d.nodes[i]
			if n.kind != Number || n.end-n.start < 4 {
				continue
			}
			v := Value{doc: d, i: int32(i)}
			if losesDigits(v.Raw()) && !yield(v) {
				return
			}
		}
	}
}

func losesDigits(number []byte) bool {
	if len(number) <= safeDigits && !exponent(number) {
		return false
	}
	f, err := strconv.ParseFloat(string(number), 64)
	if err != nil {
		return true // infinite: JSON has no other number that fails
	}
	digits, exp := decimal(string(number))
	again, expAgain := decimal(strconv.FormatFloat(f, 'e', -1, 64))
	return digits != again || digits != "" && exp != expAgain
}

func exponent(number []byte) bool {
	for _, c := range number {
		if c == 'e' || c == 'E' {
			return true
		}
	}
	return false
}

// decimal gives the digits of a number without zeros at either end, and where
// the decimal point stands from the first of them.
func decimal(number string) (digits string, point int) {
	number = strings.TrimPrefix(number, "-")
	if e := strings.IndexAny(number, "eE"); e >= 0 {
		// An exponent that does not fit an int belongs to a number that is 0
		// or infinite whatever it is.
		point, _ = strconv.Atoi(strings.TrimPrefix(number[e+1:], "+"))
		number = number[:e]
	}
	whole, fraction, _ := strings.Cut(number, ".")
	all := whole + fraction
	digits = strings.TrimLeft(all, "0")
	point += len(whole) - (len(all) - len(digits))
	return strings.TrimRight(digits, "0"), point
}
