package dialog

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"segtap/ui/keymap"
)

// binding is a key of a dialog.
type binding struct{ key.Binding }

// bind returns a binding: how the footer shows its keys, what for, and the keys.
func bind(shown, label string, keys ...string) binding {
	return binding{keymap.Dialog(shown, label, keys...)}
}

func (b binding) is(press tea.KeyPressMsg) bool { return key.Matches(press, b.Binding) }

// as returns the binding with another label in the footer.
func (b binding) as(label string) key.Binding {
	b.SetHelp(b.Help().Key, label)
	return b.Binding
}

// keys are what the keys mean in every dialog that has them. What is typed in has no
// letters among them.
var keys = struct {
	up, down, pageUp, pageDown, enter, esc, quit binding
	above, below                                 binding // up and down with their letters
	leave                                        binding // esc with its letter
}{
	up: bind("↑↓", "scroll", "up"), down: bind("↓", "down", "down"),
	pageUp: bind("pgup", "a page up", "pgup"), pageDown: bind("pgdn", "a page down", "pgdown"),
	enter: bind("enter", "", "enter"), esc: bind("esc", "close", "esc"), quit: bind("ctrl+c", "quit", "ctrl+c"),
	above: bind("↑↓", "choose", "up", "k"), below: bind("↓", "down", "down", "j"),
	leave: bind("esc", "cancel", "esc", "q"),
}

// choosing is where the cursor goes by a binding; 0 when it stays.
func choosing(press tea.KeyPressMsg) int {
	switch {
	case keys.above.is(press):
		return -1
	case keys.below.is(press):
		return 1
	}
	return 0
}
