package ui_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/verdict"
	"segtap/ui"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/theme/palette"
)

// The help begins with the screen or the dialog that it was opened over, and goes back
// there.
func TestHelpBeginsWithWhereYouAre(t *testing.T) {
	for _, c := range []struct {
		story string
		keys  []string
		first string
		back  string
	}{
		{"events", []string{"?"}, " Events: move", "▶1 Events"},
		{"metrics", []string{"2", "f1"}, " Metrics: move", "▶2 Metrics"},
		{"replays", []string{"3", "?"}, " Replays: move", "▶3 Replays"},
		{"the editor", []string{"e", "?", "f1"}, " Editor", "Edit a copy of #1"},
		{"the form", []string{"e", "ctrl+t", "f1"}, " Editor", "messageId"},
		{"the replay", []string{"r", "?"}, " Replay", "Replay #1"},
		{"a URL that is typed", []string{"r", "end", "down", "down", "down", "down", "down", "enter", "?", "f1"}, " Replay", "URL  ?"},
		{"copying", []string{"y", "?"}, " Copy", "Copy"},
		{"faults", []string{"F", "f1"}, " Faults", "faults >"},
		{"the palette", []string{"ctrl+p", "f1"}, " Palette", "replay-several    R"},
		{"a filter that is typed", []string{"/", "x", "f1"}, " Filter", " / x"},
	} {
		t.Run(c.story, func(t *testing.T) {
			d := walked(t, 120, 30, look{theme: palette.Auto}.options)
			d.Press("home")
			d.Press(c.keys...)
			lines := strings.Split(d.Text(), "\n")
			if !strings.Contains(d.Text(), "help > type to search") || !strings.HasPrefix(lines[3], c.first) {
				t.Fatalf("%q is not the first chapter:\n%s", c.first, d.Text())
			}
			d.Press("esc")
			d.sees(c.back)
			d.lacks("help >")
		})
	}
}

// What is typed leaves only what has it; esc shows all again, and closes then.
func TestHelpIsSearched(t *testing.T) {
	d := newDesk(t, 120, 30, nil)
	d.shop()
	d.Press("?")
	d.Type("/write key")
	d.sees("K")
	d.sees("show the write key there, or mask it")
	d.lacks("one up")
	d.Type("zzz")
	d.sees("nothing here has that")
	d.Press("esc")
	d.sees("one up")
	d.Send(tea.MouseWheelMsg{X: 4, Y: 8, Button: tea.MouseWheelDown})
	d.lacks("one up")
	d.Press("end")
	d.sees("Help")
	d.Press("home")
	d.sees("one up")
	d.Press("?")
	d.lacks("one up")
}

// All keys, signs and gates are in it, in ASCII too.
func TestHelpIsWhole(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		t.Run(fmt.Sprintf("ascii=%t", ascii), func(t *testing.T) {
			d := newDesk(t, 160, 300, look{theme: palette.Auto, ascii: ascii}.options)
			d.shop()
			d.Press("?")
			text := d.Text()
			th := theme.New(ascii)
			signs := []string{th.OK, th.Nowhere, th.Maybe, th.Warn, th.Err, th.Unknown, th.Edited, th.Draft, th.Replayed, th.PassedOn, th.Opened, th.Marked, th.Cursor, th.Following, th.Paused}
			for _, sign := range signs {
				if !strings.Contains(text, "\n   "+sign+" ") {
					t.Errorf("the sign %s is not told", sign)
				}
			}
			for _, b := range keymap.Table() {
				if words := strings.Fields(b.Help); !strings.Contains(text, b.Shown()) || !strings.Contains(text, words[0]) {
					t.Errorf("%s is not told", b.ID)
				}
			}
			for _, s := range ui.Sections() {
				if !strings.Contains(text, "\n "+s.Name+"\n") && !strings.Contains(text, "\n "+s.Name+" ") {
					t.Errorf("there is no chapter %s", s.Name)
				}
			}
			for _, g := range verdict.AllGates() {
				if !strings.Contains(text, g.Question()) {
					t.Errorf("the gate %s is not told", g)
				}
			}
		})
	}
}

// A draft that is kept while its help is open is not gone back to.
func TestHelpOverADialogThatEnds(t *testing.T) {
	d := newDesk(t, 120, 30, nil)
	d.post("track", goodOrder)
	d.Press("e")
	d.Type("x")
	d.Park("Keep")
	d.Press("ctrl+s", "f1")
	d.sees("help >")
	if n := d.Release("Keep"); n != 1 {
		t.Fatalf("%d drafts were kept", n)
	}
	d.Press("esc")
	d.lacks("Edit a copy")
	d.sees("#2")
}
