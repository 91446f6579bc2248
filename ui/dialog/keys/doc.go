// Package keys has the keys that mean the same in every dialog, and makes those that a
// dialog has for itself.
//
// It promises that a key is shown in the footer as it is pressed. It does nothing with
// them.
package keys
