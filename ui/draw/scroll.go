package draw

import (
	"segtap/ui/theme"
	"segtap/ui/widget/styled"
)

// Scrollable puts a bar into the last of the w cells of lines that show a part of something:
// those from one (inclusive) to another (exclusive) of so many. Where they show all of it
// there is no bar. The text of the lines leaves that cell free.
func Scrollable(t *theme.Theme, lines []string, w, from, upTo, of int) []string {
	h := len(lines)
	if h == 0 || w < 2 || of <= upTo-from {
		return lines
	}
	size := max(h*(upTo-from)/of, 1)
	top := (h - size) * from / max(of-(upTo-from), 1)
	thumb := t.ScrollBar.Text(t.Thumb)
	for i := max(top, 0); i < min(top+size, h); i++ {
		lines[i] = styled.Pad(lines[i], w-1) + thumb
	}
	return lines
}
