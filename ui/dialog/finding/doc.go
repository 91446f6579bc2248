// Package finding has the dialogs in which a person finds what can be done: the palette, which does it, and the help, which
// says by which key and what the signs of the screen mean.
//
// They promise to name the keys as they are, whatever a configuration has made of them, and help to begin with what it was
// opened over. They change nothing.
package finding
