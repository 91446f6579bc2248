package draw

import (
	"slices"
	"strings"

	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// Footer is the line of keys: what can be done here at its left, in groups; the ways to help
// and out at its right, which are the last to go where there is less room.
type Footer struct {
	keys []footerKey
}

// footerKey is a key of the footer and where it stands.
type footerKey struct {
	keymap.Hint
	x, w int
	bar  bool // a bar stands before it: it begins another group
}

// LayFooter finds the room for keys in w cells. Those that do not fit are left out, from the
// last that is no way out on.
func LayFooter(hints []keymap.Hint, w int) Footer {
	var left, last []keymap.Hint
	for _, h := range hints {
		if h.Last {
			last = append(last, h)
		} else {
			left = append(left, h)
		}
	}
	room := w
	kept := 0
	for i := len(last) - 1; i >= 0 && room >= hintWidth(&last[i]); i-- {
		room -= hintWidth(&last[i])
		kept++
	}
	last = last[len(last)-kept:]
	var f Footer
	x := 0
	for i := range left {
		k := footerKey{Hint: left[i], x: x, w: hintWidth(&left[i])}
		if k.bar = i > 0 && k.Group != "" && left[i-1].Group != k.Group; k.bar {
			k.x++
		}
		if k.x+k.w > room {
			break
		}
		f.keys = append(f.keys, k)
		x = k.x + k.w
	}
	x = room
	for i := range last {
		f.keys = append(f.keys, footerKey{Hint: last[i], x: x, w: hintWidth(&last[i])})
		x += hintWidth(&last[i])
	}
	return f
}

// hintWidth is how many cells a key takes, with the space around it.
func hintWidth(h *keymap.Hint) int { return sanitize.Width(h.Key) + sanitize.Width(h.Label) + 3 }

// At returns the key in a column; false where there is none.
func (f *Footer) At(x int) (keymap.Hint, bool) {
	i := slices.IndexFunc(f.keys, func(k footerKey) bool { return x >= k.x && x < k.x+k.w })
	if i < 0 {
		return keymap.Hint{}, false
	}
	return f.keys[i].Hint, true
}

// View draws it. A key that cannot be used now stands in brackets.
func (f *Footer) View(t *theme.Theme) string {
	var b strings.Builder
	at := 0
	for i := range f.keys {
		k := &f.keys[i]
		if gap := k.x - at; k.bar {
			b.WriteString(t.Edge.Text(t.Bar))
		} else if gap > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		if k.Off != "" {
			b.WriteString(t.Dim.Text("(" + k.Key + " " + k.Label + ")"))
		} else {
			b.WriteString(" " + t.Key.Text(k.Key) + " " + k.Label + " ")
		}
		at = k.x + k.w
	}
	return b.String()
}
