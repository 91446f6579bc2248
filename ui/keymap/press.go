package keymap

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// named are the keys that are no characters, by the names that Bubble Tea has for them and
// by those that people use besides.
var named = map[string]rune{
	"enter": tea.KeyEnter, "return": tea.KeyEnter, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "esc": tea.KeyEscape, "escape": tea.KeyEscape,
	"space": tea.KeySpace, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "insert": tea.KeyInsert, "ins": tea.KeyInsert,
	"delete": tea.KeyDelete, "del": tea.KeyDelete, "pgup": tea.KeyPgUp, "pageup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "pgdn": tea.KeyPgDown, "pagedown": tea.KeyPgDown,
	"home": tea.KeyHome, "end": tea.KeyEnd, "f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
}

// sameByte are the keys that most terminals cannot tell from another one.
var sameByte = map[string]string{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc", "ctrl+h": "backspace"}

// Read returns the key of a name such as e, E, ctrl+e, alt+left or f5; its own spelling is
// that of Bubble Tea.
func Read(name string) (tea.KeyPressMsg, error) {
	base, mods := name, tea.KeyMod(0)
	for {
		i := strings.IndexByte(base, '+')
		if i <= 0 || i == len(base)-1 {
			break
		}
		mod, ok := map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}[strings.ToLower(base[:i])]
		if !ok {
			return tea.KeyPressMsg{}, noKey(name)
		}
		mods |= mod
		base = base[i+1:]
	}
	if code, ok := named[strings.ToLower(base)]; ok && utf8.RuneCountInString(base) > 1 {
		press := tea.KeyPressMsg{Code: code, Mod: mods}
		if code == tea.KeySpace && mods == 0 {
			press.Text = " "
		}
		return press, nil
	}
	r, size := utf8.DecodeRuneInString(base)
	if size != len(base) || r == utf8.RuneError || !unicode.IsPrint(r) || r == ' ' {
		return tea.KeyPressMsg{}, noKey(name)
	}
	press := tea.KeyPressMsg{Code: unicode.ToLower(r), Mod: mods}
	switch {
	case mods&^tea.ModShift != 0: // it types nothing
		if press.Code != r {
			press.Mod |= tea.ModShift
		}
	case mods == tea.ModShift && unicode.IsLetter(r), press.Code != r:
		press.Mod, press.Text = tea.ModShift, string(unicode.ToUpper(r))
	case mods != 0:
		return tea.KeyPressMsg{}, &wrongKey{name + " is what another key types", "name that"}
	default:
		press.Text = string(r)
	}
	if other := sameByte[press.String()]; other != "" {
		return tea.KeyPressMsg{}, &wrongKey{"terminals cannot tell " + name + " from " + other, "give another one"}
	}
	return press, nil
}

// wrongKey says why a name is that of no key, and how one is written.
type wrongKey struct{ problem, way string }

func (w *wrongKey) Error() string { return w.problem + ": " + w.way }

func noKey(name string) error {
	return &wrongKey{fmt.Sprintf("%q is no key", name), "write e, E, ctrl+e, alt+left, f5, space"}
}
