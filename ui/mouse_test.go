package ui_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// The mouse does on each screen what is under it, and nothing to what is not
// shown.
func TestTheMouseOnEveryScreen(t *testing.T) {
	for _, size := range []struct{ w, h int }{{200, 50}, {120, 36}, {80, 24}, {40, 10}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			d := newDesk(t, size.w, size.h, withStorefront(t))
			for range 3 {
				d.post("track", goodOrder)
			}
			if size.w >= 100 {
				d.sees("#3  Order")
			}
			metrics, events := "2 Metrics", "1 Events"
			if size.w < 80 {
				metrics, events = "2  3", "1 ▶" // there is no room for the names of those that are closed
			}
			d.ClickOn(metrics)
			d.sees("▶2 Metrics")
			rows := rowsOf(d)
			for y, row := range rows {
				d.Click(8, y)
				want := strings.Replace(row, "  ", "▌ ", 1)
				if now := rowsOf(d)[y]; now != want && now != row || !strings.HasPrefix(now, "▌") {
					t.Errorf("a click on %q selects\n%s", row, d.Text())
				}
			}
			d.Click(3, size.h-1) // the keys
			d.Send(tea.MouseWheelMsg{X: 8, Y: 4, Button: tea.MouseWheelUp}, tea.MouseWheelMsg{X: 8, Y: 4, Button: tea.MouseWheelUp})
			d.ClickOn(events)
			d.sees("▶1 Events")
			if size.w >= 100 {
				d.sees("#3  Order") // what was done there was not done here
				d.sees("▶ following")
			}
		})
	}
}

// rowsOf gives the rows of the metrics by their line on the screen.
func rowsOf(d *desk) map[int]string {
	rows, in := map[int]string{}, false
	for y, line := range strings.Split(d.Text(), "\n") {
		switch {
		case strings.Contains(line, "STATE"):
			in = true
		case in && !strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "▌ "):
			return rows
		case in:
			rows[y] = line
		}
	}
	return rows
}

// A click takes a completion of the filter, the wheel goes through them, and beside them
// the list is still under the mouse.
func TestTheMouseInTheFilter(t *testing.T) {
	d := newDesk(t, 120, 24, withStorefront(t))
	d.shop()
	d.post("track", strings.Replace(goodOrder, `"timestamp"`, `"context":{"library":{"name":"analytics-node","version":"1"}},"timestamp"`, 1))
	d.Type("/is:")
	d.ClickOn("dropped")
	d.sees("/ is:dropped")
	d.sees("2 match")
	d.Type(" source:")
	d.sees("analytics-node") // of a message that was read
	d.Press("esc", "esc", "/")
	d.Type("code:")
	d.Send(tea.MouseWheelMsg{X: 12, Y: 4, Button: tea.MouseWheelDown}, tea.MouseWheelMsg{X: 12, Y: 4, Button: tea.MouseWheelDown})
	d.Press("enter")
	d.lacks("/ code:  ")
	d.Press("esc", "esc", "/", "x", "backspace", "esc", "/")
	d.Click(100, 12)
	d.CheckBounds()
}
