package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"segtap/ui/widget/sanitize"
)

// cells is how many cells a styled line takes at most, as [sanitize.Width] counts
// them: terminals disagree about some characters, and none may find a line too
// long.
func cells(line string) int {
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

// fit cuts a styled line to at most w cells, the tail included.
func fit(line string, w int, tail string) string {
	for room := w; cells(line) > w; room-- {
		if room <= 0 {
			return ""
		}
		line = ansi.Truncate(line, room, tail)
	}
	return line
}

// pad fills a styled line up to a width, and cuts one that is wider.
func pad(line string, w int) string {
	line = fit(line, w, "")
	return line + strings.Repeat(" ", max(w-cells(line), 0))
}

// wrapText breaks a plain text into lines of at most w cells, at spaces where
// it can.
func wrapText(s string, w int) []string {
	for room := w; room > 0; room-- {
		lines, widest := strings.Split(ansi.Wrap(s, room, ""), "\n"), 0
		for _, line := range lines {
			widest = max(widest, sanitize.Width(line))
		}
		if widest <= w || room == 1 {
			return lines
		}
	}
	return nil
}

// window gives h of the lines, the one at a place among them, and how many stand
// above them.
func window(lines []string, at, h int) (shown []string, above int) {
	above = min(max(at-h+1, 0), max(len(lines)-h, 0))
	return lines[above:min(above+h, len(lines))], above
}
