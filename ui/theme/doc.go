// Package theme is how the screen looks: its styles and its signs. No state is told by a style alone: each has a sign or
// a word as well, and there is a set of signs of ASCII alone.
//
// A [Theme] is made once and never changes.
package theme
