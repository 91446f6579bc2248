package query

import (
	"cmp"
	"strings"
)

// decimal is a number as it is written, of any size and precision: it never
// becomes a float64, in which 9007199254740993 and 9007199254740992 are one.
type decimal struct {
	negative bool
	digits   string // from the first one that is not 0; may hold one point; empty for zero
	point    int    // how many digits stand before the decimal point; may be negative
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
	point := wholeLen - leading
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

func parseExponent(s string) (exponent int, ok bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s = s[1:]
	sign := 1
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
		exponent = min(exponent*10+int(c-'0'), farthest)
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

// interval is a stretch of numbers.
type interval struct {
	low, high         decimal
	hasLow, hasHigh   bool
	openLow, openHigh bool   // the end itself does not belong to it
	spelling          string // as it stands in a filter: ">=3", "10..20"
}

func (i *interval) contains(d decimal) bool {
	if i.hasLow {
		if c := d.compare(i.low); c < 0 || c == 0 && i.openLow {
			return false
		}
	}
	if i.hasHigh {
		if c := d.compare(i.high); c > 0 || c == 0 && i.openHigh {
			return false
		}
	}
	return true
}

// within reports whether all of i is in o.
func (i *interval) within(o *interval) bool {
	if o.hasLow {
		if !i.hasLow {
			return false
		}
		if c := i.low.compare(o.low); c < 0 || c == 0 && o.openLow && !i.openLow {
			return false
		}
	}
	if o.hasHigh {
		if !i.hasHigh {
			return false
		}
		if c := i.high.compare(o.high); c > 0 || c == 0 && o.openHigh && !i.openHigh {
			return false
		}
	}
	return true
}

// rangeOf reads "a..b", where either may be missing. ok says that it is a range
// of numbers.
func rangeOf(s string) (low, high string, ok bool) {
	low, high, ok = strings.Cut(s, "..")
	if !ok || low == "" && high == "" {
		return "", "", false
	}
	for _, end := range [...]string{low, high} {
		if _, number := parseDecimal(end); !number && end != "" {
			return "", "", false
		}
	}
	return low, high, true
}

// newInterval reads a number behind an operator, or a range when op is empty.
// ok is false when it is neither.
func newInterval(op, s string) (*interval, bool) {
	i := &interval{spelling: op + s}
	if low, high, isRange := rangeOf(s); isRange && op == "" {
		i.low, i.hasLow = parseDecimal(low)
		i.high, i.hasHigh = parseDecimal(high)
		return i, true
	}
	d, ok := parseDecimal(s)
	switch op {
	case ">", ">=":
		i.low, i.hasLow, i.openLow = d, true, op == ">"
	case "<", "<=":
		i.high, i.hasHigh, i.openHigh = d, true, op == "<"
	default:
		i.low, i.hasLow, i.high, i.hasHigh = d, true, d, true
	}
	return i, ok
}
