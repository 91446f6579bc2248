package draw

import (
	"slices"
	"strconv"
	"time"

	"segtap/capture/timeline"
	"segtap/ui/theme"
)

// Sparkline draws numbers in one line, a cell each: the higher the more, and nothing where
// there is none.
func Sparkline(t *theme.Theme, counts []int) string {
	if len(counts) == 0 {
		return ""
	}
	steps, most := []rune(t.Bars), slices.Max(counts)
	line := make([]rune, len(counts))
	for i, n := range counts {
		if n == 0 {
			line[i] = ' '
			continue
		}
		line[i] = steps[(n*len(steps)-1)/most]
	}
	return string(line)
}

// Times says of what time an axis is, and how much of it a cell is.
func Times(t *theme.Theme, a timeline.Axis, now time.Time) string {
	if a.Spans == 0 {
		return ""
	}
	from, to := time.UnixMicro(a.From), time.UnixMicro(a.From+a.Width*int64(a.Spans))
	text := Clock(from, now) + t.To + Clock(to, now)
	return text + ", " + spanText(time.Duration(a.Width)*time.Microsecond) + " a cell"
}

// spanText writes the width of a span in one unit.
func spanText(d time.Duration) string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "min"}} {
		if d >= 2*unit.size {
			return strconv.Itoa(int((d+unit.size/2)/unit.size)) + " " + unit.name
		}
	}
	return strconv.Itoa(int(d/time.Second)) + " s"
}
