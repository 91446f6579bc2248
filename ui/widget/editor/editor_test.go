package editor

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"segtap/ui/screentest"
)

// press presses keys by name; those in quotes are typed.
func press(t testing.TB, e *Editor, names ...string) {
	t.Helper()
	for _, name := range names {
		if text, ok := strings.CutPrefix(name, "'"); ok {
			for _, r := range text {
				e.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		msg, err := screentest.Key(name)
		if err != nil {
			t.Fatal(err)
		}
		e.Update(msg)
	}
}

// marked returns the text with | at the cursor.
func marked(e *Editor) string {
	text := e.buf
	return text.between(pos{}, e.caret.at) + "|" + text.between(e.caret.at, text.end())
}

// place returns the line and the column of the cursor, both from one, the column in characters.
func place(e *Editor) (line, column int) {
	at := e.caret.at
	return at.line + 1, utf8.RuneCountInString(e.buf.lines[at.line][:at.col]) + 1
}

// selected returns the selected text, or "".
func selected(e *Editor) string {
	from, to := e.caret.selection()
	return e.buf.between(from, to)
}

// at returns an editor with the text, the cursor where | stands in it.
func at(text string) *Editor {
	before, after, _ := strings.Cut(text, "|")
	e := New(before + after)
	e.moveTo(e.buf.offset(len(before)), false)
	return e
}

func TestKeys(t *testing.T) {
	tests := []struct {
		name, from string
		keys       []string
		want       string
	}{
		{"typing", "a|b", []string{"'xy", "space"}, "axy |b"},
		{"typing beyond ASCII", "|", []string{"'é注👍"}, "é注👍|"},
		{"right over a line end", "a|\nb", []string{"right"}, "a\n|b"},
		{"left over a line end", "a\n|b", []string{"left"}, "a|\nb"},
		{"left over an emoji with skin tone", "👍🏽|", []string{"left"}, "|👍🏽"},
		{"left over a combining mark and its letter", "ae\u0301|", []string{"left"}, "a|e\u0301"},
		{"left over what is shown escaped, one by one", "👨\u200d|", []string{"left"}, "👨|\u200d"},
		{"left over a broken byte", "a\xff\xfe|", []string{"left"}, "a\xff|\xfe"},
		{"left at the start", "|a", []string{"left"}, "|a"},
		{"right at the end", "a|", []string{"right"}, "a|"},
		{"down keeps the column", "abcd|e\nx\nabcde", []string{"down", "down"}, "abcde\nx\nabcd|e"},
		{"down by columns, not characters", "注文|\nabcdef", []string{"down"}, "注文\nabcd|ef"},
		{"up from the first line", "ab|c", []string{"up"}, "|abc"},
		{"down from the last line", "a|bc", []string{"down"}, "abc|"},
		{"start and end of line", "a\nb|c\nd", []string{"home", "'x", "end", "'y"}, "a\nxbcy|\nd"},
		{"start and end of text", "a\nb|c\nd", []string{"ctrl+home", "'x", "ctrl+end", "'y"}, "xa\nbc\ndy|"},
		{"word right", `|"event": "Order Completed"`, []string{"ctrl+right", "alt+f"}, `"event": "Order| Completed"`},
		{"word left", `"event": "Order Comp|`, []string{"ctrl+left", "alt+b"}, `"event": "|Order Comp`},
		{"word left over a line end", "a\n|b", []string{"ctrl+left"}, "a|\nb"},
		{"backspace", "ab|c", []string{"backspace"}, "a|c"},
		{"backspace joins lines", "ab\n|c", []string{"backspace"}, "ab|c"},
		{"backspace at the start", "|a", []string{"backspace"}, "|a"},
		{"delete", "a|bc", []string{"delete"}, "a|c"},
		{"delete joins lines", "ab|\nc", []string{"delete"}, "ab|c"},
		{"delete word left", "one two|", []string{"ctrl+w"}, "one |"},
		{"delete word right", "|one two", []string{"alt+d"}, "| two"},
		{"delete to start", "a\none| two", []string{"ctrl+u"}, "a\n| two"},
		{"delete to end", "one| two\na", []string{"ctrl+k"}, "one|\na"},
		{"delete to end at the end joins lines", "one|\na", []string{"ctrl+k"}, "one|a"},
		{"enter keeps the indentation", "    \"a\": 1,|", []string{"enter", "'x"}, "    \"a\": 1,\n    x|"},
		{"enter behind a bracket goes one step in", "  \"a\": [|", []string{"enter"}, "  \"a\": [\n    |"},
		{"enter between brackets", "  {|}", []string{"enter"}, "  {\n    |\n  }"},
		{"enter within the indentation", "  |  a", []string{"enter"}, "  \n  |  a"},
		{"tab", "|a", []string{"tab"}, "  |a"},
		{"outdent", "    a|b", []string{"shift+tab"}, "  a|b"},
		{"outdent one space", " a|b", []string{"shift+tab"}, "a|b"},
		{"outdent a tab character", "\ta|", []string{"shift+tab"}, "a|"},
		{"nothing to outdent", "a|b", []string{"shift+tab"}, "a|b"},
		{"typing over a selection", "one two|", []string{"shift+left", "shift+left", "shift+left", "'x"}, "one x|"},
		{"deleting a selection over lines", "a|b\ncd", []string{"shift+down", "delete"}, "a|d"},
		{"selecting all", "a\n|b", []string{"ctrl+g", "'x"}, "x|"},
		{"a move ends the selection", "ab|", []string{"shift+left", "right", "'x"}, "abx|"},
		{"tab indents the lines of a selection", "|a\nb\nc", []string{"shift+down", "shift+end", "tab"}, "  a\n  b|\nc"},
		{"and again, the selection stays", "|a\nb\nc", []string{"shift+down", "shift+end", "tab", "tab", "shift+tab"}, "  a\n  b|\nc"},
		{"a line the selection only touches is not indented", "|a\nb", []string{"shift+down", "tab"}, "  a\n|b"},
		{"keys that mean nothing", "a|", []string{"f5", "ctrl+p", "alt+x", "esc"}, "a|"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := at(tt.from)
			before := e.Value()
			press(t, e, tt.keys...)
			if got := marked(e); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			for e.undo() {
			}
			if e.Value() != before {
				t.Errorf("undone it is %q, was %q", e.Value(), before)
			}
		})
	}
}

func TestUndoAndRedo(t *testing.T) {
	e := at("|")
	press(t, e, "'one", "enter", "'two", "left", "'x", "backspace")
	// "one", the line end, "two", "x", the backspace
	want := []string{"one\ntw|o", "one\ntwx|o", "one\ntw|o", "one\n|", "one|", "|"}
	for i, w := range want {
		if got := marked(e); got != w {
			t.Errorf("undone %d times: %q, want %q", i, got, w)
		}
		press(t, e, "ctrl+z")
	}
	press(t, e, "ctrl+_") // nothing left
	for i, w := range []string{"one|", "one\n|", "one\ntwo|", "one\ntwx|o", "one\ntw|o", "one\ntw|o"} {
		press(t, e, "ctrl+y")
		if got := marked(e); got != w {
			t.Errorf("redone %d times: %q, want %q", i+1, got, w)
		}
	}
	press(t, e, "ctrl+z", "'!", "ctrl+y")
	if got := marked(e); got != "one\ntwx!|o" {
		t.Errorf("a change after undo ends redo: %q", got)
	}
}

func TestUndoForgetsTheOldest(t *testing.T) {
	e := at("|")
	for range limit + 10 {
		press(t, e, "tab")
	}
	for e.undo() {
	}
	if got := len(e.Value()); got != 10*len(tab) {
		t.Errorf("%d bytes are left", got)
	}
}

func TestPaste(t *testing.T) {
	tests := []struct{ name, from, paste, want string }{
		{"line ends of any kind", "a|b", "1\r\n2\r3\n4", "a1\n2\n3\n4|b"},
		{"what the terminal may not see stays in the text", "|", "\x1b[2J\u202e\ufffd\t", "\x1b[2J\u202e\ufffd\t|"},
		{"nothing", "a|b", "", "a|b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, msg := range []tea.Msg{tea.PasteMsg{Content: tt.paste}, tea.ClipboardMsg{Content: tt.paste}} {
				e := at(tt.from)
				e.Update(msg)
				if got := marked(e); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
	e := at("|")
	if cmd := e.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}); cmd == nil || reflect.TypeOf(cmd()).Name() != "readClipboardMsg" {
		t.Error("ctrl+v does not ask for the clipboard")
	}
}

func TestValueIsWhatWasSet(t *testing.T) {
	for _, text := range []string{"", "\n", "{\r\n}\r\n", "{\r\n}\n", "a\rb", "\xff\ufffd\x00\t\u202e", "a\n\n"} {
		e := New(text)
		if e.Value() != text {
			t.Errorf("%q became %q", text, e.Value())
		}
		press(t, e, "'x")
		if e.Value() == text {
			t.Errorf("%q: the same after a change", text)
		}
		press(t, e, "backspace")
		if e.Value() != text {
			t.Errorf("%q: changed back it is %q", text, e.Value())
		}
	}
	e := New("{\r\n}")
	press(t, e, "end", "enter")
	if got := e.Value(); got != "{\r\n  \r\n}" {
		t.Errorf("new lines end otherwise: %q", got)
	}
}

func TestTheErrorIsKnownWhileTyping(t *testing.T) {
	e := at("{\n  \"a\": |\n}")
	for _, step := range []struct{ key, status string }{
		{"'\"", `line 2, column 9: invalid character '\n' in string (expecting non-control character)`},
		{"'x\"", "valid JSON"},
		{"',", "line 2, column 11: no comma may stand before a closing bracket"},
		{"backspace", "valid JSON"},
		{"delete", "valid JSON"},
	} {
		press(t, e, step.key)
		if got := e.Status(); got != step.status {
			t.Logf("%q", e.Value())
			t.Errorf("after %s: %q, want %q", step.key, got, step.status)
		}
		if (e.Err() == nil) != (step.status == "valid JSON") {
			t.Errorf("after %s: %v", step.key, e.Err())
		}
	}
}

func TestGoToPointer(t *testing.T) {
	text := "{\n  \"é注\": {\"b\": [1, 2]},\n  \"c\": }"
	for _, tt := range []struct {
		pointer      string
		line, column int
	}{
		{"/é注", 2, 9},
		{"/é注/b/1", 2, 19},
		{"", 1, 1},
	} {
		e := New(text)
		if !e.GoToPointer(tt.pointer) {
			t.Errorf("%q not found", tt.pointer)
		}
		if line, column := place(e); line != tt.line || column != tt.column {
			t.Errorf("%q is at %d, %d, want %d, %d", tt.pointer, line, column, tt.line, tt.column)
		}
	}
	e := New(text)
	press(t, e, "down", "right", "right")
	if e.GoToPointer("/c") || e.GoToPointer("/nowhere") {
		t.Error("found what is not there")
	}
	if line, column := place(e); line != 2 || column != 3 {
		t.Errorf("moved to %d, %d", line, column)
	}
}

// Every key of the map must be one that exists, and mean one thing.
func TestKeyMap(t *testing.T) {
	seen := map[string]string{}
	keys := reflect.ValueOf(DefaultKeyMap())
	for i := range keys.NumField() {
		name := keys.Type().Field(i).Name
		binding := keys.Field(i).Interface().(key.Binding)
		if binding.Help().Desc == "" || !binding.Enabled() {
			t.Errorf("%s has no help or no keys", name)
		}
		for _, k := range binding.Keys() {
			if _, err := screentest.Key(k); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if other, ok := seen[k]; ok {
				t.Errorf("%s is %s and %s", k, other, name)
			}
			seen[k] = name
		}
	}
}

func stripped(lines []string) string {
	for i, l := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(l), " ")
	}
	return strings.Join(lines, "\n")
}
