package date

import (
	"math"
	"strings"
	"time"

	"segtap/mapping/lazy"
)

// maxTime is how far from 1970 a JavaScript Date reaches, in ms (ECMA-262, Time
// Values and Time Range).
const maxTime = 8.64e15

// Moment is what is read from a timestamp.
type Moment struct {
	MS   int64 // since 1970
	OK   bool
	Free bool // in a form that JavaScript engines read each in their own way
}

// Clip makes a time of a number of ms (ECMA-262, TimeClip).
func Clip(ms float64) (int64, bool) {
	if !(math.Abs(ms) <= maxTime) { // also what is not a number
		return 0, false
	}
	return int64(ms), true
}

// Read reads a timestamp as Segment's destination does, with dayjs on
// Node.js in UTC:
//
//   - what does not end in Z and looks like numbers in dayjs's own order is taken
//     apart by it: 2024-01-02, 2024-01-02 03:04:05.678, 20240102, 2024;
//   - everything else is left to Date.parse: ISO 8601 as ECMA-262 has it, then
//     V8's free forms, such as "Tue, 02 Jan 2024 03:04:05 GMT", "Jan 2, 2024" or
//     even "abc 1". The latter are marked free, unless they only bend ISO 8601:
//     a space for the T, an offset without a colon, UTC for Z.
func Read(s string) Moment {
	if m := ReadCanonical(s); m.OK {
		return m
	}
	if !strings.HasSuffix(s, "Z") && !strings.HasSuffix(s, "z") && dayjsBytes(s) {
		if parts := dayjsPattern().FindStringSubmatch(s); parts != nil {
			return dayjsTime(parts)
		}
	}
	m, legacy := parseDate(s)
	m.Free = legacy && !nearISO().MatchString(s)
	return m
}

// ReadCanonical reads the form that nearly all timestamps have,
// 2024-01-02T03:04:05[.678]Z, without the way around.
func ReadCanonical[Text ~string | ~[]byte](s Text) Moment {
	if len(s) < len("2024-01-02T03:04:05Z") || len(s) > len("2024-01-02T03:04:05.678901234Z") ||
		s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[len(s)-1] != 'Z' {
		return Moment{}
	}
	century, bad := pair(s, 0, 0)
	year, bad := pair(s, 2, bad)
	month, bad := pair(s, 5, bad)
	day, bad := pair(s, 8, bad)
	hour, bad := pair(s, 11, bad)
	minute, bad := pair(s, 14, bad)
	second, bad := pair(s, 17, bad)
	ms := 0
	if len(s) > len("2024-01-02T03:04:05Z") {
		if len(s) != len("2024-01-02T03:04:05.678Z") || s[19] != '.' {
			return Moment{}
		}
		ms, bad = pair(s, 20, bad)
		low := int(s[22]) - '0'
		ms, bad = ms*10+low, bad|low|(9-low)
	}
	if bad < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59 {
		return Moment{}
	}
	days := daysTo(century*100+year, month) + day - 1
	return Moment{MS: int64(((days*24+hour)*60+minute)*60+second)*1000 + int64(ms), OK: true}
}

// pair reads two digits. What it gives beside is negative where they are none, or where
// bad is.
func pair[Text ~string | ~[]byte](s Text, at, bad int) (n, badly int) {
	a, b := int(s[at])-'0', int(s[at+1])-'0'
	return a*10 + b, bad | a | b | (9 - a) | (9 - b)
}

// daysTo gives the days from 1970 to the start of a month of the years 0 to 9999. It is a
// tenth of what [time.Date] takes for any date.
func daysTo(year, month int) int {
	if month < 3 { // of the year before: a leap day is the last day of its year then
		year, month = year-1, month+12
	}
	return year*365 + (year+400)/4 - (year+400)/100 + (year+400)/400 + (month*306-914)/10 - 719468 - 97
}

// dateUTC gives the time of a date, whose parts may be outside of their ranges:
// they overflow into the next larger ones.
func dateUTC(year, month, day, hour, minute, second, ms int) int64 {
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC).UnixMilli() + int64(ms)
}

// dayjsSpace is \s of JavaScript's regular expressions.
const dayjsSpace = `\t\n\v\f\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}`

// dayjsPattern is the order of numbers that dayjs takes apart by itself.
var dayjsPattern = lazy.Regexp(
	`^(\d{4})[-/]?(\d{1,2})?[-/]?(\d{0,2})[Tt` + dayjsSpace + `]*(\d{1,2})?:?(\d{1,2})?:?(\d{1,2})?[.:]?(\d+)?$`)

// nearISO is ISO 8601 bent in the ways that everyone reads alike.
var nearISO = lazy.Regexp(
	`^\d{4}-\d\d-\d\d(?:[Tt]| +)\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]| ?[+-]\d\d:?\d\d| UTC| GMT)$`)

// dayjsBytes reports whether s can match dayjsPattern, by its ASCII characters.
func dayjsBytes(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '-', c == '/', c == ':', c == '.', c == 'T', c == 't':
		case c == ' ', c >= '\t' && c <= '\r', c >= 0x80:
		default:
			return false
		}
	}
	return true
}

// dayjsTime makes a time of the parts, as the constructor of Date does: what is
// missing is the first, the years 0 to 99 mean 1900 to 1999, and every part may
// overflow. The fraction is no fraction: its first three digits are ms.
func dayjsTime(parts []string) Moment {
	number := func(i, missing int) int {
		if parts[i] == "" {
			return missing
		}
		n := 0
		for _, c := range parts[i] {
			n = n*10 + int(c-'0')
		}
		return n
	}
	parts[7] = parts[7][:min(3, len(parts[7]))]
	year := number(1, 0)
	if year < 100 {
		year += 1900
	}
	return Moment{MS: dateUTC(year, number(2, 1), number(3, 1), number(4, 0), number(5, 0), number(6, 0), number(7, 0)), OK: true}
}
