package keys

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"segtap/ui/keymap"
)

// Binding is a key of a dialog.
type Binding struct{ key.Binding }

// Bind returns a binding: how the footer shows its keys, what for, and the keys.
func Bind(shown, label string, keys ...string) Binding {
	return Binding{keymap.Dialog(shown, label, keys...)}
}

// Is reports whether a key is one of the binding's.
func (b Binding) Is(press tea.KeyPressMsg) bool { return key.Matches(press, b.Binding) }

// Shown is how sentences and the footer name it.
func (b Binding) Shown() string { return b.Help().Key }

// As returns the binding with another label in the footer.
func (b Binding) As(label string) key.Binding {
	b.SetHelp(b.Help().Key, label)
	return b.Binding
}

// What keys mean in every dialog that has them. What is typed in has no letters among
// them.
var (
	Up       = Bind("↑↓", "scroll", "up")
	Down     = Bind("↓", "down", "down")
	PageUp   = Bind("pgup", "a page up", "pgup")
	PageDown = Bind("pgdn", "a page down", "pgdown")
	Enter    = Bind("enter", "", "enter")
	Esc      = Bind("esc", "close", "esc")
	Quit     = Bind("ctrl+c", "quit", "ctrl+c")

	// Above and Below are up and down with their letters, Leave is esc with its letter.
	Above = Bind("↑↓", "choose", "up", "k")
	Below = Bind("↓", "down", "down", "j")
	Leave = Bind("esc", "cancel", "esc", "q")
)

// Choosing returns where the cursor goes by a key; 0 when it stays.
func Choosing(press tea.KeyPressMsg) int {
	switch {
	case Above.Is(press):
		return -1
	case Below.Is(press):
		return 1
	}
	return 0
}

// PageLines is how many lines a page is.
const PageLines = 10

// Scrolling returns what a key scrolls, in lines; 0 when it scrolls nothing.
func Scrolling(press tea.KeyPressMsg) int {
	switch {
	case Up.Is(press):
		return -1
	case Down.Is(press):
		return 1
	case PageUp.Is(press):
		return -PageLines
	case PageDown.Is(press):
		return PageLines
	}
	return 0
}
