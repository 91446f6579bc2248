package detail

import (
	"testing"

	"segtap/ui/layout"
)

// The boxes of the detail, with the bar between its panes, cover its room, each cell once.
func TestTheDetailIsTiled(t *testing.T) {
	for w := 1; w <= 250; w++ {
		for h := 1; h <= 80; h++ {
			for _, n := range []wants{{}, {message: 5, event: 5, lower: 3}, {message: 40, event: 30, lower: 12}, {message: 9, lower: 60}} {
				for _, n.focus = range []Pane{List, Message, Event, Lower} {
					b := arrange(w, h, n)
					boxes := []layout.Rect{b.gates, b.message, b.event, b.lower}
					if !b.message.Empty() && !b.event.Empty() && b.message.Y == b.event.Y {
						boxes = append(boxes, layout.Rect{X: b.message.W, Y: b.message.Y, W: 1, H: b.message.H})
					}
					cells := 0
					for i, a := range boxes {
						if a.Empty() {
							continue
						}
						if a.X < 0 || a.Y < 0 || a.X+a.W > w || a.Y+a.H > h {
							t.Fatalf("%d×%d, %+v: %v is outside", w, h, n, a)
						}
						for _, b := range boxes[i+1:] {
							if !b.Empty() && a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
								t.Fatalf("%d×%d, %+v: %v and %v overlap", w, h, n, a, b)
							}
						}
						cells += a.W * a.H
					}
					if cells != w*h {
						t.Fatalf("%d×%d, %+v: %d cells are covered: %+v", w, h, n, cells, b)
					}
				}
			}
		}
	}
}
