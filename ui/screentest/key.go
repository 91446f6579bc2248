package screentest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// named maps the names of keys to their codes.
func named(name string) (rune, bool) {
	code, ok := map[string]rune{
		"enter": tea.KeyEnter, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "esc": tea.KeyEscape, "space": tea.KeySpace,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"insert": tea.KeyInsert, "delete": tea.KeyDelete,
		"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
		"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
	}[name]
	return code, ok
}

// Key returns the message Bubble Tea sends when the key of this name is pressed; its String is the name. A name that no
// key press has is an error: "shift+a" is "A", "ctrl+A" is "ctrl+a", "shift+ctrl+up" is "ctrl+shift+up".
func Key(name string) (tea.KeyPressMsg, error) {
	base, mod := modifiers(name)
	key := tea.KeyPressMsg{Mod: mod}
	code, ok := named(base)
	switch {
	case ok:
		key.Code = code
		if code == tea.KeySpace && mod&^tea.ModShift == 0 {
			key.Text = " "
		}
	case utf8.RuneCountInString(base) == 1:
		key.Code, _ = utf8.DecodeRuneInString(base)
		if mod == 0 {
			key.Text = base
		}
		if unicode.IsUpper(key.Code) && mod == 0 && key.Code < utf8.RuneSelf {
			key.ShiftedCode = key.Code
			key.Code = unicode.ToLower(key.Code)
			key.Mod = tea.ModShift
		}
	case base != "" && single(base):
		key.Code, key.Text = tea.KeyExtended, base
	default:
		return tea.KeyPressMsg{}, fmt.Errorf("no key is named %q", name)
	}
	letter := key.Text == "" && unicode.IsLetter(key.Code)
	if letter && (unicode.IsUpper(key.Code) || mod == tea.ModShift) || key.String() != name {
		return tea.KeyPressMsg{}, fmt.Errorf("no key press is named %q", name)
	}
	return key, nil
}

// single reports whether s is one grapheme cluster of several characters that Bubble Tea reads as one key. It reads a
// character and a combining mark separately when the character is ASCII.
func single(s string) bool {
	cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return cluster == s && s[0] >= utf8.RuneSelf && utf8.RuneCountInString(s) > 1
}

// modifiers divides a name such as "ctrl+up". A plus sign at its end is the key.
func modifiers(name string) (base string, mod tea.KeyMod) {
	for {
		head, rest, ok := strings.Cut(name, "+")
		if !ok || rest == "" {
			return name, mod
		}
		switch head {
		case "ctrl":
			mod |= tea.ModCtrl
		case "alt":
			mod |= tea.ModAlt
		case "shift":
			mod |= tea.ModShift
		case "meta":
			mod |= tea.ModMeta
		case "hyper":
			mod |= tea.ModHyper
		case "super":
			mod |= tea.ModSuper
		default:
			return name, mod
		}
		name = rest
	}
}

// clusters calls do with the name of the key for each character of text: "enter" and "tab" for line feed and tab.
func clusters(text string, do func(name string)) {
	for text != "" {
		cluster, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
		text = text[len(cluster):]
		switch cluster {
		case "\n", "\r\n", "\r":
			do("enter")
		case "\t":
			do("tab")
		case " ":
			do("space")
		default:
			if r := cluster[0]; r < utf8.RuneSelf && len(cluster) > 1 {
				do(string(rune(r)))
				cluster = cluster[1:]
			}
			do(cluster)
		}
	}
}

// Bytes returns what a terminal without keyboard extensions sends for the key of this name. Keys such a terminal cannot
// tell apart from others, such as "ctrl+enter", are an error.
func Bytes(name string) (string, error) {
	key, err := Key(name)
	if err != nil {
		return "", err
	}
	if key.Text != "" {
		return key.Text, nil
	}
	if seq, ok := cursorKey(key); ok {
		return seq, nil
	}
	prefix := ""
	if key.Mod.Contains(tea.ModAlt) {
		prefix = "\x1b"
	}
	switch mod := key.Mod &^ tea.ModAlt; {
	case key.Code == tea.KeyTab && mod == tea.ModShift:
		return prefix + "\x1b[Z", nil
	case mod == 0 && key.Code <= unicode.MaxRune:
		return prefix + string(key.Code), nil
	case mod == tea.ModShift && unicode.IsLower(key.Code):
		return prefix + string(unicode.ToUpper(key.Code)), nil
	case mod == tea.ModCtrl && (key.Code == tea.KeySpace || key.Code == '@'):
		return prefix + "\x00", nil
	case mod == tea.ModCtrl && (key.Code >= 'a' && key.Code <= 'z' && key.Code != 'i' && key.Code != 'm' ||
		key.Code >= '\\' && key.Code <= '_'):
		return prefix + string(key.Code&0x1f), nil
	}
	return "", fmt.Errorf("a terminal cannot send %q", name)
}

// cursorKey returns the control sequence of a key that has one.
func cursorKey(key tea.KeyPressMsg) (string, bool) {
	mod := 1
	for bit, m := range map[int]tea.KeyMod{1: tea.ModShift, 2: tea.ModAlt, 4: tea.ModCtrl} {
		if key.Mod.Contains(m) {
			mod += bit
		}
	}
	if final, ok := map[rune]string{
		tea.KeyUp: "A", tea.KeyDown: "B", tea.KeyRight: "C", tea.KeyLeft: "D", tea.KeyHome: "H", tea.KeyEnd: "F",
		tea.KeyF1: "P", tea.KeyF2: "Q", tea.KeyF3: "R", tea.KeyF4: "S",
	}[key.Code]; ok {
		switch {
		case mod > 1:
			return fmt.Sprintf("\x1b[1;%d%s", mod, final), true
		case final >= "P":
			return "\x1bO" + final, true
		}
		return "\x1b[" + final, true
	}
	if number, ok := map[rune]int{
		tea.KeyInsert: 2, tea.KeyDelete: 3, tea.KeyPgUp: 5, tea.KeyPgDown: 6, tea.KeyF5: 15, tea.KeyF6: 17,
		tea.KeyF7: 18, tea.KeyF8: 19, tea.KeyF9: 20, tea.KeyF10: 21, tea.KeyF11: 23, tea.KeyF12: 24,
	}[key.Code]; ok {
		if mod > 1 {
			return fmt.Sprintf("\x1b[%d;%d~", number, mod), true
		}
		return fmt.Sprintf("\x1b[%d~", number), true
	}
	return "", false
}
