package ui_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"segtap/ui"
	"segtap/ui/preferences"
	"segtap/ui/theme"
)

// The entry stands beside its list, below it, or has the whole screen, and so has the list.
func TestTheEntryStandsWhereAPersonWantsIt(t *testing.T) {
	d := newDesk(t, 120, 36, withStorefront(t))
	d.shop()
	d.lacks("SOURCE") // beside, there is no room for it
	d.Press("v")
	d.CheckBounds()
	for _, text := range []string{"SOURCE", "METRIC", "order-revenue", "not a number", "Segment track", "value_not_number"} {
		d.sees(text)
	}
	if rows := strings.Split(d.Text(), "\n"); strings.Contains(rows[3], "│") {
		t.Errorf("the list has not the whole width:\n%s", d.Text())
	}
	d.Press("z")
	d.CheckBounds()
	d.sees("VERDICT")
	d.lacks("Segment track")
	d.Press("tab")
	d.sees("Segment track")
	d.lacks("VERDICT")
	d.Press("z")
	d.sees("Segment track")
	d.sees("VERDICT")
	d.Press("v")
	d.lacks("SOURCE")

	d.Resize(80, 24)
	d.Press("esc")
	d.lacks("Segment track")
	d.Press("z")
	d.sees("one pane has all the room here anyway")
	d.Press("v")
	d.sees("Segment track")
	d.sees("EVENT")
	d.Resize(80, 14)
	d.lacks("Segment track")
	d.CheckBounds()
}

// The line between list and entry follows the mouse in both arrangements, and each place of
// it is remembered.
func TestTheDividerIsDragged(t *testing.T) {
	var kept preferences.Preferences
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		o.Keep = func(p preferences.Preferences) error {
			kept = p
			return nil
		}
	})
	d.shop()
	drag := func(from, to tea.Mouse) {
		t.Helper()
		from.Button, to.Button = tea.MouseLeft, tea.MouseLeft
		d.Send(tea.MouseClickMsg(from), tea.MouseMotionMsg(to), tea.MouseReleaseMsg(to))
		d.CheckBounds()
	}
	bar := func() int {
		before, _, _ := strings.Cut(strings.Split(d.Text(), "\n")[5], "│")
		return ansi.StringWidth(before)
	}
	before := bar()
	drag(tea.Mouse{X: before, Y: 10}, tea.Mouse{X: before - 14, Y: 12})
	if got := bar(); got != before-14 {
		t.Errorf("the line is at %d, was at %d", got, before)
	}
	drag(tea.Mouse{X: 20, Y: 10}, tea.Mouse{X: 80, Y: 12}) // not on the line
	if got := bar(); got != before-14 {
		t.Errorf("the line is at %d", got)
	}
	d.Press("v")
	rule := func() int {
		for y, line := range strings.Split(d.Text(), "\n")[2:] {
			if strings.Trim(line, "─") == "" && line != "" {
				return y + 2
			}
		}
		t.Fatalf("there is no line:\n%s", d.Text())
		return 0
	}
	y := rule()
	drag(tea.Mouse{X: 60, Y: y}, tea.Mouse{X: 10, Y: y - 5})
	if got := rule(); got != y-5 {
		t.Errorf("the line is in line %d, was in %d", got, y)
	}
	d.Press("]")
	if got := rule(); got <= y-5 {
		t.Errorf("the line is in line %d after ]", got)
	}
	if err := d.Model().(*ui.Model).Close(); err != nil || kept.Detail != "below" || kept.Split != 34 || kept.SplitBelow == 0 {
		t.Errorf("kept %+v (%v)", kept, err)
	}
}

// Who reads further up is told what is new below, in a line of its own, and one click goes
// there.
func TestWhatIsNewBelowIsSaid(t *testing.T) {
	d := newDesk(t, 120, 20, nil)
	for range 30 {
		d.post("track", goodOrder)
	}
	d.Press("up")
	d.sees("#29")
	d.sees("press G to follow")
	d.lacks("new below")
	for range 12 {
		d.post("track", noUser)
	}
	d.sees("▾ 12 new below  G shows it and follows")
	d.sees("#29  Order Completed")
	d.CheckBounds()
	if lines := strings.Split(d.Text(), "\n"); !strings.Contains(lines[18], "new below") || !strings.Contains(lines[17], "Order Completed") && !strings.Contains(lines[17], "Signed Up") {
		t.Errorf("the line hides what it should not:\n%s", d.Text())
	}
	d.ClickOn("new below")
	d.sees("#42  Signed Up")
	d.sees("▶ following")
	d.lacks("new below")
	d.Press("space")
	d.post("track", noUser)
	d.sees("1 new while paused  space goes on")
	d.ClickOn("new while paused")
	d.sees("#43  Signed Up")
	d.lacks("paused")
}

// What a filter looks for is lit up where it stands, in the rows and in the JSON.
func TestWhatAFilterLooksForIsLitUp(t *testing.T) {
	d := newDesk(t, 120, 20, nil)
	d.post("track", goodOrder)
	d.post("track", strings.ReplaceAll(goodOrder, "Order Completed", "Reorder"))
	d.Press("up", "/")
	d.Type("ORDER user:u_4*")
	d.Press("enter")
	lit := func(text string) string { return theme.New(false).Match.Text(text) }
	if styled := d.View().Content; !strings.Contains(styled, lit("Order")) || !strings.Contains(styled, lit("order")) {
		t.Errorf("the words are not lit up: %q", styled)
	}
	d.Press("esc")
	if styled := d.View().Content; strings.Contains(styled, lit("Order")) {
		t.Errorf("there is no filter, and words are lit up: %q", styled)
	}
	d.Press("/")
	d.Type("A-1001") // which stands in the JSON alone
	d.Press("enter")
	sees := func() bool { return strings.Contains(d.View().Content, theme.New(false).Match.On+"A-1001") }
	if !sees() {
		t.Errorf("it is not coloured in the JSON: %q", d.View().Content)
	}
	d.Press("esc")
	if sees() {
		t.Errorf("it is coloured in the JSON without a filter: %q", d.View().Content)
	}
}

// The selected entry stays selected under another filter that wants it.
func TestTheSelectedEntryOutlivesAFilter(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	for i := range 8 {
		d.post("track", strings.ReplaceAll(goodOrder, "Order Completed", fmt.Sprintf("Event %d %s", i+1, []string{"odd", "even"}[i%2])))
	}
	d.Press("home", "down", "down")
	d.sees("#3  Event 3 odd")
	d.Press("/")
	d.Type("event:*odd")
	d.Press("enter")
	d.sees("4 of 8")
	d.sees("#3  Event 3 odd")
	d.Press("/")
	d.Type(" nothing")
	d.Press("enter")
	d.sees("no entry matches the filter")
	d.Press("esc")
	d.sees("#3  Event 3 odd")
	d.Press("/")
	d.Type("event:*even")
	d.Press("enter")
	d.sees("#4  Event 4 even") // what comes next
}
