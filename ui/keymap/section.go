package keymap

import "charm.land/bubbles/v2/key"

// Section are the keys of a dialog, or of a line that is typed in, as help lists them.
type Section struct {
	Name string
	Keys []key.Binding
}

// SectionOf returns a section of some keys.
func SectionOf(name string, keys ...key.Binding) Section { return Section{name, keys} }
