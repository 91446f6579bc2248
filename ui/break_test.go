package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"segtap/capture/ingest"
	"segtap/ui"
)

// hostile are texts that would break a screen which shows them as they are.
var hostile = []string{
	"注文完了" + strings.Repeat("ｱ", 40), "\x1b[2J\x1b]0;title\a", "\u202egnp.exe", "e\u0301\u0301\u0301", strings.Repeat("👩‍👩‍👧", 9), "🇯🇵🇯", "a\tb\nc\rd",
	strings.Repeat("long ", 80), "\xff\xfe\xed\xa0\x80", "", "   ", "\u0301", "q\u200b\u200dq", "\u0600\u0601", "क्षि", "\ufeffx", strings.Repeat("y", 300),
}

// Whatever is pressed, clicked, pasted and sent, in whatever order and at
// whatever size: the screen stays within its bounds.
func TestNothingBreaksTheScreen(t *testing.T) {
	keys := []string{
		"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "tab", "shift+tab", "enter", "esc", "alt+esc", "backspace", "delete", "space",
		"e", "f", "r", "m", "t", "F", "/", "n", "N", "-", "+", "w", "<", ">", "[", "]", "s", "ctrl+r", "D", "y", "?", "ctrl+p", "1", "2", "a", ":", "\"", "{", "注", "ctrl+s", "ctrl+z",
		"j", "k", "g", "G", "h", "l", "c", "p", "v", "E",
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(t, 120, 36, func(o *ui.Options) {
			withStorefront(t)(o)
			o.Env.ClientSideID, o.Env.EventsURL = "0123456789abcdef01234567", "http://127.0.0.1:1"
			o.Faults = ingest.NewFaults(func() float64 { return 1 })
			o.Notices = hostile
		})
		d.Park("send.func", "send.(*", "waitForTry", "waitForProgress", "readAnew")
		d.Press("down")
		send := func(rt *rapid.T) {
			text := rapid.SampledFrom(hostile).Draw(rt, "text")
			name := rapid.SampledFrom([]string{"event", "userId", "type", "messageId", "anonymousId"}).Draw(rt, "member")
			route := rapid.SampledFrom([]string{"track", "page", "identify", "batch"}).Draw(rt, "route")
			d.post(route, `{"event":"Order Completed","`+name+`":"`+text+`","properties":{"`+text+`":"`+text+`","revenue":"`+text+`"}}`)
		}
		mouse := func(rt *rapid.T) tea.Mouse {
			return tea.Mouse{
				X: rapid.IntRange(0, 210).Draw(rt, "x"), Y: rapid.IntRange(0, 55).Draw(rt, "y"),
				Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseLeft, tea.MouseWheelUp, tea.MouseWheelDown}).Draw(rt, "button"),
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"press":  func(rt *rapid.T) { d.Press(rapid.SampledFrom(keys).Draw(rt, "key")) },
			"press2": func(rt *rapid.T) { d.Press(rapid.SampledFrom(keys).Draw(rt, "key")) },
			"press3": func(rt *rapid.T) { d.Press(rapid.SampledFrom(keys).Draw(rt, "key")) },
			"click":  func(rt *rapid.T) { d.Send(tea.MouseClickMsg(mouse(rt))) },
			"move":   func(rt *rapid.T) { d.Send(tea.MouseMotionMsg(mouse(rt))) },
			"up":     func(rt *rapid.T) { d.Send(tea.MouseReleaseMsg(mouse(rt))) },
			"wheel":  func(rt *rapid.T) { d.Send(tea.MouseWheelMsg(mouse(rt))) },
			"paste":  func(rt *rapid.T) { d.Send(tea.PasteMsg{Content: rapid.SampledFrom(hostile).Draw(rt, "pasted")}) },
			"resize": func(rt *rapid.T) {
				size := rapid.SampledFrom([][2]int{{120, 36}, {80, 24}, {40, 10}, {200, 50}, {100, 8}, {1, 1}, {7, 3}, {63, 13}}).Draw(rt, "size")
				d.Resize(size[0], size[1])
			},
			"send": send,
			"": func(rt *rapid.T) {
				d.CheckBounds()
				if t.Failed() {
					rt.FailNow()
				}
			},
		})
	})
}

// What is pasted into a line is shown escaped and within it, the cursor in sight.
func TestWhatIsPastedIntoALineIsShownEscaped(t *testing.T) {
	const pasted = "\u202egnp.exe 👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧 क्षि"
	for name, keys := range map[string][]string{"filter": {"/"}, "palette": {"ctrl+p"}, "faults": {"F"}, "URL": {"r", "end", "down", "down", "down", "down", "down", "enter"}} {
		for _, size := range [][2]int{{120, 36}, {40, 12}} {
			t.Run(name, func(t *testing.T) {
				d := newDesk(t, size[0], size[1], func(o *ui.Options) { o.Faults = ingest.NewFaults(func() float64 { return 1 }) })
				d.post("track", goodOrder)
				d.Press(keys...)
				d.Send(tea.PasteMsg{Content: pasted})
				if name == "URL" || name == "faults" || size[0] > 100 {
					d.Press("home")
					d.sees(`\u202egnp.exe`)
					d.Press("end")
				}
				d.CheckBounds()
				if _, _, shown := d.Cursor(); !shown {
					t.Errorf("there is no cursor:\n%s", d.Text())
				}
				if strings.ContainsAny(d.View().Content, "\u202e\u200d") {
					t.Errorf("it is shown as it is: %q", d.View().Content)
				}
			})
		}
	}
}

// Terminals disagree about how wide some characters are: no row is too wide for
// either kind.
func TestRowsFitWhateverTheTerminalCounts(t *testing.T) {
	for _, name := range []string{"क्षि क्षि क्षि", "👍🏽👍🏽👍🏽👍🏽", "👩‍👩‍👧", "🇯🇵🇯🇵🇯"} {
		for _, w := range []int{200, 120, 100, 80, 40} {
			d := newDesk(t, w, 20, nil)
			d.post("identify", `{"userId":"`+name+`","name":"`+name+`","traits":{"`+name+`":"`+strings.Repeat(name, 40)+`"}}`)
			d.CheckBounds()
			d.Press("enter")
			d.CheckBounds()
			d.Press("e")
			d.CheckBounds()
		}
	}
}

// Where there is no room for header and keys, a filter that is typed takes the
// last line.
func TestAFilterIsSeenOnTheLowestScreens(t *testing.T) {
	for h := 1; h < 10; h++ {
		d := newDesk(t, 40, h, nil)
		d.post("track", goodOrder)
		d.Press("/")
		d.Type("is:err")
		d.sees(" / is:err")
		d.CheckBounds()
		if _, _, shown := d.Cursor(); !shown {
			t.Errorf("there is no cursor at a height of %d", h)
		}
	}
}
