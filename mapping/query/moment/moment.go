package moment

import (
	"strconv"
	"strings"
	"time"
)

// Parse reads a moment: how long before now, or a time of the day, which is
// the last such time before now, or a date, or both, in now's time zone where
// they do not say.
func Parse(text string, now time.Time) (time.Time, bool) {
	if ago, ok := duration(text); ok {
		return now.Add(-ago), true
	}
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, true
		}
	}
	for _, layout := range [...]string{"15:04", "15:04:05"} {
		t, err := time.ParseInLocation(layout, text, now.Location())
		if err != nil {
			continue
		}
		at := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), now.Location())
		if at.After(now) {
			at = at.AddDate(0, 0, -1)
		}
		return at, true
	}
	return time.Time{}, false
}

// Begins reports whether a text looks like the beginning of a moment.
func Begins(text string) bool {
	return text != "" && text[0] >= '0' && text[0] <= '9' && len(text) < len(time.RFC3339Nano) &&
		strings.Trim(text, "0123456789-:.+TZmshdw") == "" && !strings.ContainsAny(text[len(text)-1:], "mshdw")
}

// units are the units of durations.
var units = [...]struct {
	name string
	is   time.Duration
}{
	{"ms", time.Millisecond},
	{"s", time.Second},
	{"m", time.Minute},
	{"h", time.Hour},
	{"d", 24 * time.Hour},
	{"w", 7 * 24 * time.Hour},
}

// longest bounds durations: 100 years.
const longest = 100 * 365 * 24 * time.Hour

// duration reads whole numbers with units: "10m", "1h30m", "2d".
func duration(text string) (total time.Duration, ok bool) {
	for text != "" {
		digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
		n, err := strconv.ParseInt(text[:digits], 10, 64)
		if err != nil {
			return 0, false
		}
		text = text[digits:]
		letters := 0
		for letters < len(text) && 'a' <= text[letters] && text[letters] <= 'z' {
			letters++
		}
		unit := time.Duration(0)
		for _, u := range units {
			if u.name == text[:letters] {
				unit = u.is
			}
		}
		if unit == 0 || n > int64(longest/unit) {
			return 0, false
		}
		total = min(total+time.Duration(n)*unit, longest)
		text, ok = text[letters:], true
	}
	return total, ok
}
