package keymap

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Screen is one of the screens that the number keys choose.
type Screen uint8

// The screens.
const (
	Events Screen = iota
	Metrics
	Replays
	Problems
)

// Screens returns all screens in the order of their numbers.
func Screens() []Screen { return []Screen{Events, Metrics, Replays, Problems} }

// String returns the name that the screen has in the header.
func (s Screen) String() string {
	switch s {
	case Metrics:
		return "Metrics"
	case Replays:
		return "Replays"
	case Problems:
		return "Problems"
	case Events:
	}
	return "Events"
}

// Binding is what a key is for. Bubbles' part of it knows the keys as Bubble Tea spells
// them; its help has the first of them as it is shown, and a word or two for the footer.
type Binding struct {
	key.Binding
	ID     string // stable name, for the palette
	Help   string // what it does, in at most [MostHelp] cells, for help and palette
	More   string // what else there is to know of it, behind a colon; often nothing
	Group  string // heading in the help screen
	Footer bool   // shown in the footer
	on     []Screen
}

// MostHelp is how many cells the help of a binding has at most, so that each takes one line of
// the help screen.
const MostHelp = 44

// Whole returns all that there is to know of it.
func (b *Binding) Whole() string {
	if b.More == "" {
		return b.Help
	}
	return b.Help + ": " + b.More
}

// bind returns a binding with its keys, and a word or two for the footer.
func bind(label string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(Name(keys[0]), label))
}

// Key returns the first of its keys, as it is shown.
func (b *Binding) Key() string { return b.Binding.Help().Key }

// Label returns a word or two for the footer.
func (b *Binding) Label() string { return b.Binding.Help().Desc }

// Is reports whether the key is one of the binding's.
func (b *Binding) Is(press tea.KeyPressMsg) bool { return key.Matches(press, b.Binding) }

// IsOn reports whether it can be done on a screen.
func (b *Binding) IsOn(s Screen) bool {
	for _, on := range b.on {
		if on == s {
			return true
		}
	}
	return false
}

// OpensScreen reports whether it opens one of the screens, whose numbers the header shows.
func (b *Binding) OpensScreen() bool {
	return slices.ContainsFunc(Screens(), func(s Screen) bool { return s.ID() == b.ID })
}

// Moves reports whether it only moves on the screen that is open.
func (b *Binding) Moves() bool { return b.Group == groupMove && !b.OpensScreen() && b.ID != "sources" }

// General reports whether it is for no screen more than for another, as help is.
func (b *Binding) General() bool { return b.Group == groupOther && len(b.on) == len(Screens()) }

// OnlyOn returns the first screen that it is on; false where it is on all of them.
func (b *Binding) OnlyOn() (Screen, bool) { return b.on[0], len(b.on) < len(Screens()) }

// Shown returns all its keys as they are shown.
func (b *Binding) Shown() string {
	names := make([]string, len(b.Keys()))
	for i, k := range b.Keys() {
		names[i] = Name(k)
	}
	return strings.Join(names, " ")
}

// Handler does what a binding is for.
type Handler struct {
	// Off says why it cannot be done now; empty when it can. Nil when it always can.
	Off func() string
	Do  func() tea.Cmd
}

// Handlers are what a part of the screen does, by the bindings' names.
type Handlers map[string]Handler

// Hint is one key of the footer.
type Hint struct {
	Key, Label string
	Off        string // why it cannot be used now
	Group      string // those of one group stand together
	Last       bool   // a way to help or out: it is the last to go where there is no room
	Press      string // the key, as Bubble Tea spells it
}

// Hints returns the footer of a dialog.
func Hints(bindings ...key.Binding) []Hint {
	hints := make([]Hint, len(bindings))
	for i, b := range bindings {
		press := b.Keys()[0]
		hints[i] = Hint{Key: b.Help().Key, Label: b.Help().Desc, Press: press, Last: slices.Contains([]string{"?", "f1", "esc", "q"}, press)}
	}
	return hints
}

// Dialog returns a binding of a dialog: how the footer shows its keys, what for, and the
// keys.
func Dialog(shown, label string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, label))
}

// Name spells a key as a footer does.
func Name(key string) string {
	switch key {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgdown":
		return "pgdn"
	}
	return key
}

// ID returns the name of the binding that opens the screen.
func (s Screen) ID() string { return strings.ToLower(s.String()) }
