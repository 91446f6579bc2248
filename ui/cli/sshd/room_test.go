package sshd

import (
	"testing"

	"charm.land/ssh"
	"pgregory.net/rapid"
)

func TestSizesAreBounded(t *testing.T) {
	for size, want := range map[ssh.Window]ssh.Window{
		{Width: 1, Height: 1}:           {Width: 1, Height: 1},
		{Width: 120, Height: 36}:        {Width: 120, Height: 36},
		{Width: 480, Height: 135}:       {Width: 480, Height: 135},
		{Width: 600, Height: 200}:       {Width: 600, Height: 108},
		{Width: 10000, Height: 10000}:   {Width: 600, Height: 108},
		{Width: 1<<32 - 1, Height: 9}:   {Width: 600, Height: 9},
		{Width: 9, Height: 1<<32 - 1}:   {Width: 9, Height: 200},
		{Width: 300, Height: 1<<32 - 1}: {Width: 300, Height: 200},
	} {
		if got := new(room).take("ann", ssh.Window{}, size); got != want {
			t.Errorf("%v is %v, want %v", size, got, want)
		}
	}
}

// However many screens there are, and whatever sizes they get, they have no more cells than fit into the memory that is
// meant for them, and each has as many as a usual terminal.
func TestAllScreensHaveBoundedCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r room
		screens := make([]ssh.Window, maxSessions)
		keys := make([]string, maxSessions)
		for i := range keys {
			keys[i] = rapid.SampledFrom([]string{"ann", "bob", "cy"}).Draw(t, "key")
		}
		side := func(most int, of string) int {
			return rapid.OneOf(rapid.IntRange(0, most), rapid.IntRange(0, 1<<32-1)).Draw(t, of)
		}
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			i := rapid.IntRange(0, maxSessions-1).Draw(t, "screen")
			size := ssh.Window{Width: side(maxWidth, "width"), Height: side(maxHeight, "height")}
			got := r.take(keys[i], screens[i], size)
			if least := min(min(size.Width, leastCells)*min(size.Height, leastCells), leastCells); got.Width > size.Width || got.Height > size.Height || size.Width <= 80 && size.Height <= 24 && got != size || got.Width*got.Height < least*9/10 && got.Width < maxWidth && got.Height < maxHeight {
				t.Fatalf("%v is %v", size, got)
			}
			screens[i] = got
			sums := make(map[string]int)
			all := 0
			for i, s := range screens {
				sums[keys[i]] += s.Width * s.Height
				all += s.Width * s.Height
			}
			for key, n := range sums {
				if n > maxCellsOfKey+maxSessions*leastCells {
					t.Fatalf("%d cells of %s", n, key)
				}
			}
			if all > maxCellsOfAll+maxSessions*leastCells || r.taken != all {
				t.Fatalf("%d cells, counted as %d", all, r.taken)
			}
		}
		for i := range screens {
			r.take(keys[i], screens[i], ssh.Window{})
		}
		if r.taken != 0 || len(r.of) != 0 {
			t.Fatalf("%d cells are left, %v", r.taken, r.of)
		}
	})
}
