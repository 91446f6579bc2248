package draw

import (
	"strings"

	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// Tabs names the screens with the keys that open them; the one that is open has a mark. Where the room
// is less than w cells, only that has its name.
func Tabs(t *theme.Theme, keys *keymap.Keys, open keymap.Screen, w int) string {
	var b strings.Builder
	for _, s := range keymap.Screens() {
		text := tab(t, keys, s, open, w)
		switch {
		case s == open:
			b.WriteString(t.Tab.Text(text))
		default:
			b.WriteString(t.OnRaised.Dim.Text(text))
		}
	}
	return b.String()
}

func tab(t *theme.Theme, keys *keymap.Keys, s, open keymap.Screen, w int) string {
	if s == open {
		return t.CursorRight + lead(keys, s) + s.String() + " "
	}
	wide := 0
	for _, other := range keymap.Screens() {
		wide += 1 + sanitize.Width(lead(keys, other)) + len(other.String()) + 1
	}
	if wide > w {
		return " " + lead(keys, s)
	}
	return " " + lead(keys, s) + s.String() + " "
}

// lead is the key that opens a screen, before its name; nothing where it has none.
func lead(keys *keymap.Keys, s keymap.Screen) string {
	b := keys.Find(s.ID())
	if len(b.Keys()) == 0 {
		return ""
	}
	return b.Key() + " "
}

// TabAt returns the screen whose tab is in a column of [Tabs].
func TabAt(t *theme.Theme, keys *keymap.Keys, open keymap.Screen, w, x int) (keymap.Screen, bool) {
	from := 0
	for _, s := range keymap.Screens() {
		to := from + sanitize.Width(tab(t, keys, s, open, w))
		if x >= from && x < to {
			return s, true
		}
		from = to
	}
	return 0, false
}
