package editor

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"segtap/ui/screentest"
	"segtap/ui/widget/jsontree"
)

func TestScreens(t *testing.T) {
	long := "{\n  \"event\": \"Order Completed\",\n  \"n\": 1\n}"
	tests := []struct {
		name          string
		text          string
		width, height int
		keys          []string
	}{
		{"plain", long, 40, 6, nil},
		{"broken", long, 40, 6, []string{"down", "end", "backspace"}},
		{"cut_at_the_edge", long, 24, 5, nil},
		{"scrolled_to_the_cursor", long, 24, 5, []string{"down", "end"}},
		{"escaped", "{\"a\": \"\x1b]0;\a\u202e注\xff\",\t\"b\": 1}", 60, 2, nil},
		{"many_lines", strings.Repeat("1,\n", 120), 20, 5, []string{"ctrl+end"}},
		{"empty", "", 20, 2, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := New(tt.text)
			press(t, e, tt.keys...)
			screentest.Golden(t, tt.name, stripped(e.View(tt.width, tt.height)))
		})
	}
}

func TestColours(t *testing.T) {
	e := New(`{"a": "b", "c": [1, true, nul, "d" : é]}`)
	e.Styles.Text = jsontree.Styles{Punct: "P", Name: "N", String: "S", Number: "1", Literal: "L", Error: "E"}
	got := strings.ReplaceAll(e.View(200, 1)[0], "\x1b[m", "_")
	want := `E✗_1  P{_N"a"_P:_ S"b"_P,_ N"c"_P:_ P[_11_P,_ Ltrue_P,_ nulE,_ N"d"_ P:_ éP]_P}_`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSelectionIsSeen(t *testing.T) {
	e := at("[1,|\n  2]")
	e.Styles.Selection = "<"
	press(t, e, "shift+down")
	var got []string
	for _, l := range e.View(40, 2) {
		got = append(got, strings.ReplaceAll(l, "\x1b[m", ">"))
	}
	if want := []string{" 1  [1,< >", " 2  <  ><2>]"}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if selected(e) != "\n  2" {
		t.Errorf("selected is %q", selected(e))
	}
}

func TestMouse(t *testing.T) {
	e := New("[\n  \"注文 abc\",\n" + strings.Repeat("  1,\n", 20) + "  2]")
	e.View(30, 5)
	click := func(x, y int) {
		e.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	}
	for _, c := range []struct{ x, y, line, column int }{
		{5, 0, 1, 1}, {8, 1, 2, 4}, {9, 1, 2, 4}, {10, 1, 2, 5}, {99, 1, 2, 12}, {0, 1, 2, 1}, {7, 4, 5, 3},
	} {
		click(c.x, c.y)
		e.Update(tea.MouseReleaseMsg{})
		if line, column := place(e); line != c.line || column != c.column {
			t.Errorf("click at %d, %d leads to %d, %d, want %d, %d", c.x, c.y, line, column, c.line, c.column)
		}
	}
	click(7, 1)
	e.Update(tea.MouseMotionMsg{X: 12, Y: 1, Button: tea.MouseLeft})
	e.Update(tea.MouseReleaseMsg{X: 12, Y: 1})
	e.Update(tea.MouseMotionMsg{X: 1, Y: 1}) // the button is up
	if got := selected(e); got != `"注文` {
		t.Errorf("dragged over %q", got)
	}
	click(5, 0)
	e.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if got := ansi.Strip(e.View(30, 5)[0]); !strings.HasPrefix(got, "  4") {
		t.Errorf("the wheel scrolls to %q", got)
	}
	e.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	if got := ansi.Strip(e.View(30, 5)[0]); !strings.HasPrefix(got, "  1") {
		t.Errorf("the wheel scrolls back to %q", got)
	}
}

func TestCursorStandsOnItsCharacter(t *testing.T) {
	e := at("{\n  \"注\x1b|文\": 1}")
	e.View(40, 4)
	// gutter 4, indent 2, quote 1, 注 2, \x1b 4
	if c := e.Cursor(); c == nil || c.X != 13 || c.Y != 1 {
		t.Errorf("cursor at %+v", c)
	}
}

// Whatever is typed, pasted and clicked: the window is exactly as large as asked for, the cursor in it, and all can be
// undone.
func TestEditorKeepsItsPromises(t *testing.T) {
	keys := rapid.SampledFrom([]string{
		"'a", "'\"", "'{", "'}", "',", "'é", "'注", "'👍", "space", "enter", "tab", "shift+tab", "backspace", "delete", "ctrl+w", "alt+d",
		"ctrl+u", "ctrl+k", "left", "right", "up", "down", "home", "end", "pgup", "pgdown", "ctrl+home", "ctrl+end", "ctrl+left",
		"ctrl+right", "shift+left", "shift+right", "shift+up", "shift+down", "shift+home", "shift+end", "ctrl+g", "ctrl+z", "ctrl+y",
		"ctrl+shift+left", "ctrl+shift+right",
	})
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"{\n  \"a\": [1, 2],\n  \"b\": \"注文 \u202e 👨\u200d👩\"\n}", "\xff\xc3\r\n\u0301", "{\r\n}\r\n", strings.Repeat("long ", 30),
	}))
	coordinate := rapid.IntRange(-2, 50)
	rapid.Check(t, func(rt *rapid.T) {
		text := texts.Draw(rt, "text")
		e := New(text)
		e.Styles = Styles{Text: jsontree.Styles{Name: "\x1b[31m", String: "\x1b[32m", Error: "\x1b[41m"}, Selection: "\x1b[7m"}
		rt.Repeat(map[string]func(*rapid.T){
			"press": func(rt *rapid.T) { press(t, e, keys.Draw(rt, "key")) },
			"paste": func(rt *rapid.T) { e.Update(tea.PasteMsg{Content: texts.Draw(rt, "pasted")}) },
			"click": func(rt *rapid.T) {
				e.Update(tea.MouseClickMsg{X: coordinate.Draw(rt, "x"), Y: coordinate.Draw(rt, "y"), Button: tea.MouseLeft})
			},
			"drag": func(rt *rapid.T) {
				e.Update(tea.MouseMotionMsg{X: coordinate.Draw(rt, "x"), Y: coordinate.Draw(rt, "y")})
			},
			"wheel": func(rt *rapid.T) {
				e.Update(tea.MouseWheelMsg{Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}).Draw(rt, "button")})
			},
			"go": func(rt *rapid.T) {
				e.moveTo(e.buf.clamp(pos{coordinate.Draw(rt, "line"), coordinate.Draw(rt, "byte")}), false)
			},
			"point": func(*rapid.T) { e.GoToPointer("/b") },
			"":      func(rt *rapid.T) { checkView(rt, e, coordinate.Draw(rt, "width"), coordinate.Draw(rt, "height")) },
		})
		if len(e.history.done) < limit {
			for e.undo() {
			}
			if e.Value() != text {
				rt.Fatalf("undone it is %q, was %q", e.Value(), text)
			}
		}
	})
}

func checkView(t *rapid.T, e *Editor, width, height int) {
	lines := e.View(width, height)
	if len(lines) != max(0, height) {
		t.Fatalf("%d lines, want %d", len(lines), height)
	}
	for _, l := range lines {
		s := ansi.Strip(l)
		if w := max(ansi.StringWidth(s), ansi.StringWidthWc(s)); w > max(0, width) || !utf8.ValidString(s) {
			t.Fatalf("%q is %d columns wide, want %d", s, w, width)
		}
	}
	if c := e.Cursor(); c == nil != (height <= 0 || width <= e.gutter()) || c != nil && (c.X >= width || c.Y >= height || c.Y < 0) {
		t.Fatalf("cursor %+v in %d×%d", c, width, height)
	}
	if e.buf.clamp(e.caret.at) != e.caret.at {
		t.Fatalf("cursor %+v inside a character of %q", e.caret.at, e.Value())
	}
	if err := jsontree.Check(e.buf.text()); fmt.Sprint(err) != fmt.Sprint(e.err) {
		t.Fatalf("error %v, known is %v", err, e.err)
	}
}

// A keystroke in a text of 32 KB, drawn, with its error known.
func BenchmarkKeystroke(b *testing.B) {
	var lines strings.Builder
	lines.WriteString("{\n")
	for i := 0; lines.Len() < 32_000; i++ {
		fmt.Fprintf(&lines, "  \"member_%d\": \"value %d\",\n", i, i)
	}
	lines.WriteString("  \"last\": 1\n}")
	styles := Styles{Text: jsontree.Styles{Punct: "\x1b[1m", Name: "\x1b[31m", String: "\x1b[32m", Number: "\x1b[33m"}}
	for name, text := range map[string]string{
		"1,000 lines": lines.String(),
		"one line":    strings.ReplaceAll(lines.String(), "\n", ""),
		"accents":     strings.ReplaceAll(lines.String(), "value", "Straße注文"),
	} {
		b.Run(name, func(b *testing.B) {
			e := New(text)
			e.Styles = styles
			e.GoToPointer("/member_500")
			press(b, e, "right")
			keys := []tea.KeyPressMsg{{Code: 'a', Text: "a"}, {Code: tea.KeyBackspace}}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				e.Update(keys[i%2])
				e.View(100, 40)
				e.Cursor()
			}
		})
	}
}

// A click on the cell of the cursor leads back to the cursor, however wide what
// stands before it is and however far the window has scrolled.
func TestAClickLeadsToWhatIsShownThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		piece := rapid.SampledFrom([]string{"a", `"`, "{", "注", "é", "e\u0301", "\t", "\x1b", "\u202e", "👩‍👩‍👧", "🇯🇵", "\xff", "\u0301", "ｱ", "한", " "})
		line := rapid.Custom(func(rt *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(rt, "line"), "") })
		e := New(strings.Join(rapid.SliceOfN(line, 1, 12).Draw(rt, "lines"), "\n"))
		width, height := rapid.IntRange(12, 60).Draw(rt, "width"), rapid.IntRange(1, 6).Draw(rt, "height")
		e.View(width, height)
		for range 20 {
			e.moveTo(e.buf.clamp(pos{rapid.IntRange(0, 12).Draw(rt, "line"), rapid.IntRange(0, 200).Draw(rt, "byte")}), false)
			e.View(width, height)
			was, shown := e.caret.at, e.Cursor()
			if shown == nil {
				rt.Fatalf("the cursor is not in sight at %+v", was)
			}
			e.Update(tea.MouseClickMsg{X: rapid.IntRange(0, width).Draw(rt, "x"), Y: rapid.IntRange(0, height-1).Draw(rt, "y"), Button: tea.MouseLeft})
			e.Update(tea.MouseClickMsg{X: shown.X, Y: shown.Y, Button: tea.MouseLeft})
			if e.caret.at != was {
				rt.Fatalf("a click on the cursor at %+v leads to %+v in %q", was, e.caret.at, e.buf.lines[was.line])
			}
		}
	})
}
