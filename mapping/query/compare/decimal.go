package compare

import (
	"cmp"
	"strings"
)

// decimal is a number as it is written, of any size and precision: it never
// becomes a float64, in which 9007199254740993 and 9007199254740992 are one.
type decimal struct {
	negative bool
	digits   string // from the first one that is not 0; may hold one point; empty for zero
	point    int64  // how many digits stand before the decimal point; may be negative
}

// farthest bounds exponents, so that sums of them do not overflow.
const farthest = 1 << 40

// parseDecimal reads a number in JSON's grammar (RFC 8259, section 6).
func parseDecimal(s string) (d decimal, ok bool) {
	rest, negative := strings.CutPrefix(s, "-")
	wholeLen := countDigits(rest)
	if wholeLen == 0 || wholeLen > 1 && rest[0] == '0' {
		return decimal{}, false
	}
	mantissa := wholeLen
	if mantissa < len(rest) && rest[mantissa] == '.' {
		fraction := countDigits(rest[mantissa+1:])
		if fraction == 0 {
			return decimal{}, false
		}
		mantissa += 1 + fraction
	}
	exponent, ok := parseExponent(rest[mantissa:])
	if !ok {
		return decimal{}, false
	}
	digits := rest[:mantissa]
	leading := 0
	for leading < len(digits) && (digits[leading] == '0' || digits[leading] == '.') {
		leading++
	}
	if leading == len(digits) {
		return decimal{}, true // zero has no sign here
	}
	point := int64(wholeLen - leading)
	if leading > wholeLen {
		point++ // the point itself was counted among the leading ones
	}
	return decimal{negative, digits[leading:], point + exponent}, true
}

func countDigits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

func parseExponent(s string) (exponent int64, ok bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s = s[1:]
	sign := int64(1)
	if s != "" && (s[0] == '+' || s[0] == '-') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	if s == "" || countDigits(s) != len(s) {
		return 0, false
	}
	for _, c := range []byte(s) {
		exponent = min(exponent*10+int64(c-'0'), farthest)
	}
	return sign * exponent, true
}

// compare gives -1, 0 or 1.
func (d decimal) compare(e decimal) int {
	if a, b := d.sign(), e.sign(); a != b || a == 0 {
		return cmp.Compare(a, b)
	}
	c := cmp.Compare(d.point, e.point)
	if c == 0 {
		c = compareDigits(d.digits, e.digits)
	}
	return c * d.sign()
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// compareDigits compares digits one by one; behind the end of either come
// zeros, and points are passed over.
func compareDigits(a, b string) int {
	for a != "" || b != "" {
		var x, y byte
		x, a = nextDigit(a)
		y, b = nextDigit(b)
		if x != y {
			return cmp.Compare(x, y)
		}
	}
	return 0
}

func nextDigit(s string) (digit byte, rest string) {
	if s != "" && s[0] == '.' {
		s = s[1:]
	}
	if s == "" {
		return '0', ""
	}
	return s[0], s[1:]
}
