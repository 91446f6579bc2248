// Package keymap has every key of the screens in one table, with what it is for: the key map, the footer, the help, the
// palette and the guide's table are made from it, so that none says what another does not. What a key does stands with
// its screen, in [Handlers]; a test holds that each has one. The keys of a dialog, and of the filter line, stand with it.
//
// It knows nothing of what the screens show.
package keymap
