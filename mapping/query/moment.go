package query

import (
	"strconv"
	"strings"
	"time"
)

// timeTest compares when an entry arrived.
type timeTest struct {
	after bool  // at or after the moment; else before it
	at    int64 // µs since 1970
	text  string
}

func (t timeTest) row(r *Row) Tri                { return triOf((r.At >= t.at) == t.after) }
func (t timeTest) document(*Row, *Document) bool { return false }
func (t timeTest) needs() Needs                  { return 0 }

func (t timeTest) implies(o term) bool {
	other, ok := o.(timeTest)
	return ok && t.after == other.after && (t.at == other.at || (t.at > other.at) == t.after)
}

func (t timeTest) append(dst []byte) []byte {
	name := "before:"
	if t.after {
		name = "after:"
	}
	return append(append(dst, name...), t.text...)
}

func buildBefore(p *parser, v value) (term, *Error) { return p.buildTime(v, false) }

func buildAfter(p *parser, v value) (term, *Error) { return p.buildTime(v, true) }

func (p *parser) buildTime(v value, after bool) (term, *Error) {
	if at, ok := moment(v.text, p.now); ok && v.op == "" {
		return timeTest{after, at.UnixMicro(), v.text}, nil
	}
	const hint = "write how long ago (10m, 2h, 1d), a time (12:00:01), a date (2024-05-01) or both (2024-05-01T12:00:01Z)"
	e := p.fail(v.start, v.end, "this is neither a time nor a duration", hint)
	e.Unfinished = v.end == len(p.text) && !v.quoted && beginsMoment(v.text)
	return nil, e
}

// moment reads a moment: how long before now, or a time of the day, which is
// the last such time before now, or a date, or both, in now's time zone where
// they do not say.
func moment(text string, now time.Time) (time.Time, bool) {
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

// beginsMoment reports whether a text looks like the beginning of a moment.
func beginsMoment(text string) bool {
	return countDigits(text) > 0 && len(text) < len(time.RFC3339Nano) &&
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
		digits := countDigits(text)
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
