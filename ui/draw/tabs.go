package draw

import (
	"strconv"
	"strings"

	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// Tabs names the screens with their numbers; the one that is open has a mark. Where the room
// is less than w cells, only that has its name.
func Tabs(t *theme.Theme, open keymap.Screen, w int) string {
	var b strings.Builder
	for _, s := range keymap.Screens() {
		text := tab(t, s, open, w)
		switch {
		case s == open:
			b.WriteString(t.Tab.Text(text))
		default:
			b.WriteString(t.OnRaised.Dim.Text(text))
		}
	}
	return b.String()
}

func tab(t *theme.Theme, s, open keymap.Screen, w int) string {
	if s == open {
		return t.CursorRight + strconv.Itoa(s.Number()) + " " + s.String() + " "
	}
	wide := 0
	for _, other := range keymap.Screens() {
		wide += len(other.String()) + 4
	}
	if wide > w {
		return " " + strconv.Itoa(s.Number()) + " "
	}
	return " " + strconv.Itoa(s.Number()) + " " + s.String() + " "
}

// TabAt returns the screen whose tab is in a column of [Tabs].
func TabAt(t *theme.Theme, open keymap.Screen, w, x int) (keymap.Screen, bool) {
	from := 0
	for _, s := range keymap.Screens() {
		to := from + sanitize.Width(tab(t, s, open, w))
		if x >= from && x < to {
			return s, true
		}
		from = to
	}
	return 0, false
}
