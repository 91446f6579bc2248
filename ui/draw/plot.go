package draw

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"segtap/capture/timeline"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
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

// Fold makes at most n numbers of more, each the sum of some that follow each other.
func Fold(counts []int, n int) []int {
	if n < 1 || len(counts) <= n {
		return counts
	}
	by := (len(counts) + n - 1) / n
	folded := make([]int, (len(counts)+by-1)/by)
	for i, c := range counts {
		folded[i/by] += c
	}
	return folded
}

// Times says of what time an axis is, and how much of it a cell is.
func Times(t *theme.Theme, a timeline.Axis, now time.Time) string {
	if a.Spans == 0 {
		return ""
	}
	from, to := time.UnixMicro(a.From), time.UnixMicro(a.From+a.Width*int64(a.Spans))
	until := DateAndClock(to, now)
	if SameDay(from, to) {
		until = to.Format("15:04:05") // its date stands before
	}
	return DateAndClock(from, now) + t.To + until + ", " + spanText(time.Duration(a.Width)*time.Microsecond) + " a cell"
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

// Histogram draws shares as bars, in w cells and h lines; the higher the more.
func Histogram(t *theme.Theme, shares []float64, w, h int) []string {
	if len(shares) == 0 || w < len(shares) || h < 1 {
		return nil
	}
	steps, wide, most := []rune(t.Bars), w/len(shares), slices.Max(shares)
	lines := make([]string, h)
	for y := range h {
		below := (h - 1 - y) * len(steps) // steps under this line
		var b strings.Builder
		for _, share := range shares {
			high := int(math.Round(share / most * float64(h*len(steps))))
			if share > 0 {
				high = max(high, 1)
			}
			cell := ' '
			if at := min(high-below, len(steps)); at > 0 {
				cell = steps[at-1]
			}
			b.WriteString(strings.Repeat(string(cell), wide))
		}
		lines[y] = b.String()
	}
	return lines
}

// Value writes a value of a metric as a person reads it: to the cent, and to three digits
// where it is less than one.
func Value(v float64, unit string) string {
	var text string
	v += 0 // no zero has a sign
	switch size := math.Abs(v); {
	case size >= 1e15:
		text = strconv.FormatFloat(v, 'g', 6, 64)
	case size >= 1:
		text = humanize.CommafWithDigits(math.Round(v*100)/100, 2)
	default:
		text = strconv.FormatFloat(v, 'g', 3, 64)
	}
	if unit != "" {
		text += " " + sanitize.Visible(unit) // which a catalogue says
	}
	return text
}
