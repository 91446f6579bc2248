// Package ignoring is the flag --ignore: which diagnostics are no matter, of all events or
// of those with a name.
//
// It promises that what is no diagnostic is refused, with the one that was meant. What is
// ignored it only says: to leave it out is for whoever tells of problems.
package ignoring
