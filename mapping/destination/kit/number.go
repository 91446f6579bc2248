package kit

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendNumber appends a number as JavaScript prints it (ECMA-262,
// Number::toString with radix 10): the shortest digits that read back as the
// same double, in fixed notation from 1e-6 up to below 1e21, "0" for -0, "NaN",
// "Infinity".
func AppendNumber(dst []byte, f float64) []byte {
	switch abs := math.Abs(f); {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	case f == 0:
		return append(dst, '0')
	case isAmount(abs):
		return appendAmount(dst, f)
	case abs >= 1e-6 && abs < 1e21:
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	// Go writes two digits of exponent at least: e-07.
	if n := len(dst); dst[n-2] == '0' && (dst[n-3] == '-' || dst[n-3] == '+') {
		dst = append(dst[:n-2], dst[n-1])
	}
	return dst
}

// isAmount reports whether a number that is not negative is one of hundredths, as amounts of
// money are, and has fewer digits than every double keeps. Those digits are then the shortest
// that read back as it: no other number of as few does.
func isAmount(f float64) bool {
	const most = 1e12
	return f < most && math.Round(f*100)/100 == f
}

// appendAmount appends an amount: to look for the shortest digits takes five times as long,
// 4 % of the time of `segtap map` (BenchmarkAppendNumber).
func appendAmount(dst []byte, f float64) []byte {
	if f < 0 {
		dst = append(dst, '-')
	}
	hundredths := int64(math.Round(math.Abs(f) * 100))
	dst = strconv.AppendInt(dst, hundredths/100, 10)
	switch rest := byte(hundredths % 100); {
	case rest == 0:
		return dst
	case rest%10 == 0:
		return append(dst, '.', '0'+rest/10)
	default:
		return append(dst, '.', '0'+rest/10, '0'+rest%10)
	}
}

// ParseNumber reads a string as JavaScript's Number does (ECMA-262,
// StringToNumber): white space around it is ignored, nothing at all is 0,
// decimal literals may have a sign, 0x, 0o and 0b literals may not, numbers too
// large are ±Infinity. ok is false where Number gives NaN.
func ParseNumber(s string) (f float64, ok bool) {
	s = Trim(s)
	if s == "" {
		return 0, true
	}
	if len(s) > 2 && s[0] == '0' {
		switch s[1] {
		case 'x', 'X':
			return parseRadix(s[2:], 16)
		case 'o', 'O':
			return parseRadix(s[2:], 8)
		case 'b', 'B':
			return parseRadix(s[2:], 2)
		}
	}
	unsigned := strings.TrimPrefix(s, "-")
	if len(unsigned) == len(s) {
		unsigned = strings.TrimPrefix(s, "+")
	}
	if unsigned != "Infinity" && !isDecimal(unsigned) {
		return 0, false
	}
	f, _ = strconv.ParseFloat(s, 64) // ±Inf when out of range
	return f, true
}

// isDecimal reports whether s is digits with at most one point among or around
// them and an exponent at will.
func isDecimal(s string) bool {
	whole := digits(s, 10)
	rest := s[whole:]
	fraction := 0
	if strings.HasPrefix(rest, ".") {
		fraction = digits(rest[1:], 10)
		rest = rest[1+fraction:]
	}
	if whole+fraction == 0 {
		return false
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	return rest != "" && digits(rest, 10) == len(rest)
}

// digits counts the digits at the start of s.
func digits(s string, radix int) int {
	for i := range len(s) {
		d := 99
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			d = int(c - '0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = int(c|0x20-'a') + 10
		}
		if d >= radix {
			return i
		}
	}
	return len(s)
}

// maxBits is how many bits an integer may have to fit a double.
const maxBits = 1024

// parseRadix reads digits of a radix that is a power of two.
func parseRadix(s string, radix int) (float64, bool) {
	if digits(s, radix) != len(s) {
		return 0, false
	}
	s = strings.TrimLeft(s, "0")
	if s == "" {
		return 0, true
	}
	if len(s) > maxBits { // a digit has at least one bit
		return math.Inf(1), true
	}
	n, ok := new(big.Int).SetString(s, radix)
	if !ok {
		return 0, false
	}
	f, _ := new(big.Float).SetInt(n).Float64()
	return f, true
}

// Trim removes what JavaScript calls white space from both ends of a string
// (ECMA-262, TrimString): U+FEFF is, U+0085 and U+200B are not.
func Trim(s string) string {
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if !IsSpace(r) {
			break
		}
		s = s[n:]
	}
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		if !IsSpace(r) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// IsSpace reports whether JavaScript takes the character for white space or a
// line terminator (ECMA-262, WhiteSpace and LineTerminator).
func IsSpace(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', ' ', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}
