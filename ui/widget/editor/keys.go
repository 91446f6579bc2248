package editor

import "charm.land/bubbles/v2/key"

// KeyMap is what the keys do. The program around the editor may change or disable bindings, and handles the keys it wants
// for itself before it passes the others on.
type KeyMap struct {
	Left, Right, Up, Down                     key.Binding
	WordLeft, WordRight                       key.Binding
	LineStart, LineEnd, TextStart, TextEnd    key.Binding
	PageUp, PageDown                          key.Binding
	DeleteLeft, DeleteRight                   key.Binding
	DeleteWordLeft, DeleteWordRight           key.Binding
	DeleteToStart, DeleteToEnd                key.Binding
	NewLine, Indent, Outdent                  key.Binding
	Undo, Redo, Paste                         key.Binding
	SelectLeft, SelectRight                   key.Binding
	SelectUp, SelectDown                      key.Binding
	SelectWordLeft, SelectWordRight           key.Binding
	SelectLineStart, SelectLineEnd, SelectAll key.Binding
}

// DefaultKeyMap returns the keys editors in terminals usually have.
func DefaultKeyMap() KeyMap {
	bind := func(help string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(keys[0], help))
	}
	return KeyMap{
		Left:            bind("left", "left"),
		Right:           bind("right", "right"),
		Up:              bind("up", "up"),
		Down:            bind("down", "down"),
		WordLeft:        bind("word left", "ctrl+left", "alt+left", "alt+b"),
		WordRight:       bind("word right", "ctrl+right", "alt+right", "alt+f"),
		LineStart:       bind("start of line", "home", "ctrl+a"),
		LineEnd:         bind("end of line", "end", "ctrl+e"),
		TextStart:       bind("start of text", "ctrl+home", "alt+<"),
		TextEnd:         bind("end of text", "ctrl+end", "alt+>"),
		PageUp:          bind("page up", "pgup"),
		PageDown:        bind("page down", "pgdown"),
		DeleteLeft:      bind("delete left", "backspace", "ctrl+h", "shift+backspace"),
		DeleteRight:     bind("delete right", "delete", "ctrl+d"),
		DeleteWordLeft:  bind("delete word left", "ctrl+w", "alt+backspace", "ctrl+backspace"),
		DeleteWordRight: bind("delete word right", "alt+d", "alt+delete", "ctrl+delete"),
		DeleteToStart:   bind("delete to start of line", "ctrl+u"),
		DeleteToEnd:     bind("delete to end of line", "ctrl+k"),
		NewLine:         bind("new line", "enter", "ctrl+j", "shift+enter"),
		Indent:          bind("indent", "tab"),
		Outdent:         bind("outdent", "shift+tab"),
		Undo:            bind("undo", "ctrl+z", "ctrl+_"),
		Redo:            bind("redo", "ctrl+y", "ctrl+shift+z"),
		Paste:           bind("paste", "ctrl+v"),
		SelectLeft:      bind("select left", "shift+left"),
		SelectRight:     bind("select right", "shift+right"),
		SelectUp:        bind("select up", "shift+up"),
		SelectDown:      bind("select down", "shift+down"),
		SelectWordLeft:  bind("select word left", "ctrl+shift+left", "alt+shift+left"),
		SelectWordRight: bind("select word right", "ctrl+shift+right", "alt+shift+right"),
		SelectLineStart: bind("select to start of line", "shift+home"),
		SelectLineEnd:   bind("select to end of line", "shift+end"),
		SelectAll:       bind("select all", "ctrl+g"),
	}
}
