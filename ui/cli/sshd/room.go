package sshd

import (
	"sync"

	"charm.land/ssh"
)

// The bounds of what is drawn. A cell of a large screen takes 260 bytes, and 460 while one screen follows the other; one of a
// screen of 200 × 50, with all that such a screen has besides, 360 and 700.
const (
	maxWidth      = 600
	maxHeight     = 200
	maxCells      = 65_000  // of one screen: 480 × 135 fill a display of 3840 × 2160
	maxCellsOfKey = 130_000 // of all screens of a key: eight of 200 × 80
	maxCellsOfAll = 640_000 // of all screens: each of them of 200 × 50
	leastCells    = 80 * 24 // which a screen has in any case
)

// room is what all screens have cells of. The zero value is empty.
type room struct {
	mu    sync.Mutex
	taken int
	of    map[string]int // by key
}

// fits returns a function that takes for screens of a key.
func (r *room) fits(key string) func(from, to ssh.Window) ssh.Window {
	return func(from, to ssh.Window) ssh.Window { return r.take(key, from, to) }
}

// take has a screen of a key go over from one size to another, or to as much of that as there is room for; one without
// cells has ended.
func (r *room) take(key string, from, to ssh.Window) ssh.Window {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := from.Width * from.Height
	if to.Width > 0 && to.Height > 0 {
		left := min(maxCells, maxCellsOfKey-r.of[key]+before, maxCellsOfAll-r.taken+before)
		to = shrunk(to, max(left, leastCells))
	}
	by := to.Width*to.Height - before
	r.taken += by
	if r.of == nil {
		r.of = make(map[string]int)
	}
	if r.of[key] += by; r.of[key] == 0 {
		delete(r.of, key)
	}
	return to
}

// shrunk returns as much of a size as has so many cells: lines are left out first, as long as there are those of a usual
// terminal.
func shrunk(size ssh.Window, cells int) ssh.Window {
	size.Width, size.Height = min(size.Width, maxWidth), min(size.Height, maxHeight)
	size.Width = min(size.Width, cells/min(size.Height, 24))
	size.Height = min(size.Height, cells/size.Width)
	return size
}
