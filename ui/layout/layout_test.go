package layout

import (
	"fmt"
	"testing"
)

// tile says how boxes fail to cover all of a room, each cell once; nil when they do.
func tile(room Rect, boxes ...Rect) error {
	cells := 0
	for i, a := range boxes {
		if a.Empty() {
			continue
		}
		if a.X < room.X || a.Y < room.Y || a.X+a.W > room.X+room.W || a.Y+a.H > room.Y+room.H {
			return fmt.Errorf("%v is not within %v", a, room)
		}
		for _, b := range boxes[i+1:] {
			if !b.Empty() && a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				return fmt.Errorf("%v and %v overlap", a, b)
			}
		}
		cells += a.W * a.H
	}
	if cells != max(room.W, 0)*max(room.H, 0) {
		return fmt.Errorf("%v have %d cells of %v", boxes, cells, room)
	}
	return nil
}

func TestTheScreenIsTiled(t *testing.T) {
	for w := 1; w <= 250; w++ {
		for h := 1; h <= 80; h++ {
			for _, toSay := range []int{0, 1, 3, 100} {
				s := Arrange(w, h, toSay)
				if err := tile(Rect{0, 0, w, h}, s.Header, s.Body, s.Said, s.Footer); err != nil {
					t.Fatalf("%d×%d with %d lines to say: %v", w, h, toSay, err)
				}
			}
		}
	}
}

func TestAListAndItsDetailAreTiled(t *testing.T) {
	for w := 1; w <= 250; w++ {
		for h := 1; h <= 80; h++ {
			for _, split := range []int{0, 20, 42, 80, 100} {
				for i := range 8 {
					how := Arrangement{Below: i&1 > 0, Zoomed: i&2 > 0, OnDetail: i&4 > 0, Split: split}
					p := Divide(w, h, how)
					if err := tile(Rect{0, 0, w, h}, p.List, p.Edge, p.Detail); err != nil {
						t.Fatalf("%d×%d, %+v: %v", w, h, how, err)
					}
					if focused := map[bool]Rect{false: p.List, true: p.Detail}[how.OnDetail]; focused.Empty() {
						t.Fatalf("%d×%d, %+v: what has the keys is not shown: %+v", w, h, how, p)
					}
					if how.Zoomed != p.Edge.Empty() && (how.Zoomed || w >= Wide) {
						t.Fatalf("%d×%d, %+v: %+v", w, h, how, p)
					}
				}
			}
		}
	}
}

// The line goes to where it is dragged, as far as both have their room.
func TestTheLineGoesWhereItIsDragged(t *testing.T) {
	for _, below := range []bool{false, true} {
		for w := 100; w <= 250; w += 7 {
			for h := 15; h <= 80; h += 5 {
				for at := range max(w, h) {
					how := Arrangement{Below: below}
					x, y := min(at, w-1), min(at, h-1)
					percent, ok := how.SplitAt(x, y, w, h)
					if !ok {
						t.Fatalf("%d×%d: the two do not stand together", w, h)
					}
					how.Split = percent
					p := Divide(w, h, how)
					want := min(max(x, leastListWidth), w-1-leastDetailWidth)
					got := p.Edge.X
					if below {
						want, got = min(max(y, leastListHeight), h-1-leastDetailHeight), p.Edge.Y
					}
					if got < want-2 || got > want+2 {
						t.Fatalf("%d×%d: dragged to %d the line is at %d, not %d", w, h, at, got, want)
					}
				}
			}
		}
	}
	if _, ok := (Arrangement{}).SplitAt(5, 5, 80, 24); ok {
		t.Error("what does not stand together is dragged apart")
	}
}
