// Package palette has the colours of the themes: a colour for each [Role], as data, for terminals of any number of colours
// and of sixteen.
//
// It promises that every text of a theme that is built in has a contrast of at least 4.5:1 on every surface that it is
// drawn on, in true colour and in the 256 of xterm, and that what is well, doubtful and wrong can be told apart in the
// colour-blind themes by who sees no red or no green. Tests compute both.
//
// It draws nothing and knows no terminal.
package palette
