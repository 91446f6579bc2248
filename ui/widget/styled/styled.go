package styled

import (
	"regexp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"segtap/ui/widget/sanitize"
)

// Width returns how many cells a styled line takes at most, as [sanitize.Width] counts
// them: terminals disagree about some characters, and none may find a line too
// long.
func Width(line string) int {
	n := 0
	for {
		text, styled, more := strings.Cut(line, "\x1b[")
		n += sanitize.Width(text)
		if !more {
			return n
		}
		line = styled[strings.IndexByte(styled, 'm')+1:] // a colour begins or ends
	}
}

// Fit cuts a styled line to at most w cells, the tail included.
func Fit(line string, w int, tail string) string {
	for room := w; Width(line) > w; room-- {
		if room <= 0 {
			return ""
		}
		line = ansi.Truncate(line, room, tail)
	}
	return line
}

// Pad fills a styled line up to a width, and cuts one that is wider.
func Pad(line string, w int) string {
	wide := Width(line)
	if wide > w {
		line = Fit(line, w, "")
		wide = Width(line)
	}
	return line + blanks(w-wide)
}

// blanks returns n spaces.
func blanks(n int) string {
	n = max(n, 0)
	if n <= len(spaces) {
		return spaces[:n]
	}
	return strings.Repeat(" ", n)
}

// spaces are as many as a line seldom lacks.
const spaces = "                                                                                                                                "

// flag is one of the command line, in a text.
var flag = regexp.MustCompile(`--[a-z][a-z0-9-]*`)

// unbroken stands for a hyphen at which no line ends, while a text is wrapped: no text to show has it.
const unbroken = "\ue000"

// Wrap breaks a plain text into lines of at most w cells, at spaces where
// it can; a flag stays whole where it has the room.
func Wrap(s string, w int) []string {
	if len(s) <= w && isPlain(s) {
		return []string{s} // as most are
	}
	if strings.Contains(s, "--") {
		s = flag.ReplaceAllStringFunc(s, func(f string) string { return strings.ReplaceAll(f, "-", unbroken) })
	}
	for room := w; room > 0; room-- {
		lines, widest := strings.Split(strings.ReplaceAll(ansi.Wrap(s, room, ""), unbroken, "-"), "\n"), 0
		for _, line := range lines {
			widest = max(widest, sanitize.Width(line))
		}
		if widest <= w || room == 1 {
			return lines
		}
	}
	return nil
}

// isPlain reports whether each byte of a text is one cell.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Window returns h of the lines, the one at a place among them, and how many stand
// above them.
func Window(lines []string, at, h int) (shown []string, above int) {
	above = min(max(at-h+1, 0), max(len(lines)-h, 0))
	return lines[above:min(above+h, len(lines))], above
}

// Head returns the first n lines, the last with more behind it where others follow.
func Head(lines []string, n int, more string) []string {
	if len(lines) <= n {
		return lines
	}
	if n <= 0 {
		return nil
	}
	return append(slices.Clone(lines[:n-1]), strings.TrimRight(lines[n-1], " ")+more)
}

// Spread puts one text at the left and one at the right of a line of w cells. Where
// both do not fit, the right one goes.
func Spread(left, right string, w int) string {
	gap := w - Width(left) - Width(right)
	if gap < 1 {
		return Fit(left, w, "")
	}
	return left + strings.Repeat(" ", gap) + right
}

// Between puts one text at the left and one at the right of a line of w cells. Where
// both do not fit, the left one is cut and has the tail behind it.
func Between(left, right string, w int, tail string) string {
	room := w - Width(right)
	if Width(left) >= room {
		left = Fit(left, max(room-1, 0), tail)
	}
	return Spread(left, right, w)
}

// Bar stands between two blocks: a sign, and the escape sequences before and behind it. They
// say its colour alone, so that a blank can have it as well.
type Bar struct{ On, Sign, Off string }

// Beside puts two blocks of lines beside each other, the left one w cells wide, with a
// bar between them. It has as many lines as h says; a block that is shorter is filled up. A single
// blank behind the bar has its colour, which nobody sees, where another one follows: a terminal
// need not be told of one between them.
func Beside(left, right []string, w, h int, bar Bar) []string {
	lines := make([]string, h)
	for i := range lines {
		a, b := "", ""
		if i < len(left) {
			a = left[i]
		}
		if i < len(right) {
			b = right[i]
		}
		wide := Width(a)
		if wide > w {
			a = Fit(a, w, "")
			wide = Width(a)
		}
		blank := ""
		if strings.HasPrefix(b, " \x1b") {
			blank, b = b[:1], b[1:]
		}
		lines[i] = a + blanks(w-wide) + bar.On + bar.Sign + blank + bar.Off + b
	}
	return lines
}

// Over puts a text over a line, from a column on: what stands there is covered.
func Over(line, text string, x int) string {
	return Pad(line, x) + "\x1b[m" + text + "\x1b[m" + ansi.TruncateLeft(line, x+Width(text), "")
}

// Fill returns exactly h lines: those that there are, cut or followed by empty ones.
func Fill(lines []string, h int) []string {
	for len(lines) < h {
		lines = append(lines, "")
	}
	return lines[:max(h, 0)]
}
