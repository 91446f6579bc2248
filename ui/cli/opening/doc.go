// Package opening opens the files that the screen shows beside what is captured: those
// given as arguments, and standard input.
//
// It promises that a file is never changed, and that what cannot be opened is said with
// its name and the way out before the screen covers the terminal. Standard input is read
// to its end into a temporary file that nobody else finds, never into memory. It never
// guesses what a file holds: that is for package formats to say.
package opening
