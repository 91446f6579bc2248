package compare

import "strings"

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
