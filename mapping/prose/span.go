package prose

import "strconv"

// spanUnits are the units that lengths of time are written in.
var spanUnits = [...]struct {
	name string
	ms   int64
}{{"year", 365*86_400_000 + 21_600_000}, {"day", 86_400_000}, {"hour", 3_600_000}, {"minute", 60_000}, {"second", 1000}}

// Span writes how long something is, in its two largest units: "14 days",
// "1 day 2 hours", "1 minute 30 seconds", "250 ms".
func Span(ms int64) string { return string(AppendSpan(nil, ms)) }

// AppendSpan appends what [Span] gives.
func AppendSpan(dst []byte, ms int64) []byte {
	if ms < 0 {
		ms = -ms
	}
	if ms < 1000 {
		return append(strconv.AppendInt(dst, ms, 10), " ms"...)
	}
	for i, unit := range spanUnits[:len(spanUnits)-1] { // round to the second unit
		if next := spanUnits[i+1].ms; ms >= unit.ms {
			ms = (ms + next/2) / next * next
			break
		}
	}
	parts := 0
	for _, unit := range spanUnits {
		n := ms / unit.ms
		ms %= unit.ms
		if n > 0 {
			if parts > 0 {
				dst = append(dst, ' ')
			}
			dst = append(append(appendGrouped(dst, n), ' '), unit.name...)
			if n > 1 {
				dst = append(dst, 's')
			}
			parts++
		}
		if parts == 2 || parts == 1 && n == 0 {
			break
		}
	}
	return dst
}
