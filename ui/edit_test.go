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
	for _, at := range []struct{ x, y int }{{90, 6}, {4, 0}, {4, 1}, {4, 2}, {4, 3}} {
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

// What a quick fix made is nobody's work: esc leaves it unasked, and no key that
// follows goes into it.
func TestEscLeavesAQuickFixThatNobodyTouched(t *testing.T) {
	for name, keys := range map[string][]string{"once": {"esc"}, "twice, fast": {"alt+esc"}, "ctrl+c": {"ctrl+c"}} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, 120, 36, nil)
			d.post("track", goodOrder)
			d.post("track", badOrder)
			d.Press("/")
			d.Type("is:error")
			d.Press("enter", "f")
			d.sees("Edit a copy of #2")
			d.Press(keys...)
			d.lacks("Edit a copy")
			d.sees("filter: is:error") // a second esc is not for what stands below
			d.Press("f", "x", "backspace")
			d.Press(keys...) // it is as the quick fix made it, again
			d.lacks("Edit a copy")
		})
	}
}

// While it is asked what becomes of a draft, nothing else happens to it.
func TestADraftIsAskedFor(t *testing.T) {
	for name, keys := range map[string][]string{"esc": {"esc"}, "esc, esc": {"esc", "esc"}, "twice, fast": {"alt+esc"}, "ctrl+c, twice": {"ctrl+c", "ctrl+c"}} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, 120, 36, nil)
			d.post("track", badOrder)
			d.Press("f", "7")
			d.sees("759.9")
			draft := d.Text()
			d.Press(keys...)
			d.sees("Throw the draft away? y/n")
			d.Type("q1")
			d.Send(tea.PasteMsg{Content: "pasted"}, tea.ClipboardMsg{Content: "pasted"})
			d.Click(8, 6)
			d.Press("enter", "ctrl+s", "delete")
			d.sees("Throw the draft away? y/n")
			d.Press("n")
			if d.Text() != draft {
				t.Errorf("the draft was\n%s\nand is\n%s", draft, d.Text())
			}
			d.Press(append(keys, "y")...)
			d.lacks("Edit a copy")
		})
	}
}

// Two escapes in one are two, on every screen.
func TestTwoEscapesAtOnceAreTwo(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.shop()
	d.Press("/")
	d.Type("is:error")
	d.Press("enter", "tab")
	d.sees("▶Segment track")
	d.Press("alt+esc") // out of the pane, and the filter away
	d.lacks("▶Segment track")
	d.lacks("filter:")
	d.Press("r", "enter")
	d.sees("POST /v1/track HTTP/1.1")
	d.Press("alt+esc") // back to the targets, and out
	d.lacks("Replay #")
	d.Press("?", "alt+esc")
	d.lacks("Change and send")
}

// The fields at fault are marked in the text, at every keystroke; a quick fix there is one
// change, and the cursor lands where it was.
func TestFaultsAreMarkedAndFixedInTheEditor(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", `{"type":"track","userId":7,"event":"Order Completed","properties":{"revenue":"$59.9"}}`)
	d.Press("e", "ctrl+n")
	d.sees("✗6      \"revenue\": \"$59.9\"")
	d.sees("✗3    \"userId\": 7")
	d.sees("2 of 2")
	d.Press("ctrl+n")
	d.sees("1 of 2")
	before := d.Text()
	for _, key := range []string{"ctrl+n", "ctrl+n"} {
		d.Press(key)
	}
	if d.Text() != before {
		t.Errorf("two faults further on is not where it was:\n%s", d.Text())
	}
	for range 2 {
		d.Press("ctrl+x")
	}
	d.sees("\"revenue\": 59.9")
	d.sees("\"userId\": \"7\"")
	d.lacks("✗6")
	d.Press("ctrl+z", "ctrl+z")
	d.sees("✗6      \"revenue\": \"$59.9\"")
	d.sees("✗3    \"userId\": 7")
}

// The form is another look at the same draft: what is typed there follows at every
// keystroke, kinds stay, and nothing is lost on the way.
func TestTheForm(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", badOrder)
	d.Press("e", "ctrl+t")
	d.sees("✗ ▌ value       string   $59.9")
	d.sees("value is /properties/revenue")
	d.Press("ctrl+l")
	d.sees("this text is no number: $59.9")
	d.Press("home")
	x, y, _ := d.Cursor()
	if line := []rune(strings.Split(d.Text(), "\n")[y]); line[x] != '$' {
		t.Errorf("the cursor is at %d, %d, not before the value:\n%s", x, y, d.Text())
	}
	d.Click(x, y-2)
	d.sees("▌ userId ")
	d.Click(x, y)
	d.Press("home", "delete", "ctrl+l")
	d.sees("value       number   59.9")
	d.sees("\"metricValue\": 59.9")
	d.Press("end", "0", "5")
	d.sees("\"metricValue\": 59.905")
	d.Press("x")
	d.sees("no number, so the draft has not taken it")
	for _, key := range []string{"down", "ctrl+t", "ctrl+s", "ctrl+r"} { // nothing typed is lost
		d.Press(key)
		d.sees("value       no num.  59.905x")
	}
	d.Press("ctrl+z")
	d.sees("value       number   59.905")
	d.Press("ctrl+g")
	d.sees("value       absent")
	d.lacks("metricValue")
	d.Press("ctrl+g")
	d.sees("value       null")
	d.Type("7")
	d.sees("value       number   7")
	d.Press("ctrl+l")
	d.sees("value       string   7")
	d.Press("ctrl+z", "ctrl+z", "ctrl+z")
	d.sees("value       absent")
	d.Press("up")
	d.Send(tea.PasteMsg{Content: "注文"})
	d.sees("anonymousId string   anon-7f3注文")
	d.Press("ctrl+t")
	d.sees("\"anonymousId\": \"anon-7f3注文\"")
	if _, y, _ := d.Cursor(); !strings.Contains(strings.Split(d.Text(), "\n")[y], "anonymousId") {
		t.Errorf("the cursor is not where it was in the form:\n%s", d.Text())
	}
}

// What no line can show is not edited in one, and what is no message has no form.
func TestWhatTheFormLeavesToTheText(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", `{"type":"track","event":"a\tb","userId":{"a":1},"timestamp":true,"properties":"none"}`)
	d.Press("e", "ctrl+t")
	for range 6 {
		d.Press("up")
	}
	d.Type("x")
	d.sees("it has what a line cannot show, so it is edited in the text: ctrl+t")
	d.Press("down", "x")
	d.sees("the object is edited in the text: ctrl+t")
	d.Press("down", "down", "5")
	d.sees("there is no place for /properties/revenue: /properties is no object but: string")
	d.Press("down", "ctrl+l")
	d.sees("timestamp   string   true")
	d.Press("ctrl+t", "ctrl+end")
	d.Type(",")
	d.Press("ctrl+t")
	d.sees("no form of this draft: line 9, column 2")
	d.Press("backspace", "ctrl+t")
	d.sees("The rest of the draft is in the text: ctrl+t")
	d.Press("ctrl+z")
	d.sees("no form of this draft: line 9, column 2")
}

// ctrl+f searches in the text: the count, the end of the text, and the cursor at the match
// when it is over.
func TestSearchInTheEditor(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", badOrder)
	d.Press("e", "ctrl+home", "ctrl+f")
	d.Type("or")
	d.sees("search > or")
	d.sees("1 of 2")
	d.Golden("search-120x36")
	d.Press("enter")
	d.sees("2 of 2")
	d.Press("ctrl+f")
	d.sees("1 of 2, from the top again")
	d.Press("shift+enter")
	d.sees("2 of 2, from the end again")
	d.Press("alt+enter")
	d.sees("1 of 2")
	d.lacks("again")
	d.Type("q")
	d.sees("not found")
	d.Press("backspace", "enter", "esc")
	d.lacks("search >")
	d.Type("X")
	d.sees("\"Xorder_id\"")
	d.Press("ctrl+t", "ctrl+f", "enter") // what was searched for last, from the form
	d.sees("search > or")
	d.sees(" of 2")
	d.Press("ctrl+s")
	d.sees("kept as #2")
}

// What a quick fix has changed is said and marked until the draft is another one, and esc says
// that nothing of it was kept.
func TestWhatAQuickFixHasChangedIsSaid(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.shop()
	d.Press("f")
	d.sees(`properties.revenue: "$59.9" became 59.9`)
	if row := lineWith(d, `"revenue": 59.9`); !strings.Contains(row, "✎") {
		t.Errorf("the changed line is not marked: %q", row)
	}
	d.Type(" ")
	d.lacks("became")
	d.Press("ctrl+z", "esc")
	d.sees("nothing was kept: the fix of #4 was not, and f makes it again")
	d.Press("e", "ctrl+x")
	d.sees(`properties.revenue: "$59.9" became 59.9`)
}

// lineWith returns the first line of the screen that has a text.
func lineWith(d *desk, text string) string {
	for line := range strings.Lines(d.Text()) {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}
