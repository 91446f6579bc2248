package ui_test

import (
	"fmt"
	"regexp"
	"slices"
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
		{"events", []string{"?"}, " Events", "▶1 Events"},
		{"metrics", []string{"2", "f1"}, " Metrics", "▶2 Metrics"},
		{"replays", []string{"3", "?"}, " Replays", "▶3 Replays"},
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
	d.sees("show the write key, or mask it: where i tells where the entry came from")
	d.lacks("edit a copy of the message")
	d.Type("zzz")
	d.sees("nothing here has that")
	d.Press("esc")
	d.sees("edit a copy of the message")
	d.Send(tea.MouseWheelMsg{X: 4, Y: 8, Button: tea.MouseWheelDown})
	d.lacks("edit a copy of the message")
	d.Press("end")
	d.sees("In dialogs")
	d.Press("home")
	d.sees("edit a copy of the message")
	d.Press("?")
	d.lacks("edit a copy of the message")
}

// All keys, signs and gates are in it, in ASCII too.
func TestHelpIsWhole(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		t.Run(fmt.Sprintf("ascii=%t", ascii), func(t *testing.T) {
			d := newDesk(t, 119, 300, look{theme: palette.Auto, ascii: ascii}.options)
			d.shop()
			d.Press("?")
			text := d.Text()
			th := theme.New(ascii)
			signs := []string{th.OK, th.Nowhere, th.Maybe, th.Warn, th.Err, th.Unknown, th.Edited, th.Draft, th.Replayed, th.PassedOn, th.Opened, th.Marked, th.Cursor, th.Following, th.Paused}
			for _, sign := range signs {
				if !strings.Contains(text, "\n  "+sign+" ") {
					t.Errorf("the sign %s is not told", sign)
				}
			}
			for _, b := range keymap.Table() {
				if !strings.Contains(text, b.Shown()) || !strings.Contains(text, b.Help) {
					t.Errorf("%s is not told", b.ID)
				}
			}
			for _, s := range ui.Sections() {
				if !strings.Contains(text, s.Name) {
					t.Errorf("the keys of %s are not told of", s.Name)
				}
				d.Type(s.Name)
				if found := d.Text(); !strings.Contains(found, "\n "+s.Name+"\n") && !strings.Contains(found, "\n "+s.Name+" ") {
					t.Errorf("there is no chapter %s", s.Name)
				}
				d.Press("esc")
			}
			for _, g := range verdict.AllGates() {
				if !strings.Contains(text, g.Question()) {
					t.Errorf("the gate %s is not told", g)
				}
			}
		})
	}
}

// What a person needs next is in sight at once, and each key takes one line; what cannot be done
// now stands in brackets, and a search says why.
func TestHelpIsShort(t *testing.T) {
	d := newDesk(t, 80, 24, nil)
	d.post("track", goodOrder)
	d.Press("?")
	for _, id := range []string{"edit", "fix", "replay", "filter", "next-problem", "copy", "mark"} {
		b := keymap.Table()[slices.IndexFunc(keymap.Table(), func(b keymap.Binding) bool { return b.ID == id })]
		if !strings.Contains(d.Text(), b.Help) {
			t.Errorf("%s is not in sight:\n%s", id, d.Text())
		}
	}
	var below int
	if _, err := fmt.Sscanf(strings.Fields(strings.Split(d.Text(), "\n")[2])[5], "%d", &below); err != nil || below > 110 {
		t.Errorf("%d lines are below, %v", below, err)
	}
	d.Press("pgdown")
	d.sees("(d)")
	d.Type("compare with")
	d.sees("(not now: ")
}

// Where it is wide, keys stand beside each other, each in one line.
func TestHelpInColumns(t *testing.T) {
	for w, columns := range map[int]int{119: 1, 120: 2, 180: 3, 400: 3} {
		d := newDesk(t, w, 36, nil)
		d.shop()
		d.Press("?")
		if n := len(regexp.MustCompile(` {2}\S{1,8} {3,}\S`).FindAllString(strings.Split(d.Text(), "\n")[4], -1)); n != columns {
			t.Errorf("%d columns at %d, want %d:\n%s", n, w, columns, d.Text())
		}
		d.CheckBounds()
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
