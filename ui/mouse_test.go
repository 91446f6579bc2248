package ui_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"segtap/ui"
	"segtap/ui/widget/sanitize"
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

// twice clicks twice on the first place that has a text.
func (d *desk) twice(text string) {
	d.t.Helper()
	for y, line := range strings.Split(d.Text(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			x := sanitize.Width(before)
			d.Click(x, y)
			d.Click(x, y)
			return
		}
	}
	d.t.Fatalf("%q is not on the screen:\n%s", text, d.Text())
}

// In every dialog with rows a click chooses one, a second takes it, and the wheel goes
// through them.
func TestTheMouseInDialogs(t *testing.T) {
	wheel := func(d *desk, button tea.MouseButton) { d.Send(tea.MouseWheelMsg{X: 8, Y: 6, Button: button}) }
	for _, h := range []int{36, 9} {
		t.Run(fmt.Sprint(h), func(t *testing.T) {
			open := func() *desk {
				d := newDesk(t, 120, h, nil)
				d.shop()
				return d
			}
			d := open()
			d.Press("home", "y")
			d.ClickOn("e  the custom event")
			d.sees("▌ e  the custom event")
			d.twice("c  curl that sends")
			d.sees("copied curl that sends the message here")

			d.Press("r")
			d.ClickOn("dry-run")
			d.sees("▌ dry-run")
			wheel(d, tea.MouseWheelUp)
			d.lacks("▌ dry-run")
			d.Press("esc")
			d.Press("r")
			d.twice("dry-run")
			d.sees("A dry run")
			d.Press("esc", "esc")

			d.Press("m")
			d.Type("/order")
			d.Press("enter", "R")
			d.ClickOn("shown")
			d.sees("▌ shown")
			d.twice("shown")
			d.sees("Replay 2 shown events")
			d.Press("down", "down") // it is low
			d.twice("dry-run")
			d.sees("Nothing is sent.")
			d.Press("esc", "esc", "esc")

			d.Press("ctrl+p")
			d.Type("met")
			d.twice("the metrics: what")
			d.sees("▶2 Metrics")
			d.CheckBounds()
		})
	}
}

// A click on a key of the footer is that key: of a screen, of a dialog, of the filter.
func TestTheFooterIsClicked(t *testing.T) {
	d := newDesk(t, 160, 30, nil)
	d.ClickOn("t sample")
	d.arrive()
	d.sees("#1  Order Completed")
	d.ClickOn("e edit")
	d.sees("Edit a copy of #1")
	d.ClickOn("ctrl+t form")
	d.sees("messageId")
	d.ClickOn("esc leave")
	d.lacks("Edit a copy")
	d.ClickOn("/ filter")
	d.Type("is:error")
	d.ClickOn("enter keep")
	d.sees("filter: is:error")
	d.ClickOn("r replay")
	d.sees("r: no entry is selected")
	d.ClickOn("q quit")
	if !d.Quit() {
		t.Error("q quit does not")
	}
}

// The divider is dragged, a double click opens what is under it, and --no-mouse leaves all
// of it alone.
func TestDraggingAndDoubleClicks(t *testing.T) {
	d := newDesk(t, 120, 30, withStorefront(t))
	d.shop()
	at := func() int { return strings.Index(strings.Split(d.Text(), "\n")[8], "│") }
	before := len([]rune(strings.Split(d.Text(), "\n")[8][:at()]))
	d.Send(tea.MouseClickMsg{X: before, Y: 8, Button: tea.MouseLeft}, tea.MouseMotionMsg{X: before - 12, Y: 9, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: before - 12, Y: 9, Button: tea.MouseLeft})
	if after := len([]rune(strings.Split(d.Text(), "\n")[8][:at()])); after > before-10 || after < before-14 {
		t.Errorf("the divider is at %d, it was at %d", after, before)
	}
	d.Send(tea.MouseMotionMsg{X: before + 12, Y: 9, Button: tea.MouseLeft}) // it has been let go
	if after := len([]rune(strings.Split(d.Text(), "\n")[8][:at()])); after > before-10 {
		t.Errorf("it follows the mouse to %d", after)
	}
	d.twice("Signed Up")
	d.sees("esc back")
	d.Press("esc", "2")
	d.twice("order-revenue")
	d.sees("▶1 Events")
	d.sees("filter: event:=")

	d = newDesk(t, 120, 30, func(o *ui.Options) { o.NoMouse = true })
	d.shop()
	before = len(d.Styled())
	d.twice("Signed Up")
	d.Send(tea.MouseWheelMsg{X: 8, Y: 6, Button: tea.MouseWheelUp})
	if len(d.Styled()) != before || d.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse does something")
	}
}
