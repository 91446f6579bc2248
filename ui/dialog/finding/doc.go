// Package finding has the dialogs in which a person finds what can be done: the palette, which does it, and the help, which
// says by which key and what the signs of the screen mean.
//
// They promise to name the keys as they are, whatever a configuration has made of them. Help begins with what can be done where
// it was opened, gives a key one line, and tells all there is to know of what is searched for. They change nothing.
package finding
