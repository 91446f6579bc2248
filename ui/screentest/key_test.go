package screentest

import (
	"reflect"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// sendable are keys every terminal can send.
var sendable = []string{
	"a", "z", "G", "N", "é", "注", "👍", "👍🏽", "1", "?", "/", "+", "-", "<", "`", "\"",
	"enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete",
	"f1", "f4", "f5", "f12", "ctrl+a", "ctrl+p", "ctrl+z", "ctrl+_", "ctrl+\\", "ctrl+space", "ctrl+left", "ctrl+home", "ctrl+end",
	"shift+tab", "shift+up", "shift+home", "ctrl+shift+right", "alt+b", "alt+f", "alt+<", "alt+enter", "alt+backspace", "alt+left",
	"alt+shift+left", "ctrl+f5", "shift+f1", "ctrl+delete", "ctrl+pgdown",
}

func TestKeyAnswersToItsName(t *testing.T) {
	others := []string{"ctrl+enter", "ctrl+shift+c", "ctrl+shift+z", "ctrl+i", "shift+enter", "ctrl+backspace", "super+k", "ctrl++", "alt++", "shift+space"}
	for _, name := range append(others, sendable...) {
		t.Run(name, func(t *testing.T) {
			key, err := Key(name)
			if err != nil {
				t.Fatal(err)
			}
			if key.String() != name {
				t.Errorf("String() is %q", key.String())
			}
		})
	}
}

func TestNamesOfNoKey(t *testing.T) {
	for _, name := range []string{"", "return", "escape", "shift+a", "ctrl+A", "alt+B", "shift+ctrl+up", "ctrl+", "page down", "ab", "e\u0301", " "} {
		if key, err := Key(name); err == nil {
			t.Errorf("%q is taken for %+v", name, key)
		}
	}
	for _, name := range []string{"ctrl+enter", "ctrl+i", "ctrl+shift+c", "shift+enter", "super+k"} {
		if seq, err := Bytes(name); err == nil {
			t.Errorf("%q is sent as %q", name, seq)
		}
	}
}

// What a terminal sends for a key, Bubble Tea must read as the very message Key builds.
func TestBytesAreReadAsTheKey(t *testing.T) {
	for _, name := range sendable {
		t.Run(name, func(t *testing.T) {
			seq, err := Bytes(name)
			if err != nil {
				t.Fatal(err)
			}
			var decoder uv.EventDecoder
			n, event := decoder.Decode([]byte(seq))
			press, ok := event.(uv.KeyPressEvent)
			want, _ := Key(name)
			if got := tea.KeyPressMsg(press); !ok || n != len(seq) || !reflect.DeepEqual(got, want) {
				t.Errorf("%q is read as %#v, want %#v", seq, event, want)
			}
		})
	}
}
