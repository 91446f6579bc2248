// Package styled measures, cuts, breaks and places lines that may have colours in them, as package sanitize does with
// plain text and by the same widths: no line that it returns is wider than it was told, whatever terminal shows it.
//
// It knows the SGR sequences of colours and no others, so text from outside has to be escaped first.
package styled
