package ui_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A click in the editor puts the cursor where it was clicked, whatever the line
// holds and wherever the editor stands on the screen.
func TestAClickInTheEditorLandsWhereItIs(t *testing.T) {
	const message = `{"userId":"u","event":"注文 完了","properties":{"tab":"a\tb","café":"e` + "\u0301" + `x","flag":"🇯🇵🇯🇵 👩‍👩‍👧","raw":"` + "\u202e" + `abc"}}`
	for _, size := range []struct{ w, h int }{{200, 50}, {120, 36}, {80, 24}, {40, 10}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			d := newDesk(t, size.w, size.h, nil)
			d.post("track", message)
			if size.w < 100 {
				d.Press("enter")
			}
			d.Press("e")
			d.sees("Edit a copy of #1")
			for range 60 { // each place in turn, by keys; then the mouse, from elsewhere
				x, y, shown := d.Cursor()
				if !shown {
					t.Fatalf("there is no cursor:\n%s", d.Text())
				}
				if size.h > 10 {
					d.Click(6, y+1)
				}
				d.Click(x, y)
				if nowX, nowY, _ := d.Cursor(); nowX != x || nowY != y {
					t.Errorf("a click at %d, %d leads to %d, %d:\n%s", x, y, nowX, nowY, d.Text())
				}
				d.Press("right")
			}
		})
	}
}

// A click or a turn of the wheel beside the editor is not one in it.
func TestTheMouseBesideTheEditorLeavesTheCursor(t *testing.T) {
	d := newDesk(t, 120, 14, nil)
	d.post("track", goodOrder)
	d.Press("e", "down", "down")
	x, y, _ := d.Cursor()
	for _, at := range []struct{ x, y int }{{90, 6}, {4, 0}, {4, 1}, {4, 2}, {4, 3}, {4, 13}} {
		d.Click(at.x, at.y)
		if nowX, nowY, _ := d.Cursor(); nowX != x || nowY != y {
			t.Errorf("a click at %d, %d leads to %d, %d", at.x, at.y, nowX, nowY)
		}
	}
	d.sees(`"kind": "custom"`)
	d.Send(tea.MouseWheelMsg{X: 90, Y: 6, Button: tea.MouseWheelDown})
	d.lacks(`"kind": "custom"`)
	d.Send(tea.MouseWheelMsg{X: 10, Y: 6, Button: tea.MouseWheelDown})
	d.lacks(` 1  {`)
}

// A drag that leaves the editor goes on selecting, and ends wherever the button
// comes up.
func TestADragOutOfTheEditorSelects(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.Press("e")
	d.Send(tea.MouseClickMsg{X: 6, Y: 5, Button: tea.MouseLeft})
	d.Send(tea.MouseMotionMsg{X: 110, Y: 6, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: 110, Y: 6, Button: tea.MouseLeft})
	d.Press("x")
	if text := d.Text(); strings.Contains(text, `"userId"`) {
		t.Errorf("what was selected is still there:\n%s", text)
	}
	d.sees("✗ 2   x") // from the second column to the end of the next line
}
