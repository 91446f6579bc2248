package sanitize

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/clipperhouse/displaywidth"
)

// Tail is what [Cut] puts in place of what it cut off: one column wide. A terminal restricted to ASCII wants "~"
// ([CutTail]).
const Tail = "…"

// Width returns how many columns s takes at most. Terminals disagree about clusters such as a hand with a skin tone or
// a Devanagari conjunct: those that count grapheme clusters give it two columns or one, those that add up code points
// more. Width takes the greater of both for each cluster, so that a cell sized by it never overflows. Ambiguous East
// Asian characters count one. Text is expected to have gone through [Escape]; controls count nothing.
func Width(s string) int {
	w := 0
	for len(s) > 0 {
		n, cw := plain(s)
		if n == 0 {
			n, cw = first(s)
		}
		w += cw
		s = s[n:]
	}
	return w
}

// plain returns how many bytes at the start of s are of characters that take one column each, and of how many columns:
// printable ASCII and the lines of boxes, which most of a screen is. What is before anything else may belong to it.
func plain(s string) (n, columns int) {
	before := 0 // where the last one began
	for n < len(s) {
		size := 1
		switch c := s[n]; {
		case c >= 0x20 && c < 0x7f:
		case c == 0xe2 && len(s)-n >= 3 && (s[n+1] == 0x94 || s[n+1] == 0x95) && s[n+2]&0xc0 == 0x80: // U+2500 to U+257F
			size = 3
		case c < 0x20:
			return n, columns
		default:
			return before, max(columns-1, 0)
		}
		before = n
		n += size
		columns++
	}
	return n, columns
}

// Cut returns s when it is at most width columns wide, otherwise as many of its leading grapheme clusters as fit
// together with [Tail]. A width of zero or less gives "".
func Cut(s string, width int) string {
	return CutTail(s, width, Tail)
}

// CutTail is [Cut] with another tail. A tail wider than width is left out.
func CutTail(s string, width int, tail string) string {
	if width <= 0 {
		return ""
	}
	if len(s) <= width && IsASCII(s) {
		return s
	}
	room := width - Width(tail)
	if room < 0 {
		room, tail = width, ""
	}
	keep, w := 0, 0
	for i := 0; i < len(s); {
		n, cw := first(s[i:])
		w += cw
		i += n
		if w <= room {
			keep = i
		}
		if w > width {
			return s[:keep] + tail
		}
	}
	return s
}

// Pad returns s followed by as many spaces as bring it to width columns; a wider s is returned as it is.
func Pad(s string, width int) string {
	if n := width - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// PadLeft is [Pad] with the spaces in front, for numbers.
func PadLeft(s string, width int) string {
	if n := width - Width(s); n > 0 {
		return strings.Repeat(" ", n) + s
	}
	return s
}

// Slice returns the columns from (inclusive) to upTo (exclusive) of s, without any tail. A wide cluster that lies
// across an edge is shown as spaces, so that everything else stays in its column.
func Slice(s string, from, upTo int) string {
	if from < 0 {
		from = 0
	}
	if upTo <= from {
		return ""
	}
	if IsASCII(s) {
		return s[min(from, len(s)):min(upTo, len(s))]
	}
	start, col := 0, 0
	for start < len(s) {
		n, cw := first(s[start:])
		if col+cw > from {
			break
		}
		col += cw
		start += n
	}
	head := 0
	if col < from && start < len(s) { // a wide cluster across the left edge
		n, cw := first(s[start:])
		start += n
		col += cw
		head = min(col, upTo) - from
	}
	end, tail := start, 0
	for end < len(s) {
		n, cw := first(s[end:])
		if col+cw > upTo {
			tail = max(0, upTo-col)
			break
		}
		col += cw
		end += n
	}
	if head == 0 && tail == 0 {
		return s[start:end]
	}
	return strings.Repeat(" ", head) + s[start:end] + strings.Repeat(" ", tail)
}

// First returns the length in bytes of the first grapheme cluster of s and the columns it takes, as [Width] counts
// them; zero and zero for an empty s.
func First(s string) (size, width int) {
	if s == "" {
		return 0, 0
	}
	return first(s)
}

func first(s string) (size, width int) {
	if s[0] >= 0x20 && s[0] < 0x7f && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1, 1
	}
	clusters := displaywidth.StringGraphemes(s)
	if !clusters.Next() {
		return len(s), 0
	}
	c := clusters.Value()
	return len(c), max(clusters.Width(), ansi.StringWidthWc(c))
}
