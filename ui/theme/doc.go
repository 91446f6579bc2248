// Package theme is how the screen looks: its paints and its signs. No state is told by a paint alone: each has a sign or
// a word as well, and there is a set of signs of ASCII alone.
//
// What something is painted with follows from its role: see [palette.Role]. A [Theme] is made of the colours of a palette
// for a terminal of so many colours: with sixteen each role has one of the terminal's own, with none it has an attribute
// or nothing. Texts on a painted surface have the paints of that surface, [Theme.On].
//
// All parts of the screen share one Theme, which the shell makes anew when it learns more of the terminal. Who keeps
// painted text compares its [Look].
package theme
