package launchdarkly

import (
	"math"
	"strconv"

	"segtap/mapping/jsondoc"
)

// What LaunchDarkly answers is read member by member, and a member that is
// missing, or not what it was, is as if it had not been said: a new kind of
// metric must not hide the others.

// wholeOr gives a whole number, or a fallback for anything else.
func wholeOr(v jsondoc.Value, fallback int64) int64 {
	if v.Kind() != jsondoc.Number {
		return fallback
	}
	if n, err := strconv.ParseInt(string(v.Raw()), 10, 64); err == nil {
		return n
	}
	// 1.7870436e12 is whole as well. Beyond 2^53 a double may not be the number
	// that was written.
	f, err := strconv.ParseFloat(string(v.Raw()), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
		return fallback
	}
	return int64(f)
}

// count gives a number of things; -1 where it is not said.
func count(v jsondoc.Value) int { return int(max(-1, min(wholeOr(v, -1), math.MaxInt32))) }

// texts gives the strings of a list; nil for none.
func texts(v jsondoc.Value) []string {
	var out []string
	for e := range v.Elements() {
		if e.Kind() == jsondoc.String {
			out = append(out, e.Text())
		}
	}
	return out
}

// firstText gives the first string that is not empty.
func firstText(values ...jsondoc.Value) string {
	for _, v := range values {
		if text := v.Text(); text != "" {
			return text
		}
	}
	return ""
}
